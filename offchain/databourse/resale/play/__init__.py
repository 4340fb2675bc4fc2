"""The contract's rules again, in memory: what it would do, refuse, pay and log, without a node.

It is written from the rules and not from the book, so each can be held against the other, and both against the
contract.
"""

from databourse.resale.play.contract import ResaleChain

__all__ = ["ResaleChain"]
