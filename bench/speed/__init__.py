"""How long solving takes, beside other ways to do it: `make speed` measures all of it and writes the README's tables.

- double_auction: a slot under every rule; double_auction_contestants are whom it compares
- resale: the equilibrium of a chain, and the search for the best matrix; resale_contestants, resale_numpy
- learning: markets of models, tables of ridge regressions, and pyDVL on the same task; learning_contestants, pydvl_task
- sharing: the ordered match, one buyer's best sellers, VCG; sharing_contestants are whom it compares
- figures: how a figure is measured, told and written down
"""
