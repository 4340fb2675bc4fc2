"""The money of every contract that keeps it as `Accounts` does: the market's series, and resale chains.

What both have in common is here: accounts added up from the log, statements of them, and what an audit compares. What
a series or a chain does with its money is told by `databourse.market` and `databourse.resale`. All of it is pure.
"""
