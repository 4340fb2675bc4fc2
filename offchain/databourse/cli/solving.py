"""Running a solver: whom it acts for, what it watches, and how its log begins and ends."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from databourse import __version__
from databourse.chain import history
from databourse.cli import sending
from databourse.cli.serving import Log, StoppableClock, told_end
from databourse.cli.session import Session
from databourse.cli.values import format_duration
from databourse.money import format_tokens
from databourse.services.service import Service
from databourse.services.settler import ChainSettler
from databourse.services.solver import Solver
from databourse.services.watch import ChainWatch


@dataclass(frozen=True)
class Wish:
    """What the solver should be like.

    Attributes:
        series: names or numbers of those to watch; none for all.
        once: whether to settle what is due and end.
        standby: seconds for which rounds are left to others.
        withdraw_above: free base units above which a series' account is emptied; None for never.
        poll: seconds between looks at the chain.
        heartbeat: seconds between signs of life.
    """

    series: tuple[str, ...]
    once: bool
    standby: int
    withdraw_above: int | None
    poll: int
    heartbeat: int


def run(session: Session, wish: Wish) -> None:
    """Runs until it is asked to end; with `once` until everything that is due is settled.

    Raises:
        NotFound: there is no such series.
        NetworkError: the node does not answer at the start, or is on another chain later.
        BourseError: with `once`, why a round could not be settled.
    """
    exchange, signer = session.exchange, session.signer
    chosen = [history.find_series(exchange, name) for name in wish.series]
    _agree(session, [f"{info.name} ({info.number})" for info in chosen], wish)

    log, clock = Log(session.output), StoppableClock()
    settler = ChainSettler(exchange, signer)
    money = partial(format_tokens, symbol=session.symbol)  # asked for now, because later the node may be away
    solver = Solver(settler, clock, log, money, wish.standby, wish.withdraw_above)
    watch = ChainWatch(exchange, [info.number for info in chosen])
    chain_id = session.connection.chain_id
    service = Service(watch, solver, clock, log, chain_id, wish.poll, wish.heartbeat)
    with told_end(log, session.output.json), clock.stopped_by_signals():
        log(
            "info",
            "started",
            f"{signer.name} settles on chain {chain_id}, market {exchange.deployment.market}",
            version=__version__,
            account=signer.address,
            chain_id=chain_id,
            market=exchange.deployment.market,
            series=[info.number for info in chosen] or "all",
            finality=session.connection.network.finality,
        )
        if wish.once:
            service.once()
            if solver.failure:
                raise solver.failure
        else:
            service.run()
        reason = "done" if wish.once else "asked"
        log("info", "stopped", "nothing else is due" if wish.once else "asked to end", reason=reason)


def _agree(session: Session, names: list[str], wish: Wish) -> None:
    told = [
        ("series", ", ".join(names) or "all, also those that are created later"),
        ("you pay", "the gas of every settlement"),
        ("you earn", "the entry fees of every round that you settle"),
    ]
    if wish.standby:
        told.append(("standby", f"what others have not settled {format_duration(wish.standby)} after the close"))
    if wish.withdraw_above is not None:
        told.append(
            ("withdraws", f"all that is free in a series, when it is more than {session.tokens(wish.withdraw_above)}")
        )
    sending.tell(session, f"{session.signer.name} settles rounds from now on:", told)
    sending.agree(session, "Run it?")
