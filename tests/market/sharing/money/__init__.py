"""Rounds that sell data for money."""
