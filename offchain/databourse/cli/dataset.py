"""`bourse dataset`: what sellers have to offer."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from databourse.cli.command import Group, reads_as, sends
from databourse.cli.session import Session
from databourse.cli.values import DATASET, QUALITY
from databourse.errors import InvalidInput, Refused

if TYPE_CHECKING:
    from databourse.cli.catalog import Listed
    from databourse.datasets.csv_file import CsvDataset
    from databourse.datasets.quality import Quality


@click.group(cls=Group)
def dataset() -> None:
    r"""Datasets: register yours, list all, attest their quality.

    The data stay with you; the registry keeps the Merkle root of their chunks (one for each row), their number of
    units (rows) and their quality grade from 0 to 15. The grade is measured:

    \b
      completeness = filled cells / cells of the rows that are there
      continuity   = rows that are there / rows that a series without gaps would have
      grade        = floor(15 * completeness * continuity)

    The first column is the time if it holds rising times or numbers; the usual step is the median of its steps.
    """


@dataset.command(
    examples="""
    bourse dataset register seattle.csv --kind temperature --from bob
    bourse dataset register seattle.csv --kind temperature --quality 8 --label "Seattle, hourly" --from bob --yes
    """
)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--kind", required=True, help="Kind of data; a new one is registered.")
@click.option("--quality", type=QUALITY, help="Grade to declare.  [default: what is measured]")
@click.option("--label", help="What it is called in lists.  [default: the file's name]")
@sends
def register(session: Session, file: Path, kind: str, quality: int | None, label: str | None) -> None:
    """Register the dataset in FILE, a CSV file whose first line names the columns; every further line is a unit."""
    from databourse.chain.calls import call_of
    from databourse.chain.logs import event_topic
    from databourse.cli import policy, sending
    from databourse.datasets.csv_file import read_csv
    from databourse.datasets.merkle import MerkleTree
    from databourse.datasets.quality import measure

    data = read_csv(file)
    measured = measure(data)
    _tell_quality(session, data, measured)
    declared = measured.grade if quality is None else quality
    if declared > measured.grade:
        session.output.warn(f"you declare quality {declared}, but {measured.grade} is what an attester would measure")
    name = file.stem if label is None else label
    if len(name.encode()) > 128 or not name.isprintable():
        raise InvalidInput.of("label", name, "must be of at most 128 bytes that can be printed")
    root = MerkleTree(data.chunks()).root
    number_of_kind, receipts = policy.ensure_kind(session, kind, ask=True)
    title = f"{session.sender_name} registers {data.units} units of {kind}, quality {declared}, as {name!r}:"
    call = call_of(
        session.exchange.registry.functions.registerDataset(root, data.units, number_of_kind, declared, name)
    )
    receipt = sending.carry_out(session, sending.Plan(title, call, ask=None if receipts else "Send it?"))
    topic = event_topic(session.exchange.registry.abi, "DatasetRegistered")
    number = next(int(log["topics"][1], 16) for log in receipt.logs if log["topics"][0] == topic)
    session.output.say(f"It is dataset {number}. Offer it with `bourse ask SLOT --dataset {number}`.")
    session.output.say(f"Or sell it on and on, and earn from every resale: `bourse chain create {number}`.")
    session.output.result(
        {
            "dataset": number,
            "owner": session.signer.address,
            "label": name,
            "kind": kind,
            "units": data.units,
            "root": "0x" + root.hex(),
            "quality": declared,
            "measured": _quality_json(measured),
            "transactions": [sending.receipt_json(one) for one in [*receipts, receipt]],
        }
    )


@dataset.command(
    "list",
    examples="""
    bourse dataset list
    bourse dataset list --owner bob --kind temperature
    """,
)
@click.option("--owner", metavar="NAME", help="Only the datasets of one account.")
@click.option("--kind", help="Only those of one kind.")
@reads_as
def list_(session: Session, owner: str | None, kind: str | None) -> None:
    """List the registered datasets."""
    from databourse.cli import catalog

    only = session.address(owner) if owner else None
    listed = [
        one
        for one in catalog.datasets(session.exchange)
        if only in (None, one.dataset.owner) and kind in (None, one.kind)
    ]
    session.output.table(
        ["dataset>", "label", "owner", "kind", "units>", "declared>", "attested>"],
        [
            (one.number, label, session.person(one.owner), kind, one.units, one.declared, one.attested)
            for one, label, kind in ((found.dataset, found.label, found.kind) for found in listed)
        ],
    )
    if not listed:
        session.output.say("There is no such dataset; register one with `bourse dataset register`.")
    session.output.result({"datasets": [_listed_json(one) for one in listed]})


@dataset.command(
    examples="""
    bourse dataset attest 3 --file seattle.csv --from attester
    bourse dataset attest 3 --quality 9 --from attester --yes
    """
)
@click.argument("number", metavar="DATASET", type=DATASET)
@click.option("--file", type=click.Path(path_type=Path), help="The data: checked against the root, and measured.")
@click.option("--quality", type=QUALITY, help="Grade to confirm.  [default: what is measured in --file]")
@sends
def attest(session: Session, number: int, file: Path | None, quality: int | None) -> None:
    """Confirm the quality of a dataset, as an attester.

    With --file the data are measured, and refused if they are not those that were registered.
    """
    from databourse.chain.calls import call_of
    from databourse.cli import sending

    found = session.exchange.dataset(number)
    if file is None and quality is None:
        raise InvalidInput(
            "there is nothing to attest", "measure the data with --file, or name the grade with --quality"
        )
    measured = _measure_registered(session, number, file) if file is not None else None
    grade = quality if quality is not None else measured.grade if measured else 0
    title = f"{session.sender_name} attests quality {grade} of dataset {number} ({found.units} units):"
    call = call_of(session.exchange.registry.functions.attest(number, grade))
    receipt = sending.carry_out(session, sending.Plan(title, call))
    session.output.result(
        {
            "dataset": number,
            "quality": grade,
            "measured": _quality_json(measured) if measured else None,
            "transaction": sending.receipt_json(receipt),
        }
    )


def _listed_json(listed: Listed) -> dict[str, object]:
    one = listed.dataset
    return {
        "dataset": one.number,
        "label": listed.label,
        "owner": one.owner,
        "kind": listed.kind,
        "units": one.units,
        "declared": one.declared,
        "attested": one.attested,
        "root": "0x" + listed.root.hex(),
    }


def _measure_registered(session: Session, number: int, file: Path) -> Quality:
    """The quality of the data in a file, once it is sure that they are the dataset's."""
    from databourse.datasets.csv_file import read_csv
    from databourse.datasets.merkle import MerkleTree
    from databourse.datasets.quality import measure

    data = read_csv(file)
    root = MerkleTree(data.chunks()).root
    registered = session.exchange.read(session.exchange.registry.functions.rootOf(number))
    if root != registered:
        raise Refused(
            f"{file} is not dataset {number}: its root is 0x{root.hex()}, registered is 0x{registered.hex()}",
            "ask the owner for the file that was registered",
        )
    measured = measure(data)
    _tell_quality(session, data, measured)
    return measured


def _tell_quality(session: Session, data: CsvDataset, measured: Quality) -> None:
    gaps = f", gaps of up to {measured.longest_gap} rows" if measured.longest_gap else ""
    session.output.say(
        f"{data.units} units; {float(measured.completeness):.1%} of the cells filled, "
        f"{float(measured.continuity):.1%} of the rows there{gaps}: quality {measured.grade} of 15."
    )


def _quality_json(measured: Quality) -> dict[str, object]:
    return {
        "grade": measured.grade,
        "rows": measured.rows,
        "expected_rows": measured.expected_rows,
        "cells": measured.cells,
        "filled": measured.filled,
        "longest_gap": measured.longest_gap,
    }
