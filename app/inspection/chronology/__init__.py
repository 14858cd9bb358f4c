"""What happened in a run, ready to quote: dated sentences with their log numbers, then the deviations."""
