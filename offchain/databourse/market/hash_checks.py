"""The part of the audit replay that recomputes hashes: terms, contexts, both logs of a round, and what was opened."""

from __future__ import annotations

from databourse.accounts.findings import DAMAGE
from databourse.market import terms
from databourse.market.chain_view import ChainView
from databourse.market.entries import log_word
from databourse.market.posts import posts_word
from databourse.market.report import Report
from databourse.market.rounds import Round


def check_hashes(one: Round, config_hash: bytes, view: ChainView, report: Report) -> None:
    """Recomputes every hash that the chain keeps of a round, and those that its openings must match.

    Args:
        one: the round.
        config_hash: of its series' configuration.
        view: what to compare with.
        report: where differences go.
    """
    place, key = f"series {one.series} round {one.number}", (one.series, one.number)
    report.compare(f"{place}: terms hash", one.terms.hash(config_hash), one.terms_hash, one.opened)
    context = terms.context(view.chain_id, view.market, one.series, one.number, one.terms_hash)
    if key in view.contexts:
        report.compare(f"{place}: context", context, view.contexts[key], one.opened)
    _check_openings(one, place, report)
    if key in view.logs:
        last = one.sources[-1] if one.sources else one.opened
        try:
            word = log_word(context, one.entries)
        except DAMAGE as damage:
            report.differ(f"{place}: entries", "entries that a Market records", repr(damage), last)
            return
        report.compare(f"{place}: log word over {len(one.entries)} entries", word, view.logs[key], last)
    if key in view.posts:
        last = one.openings[-1] if one.openings else one.opened
        word = posts_word(context, one.posts) if one.terms.reveals else bytes(32)
        report.compare(f"{place}: log word over {len(one.posts)} openings", word, view.posts[key], last)


def _check_openings(one: Round, place: str, report: Report) -> None:
    opened: set[int] = set()
    for post, event in zip(one.posts, one.openings, strict=True):
        what = f"{place}: opening of entry {post.index}"
        if not one.terms.reveals:
            report.differ(what, "no opening: the round has no time for it", "one", event)
        elif post.index in opened:
            report.differ(what, "one opening", "another one", event)
        elif post.index >= len(one.entries):
            report.differ(what, f"one of {len(one.entries)} entries", "none of them", event)
        elif not post.opens(one.entries[post.index], one.terms_hash):
            report.differ(what, "account, salt and statement that were sealed", "others", event)
        opened.add(post.index)
