"""The dataset that somebody shares or sells: its own, admitted by the series, with enough units."""

from __future__ import annotations

from databourse.chain.records import Dataset
from databourse.cli import admissible
from databourse.cli.session import Session
from databourse.cli.sharing.found import SharingRound
from databourse.errors import InvalidInput, Refused


def own(session: Session, one: SharingRound, number: int) -> Dataset:
    """The dataset, if it is the sender's and the series admits it.

    Raises:
        NotFound: there is none.
        InvalidInput: the series does not admit it.
        Refused: it is somebody else's.
    """
    exchange = session.exchange
    dataset = exchange.dataset(number)
    if dataset.owner != session.address():
        raise Refused(
            f"dataset {dataset.number} is {session.person(dataset.owner)}'s: only its owner shares it",
            "act as its owner with --from, or register data of yours with `bourse dataset register`",
        )
    if one.series.config.gate == exchange.deployment.registry:
        admissible.require_policy(session, one.series, dataset, exchange.policy(one.series.number))
    return dataset


def units(dataset: Dataset, size: int | None) -> int:
    """Units of it that are offered: all, if nothing else was said.

    Raises:
        InvalidInput: it has fewer.
    """
    if size is not None and size > dataset.units:
        raise InvalidInput.of("size", size, f"dataset {dataset.number} has {dataset.units} units")
    return dataset.units if size is None else size
