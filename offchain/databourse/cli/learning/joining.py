"""Joining a learning round: data are checked and encrypted, written down, entered, and uploaded."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from databourse.chain import bundles
from databourse.chain.refusals import clock
from databourse.cli import encryption_key, entering
from databourse.cli.learning import brought, found, link
from databourse.cli.learning.found import LearningRound
from databourse.cli.session import Session
from databourse.errors import BourseError, NotFound, Refused
from databourse.market.learning.parties import Party, commitment, entry_word
from databourse.market.terms import Status
from databourse.runner.client import RunnerClient
from databourse.runner.party import seal_bundle


@dataclass(frozen=True)
class Wish:
    """What the command's options said."""

    train: Path | None
    validation: Path | None
    label: str | None
    runner: str | None
    top_up: bool


def join_round(session: Session, slot: str, wish: Wish) -> None:
    """Joins the round that SLOT means; or, if the sender has joined, uploads once more what it entered with.

    Raises:
        UsageError: files are missing, or no runner is known.
        NotFound: no such slot or file, or what was entered is not on this machine.
        InvalidInput: the data cannot be used.
        NetworkError: the runner does not answer.
        Refused: the round takes no entries, is no learning round, the runner is another one, not enough money, or a
            contract says no.
    """
    one = found.read(session, slot)
    party = one.party_of(session.address())
    if party is not None:
        _again(session, one, party, wish)
        return
    target = entering.open_round(session, slot)
    one = found.of_round(session, target.series, target.round)
    data = brought.read(wish.train, wish.validation, wish.label)
    brought.tell(session, data)
    runner = link.of_round(one, wish.runner)
    session.output.warn(link.STAND_IN)
    ciphertext = seal_bundle(
        data.train,
        data.validation,
        encryption_key.public_half(session),
        one.params.runner_key,
        one.context,
        session.address(),
        one.params.max_parties,
    )
    path = bundles.keep(session.exchange, one.round, ciphertext)
    title = (
        f"{session.sender_name} joins {one.slot} with {len(data.train):,} rows, encrypted for "
        f"{session.person(one.params.runner)}:"
    )
    costs = [
        ("you pay", "at most what is locked times what your own model gets wrong; the rest comes back"),
        ("arbiter", session.person(one.arbiter) if one.arbiter else "nobody"),
    ]
    word = entry_word(commitment(ciphertext))
    entered = entering.enter(session, target, title, word, one.params.budget, costs, wish.top_up)
    receipt = _upload(session, one, runner, ciphertext)
    session.output.result(
        {
            **entering.entered_json(target, entered, one.params.budget),
            "rows": len(data.train),
            "validation_rows": len(data.validation),
            "features": data.train.columns,
            "commitment": "0x" + commitment(ciphertext).hex(),
            "bundle": str(path),
            "upload": receipt,
        }
    )


def _again(session: Session, one: LearningRound, party: Party, wish: Wish) -> None:
    """Uploads what an entry commits to, which may have failed before."""
    if one.round.status(session.connection.now()) not in (Status.OPEN, Status.REVEALING):
        raise Refused(
            f"{session.sender_name} has joined {one.slot} as entry {party.entry.index}, and its training is over",
            f"see what came of it with `bourse learning show {one.slot}`",
        )
    ciphertext = bundles.kept(session.exchange, one.round, party.commitment)
    if ciphertext is None:
        raise NotFound(
            f"{session.sender_name} has joined {one.slot} as entry {party.entry.index}, with data whose encrypted form "
            "is not on this machine",
            "join again where you joined; encrypting the same data anew gives other bytes than you entered with",
        )
    if wish.train or wish.validation:
        session.output.warn(
            f"you have joined {one.slot} already, and an account joins once: what you entered with is uploaded again, "
            "and no files are read"
        )
    receipt = _upload(session, one, link.of_round(one, wish.runner), ciphertext)
    session.output.result(
        {
            "series": one.series.number,
            "round": one.round.number,
            "entry": party.entry.index,
            "commitment": "0x" + party.commitment.hex(),
            "upload": receipt,
        }
    )


def _upload(session: Session, one: LearningRound, runner: RunnerClient, ciphertext: bytes) -> dict[str, Any]:
    """Hands the bundle in, and tells the receipt.

    Raises:
        BourseError: that did not work; the entry stands.
    """
    try:
        receipt = runner.submit(one.series.number, one.round.number, session.address(), ciphertext)
    except BourseError as error:
        error.message = f"you have joined {one.slot}, but your data are not at the runner: {error.message}"
        error.hint = (
            f"upload them with `bourse learning join {one.slot}` before the training begins, at the earliest "
            f"{clock(one.round.terms.close_at)}; otherwise you get nothing, and pay nothing but the entry fee"
        )
        raise
    size = f"{len(ciphertext):,} bytes"
    session.output.say(f"The runner at {runner.url} has your data ({size}, encrypted) as those of party {receipt}.")
    return {"party": receipt, "bytes": len(ciphertext), "url": runner.url}
