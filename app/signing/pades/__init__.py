"""PAdES signatures: making them, their visible block, their levels."""
