"""Sharing rounds on a chain."""
