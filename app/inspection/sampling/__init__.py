"""Random samples that a recorded seed gives again."""
