"""Bilateral rounds: data for data."""
