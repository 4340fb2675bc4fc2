"""Whole chains played in equilibrium, with the money moving: how matrices compare.

- runs: valuations are drawn, everybody follows the equilibrium, and what it is worth is counted
- venue: the same played for money and checked; in_memory is one, without a node
- comparison: matrices side by side; comparison_plot draws them
"""
