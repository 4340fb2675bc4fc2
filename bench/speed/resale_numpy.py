"""The matrix form with numpy alone, as one would write it without a compiler: a yardstick for the compiled kernel."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from databourse.mechanisms.resale.kernel import TOLERANCE, Floats


def welfare_and_volume(
    valuations: Sequence[Floats], prior: Floats, transitions: Sequence[Floats], shares: Floats
) -> tuple[float, float]:
    """Of the equilibrium with the rules for ties; `shares` is the matrix with a row a player, column 0 zero."""
    trades = len(transitions)
    thresholds = [settled(valuations[-1], np.abs(valuations[-1]))]
    prices: list[Floats] = []
    expected = np.zeros((len(valuations[-1]), trades + 1))
    for player in range(trades - 1, -1, -1):
        values, moves = valuations[player], transitions[player]
        order = np.argsort(-thresholds[0], kind="stable")
        ranked = thresholds[0][order]
        ends = np.flatnonzero((ranked >= 0) & np.append(ranked[1:] != ranked[:-1], True))
        if len(ends):
            bought = np.cumsum(moves[:, order], axis=1)[:, ends]
            later = np.cumsum(moves[:, order] * (expected @ shares[player])[order], axis=1)[:, ends]
            gains = shares[player, player + 1] * ranked[ends] * bought + later
            best = gains.max(axis=1)
            enough = best - TOLERANCE * (np.abs(values) + best)
            lowest = len(ends) - 1 - np.argmax((gains >= enough[:, None])[:, ::-1], axis=1)
            prices.insert(0, ranked[ends][lowest])
            accepted = np.where(thresholds[0] >= prices[0][:, None], moves, 0)
        else:
            best, accepted = np.zeros(len(values)), np.zeros_like(moves)
            prices.insert(0, np.zeros(len(values)))
        expected = accepted @ expected
        expected[:, player + 1] = prices[0] * accepted.sum(axis=1)
        thresholds.insert(0, settled(values + best, np.abs(values) + best))
    having, paid, traded = prior, np.zeros(trades + 1), 0.0
    welfare = float(prior @ valuations[0])
    for player, moves in enumerate(transitions):
        asked = prices[player][:, None]
        bought = np.where((thresholds[player + 1] >= asked) & (thresholds[player + 1] >= 0), moves, 0)
        paid[player + 1] = having @ (prices[player] * bought.sum(axis=1))
        having = having @ bought
        welfare += float(having @ valuations[player + 1])
        traded += float(having.sum())
    return welfare - float(paid[1:] @ (1 - shares[:, 1:].sum(axis=0))), traded


def settled(thresholds: Floats, magnitudes: Floats) -> Floats:
    """Thresholds that differ by rounding alone, made equal."""
    found = np.where(np.abs(thresholds) <= TOLERANCE * magnitudes, 0.0, thresholds)
    order = np.argsort(found, kind="stable")
    near = TOLERANCE * np.maximum(magnitudes[order[1:]], magnitudes[order[:-1]])
    for place in np.flatnonzero(np.diff(found[order]) < near):
        found[order[place + 1]] = found[order[place]]
    return found
