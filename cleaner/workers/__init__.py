"""Work done in other processes, so that what hangs, eats memory or crashes costs one item alone.

Knows nothing of pages: `Pool` hands items to processes that each run one function, and replaces those that die.
"""

from cleaner.workers.pool import LIMITS, Limits, Pool
from cleaner.workers.task import Lost, Task

__all__ = ["LIMITS", "Limits", "Lost", "Pool", "Task"]
