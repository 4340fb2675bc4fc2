"""The double auction's paper under review: its figures, its claims, and an audit of the rules.

- settings, markets, variants: what can be chosen, the random markets, the rules that are compared
- sweep (Figs 5 to 7), times (8), own_report (9), leakage (10): the figures' numbers
- disclosure: what an observed outcome tells about one order
- evaluation, audit, profiles, privacy, gains, examples, coalitions: what the claims are worth in small markets
- experiment: all parts in a row
- figures/, review/: drawings and the report, which follow from the numbers
"""
