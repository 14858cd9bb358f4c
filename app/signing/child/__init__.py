"""Signing in a process of its own, which lives as long as one signature and takes the passphrase with it."""
