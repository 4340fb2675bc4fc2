"""Data by the query (section 6): how many queries each agent runs on each other's data, and what privacy they use up.

A query has a price for the buyer and a privacy loss ε for the seller. Losses add up, and no seller loses more than its
budget: buyers are served in their order, each within what is left. What a buyer's queries on one seller are worth does
not depend on other sellers here, so the best number on each is found by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate, product
from math import prod
from typing import TypeAlias

from databourse.errors import InvalidInput, Refused
from databourse.mechanisms.sharing.exact import Exact

Matrix: TypeAlias = Sequence[Sequence[Exact]]

MOST_COMBINATIONS = 1_000_000


class Accountant:
    """Counts what queries cost each seller in privacy (sequential composition: the losses ε add up).

    Args:
        per_query: ε of one query, by seller, not negative.
        budgets: the most that all queries together may lose, by seller.
    """

    def __init__(self, per_query: Sequence[Exact], budgets: Sequence[Exact]) -> None:
        self._per_query, self._budgets = per_query, budgets
        self.spent: list[Exact] = [0] * len(per_query)

    def affordable(self, seller: int) -> int | None:
        """How many more queries the budget has room for, rounded down; None if they cost nothing."""
        if not self._per_query[seller]:
            return None
        return int((self._budgets[seller] - self.spent[seller]) // self._per_query[seller])

    def charge(self, seller: int, queries: int) -> None:
        """Counts some queries.

        Raises:
            Refused: the budget has no room for them.
        """
        room = self.affordable(seller)
        if room is not None and queries > room:
            raise Refused(f"the privacy budget of agent {seller} has room for {room} queries, but {queries} were asked")
        self.spent[seller] += queries * self._per_query[seller]


@dataclass(frozen=True, slots=True)
class Queries:
    """Who asks whom how often, and what for.

    Attributes:
        counts: q_ij, the queries of agent i on agent j's data.
        payments: by agent, what it pays minus what it gets: they add up to 0.
        epsilon_spent: by seller.
    """

    counts: list[list[int]]
    payments: list[Exact]
    epsilon_spent: list[Exact]


def buy_queries(
    marginal_values: Sequence[Sequence[Sequence[Exact]]],
    prices: Matrix,
    caps: Sequence[Sequence[int | None]],
    accountant: Accountant,
) -> Queries:
    """Every buyer's best number of queries on every seller, of equally good ones the smallest.

    While values fall, that is to buy as long as the next query is worth more than its price; they need not fall.

    Args:
        marginal_values: by buyer and seller, what the first, second, … query is worth; those beyond are worth nothing.
        prices: c_j(i) in row j, column i: what seller j asks of buyer i for one query.
        caps: by buyer and seller, the most queries; None for any number.
        accountant: charged as buyers are served, in their order.
    """
    agents = range(len(prices))
    counts = [[0] * len(prices) for _ in agents]
    payments: list[Exact] = [0] * len(prices)
    for buyer in agents:
        for seller in agents:
            if seller == buyer:
                continue
            limits = [len(marginal_values[buyer][seller]), caps[buyer][seller], accountant.affordable(seller)]
            most = min(limit for limit in limits if limit is not None)
            price = prices[seller][buyer]
            gains = list(accumulate((value - price for value in marginal_values[buyer][seller][:most]), initial=0))
            count = gains.index(max(gains))
            accountant.charge(seller, count)
            counts[buyer][seller] = count
            payments[buyer] += count * price
            payments[seller] -= count * price
    return Queries(counts, payments, accountant.spent)


def best_counts(
    utility: Callable[[tuple[int, ...]], Exact], prices: Sequence[Exact], limits: Sequence[int]
) -> tuple[int, ...]:
    """The best numbers of queries on each seller where they depend on each other: all of them are tried.

    Of equally good ones those with the fewest queries together, then the fewest on the last sellers.

    Raises:
        InvalidInput: there are more than a million combinations.
    """
    combinations = prod(limit + 1 for limit in limits)
    if combinations > MOST_COMBINATIONS:
        raise InvalidInput(f"there are {combinations} combinations of queries, but {MOST_COMBINATIONS} can be tried")

    def rank(counts: tuple[int, ...]) -> tuple[Exact, int, tuple[int, ...]]:
        paid = sum(count * price for count, price in zip(counts, prices, strict=True))
        return utility(counts) - paid, -sum(counts), counts

    return max(product(*(range(limit + 1) for limit in limits)), key=rank)
