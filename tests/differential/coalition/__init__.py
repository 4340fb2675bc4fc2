"""Checkers of coalition rounds against their solvers, on random rounds."""
