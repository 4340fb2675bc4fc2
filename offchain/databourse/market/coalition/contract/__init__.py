"""contract-game as a mechanism: contracts of fixed budgets, shared in proportion to samples.

The rule itself is in `databourse.mechanisms.coalition.contract_game`; this is what a round on a chain needs around it.
"""

from databourse.market.coalition.contract.rule import ContractRule as ContractRule
