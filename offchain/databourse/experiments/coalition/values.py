"""Coalition value: eq (9), (10) and problem P in random networks, as published and repaired."""

from __future__ import annotations

import random
from collections import Counter
from typing import Any

from databourse.experiments.coalition.published import SAMPLES
from databourse.experiments.coalition.settings import Settings
from databourse.experiments.parts import Part, chunks
from databourse.experiments.statistics import rounded
from databourse.mechanisms.coalition.literal import partitions
from databourse.mechanisms.coalition.value import (
    PUBLISHED,
    REPAIRED,
    Form,
    Network,
    check_constraints,
    coalition_value,
    dissimilarity,
    gradient_distances,
    paid_fraction,
    prices,
)

DEVICES = 5
_A_TASK = 25
FORMS = {"published": PUBLISHED, "repaired": REPAIRED}


def network(chance: random.Random) -> Network:
    """Devices with random samples, each pair with some influence on each other."""
    influence = [[0.0] * DEVICES for _ in range(DEVICES)]
    for one in range(DEVICES):
        for other in range(one):
            influence[one][other] = influence[other][one] = chance.uniform(0.05, 1)
    return Network.of([chance.randint(1, 20) for _ in range(DEVICES)], influence)


def value(market: Network, coalition: tuple[int, ...], form: Form) -> float:
    """v(S) without f and c(S), where every sample is paid 1, so that only leakage tells partitions apart."""
    return coalition_value(market, coalition, sum(market.samples[device] for device in coalition), form=form)


def _check(seed: int, trials: range) -> dict[str, int]:
    counts: Counter[str] = Counter()
    ways = list(partitions(DEVICES))
    for at in trials:
        chance = random.Random(f"{seed}/values/{at}")
        market = network(chance)
        one, other = sorted(chance.sample(range(DEVICES), 2))
        for name, form in FORMS.items():
            best = max(ways, key=lambda way: sum(value(market, block, form) for block in way))
            counts[f"{name}, alone is best"] += len(best) == DEVICES
            counts[f"{name}, all together is best"] += len(best) == 1
            apart = value(market, (one,), form) + value(market, (other,), form)
            counts[f"{name}, a pair gains"] += value(market, (one, other), form) > apart
            budget = market.samples[one] + market.samples[other]
            paid = prices(market, (one, other), budget, form)
            found = check_constraints(market, (one, other), paid, budget, form=form)
            counts[f"{name}, 11d holds"] += next(rule.holds for rule in found if rule.number == "11d")
        counts["loss is 2pg"] += _loses_twice(chance.randint(1, 20), chance.random())
    return dict(counts)


def _loses_twice(price: int, influence: float) -> bool:
    """Whether two devices of one price lose 2pg by joining, by eq (9) as printed."""
    pair = Network.of([price, price], [[0, influence], [influence, 0]])
    apart = value(pair, (0,), PUBLISHED) + value(pair, (1,), PUBLISHED)
    return abs(apart - value(pair, (0, 1), PUBLISHED) - 2 * price * influence) < 1e-9


def examples() -> dict[str, Any]:
    """The smallest networks that show each defect."""
    three = Network.of([1, 1, 1], [[0, 0, 0]] * 3)
    pair = Network.of([len(SAMPLES["D1"]), len(SAMPLES["D2"])], [[0, 0], [0, 0]])
    union = len(set(SAMPLES["D1"]) | set(SAMPLES["D2"]))
    # both gradients have length 1 and the global one is 0, so both deviate by 1
    level = Network.of([1, 1], [[0, 0], [0, 0]], deviations=[1, 1])
    gradients = {"opposite": [[1, 0], [-1, 0]], "equal": [[1, 0], [1, 0]]}
    alone = [coalition_value(Network.of([1], [[0]]), [0], price) for price in (1, 2, 4)]
    bonus = [coalition_value(Network.of([1], [[0]], gains=[0.5]), [0], price) for price in (1, 2, 4)]
    return {
        "D1": {
            name: rounded(coalition_value(three, range(3), budget=3, cost=1, form=form)) for name, form in FORMS.items()
        },
        "D3": {
            "sum over the union": str(paid_fraction(list(SAMPLES.values()))),
            "published": rounded(sum(prices(pair, [0, 1], 1, PUBLISHED, union))),
            "repaired": rounded(sum(prices(pair, [0, 1], 1, REPAIRED, union))),
        },
        "D4": {
            name: {
                "dissimilarity": rounded(dissimilarity(level, [0, 1])),
                "distance": rounded(float(max(gradient_distances(rows, [1, 1])))),
            }
            for name, rows in gradients.items()
        },
        "single": {"without f": [rounded(one) for one in alone], "with f": [rounded(one) for one in bonus]},
    }


def _combine(settings: Settings, found: list[dict[str, int]]) -> dict[str, Any]:
    counts = {name: sum(one[name] for one in found) for name in found[0]}
    return {"networks": settings.networks, **counts, "examples": examples()}


PART = Part[Settings](
    name="values",
    title="Eq (9), (10) and problem P, as published and repaired",
    needs=("seed", "networks"),
    tasks=lambda settings: [(settings.seed, trials) for trials in chunks(settings.networks, _A_TASK)],
    work=_check,
    combine=_combine,
)
