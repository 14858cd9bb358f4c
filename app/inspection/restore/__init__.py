"""Going back to a backup: rebuilt apart, judged, confirmed by two people, told by the log, then put in place."""
