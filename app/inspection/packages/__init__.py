"""Packages: what is in scope, making one, keeping it until it is taken along."""
