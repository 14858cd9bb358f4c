"""Time: the injected clock and working time."""
