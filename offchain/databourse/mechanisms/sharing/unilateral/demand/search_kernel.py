"""The loops of `branch_and_bound`: sellers stand by cost for each unit of size. Kernels, see `mechanisms.compiled`."""

from __future__ import annotations

from typing import Any

from databourse.mechanisms.compiled import part


@part
def search(
    sizes: Any, costs: Any, levels: Any, table: Any, size: int, cost: int, best: int, most_nodes: int
) -> tuple[int, Any, int]:
    """The best set of these sellers beside what has been bought already, if it is better than `best`.

    Args:
        sizes: by seller, in the order of cost for each unit of size.
        costs: by seller, positive.
        levels: by seller, the total size up to which a unit adds more than it costs there; they never rise.
        table: the value of each total size; concave.
        size: of what has been bought.
        cost: of what has been bought.
        best: the surplus to beat.
        most_nodes: where to give up.

    Returns:
        The surplus of the best set, 1 for each of its sellers, and how many nodes were looked at: more than the most
        if the search was given up.
    """
    sellers, last = len(sizes), len(table) - 1
    size_ends, cost_ends = [0] * (sellers + 1), [0] * (sellers + 1)
    for seller in range(sellers):
        size_ends[seller + 1] = size_ends[seller] + sizes[seller]
        cost_ends[seller + 1] = cost_ends[seller] + costs[seller]
    taken, chosen = [0] * sellers, [0] * sellers
    at = nodes = 0  # all before `at` are decided
    while nodes <= most_nodes:
        nodes += 1
        stop, end = at, sellers  # the first that does not fit below its level
        while stop < end:
            middle = (stop + end) // 2
            if size + size_ends[middle + 1] - size_ends[at] > levels[middle]:
                end = middle
            else:
                stop = middle + 1
        filled = size + size_ends[stop] - size_ends[at]
        paid = cost + cost_ends[stop] - cost_ends[at]
        value = table[min(filled, last)] - paid
        bound = value
        if stop < sellers and levels[stop] > filled:
            share = costs[stop] * (levels[stop] - filled)
            bound = table[levels[stop]] - paid - (share + sizes[stop] - 1) // sizes[stop]
        if value > best:
            best = value
            for seller in range(sellers):
                chosen[seller] = taken[seller] if seller < at or seller >= stop else 1
        if bound > best:
            for seller in range(at, stop + 1):
                taken[seller] = 1
            size = filled + sizes[stop]
            cost = paid + costs[stop]
            at = stop + 1
            continue
        at -= 1
        while at >= 0 and taken[at] == 0:
            at -= 1
        if at < 0:
            break
        taken[at] = 0
        size -= sizes[at]
        cost -= costs[at]
        at += 1
    return best, chosen, nodes


def best_set(
    sizes: Any, costs: Any, levels: Any, table: Any, priority: Any, best: int, most_nodes: int
) -> tuple[int, Any, bool]:
    """The best set of these sellers; of equally good ones the one whose sellers come first.

    Args:
        sizes: as for `search`.
        costs: likewise.
        levels: likewise.
        table: likewise.
        priority: sellers, the first ones first.
        best: the surplus to beat; that of the empty set must do so.
        most_nodes: where to give up, all searches together.

    Returns:
        The surplus of the best set, 1 for each of its sellers, and whether the search came to an end.
    """
    sellers, last = len(sizes), len(table) - 1
    best, chosen, used = search(list(sizes), list(costs), list(levels), table, 0, 0, best, most_nodes)
    free = [1] * sellers
    size = cost = 0
    for place in range(sellers):
        seller = priority[place]
        free[seller] = 0
        if chosen[seller] == 1:
            size += sizes[seller]
            cost += costs[seller]
        elif used <= most_nodes and table[min(size, last)] - cost < best:  # else whatever comes on top makes it worse
            # is there a set as good, with all that are decided and this one?
            others = [other for other in range(sellers) if free[other] == 1]
            found, more, nodes = search(
                [sizes[other] for other in others],
                [costs[other] for other in others],
                [levels[other] for other in others],
                table, size + sizes[seller], cost + costs[seller], best - 1, most_nodes - used,
            )  # fmt: skip
            used += nodes
            if found == best:
                size += sizes[seller]
                cost += costs[seller]
                chosen[seller] = 1
                for index in range(len(others)):
                    chosen[others[index]] = more[index]
    return best, chosen, used <= most_nodes


def bests_without(sizes: Any, costs: Any, levels: Any, table: Any, chosen: Any, most_nodes: int) -> tuple[Any, bool]:
    """For each seller of the best set, the surplus of the best set without it, and whether all searches came to an end.

    Args:
        sizes: as for `search`.
        costs: likewise.
        levels: likewise.
        table: likewise.
        chosen: 1 for each seller of the best set.
        most_nodes: where to give up, for each of them.
    """
    sellers, last = len(sizes), len(table) - 1
    size = cost = 0
    for seller in range(sellers):
        size += sizes[seller] * chosen[seller]
        cost += costs[seller] * chosen[seller]
    bests = [0] * 0
    for seller in range(sellers):
        if chosen[seller] == 1:
            others = [other for other in range(sellers) if other != seller]
            floor = table[min(size - sizes[seller], last)] - (cost - costs[seller]) - 1
            best, _, nodes = search(
                [sizes[other] for other in others],
                [costs[other] for other in others],
                [levels[other] for other in others],
                table, 0, 0, floor, most_nodes,
            )  # fmt: skip
            if nodes > most_nodes:
                return bests, False
            bests.append(best)
    return bests, True
