"""The smallest counterexamples, to be followed by hand."""

from __future__ import annotations

from typing import Any

from databourse.experiments.resale.settings import Settings
from databourse.experiments.review.claims import Results
from databourse.experiments.review.markdown import number, table
from databourse.experiments.review.section import Section, join


def _examples(results: Results, settings: Settings) -> str:  # noqa: ARG001 - as all sections
    found = results["examples"]
    fork, signed, half = found["equal shares lose"], found["signed"], found["unbalanced"]
    x, y, z, w = fork["values"]
    negative, positive, after_negative, after_positive = map(number, signed["values"])
    return join(
        f"""
        **AVE below RAW, without homogeneity.** Two trades; all valuations are positive. Player 0 is worth 1. Player 1
        is worth {x} or {y}, each with probability 1/2. Player 2 is worth {z} if player 1 is worth {x}, and {w} if it is
        worth {y}; so the one who values the data least has the best customer. Player 1 sells to player 2 at its full
        value, and what having the data is worth to player 1 is its own value and what it keeps of that price.
        """,
        _steps(fork),
        """
        Under RAW it pays player 0 to sell to both kinds at the lower price. AVE takes half of the resale from player 1,
        which makes the data less worth to the first kind by more than to the second; now only the second kind is worth
        selling to, and the good customer is never reached. Player 0's half of the later price is no compensation. No
        tie is involved. This is the smallest such model in whole numbers.
        """,
        f"""
        **The same with homogeneity, without positivity.** Homogeneity compares valuations of the same sign only. So if
        player 1 is worth {negative} or {positive}, and player 2 then {after_negative} or {after_positive}, the model is
        homogeneous, and AVE is below RAW for the same reason:
        """,
        _steps(signed),
        f"""
        **A feasible matrix that leaves something to the platform.** One trade, both players worth 1. Under RAW welfare
        is {half["RAW"]["welfare"]}; if half of the price is kept by the platform, the same trade occurs, welfare is
        {half["half"]["welfare"]}, and {half["half"]["leftover"]} is left over. So welfare can only be compared between
        balanced matrices, as the paper says, or with what is left over counted.
        """,
        """
        **Rounding that looks like a property.** See [ties and rounding](#ties-and-rounding): model 2 under RAW.
        """,
    )


def _steps(fork: dict[str, Any]) -> str:
    rows = [
        (
            matrix,
            " or ".join(fork[matrix]["thresholds"]),
            fork[matrix]["price"],
            *fork[matrix]["rates"],
            fork[matrix]["welfare"],
        )
        for matrix in ("RAW", "AVE")
    ]
    return table(["matrix", "worth to player 1", "player 0 asks", "trade 1", "trade 2", "welfare"], rows)


SECTIONS = (Section("Smallest counterexamples", ("examples",), _examples),)
