"""Who may do what, who could on a given day, and who read what."""
