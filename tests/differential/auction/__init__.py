"""Checkers of the double auction against its solvers, on random books."""
