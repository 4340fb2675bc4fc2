"""Checkers of rounds that sell data for money against their solvers, on random rounds."""
