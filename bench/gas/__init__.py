"""What every operation costs in gas, from receipts of a local chain: `python -m bench.gas [--write]`."""
