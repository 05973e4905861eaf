"""CSS selectors on a parsed page, answered with frames."""

from __future__ import annotations

from collections.abc import Callable

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError


def selector(tree: LexborHTMLParser, skipped: list[LexborNode]) -> Callable[[str], list[int]]:
    """What finds the frames of the elements that a selector names. `skipped` are elements that, with all in them, have
    no frames. Raises `ValueError` for a selector that Lexbor does not take."""
    frames: dict[int, int] = {}

    def select(css: str) -> list[int]:
        if not frames:
            outside = {node.mem_id for top in skipped for node in top.css("*")}
            inside = (node.mem_id for node in tree.css("*") if node.mem_id not in outside)
            frames.update((identity, index) for index, identity in enumerate(inside))
        try:
            found = tree.css(css)
        except (SelectolaxError, ValueError) as error:
            raise ValueError(f"bad CSS selector {css!r}: {error}") from error
        return [frames[node.mem_id] for node in found if node.mem_id in frames]

    return select
