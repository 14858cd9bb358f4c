"""The pages of chronology."""
