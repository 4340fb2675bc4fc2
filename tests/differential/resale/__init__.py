"""Resale chains, played on the contract and in Python: the same balances, records, logs and refusals."""
