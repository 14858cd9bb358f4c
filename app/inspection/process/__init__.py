"""A run as process mining reads it: events, order, and where the days went."""
