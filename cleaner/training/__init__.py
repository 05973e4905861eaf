"""Gold pages -> weights. Needs the extra `train`."""
