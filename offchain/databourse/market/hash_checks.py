"""The part of the audit replay that recomputes hashes: terms, contexts, and both logs of a round."""

from __future__ import annotations

from databourse.accounts.findings import DAMAGE
from databourse.market import terms
from databourse.market.chain_view import ChainView
from databourse.market.entries import log_word
from databourse.market.posts import posts_word
from databourse.market.report import Report
from databourse.market.rounds import Round


def check_hashes(one: Round, config_hash: bytes, view: ChainView, report: Report) -> None:
    """Recomputes every hash that the chain keeps of a round.

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
        word = posts_word(context, one.posts) if one.terms.has_second_phase else bytes(32)
        report.compare(f"{place}: log word over {len(one.posts)} posts", word, view.posts[key], last)
