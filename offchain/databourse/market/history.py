"""All series and rounds of a Market, rebuilt from its events alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from databourse.errors import NotFound
from databourse.events import Event, blob, in_order
from databourse.market.outcomes import Proposal, Settled, Voided
from databourse.market.recording import entries_of, post_of
from databourse.market.rounds import Round, Series
from databourse.market.series_config import SeriesConfig
from databourse.market.terms import Terms, context, split_slot


class History:
    """All series and rounds of one Market.

    Attributes:
        series: by number.
        stray: events about a series or round whose beginning was not among the events; none if the log was read from
            its start.
        misplaced: events that a Market makes in no round of that state: of a round that is settled already, or about a
            proposal when another one stands, or none; or a statement about a round with an outcome.
    """

    def __init__(self, events: Iterable[Event] = (), place: tuple[int, str] | None = None) -> None:
        """Takes in events of the Market at `place`, which is its chain's id and its address.

        Without a place, the statements that were posted come without their context, so signatures in them mean nothing.
        """
        self._place = place
        self.series: dict[int, Series] = {}
        self.stray: list[Event] = []
        self.misplaced: list[Event] = []
        for event in in_order(events):
            self.add(event)

    def add(self, event: Event) -> None:
        """Takes in the next event; names that do not concern rounds are passed over."""
        args = event.args
        match event.name:
            case "SeriesCreated":
                self.series[args["series"]] = Series(args["series"], SeriesConfig.of(args["config"]))
            case "RoundOpened":
                self._open(event)
            case "Entered" | "EnteredWith" | "EnteredBatch" | "EnteredSigned":
                if current := self._concerned(event):
                    for entry in entries_of(event, first=len(current.entries)):
                        current.entries.append(entry)
                        current.sources.append(event)
            case "Revealed" | "Posted":
                if current := self._concerned(event):
                    self._post(current, event)
            case "Proposed" | "Voided" | "Settled":
                if current := self._concerned(event):
                    self._decide(current, event)

    def find(self, slot: int) -> Round | None:
        """The round that an event's slot names, if its opening was seen."""
        number, wanted = split_slot(slot)
        rounds = self.series[number].rounds if number in self.series else []
        return next((one for one in reversed(rounds) if one.number == wanted), None)

    def round(self, series: int, number: int | None = None) -> Round:
        """The round of this number, or the series' latest.

        Raises:
            NotFound: no such series or round.
        """
        if series not in self.series:
            raise NotFound(f"there is no series {series}", "see `bourse series list`")
        return self.series[series].round(number)

    def rounds(self) -> Iterator[Round]:
        """Every round, series by series."""
        for series in self.series.values():
            yield from series.rounds

    def _open(self, event: Event) -> None:
        args = event.args
        if args["series"] not in self.series:
            self.stray.append(event)
            return
        opened = Round(args["series"], args["round"], Terms.of(args["terms"]), blob(args["termsHash"]), event)
        self.series[args["series"]].rounds.append(opened)

    def _concerned(self, event: Event) -> Round | None:
        """The round that the event is about; one whose opening was not read is noted."""
        current = self.find(event.args["slot"])
        if current is None:
            self.stray.append(event)
        return current

    def _post(self, current: Round, event: Event) -> None:
        if event.name == "Posted" and (current.settled or current.proposals):
            self.misplaced.append(event)
            return
        about = context(*self._place, current.series, current.number, current.terms_hash) if self._place else b""
        current.posts.append(post_of(event, about))
        current.openings.append(event)

    def _decide(self, current: Round, event: Event) -> None:
        standing = current.standing
        if current.settled:
            self.misplaced.append(event)
        elif event.name == "Settled":
            current.settled = Settled.of(event)
        elif (event.name == "Voided") != (standing is not None):
            self.misplaced.append(event)
        elif standing:
            standing.voided = Voided.of(event)
        else:
            current.proposals.append(Proposal.of(event))
