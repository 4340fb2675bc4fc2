"""Playing chains under several matrices, in memory or on a devnet, and telling what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from databourse.cli.chain.comparison_view import compared_json, tell_matrices, tell_players
from databourse.cli.chain.matrix_option import OPTIMAL, NamedMatrix, read_matrix
from databourse.cli.chain.model_option import NamedModel, read_model
from databourse.cli.progress import progress
from databourse.cli.session import Session
from databourse.errors import InvalidInput
from databourse.resale.forecast import forecast
from databourse.resale.simulation.comparison import Compared, far_off, more_welfare
from databourse.resale.simulation.runs import Average, draw, evaluate, play
from databourse.resale.simulation.venue import Venue, play_out

_MATRICES = ("raw", "average", OPTIMAL)


@dataclass(frozen=True)
class Wish:
    """What the command's options said."""

    model: str
    trades: int | None
    matrices: tuple[str, ...]
    runs: int
    seed: int
    pay_at_once: int | None
    plot: Path | None


def compare(session: Session, wish: Wish, offline: bool) -> None:
    """Compares matrices.

    Raises:
        NotFound: there is no such file.
        InvalidInput: the model or a matrix is malformed, or does not have so many trades.
        Refused: the network is no devnet.
        AuditDifference: the money of the players is not what the draws say.
    """
    if wish.plot:
        from databourse.market.double_auction.picture import require_format

        require_format(wish.plot)
    model = _model(wish)
    trades = model.model.trades
    venue = _venue(session, trades, offline) if wish.runs else None
    names = tuple(dict.fromkeys(wish.matrices)) or _MATRICES
    matrices = [read_matrix(session, name, None, model, default=trades) for name in names]
    _require_length(matrices, trades)
    compared = [_expected(model, matrix) for matrix in matrices]
    if venue:
        compared = _play(session, model, matrices, compared, wish, venue)
    more = [_more(model, one, compared[0]) for one in compared]
    chains = "1 chain" if wish.runs == 1 else f"{wish.runs:,} chains"
    where = "" if venue is None else f", {chains} for each matrix from seed {wish.seed}"
    title = f"{model.name}, {'1 trade' if trades == 1 else f'{trades} trades'}{where}"
    session.output.say(f"{title}. Amounts are tokens.")
    tell_matrices(session.output, compared, more)
    tell_players(session.output, compared)
    _tell_checks(session, compared, offline)
    if wish.plot:
        from databourse.resale.simulation.comparison_plot import save_comparison

        save_comparison(title, compared, wish.plot)
        session.output.say(f"Drawn to {wish.plot}.")
    session.output.result(
        {
            "model": model.name,
            "trades": trades,
            "runs": wish.runs,
            "seed": wish.seed,
            "played": None if venue is None else "in memory" if offline else "devnet",
            "matrices": [compared_json(one, difference) for one, difference in zip(compared, more, strict=True)],
        }
    )


def _model(wish: Wish) -> NamedModel:
    model = read_model(wish.model, wish.trades)
    if wish.trades is not None and model.model.trades < wish.trades:
        raise InvalidInput.of("trades", wish.trades, f"{wish.model} has only {model.model.trades}")
    return model


def _require_length(matrices: Sequence[NamedMatrix], trades: int) -> None:
    for one in matrices:
        if one.depth < trades:
            raise InvalidInput(
                f"the matrix {one.name} is for {one.depth} trades, but the chains have {trades}",
                f"add --trades {one.depth}",
            )


def _venue(session: Session, trades: int, offline: bool) -> Venue:
    if offline:
        from databourse.resale.simulation.in_memory import MemoryVenue

        return MemoryVenue(trades)
    from databourse.chain.resale_venue import DevnetVenue

    return DevnetVenue(session.exchange, session.transactions, trades)


def _expected(model: NamedModel, named: NamedMatrix) -> Compared:
    columns = named.matrix.first(model.model.trades)
    return Compared(named.name, columns, forecast(model.model, columns))


def _play(
    session: Session,
    model: NamedModel,
    matrices: Sequence[NamedMatrix],
    compared: Sequence[Compared],
    wish: Wish,
    venue: Venue,
) -> list[Compared]:
    drawn = draw(model.model, wish.runs, wish.seed)
    at_once = model.model.trades if wish.pay_at_once is None else wish.pay_at_once
    found = []
    for named, one in zip(matrices, compared, strict=True):
        runs = [play(one.expected, states) for states in drawn]
        with progress(session, f"{one.name}: offers", sum(len(run.prices) for run in runs)) as advance:
            chain = play_out(venue, named.matrix, runs, at_once, advance)
        sample = evaluate(model.model, runs, one.columns)
        found.append(replace(one, runs=runs, sample=sample, chain=chain))
    return found


def _more(model: NamedModel, one: Compared, first: Compared) -> Average | None:
    return None if one is first or not one.runs else more_welfare(model.model, one, first)


def _tell_checks(session: Session, compared: Sequence[Compared], offline: bool) -> None:
    for one in compared:
        if figures := far_off(one):
            session.output.warn(f"{one.name}: further from the expectation than chance explains: {', '.join(figures)}")
    if not compared[0].sample:
        return
    session.output.say("Every account has what the draws say, to the base unit.")
    if not offline:
        chains = ", ".join(f"{one.chain} ({one.name})" for one in compared)
        session.output.say(f"The chains are on the devnet: {chains}. See `bourse chain show`, `bourse audit replay`.")
