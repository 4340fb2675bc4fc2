"""Rounds that sell data at any costs."""
