"""The demo, chapter by chapter: what `scripts/demo.py` runs, and the shortest way into the Python interface.

Read it in this order:

- scenario: who sells what, who needs what, which rule each slot has
- stations: real temperatures, cut into datasets
- stage: a chain of its own with the contracts on it, and how to act there
- offering: data kinds, series, datasets with their Merkle roots, attested grades
- entering: rounds, asks and bids, batches, cancellations, orders that a relayer carries
- settling: from the log to an outcome that the contract accepts, and a picture of the book
- afterwards: why a bid lost, what a buyer receives and can prove, a withdrawal, the audit
- screen: what is printed
"""
