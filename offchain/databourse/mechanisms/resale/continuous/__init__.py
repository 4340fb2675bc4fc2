"""Chains whose valuations lie in an interval, with densities: solved on a grid, with a guarantee.

- densities: laws of the next valuation given this one
- grid: how fine the grid must be for an error, and the equilibrium on it
- achieved: how large the error really is, measured
- json_format: all of it as JSON
"""
