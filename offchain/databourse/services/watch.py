"""What the chain is like now: one message to the node, as long as no series is new."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from databourse.chain.connection import PENDING
from databourse.chain.exchange import Exchange, request_of, value_of
from databourse.chain.records import RoundView, SeriesInfo
from databourse.errors import ContractRefused, RpcError
from databourse.market.series_config import SeriesConfig
from databourse.market.terms import Status
from databourse.services.service import Look

#: What reading an answer that is none can raise.
_NONSENSE = (TypeError, ValueError, KeyError, IndexError)


class ChainWatch:
    """Watches all series of an exchange, or some (`services.service.Watch`)."""

    def __init__(self, exchange: Exchange, only: Sequence[int] = ()) -> None:
        """Watches the series of these numbers, or all there are and will be."""
        self._exchange = exchange
        self._depth = exchange.connection.network.finality
        self._only = tuple(only)
        self._known: dict[int, SeriesInfo] = {}
        self._final: dict[int, _Lasting] = {}
        self._rounds: dict[int, int] = {}
        self._since: dict[int, int] = {}
        self._head = 0
        self._mark: tuple[int, str] | None = None  # number and hash of a block that counted as final

    def forget(self) -> None:
        """Reads the series again: after blocks were replaced a number may belong to another one."""
        self._known = {}
        self._final = {}
        self._rounds = {}
        self._since = {}
        self._mark = None

    def look(self) -> Look:
        """What the chain is like now; see `Watch`."""
        try:
            return self._look()
        except _NONSENSE as error:
            raise RpcError(f"the node's answer makes no sense: {error!r}") from error

    def _look(self) -> Look:
        market = self._exchange.market.functions
        views = [market.roundOf(number) for number in self._known]
        chain, latest, coming, marked, sealed, count, *rounds = self._exchange.connection.batch(
            [
                ("eth_chainId", []),
                _block("latest"),
                _block(PENDING),
                _block(self._mark[0] if self._mark else "latest"),
                _block(max(0, self._head - self._depth)),
                request_of(market.seriesCount()),
                *map(request_of, views),
            ]
        )
        chain_id, number = int(_of(chain), 16), int(_of(latest)["number"], 16)
        now = int(_of(coming)["timestamp"], 16)
        replaced = self._replaced(_of(marked), _of(sealed) if self._depth else latest)
        read = {one: self._view(one, answer) for one, answer in zip(self._known, rounds, strict=True)}
        new = self._new(value_of(market.seriesCount(), count))
        read |= {one: self._exchange.round_view(one) for one in new}
        found = {one: view for one, view in read.items() if view is not None}
        self._note_openings(found)
        final = self._find_final(found, number)
        self._head = number
        series = tuple(self._known[one] for one in sorted(found))
        return Look(chain_id, number, now, series, found, final, dict(self._since), replaced)

    def _note_openings(self, views: dict[int, RoundView]) -> None:
        """A round that was not there at the look before was opened after the block that was the last final one then."""
        for series, view in views.items():
            before = self._rounds.get(series)
            if before is not None and before != view.round:
                self._since[series] = max(0, self._head - self._depth)
            self._rounds[series] = view.round

    def _replaced(self, marked: Any, final: Any) -> int | None:
        """Number of the marked block if another one (or none) has its place now; marks a later one otherwise."""
        if self._mark and (marked is None or marked["hash"] != self._mark[1]):
            return self._mark[0]
        if final is not None:
            self._mark = int(final["number"], 16), final["hash"]
        return None

    def _new(self, count: int) -> list[int]:
        """Numbers of the series that were not known yet; what they are is read now."""
        wanted = [number for number in self._only or range(1, count + 1) if number <= count]
        new = [number for number in wanted if number not in self._known]
        configs = self._exchange.read_many([self._exchange.market.functions.seriesOf(number) for number in new])
        self._known |= {
            number: SeriesInfo(number, SeriesConfig.of(config)) for number, config in zip(new, configs, strict=True)
        }
        return new

    def _view(self, series: int, answer: Any) -> RoundView | None:
        try:
            return RoundView.of(series, value_of(self._exchange.market.functions.roundOf(series), answer))
        except ContractRefused as refused:
            if refused.name == "UnknownSeries":  # the chain went back to before it was created
                return None
            raise

    def _find_final(self, views: dict[int, RoundView], head: int) -> frozenset[int]:
        """The series whose round is, in the last final block, what it is now.

        Asked for rounds that have closed and were not final before: nobody waits for the others.
        """
        if self._depth == 0:
            return frozenset(views)
        closed = [view for view in views.values() if view.status not in (Status.NEVER, Status.OPEN)]
        asked = [view for view in closed if self._final.get(view.series) != _lasting(view)]
        block = head - self._depth
        if asked and block >= self._exchange.deployment.block:
            functions = [self._exchange.market.functions.roundOf(view.series) for view in asked]
            answers = self._exchange.connection.batch([request_of(function, block) for function in functions])
            for view, answer in zip(asked, answers, strict=True):
                then = self._view(view.series, answer)
                if then is not None and _lasting(then) == _lasting(view):
                    self._final[view.series] = _lasting(view)
        return frozenset(view.series for view in closed if self._final.get(view.series) == _lasting(view))


_Lasting = tuple[int, bytes, bytes, bytes, str, int, bool]


def _lasting(view: RoundView) -> _Lasting:
    """What of a round does not change by the passing of time alone."""
    proposal = view.proposer, view.challenge_until
    return view.round, view.terms_hash, view.log, view.posts, *proposal, view.status is Status.SETTLED


def _block(which: int | str) -> tuple[str, Sequence[Any]]:
    return "eth_getBlockByNumber", [which if isinstance(which, str) else hex(which), False]


def _of(answer: Any) -> Any:
    if isinstance(answer, RpcError):
        raise answer
    return answer
