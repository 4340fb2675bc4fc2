"""sharing-costs as a mechanism: data for money where costs may be any, settled at once or proposed."""

from databourse.market.sharing.costs.rule import CostsRule as CostsRule
