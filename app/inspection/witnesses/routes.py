"""The pages of witnesses."""
