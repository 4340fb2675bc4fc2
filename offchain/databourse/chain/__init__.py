"""The chain: networks, the devnet, keys, transactions, logs, and the deployed contracts.

- config: which network: flags, environment, one file, defaults
- connection: a node that answers, with the expected chain id
- devnet: a local anvil: start, stop, status; its well-known accounts
- keystore: encrypted keys by alias; signer turns a name into somebody who signs
- transactions: simulate, sign once, send, wait; refusals says why a contract said no
- delivery: what becomes of signed transactions; journal keeps them, so that no process that dies loses track
- bulk_entering: many orders into a round; admission asks a gate before, deposits brings the money
- accounts: where that money can go: the accounts of a series, or those of resale chains
- ticket, typed_data, signed_orders, nonce_memory: orders signed without a node
- relay: carrying them, from a folder or an inbox
- logs: events of many blocks, fast
- artifacts: the compiled contracts; deploy puts them on a chain, deployments remembers where
- exchange: the deployed market, registry, resale chains and token, typed
- history: rounds from the log; posting says something about a closed one, settling makes the call that settles it
- resale: resale chains from the log, and the calls by which people act on them
- audit: the replay of both contracts; market_view and resale_view ask them what it compares with
"""
