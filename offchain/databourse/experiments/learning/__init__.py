"""The paper of collaborative learning under review (Ohrimenko, Tople, Tschiatschek): every figure and claim, again.

- settings, pictures: what can be chosen; the digits, and how they are dealt out to parties
- replicas, relevance, shares, customised: Figs 2, 3a, 3b and 3c, 4
- assumptions, theorem, tasks, properties, examples: what is assumed and proved, in random tables and in small ones
- copies, identities, validation: what a party can try with real data
- values, estimators: values of rows, and sampled values
- experiment: all parts in a row
- figures/, review/: drawings and the report, which follow from the numbers
"""
