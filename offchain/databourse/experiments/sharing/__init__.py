"""The paper of the sharing rounds under review (Rasouli and Jordan, Data Sharing Markets): every claim put to a test.

- settings, markets: what can be chosen, and random markets of every kind of utility
- patterns, profiles, sizes: data for data: every preference of three agents; sizes of data; the paper's examples
- prices, payments: competitive prices, and VCG in both readings
- mixed, lies: payments in data: balance, weights, and what a lie is worth
- queries, rings: data by the query
- experiment: all parts in a row
- figures/, review/: drawings and the report, which follow from the numbers
"""
