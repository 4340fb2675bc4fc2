"""The audit of resale chains: the log replayed, and compared with what the contract itself says.

- replay: all of it, into a report
- breaches: events that break a rule
- checks: one chain against the contract's word; literal: every split computed a second time
"""
