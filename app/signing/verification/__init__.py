"""Bytes to verdict: what an uploaded PDF is worth, and whose certificate signed it."""
