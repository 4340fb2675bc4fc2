"""What a real market adds: whole shares, payments elsewhere, false names, trees."""

from __future__ import annotations

from databourse.experiments.resale.market import NAMES, TREE_TRADES
from databourse.experiments.resale.review.claims import CLAIMS
from databourse.experiments.resale.settings import Settings
from databourse.experiments.review.claims import Results
from databourse.experiments.review.markdown import number, percent, table
from databourse.experiments.review.section import Section, join


def _whole_shares(results: Results, settings: Settings) -> str:
    found = results["whole shares"]
    other = [one for one in found if one["prices"] or one["welfare"][0] != one["welfare"][1]]
    rows = [
        (
            f"{one['model'][0]}, {one['trades']} trades, {one['matrix']}",
            *(f"{value:.5f}" for measure in ("welfare", "volume") for value in one[measure]),
        )
        for one in other
    ]
    return join(
        f"""
        On the chain a share is a whole number of billionths. Upstream shares are rounded down and the direct seller has
        the rest, so three equal shares are 0.333333333, 0.333333333 and 0.333333334; amounts are rounded in the same
        direction, by less than a base unit for each payee. Solved exactly as they are paid, AVE and three TBDS matrices
        lead to other prices in {len(other)} of {len(found)} cases (four models, {settings.lengths[0]} to
        {settings.lengths[-1]} trades).
        """,
        *(
            [
                table(["case", "welfare, ideal", "as paid", "volume, ideal", "as paid"], rows),
                """
                It is not the billionth that costs, but a tie that it undoes: two prices bring exactly the same under
                equal shares, and no longer do when one share is a billionth larger. A market that wants this welfare
                needs a matrix without such ties.
                """,
            ]
            if other
            else []
        ),
    )


def _evasion(results: Results, settings: Settings) -> str:  # noqa: ARG001 - as all sections
    evasion = results["market"]["evasion"]
    rows = [
        (f"{name[0]}, {matrix}", *map(_gain_and_loss, sellers.values()))
        for name, matrices in evasion.items()
        for matrix, sellers in matrices.items()
    ]
    sellers = next(iter(next(iter(evasion.values())).values()))
    return join(
        """
        The contract divides the price that is posted; it cannot see another one. If a seller and its buyer agree on a
        price of 0 on the chain and pay elsewhere, the buyer pays what it always paid and the seller keeps all of it.
        Here one seller does so, and asks and buys as is best for it then; all others play as in equilibrium, and nobody
        foresees it. By how much the expected
        utility of that seller grows, and in brackets what becomes of that of all players before it together:
        """,
        table(["model, matrix", *(f"seller {seller}" for seller in sellers)], rows),
        """
        If everybody does so, what is left is RAW. The temptation is the part of the price that goes upstream, so it is
        the larger the more a matrix reallocates; reallocation needs a reason to trade on the record: licences that
        only a recorded trade gives, buyers who need them to resell, or prices that are checked.
        """,
        CLAIMS.listed(results, "Section 2.3"),
    )


def _gain_and_loss(seller: dict[str, float]) -> str:
    gain = seller["after"] / seller["before"] - 1
    loss = 1 - seller["upstream after"] / seller["upstream before"]
    return f"+{percent(gain)} (−{percent(loss)})"


def _names(results: Results, settings: Settings) -> str:  # noqa: ARG001 - as all sections
    rows = [
        (f"{matrix}, trade {trade}", *map(percent, shares))
        for matrix, trades in results["market"]["false names"].items()
        for trade, shares in trades.items()
    ]
    return join(
        """
        A seller can also buy its own data under another name, at a price of 0, before it sells. Each name has a share
        of its own. What the seller keeps of its price, by the number of names that it puts in between:
        """,
        table(["matrix", *("none" if names == 0 else str(names) for names in NAMES)], rows),
        """
        Under AVE and TBDS alike this approaches the whole price. A cap on the depth of a chain limits it, a fee for
        each licence or buyers with a verified identity make it dear; the matrix alone cannot prevent it. The paper
        leaves false names to later work.
        """,
    )


def _trees(results: Results, settings: Settings) -> str:  # noqa: ARG001 - as all sections
    trees = results["market"]["trees"]
    rows = [
        (
            f"{name[0]}, {buyers} each",
            *(
                f"{number(matrices[matrix][buyers]['welfare'])} ({percent(matrices[matrix][buyers]['traded'])})"
                for matrix in matrices
            ),
        )
        for name, matrices in trees.items()
        for buyers in matrices["RAW"]
    ]
    return join(
        f"""
        Data can be copied, so a holder may sell it more than once; every branch is a chain with its path to the root.
        If each holder has b possible buyers, drawn independently given its own valuation, then a player's income from
        trades at depth j is b^(j − i) times that of a chain, and the same algorithm solves the tree with shares that
        are multiplied so. Depth {TREE_TRADES}; welfare of all parties, and in brackets how many of the possible trades
        occur.
        """,
        table(["model, buyers", *next(iter(trees.values()))], rows),
        """
        With several buyers, resale is worth more to everybody on the way, and sharing it too. Which matrix is best can
        depend on the number of buyers.
        """,
        CLAIMS.listed(results, "Section 6"),
    )


SECTIONS = (
    Section("Whole shares", ("whole shares",), _whole_shares),
    Section("Payments elsewhere", ("market",), _evasion),
    Section("False names", ("market",), _names),
    Section("Trees", ("market",), _trees),
)
