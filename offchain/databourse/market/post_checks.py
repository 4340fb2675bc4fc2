"""The part of the audit replay that looks at what was recorded between the close of a round and its settlement.

Sealed entries are opened there, each once and as it was sealed; or statements are posted, by the series' operator,
solver or arbiter. What a statement says and who signed it is for the rule.
"""

from __future__ import annotations

from collections.abc import Iterator

from databourse.errors import BourseError
from databourse.events import Event
from databourse.market.chain_view import ChainView
from databourse.market.mechanism import by_checker
from databourse.market.posts import Post
from databourse.market.report import Report
from databourse.market.rounds import Round
from databourse.market.series_config import SeriesConfig


def check_posts(one: Round, config: SeriesConfig, view: ChainView, report: Report) -> None:
    """Looks at every opening and every statement of a round.

    Args:
        one: the round.
        config: of its series.
        view: names the rules, and the times of blocks.
        report: where differences go.
    """
    place = f"series {one.series} round {one.number}"
    second = _second_phase(one, view)
    opened: set[int] = set()
    for post, event in zip(one.posts, one.openings, strict=True):
        if post.is_posted:
            faults = _of_statement(one, config, post, event, second, view)
            what = f"{place}: statement of {post.who}"
        else:
            faults = _of_opening(one, post, second, opened)
            what = f"{place}: opening of entry {post.index}"
        # what is wrong with one first explains the rest
        if fault := next(faults, None):
            report.differ(what, *fault, event)
        opened.add(post.index)


def _second_phase(one: Round, view: ChainView) -> str | None:
    """What the round has time for after its close; of a rule that is not known here, "anything"."""
    if not one.terms.has_second_phase:
        return None
    try:
        return by_checker(view.rules, one.terms.checker).phases(one.terms.params).second
    except BourseError:
        return "anything"


def _of_opening(one: Round, post: Post, second: str | None, opened: set[int]) -> Iterator[tuple[str, str]]:
    if second not in ("opening", "anything"):
        yield "no opening: the round has no time for it", "one"
    if post.index in opened:
        yield "one opening", "another one"
    if post.index >= len(one.entries):
        yield f"one of {len(one.entries)} entries", "none of them"
    elif not post.opens(one.entries[post.index], one.terms_hash):
        yield "account, salt and statement that were sealed", "others"


def _of_statement(
    one: Round, config: SeriesConfig, post: Post, event: Event, second: str | None, view: ChainView
) -> Iterator[tuple[str, str]]:
    if second not in ("posting", "anything"):
        yield "no statement: the round has no time for it", "one"
    if post.who not in config.posters:
        yield "operator, solver or arbiter of the series", "somebody else"
    if one.sources and (event.block, event.log_index) < (one.sources[-1].block, one.sources[-1].log_index):
        yield "no statement before the last entry", "one"
    time = view.times.get(event.block)
    if time is not None and not one.terms.close_at <= time < one.terms.reveal_by:
        yield f"a time from {one.terms.close_at} to before {one.terms.reveal_by}", str(time)
