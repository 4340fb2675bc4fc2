"""One player's best prices: parts of kernels, see `mechanisms.compiled`.

Buyers are gone through from the highest threshold down, as if the price fell past them. For each seller's state two
sums grow: the probability that the price is accepted (`bought`) and the seller's expected share in later trades
(`later`). At a tier, a threshold that can be asked as a price, the expected income is share·price·bought + later.

Of the best prices the lowest is taken, and a price is as good as the best if its income is within the tolerance of it.
A price that passes when it is met, against the best so far, stays the choice unless a lower one passes later; a new
best passes itself and is lower. So the last one that passes is the lowest of the best.
"""

from __future__ import annotations

from databourse.mechanisms.compiled import part
from databourse.mechanisms.resale.kernel.layout import Chain, Work


@part
def offer_dense(chain: Chain, work: Work, player: int, share: float, tolerance: float) -> None:
    """Prices, their acceptance and the income of all states of a player whom any state may follow."""
    begin, middle, end = chain.offsets[player], chain.offsets[player + 1], chain.offsets[player + 2]
    size = middle - begin
    values, prices, accepting = chain.values[begin:middle], work.prices[begin:middle], work.accepting[begin:middle]
    thresholds, ranking = work.thresholds[middle:end], work.ranking[middle:end]
    bought, later, best = work.bought[:size], work.later[:size], work.best[:size]
    for state in range(size):
        bought[state] = later[state] = best[state] = 0.0
    place = end - middle - 1
    while place >= 0 and thresholds[ranking[place]] >= 0.0:
        price = thresholds[ranking[place]]
        while place >= 0 and thresholds[ranking[place]] == price:
            buyer = ranking[place]
            income = work.income[buyer]
            first = chain.starts[middle + buyer]
            column = chain.probabilities[first : first + size]
            for state in range(size):
                bought[state] += column[state]
                later[state] += column[state] * income
            place -= 1
        for state in range(size):
            gain = share * price * bought[state] + later[state]
            passes = gain >= best[state] - tolerance * (abs(values[state]) + best[state])
            prices[state] = price if passes else prices[state]
            accepting[state] = bought[state] if passes else accepting[state]
            best[state] = max(gain, best[state])


@part
def offer_sparse(chain: Chain, work: Work, player: int, share: float, tolerance: float) -> None:
    """The same for a player whom few states can follow, looking at those alone.

    Where the price falls past nobody who may follow, income falls with it. So the tiers at which somebody who may
    follow starts to buy decide which buyers a state serves; then the lowest tier that is as good with these buyers is
    searched for. It still serves just these: a tier that serves more earns no less than is reckoned here, and did not
    pass.
    """
    begin, middle, end = chain.offsets[player], chain.offsets[player + 1], chain.offsets[player + 2]
    values, thresholds, ranking = chain.values[begin:middle], work.thresholds[middle:end], work.ranking[middle:end]
    size = middle - begin
    for state in range(size):
        work.bought[state] = work.later[state] = 0.0
        work.best[state] = work.best_bought[state] = work.best_later[state] = 0.0
        work.picked[state] = 0  # at first nobody is served, from the highest tier on
    tier = 0
    place = end - middle - 1
    while place >= 0 and thresholds[ranking[place]] >= 0.0:
        price = thresholds[ranking[place]]
        work.tiers[tier] = price
        top = place
        while place >= 0 and thresholds[ranking[place]] == price:
            buyer = ranking[place]
            income = work.income[buyer]
            for entry in range(chain.starts[middle + buyer], chain.starts[middle + buyer + 1]):
                work.bought[chain.sources[entry]] += chain.probabilities[entry]
                work.later[chain.sources[entry]] += chain.probabilities[entry] * income
            place -= 1
        for group in range(top, place, -1):
            buyer = ranking[group]
            for entry in range(chain.starts[middle + buyer], chain.starts[middle + buyer + 1]):
                state = chain.sources[entry]
                gain = share * price * work.bought[state] + work.later[state]
                best = work.best[state]
                if gain >= best - tolerance * (abs(values[state]) + best):
                    work.picked[state] = tier
                    work.best_bought[state] = work.bought[state]
                    work.best_later[state] = work.later[state]
                work.best[state] = max(gain, best)
        tier += 1
    for state in range(size):
        lowest, beyond = work.picked[state], tier
        enough = work.best[state] - tolerance * (abs(values[state]) + work.best[state])
        while beyond - lowest > 1:
            between = (lowest + beyond) // 2
            if share * work.tiers[between] * work.best_bought[state] + work.best_later[state] >= enough:
                lowest = between
            else:
                beyond = between
        work.prices[begin + state] = work.tiers[lowest]
        work.accepting[begin + state] = work.best_bought[state]
