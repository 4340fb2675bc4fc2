"""The paper of the resale chains under review (arXiv 2606.31202): its table, its figures, its claims.

- settings, published: what can be chosen, and what the paper prints
- chains (Table 1, Figs 2 and 3), rounding, optimum: welfare and volume of the paper's models
- assumptions, games, theorems, accuracy, speed: what the claims are worth
- examples, whole_shares, market: counterexamples, and what a real market adds
- experiment: all parts in a row
- figures/, review/: drawings and the report, which follow from the numbers
"""
