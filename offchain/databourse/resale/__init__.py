"""Resale chains as the contract keeps them, without a node: every later sale of data pays those who sold it before.

- shares: the columns of reallocation matrices, in the contract's integers; payments: how a price is split by one
- rules: what else is fixed when a chain is created
- encoding: paths, shares, holdings and offers as the contract takes and hashes them
- book: chains, licences, offers and claims, rebuilt from the contract's events
- earnings: who was paid what, and what is still due
- ledger: every account, and what is in none yet; statements of them
- receipt: of one sale
- forecast: the equilibrium that a matrix leads to; advice: what it tells one player
- audit: the replay, which compares all of it with what the contract says (views)
- simulation: whole chains played in equilibrium
- play: the contract's rules again, in memory: for tests against it, and for simulations
"""
