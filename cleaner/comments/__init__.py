"""Readers' comments: who said what and when, in reply to whom, and whether it is spam."""

from cleaner.comments.repeats import Repeats
from cleaner.comments.spam import judge, spam_score
from cleaner.comments.threads import read_comments

__all__ = ["Repeats", "judge", "read_comments", "spam_score"]
