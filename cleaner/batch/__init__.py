"""Many pages in, many out: containers, worker processes, sinks, and a ledger that lets a run go on where it ended."""
