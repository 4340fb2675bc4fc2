"""The paper of the coalitions under review (arXiv 2206.07785): its figures, its Table II, its claims.

- settings, published: what can be chosen, and what the paper prints
- overlap, stopping, valuation (Figs 4, 8, 9), off_type, speed, gain (Figs 10 to 12), early (Tables I and II)
- types, values, contracts, lies, convergence, optimum, discovery: what the claims are worth
- experiment: all parts in a row
- figures/, review/: drawings and the report, which follow from the numbers
"""
