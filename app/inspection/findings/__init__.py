"""Findings, recommendations, and what the office did about them."""
