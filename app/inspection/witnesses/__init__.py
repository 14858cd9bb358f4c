"""Who outside the office has seen the log: the inspector's own key, time stamps, the weekly sheet."""
