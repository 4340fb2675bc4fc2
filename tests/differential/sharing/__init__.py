"""Checkers of sharing rounds against their solvers, on random rounds."""
