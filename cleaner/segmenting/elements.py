"""What HTML's rendering rules say of elements: which make blocks, which are never shown.

Source: the HTML Living Standard, section "Rendering" (user-agent style sheet), its list of void elements, and its rules
for building the tree.
"""

from __future__ import annotations

BLOCK = frozenset(
    """address article aside blockquote body button caption center dd details dialog dir div dl dt fieldset figcaption
    figure footer form frameset h1 h2 h3 h4 h5 h6 header hgroup hr html legend li listing main menu nav noscript ol
    optgroup option p plaintext pre search section summary table tbody tfoot thead tr ul video audio xmp""".split()
)
"""Elements that begin and end a block; custom elements (with a hyphen in their name) count as well."""

UNSEEN = frozenset(
    """applet area audio base canvas colgroup datalist desc embed frame frameset iframe link meta metadata noembed
    noframes object param script select source style template textarea title track video""".split()
)
"""Elements whose text no reader sees (or sees only as the state of a form control)."""

VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())

OPTIONAL_END = frozenset("p li dt dd option optgroup thead tbody tfoot tr td th colgroup rt rp".split())
"""Elements whose end tag may be left out, so that counting tags says nothing about their nesting."""

UNNESTED = frozenset("a body caption form frameset head html".split())
"""Elements that never nest, or whose tags count in few places only: counting them says nothing either."""

FORMATTING = frozenset("b big code em font i nobr s small strike strong tt u".split())
"""Elements that are opened again after the block in which they were left open."""

SCOPE = frozenset("annotation-xml foreignobject marquee mi mn mo ms mtext table".split())
"""Elements that an end tag within them does not reach beyond."""

HEADING = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}

NAMED = frozenset("p li dt dd pre figcaption caption blockquote summary address legend button".split())
"""Block elements that give their name to the blocks in them; text of any other one is a plain `div`."""

PHRASING = frozenset(
    """abbr b bdi bdo big cite code data del dfn em font i img input ins kbd label map mark meter output picture
    progress q ruby s samp slot small span strike strong sub sup tt u var wbr svg path g use circle rect line""".split()
)
"""Elements that stand within a line of text, and the drawings among them."""
