"""What repeats across the pages of one site is its frame: counted in batches, evidence for single pages."""

from cleaner.sites.evidence import Repeats, repeats
from cleaner.sites.profile import Profile, site_of

__all__ = ["Profile", "Repeats", "repeats", "site_of"]
