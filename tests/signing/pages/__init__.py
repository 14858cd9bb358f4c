"""The pages of signing, each with its unhappy paths."""
