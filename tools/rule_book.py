"""The facts of the rules as the rule book has them: `python -m tools.rule_book` writes them into it.

A test says when docs/double-auction.md is stale.
"""

from __future__ import annotations

from databourse.mechanisms.double_auction.analysis.facts import FACTS, Facts
from tools import pages

PAGE = pages.README.parent / "docs" / "double-auction.md"
NAME = "facts"


def facts() -> str:
    """A table of all rules, then a heading for each with everything that is known of it."""
    return "\n\n".join([_table(), *map(_of_rule, FACTS)])


def _table() -> str:
    headings = ("share of small markets in which a lie pays", "buyers: price", "quality", "quantity")
    rows = []
    for one in FACTS:
        for variant, shares in one.lies.items():
            name = f"{one.rule}, {variant}" if variant else one.rule
            rows.append([name, *(f"{share:.1%}" if share else "0" for share in (*shares.buyers, *shares.sellers))])
    return pages.markdown((*headings, "sellers: price", "quality", "quantity"), rows)


def _of_rule(one: Facts) -> str:
    lists = [f"*{head}*\n\n" + "\n".join(f"* {sentence}" for sentence in told) for head, told in one.sections()]
    return "\n\n".join([f"### What is known of {one.rule}", *lists])


if __name__ == "__main__":
    pages.write(NAME, facts(), PAGE)
