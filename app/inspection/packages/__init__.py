"""Packages for the inspector's stick: what goes in, the making of one, and its pages."""
