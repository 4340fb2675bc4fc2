"""The devices of somebody who joins a coalition round: checked, and sealed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from databourse.chain import admission, openings
from databourse.chain.openings import Opening
from databourse.cli import admissible
from databourse.cli.coalition.devices import Wanted
from databourse.cli.coalition.found import CoalitionRound
from databourse.cli.session import Session
from databourse.errors import InvalidInput, Refused
from databourse.market.coalition.inputs import Device
from databourse.market.coalition.params import LeakageParams
from databourse.market.series_config import NOBODY


def seal(session: Session, one: CoalitionRound, wanted: Sequence[Wanted]) -> list[Opening]:
    """Seals each device, after a look at what the round and its gate would not let in.

    Raises:
        InvalidInput: samples or type that cannot be, or two devices with one dataset.
        Refused: a dataset is somebody else's, or in the round already.
    """
    exchange, seen = session.exchange, dict[int, str]()
    already = {opening.device.dataset: opening.entry(one.round) for opening in openings.kept(exchange, one.round)}
    policy = exchange.policy(one.series.number) if one.series.config.gate == exchange.deployment.registry else None
    sealed = []
    for device in wanted:
        dataset = device.dataset
        if dataset.number in seen:
            raise InvalidInput.of(
                f"{device.where}dataset", dataset.number, f"{seen[dataset.number]} is the same: it counts once"
            )
        if (entry := already.get(dataset.number)) is not None:
            raise Refused(f"dataset {dataset.number} is in {one.slot} already, as entry {entry}", "it counts once")
        seen[dataset.number] = device.where.rstrip(": ") or "an earlier device"
        who = _account(session, device)
        if policy:
            admissible.require_policy(session, one.series, dataset, policy, f"{device.where}dataset")
        samples = dataset.units if device.samples is None else device.samples
        if samples > dataset.units:
            raise InvalidInput.of(
                f"{device.where}samples", samples, f"dataset {dataset.number} has {dataset.units} units"
            )
        if isinstance(one.params, LeakageParams) and device.type >= one.params.kinds:
            raise InvalidInput.of(
                f"{device.where}type", device.type, f"{one.slot} has types 0 to {one.params.kinds - 1}"
            )
        sealed.append(Opening.new(exchange, one.round, who, Device(dataset.number, samples, device.type)))
    return sealed


def _account(session: Session, device: Wanted) -> str:
    """The address that joins with a device: the owner of its dataset."""
    owner = device.dataset.owner
    if device.account is not None and session.address(device.account) != owner:
        raise Refused(
            f"{device.where}dataset {device.dataset.number} is {session.person(owner)}'s: only its owner joins with it",
            "act as its owner with --from, or register data of yours with `bourse dataset register`",
        )
    return owner


def require_admitted(
    session: Session, one: CoalitionRound, wanted: Sequence[Wanted], sealed: Sequence[Opening]
) -> None:
    """Asks the gate now what it will be asked when the entries are opened: then it would be too late.

    Raises:
        Refused: it refuses one.
    """
    questions = [(opening.who, opening.word, opening.statement) for opening in sealed]
    for device, refusal in zip(
        wanted, admission.opening_refusals(session.exchange, one.series, questions), strict=True
    ):
        if refusal is not None:
            raise Refused(f"{device.where}{refusal.message}", refusal.hint)
    if one.series.config.gate == NOBODY:
        session.output.warn(
            f"{one.series.name} has no gate: nothing binds the samples that devices claim to their data"
        )


def warn_of_types(session: Session, one: CoalitionRound, sealed: Sequence[Opening]) -> None:
    """Warns of devices whose type no contract is for yet."""
    wanted = {contract.type for contract in one.reading.contracts}
    for kind, count in sorted(Counter(opening.device.type for opening in sealed).items()):
        if kind not in wanted:
            session.output.warn(
                f"no contract of {one.slot} is for type {kind} so far: {devices(count)} would be paid nothing"
            )


def devices(count: int) -> str:
    """So many, for people."""
    return "1 device" if count == 1 else f"{count} devices"
