"""Rule packs: phrases, class names and selectors as data, and the engine that matches them against a page's blocks."""

from cleaner.packs.matching import Matches
from cleaner.packs.packs import Packs
from cleaner.packs.schema import Pack, Rule

__all__ = ["Matches", "Pack", "Packs", "Rule"]
