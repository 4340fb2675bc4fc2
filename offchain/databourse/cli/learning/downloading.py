"""Fetching a party's model."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from databourse.chain import bundles
from databourse.cli import encryption_key
from databourse.cli.learning import found, link
from databourse.cli.session import Session
from databourse.errors import InvalidInput, Refused
from databourse.files import write_whole
from databourse.learning.files import read_rows
from databourse.learning.rows import Rows
from databourse.market.terms import Status
from databourse.runner.model_file import Model, pack_model
from databourse.runner.party import open_model


@dataclass(frozen=True)
class Wish:
    """What the command's options said."""

    out: Path
    validation: Path | None
    label: str | None
    unpickle: bool
    runner: str | None


def download(session: Session, slot: str, wish: Wish) -> None:
    """Writes the sender's model of the round that SLOT means.

    Raises:
        UsageError: no runner is known.
        NotFound: no such slot or file, or there is no model of the sender.
        InvalidInput: the file is there already, or the validation rows cannot be used.
        KeystoreError: the key that it is encrypted for is not here, or is not opened.
        NetworkError: the runner does not answer.
        Refused: it is no learning round, the sender is no party or was absent, or the model is not what was signed.
    """
    rows = read_rows(wish.validation, wish.label) if wish.validation else None
    if wish.out.exists():
        raise InvalidInput(f"{wish.out} is there already", "name another file, or remove it")
    one = found.read(session, slot)
    party = one.party_of(session.address())
    if party is None:
        raise Refused(f"{session.sender_name} is no party of {one.slot}", "act as one of them with --from")
    if one.statement is not None and not one.statement.present >> party.number & 1:
        raise Refused(
            f"{session.sender_name} was absent in {one.slot}: the runner could not use its data, so it has no model",
            f"why is told by `bourse learning show {one.slot}`",
        )
    runner = link.to(wish.runner, one.params.runner)
    raw = runner.model(one.series.number, one.round.number, party.account)
    try:
        private = encryption_key.private_half(session)
        model = open_model(raw, private, one.params.runner, one.context, party.account)
    except InvalidInput as error:
        fault = f"what the runner at {runner.url} delivers is no model of yours: {error.message}"
        raise Refused(fault, error.hint) from error
    packed = pack_model(model)
    write_whole(wish.out, packed, replace=False, private=True)
    labels = ", ".join(model.labels[:10]) + (", …" if len(model.labels) > 10 else "")
    session.output.say(f"Written to {wish.out}: {len(packed):,} bytes, {_kind(model)}; it answers {labels}.")
    right = None if rows is None else _tell_accuracy(session, model, rows, wish)
    if one.round.status(session.connection.now()) in (Status.SETTLED, Status.ABORTED):
        bundles.forget(session.exchange, one.round)
    session.output.result(
        {
            "series": one.series.number,
            "round": one.round.number,
            "file": str(wish.out),
            "bytes": len(packed),
            "pickled": model.linear is None,
            "labels": list(model.labels),
            "trainer": model.trainer,
            "validation_rows": None if rows is None else len(rows),
            "right": right,
        }
    )


def _kind(model: Model) -> str:
    return "weights" if model.linear is not None else "scikit-learn's object, pickled"


def _tell_accuracy(session: Session, model: Model, rows: Rows, wish: Wish) -> int | None:
    """How many rows the model gets right; None if it would have to be unpickled."""
    if model.linear is not None:
        answers = model.linear.predict(rows.features)
    elif wish.unpickle:
        answers = np.array(model.labels)[model.estimator().predict(rows.features)]
    else:
        session.output.warn(
            f"{wish.out} holds a pickled object, and trying it would run what is in it: add --unpickle if you trust "
            "the runner"
        )
        return None
    right = int((answers == rows.labels).sum())
    session.output.say(
        f"It gets {right:,} of the {len(rows):,} rows of {wish.validation} right, {100 * right / len(rows):.1f} %."
    )
    return right
