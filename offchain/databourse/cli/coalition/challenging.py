"""Refuting a proposed outcome: a device that gains by moving to where nobody loses by its coming."""

from __future__ import annotations

from collections.abc import Iterator

from databourse.chain import settling
from databourse.chain.calls import call_of
from databourse.cli import proposing, sending
from databourse.cli.coalition import found
from databourse.cli.coalition.found import CoalitionRound
from databourse.cli.session import Session
from databourse.errors import InvalidInput, Refused, UsageError
from databourse.market.coalition.leakage.commitment import Commitment
from databourse.market.coalition.leakage.objecting import Counterexample, counterexamples
from databourse.market.coalition.leakage.playing import Played
from databourse.market.coalition.outcome import Place
from databourse.market.solving import outcome_of


def challenge_round(session: Session, slot: str, device: int | None, target: int | str | None) -> None:
    """Challenges the proposal of the round that SLOT means, if it is false.

    Args:
        session: who acts.
        slot: the round.
        device: entry of the device that moves; None for the one that gains most.
        target: coalition that it goes to, or "alone".

    Raises:
        UsageError: a device without a target, or the other way round.
        NotFound: no such slot.
        InvalidInput: no such device, or no such coalition.
        Refused: nothing can be challenged, the device does not gain or is not welcome, or a contract says no.
    """
    if (device is None) != (target is None):
        raise UsageError("--device and --target belong together", "say who gains where, or leave both to the search")
    one = found.read(session, slot)
    view, proposal = proposing.require_challengeable(session, one.round, one.mechanism, one.slot, "coalition")
    bond = proposal.bond
    settling.require_complete(session.exchange, one.round, view)
    played: Played = outcome_of(one.round, one.mechanism, {}).detail
    if device is None:
        counter = next(counterexamples(played), None)
    else:
        counter = _of(session, played, device, None if target == "alone" else int(str(target)))
    devices, coalitions = len(played.homes), len(played.coalitions)
    if counter is None:
        session.output.say(
            f"The outcome is right: of {devices} devices in {coalitions} coalitions nobody gains where it is welcome. "
            "Nothing was sent."
        )
        session.output.result({**_round_json(one), "objection": None})
        return
    objection = _packed(played, counter)
    who = played.entry(counter.player)
    home = played.homes[counter.player]
    there = "alone" if counter.target is None else f"coalition {counter.target}"
    gain = session.tokens(counter.gain.numerator // counter.gain.denominator)
    told = [
        ("counter-example", f"entry {who}, {session.person(one.round.entries[who].who)}'s device in coalition {home}"),
        ("it gains", f"{gain} {'' if counter.target is None else 'in '}{there}, where nobody loses by its coming"),
        *(
            [("it stands for", f"entry {device}, which gains by the same move; objections name the extreme of a type")]
            if device not in (None, who)
            else []
        ),
        ("you get", f"the proposer's bond of {session.tokens(bond)}"),
    ]
    title = f"{session.sender_name} refutes the outcome of {one.slot} that {session.person(view.proposer)} proposed:"
    call = call_of(session.exchange.market.functions.challenge(one.round.terms.struct(), objection))
    receipt = sending.carry_out(session, sending.Plan(title, call, told))
    session.output.say(f"The outcome is void. Propose another with `bourse coalition settle {one.slot}`.")
    session.output.result(
        {
            **_round_json(one),
            "objection": {
                "device": who,
                "home": home,
                "target": counter.target,
                "gain": str(counter.gain),
                "packed": "0x" + objection.hex(),
            },
            "bond": str(bond),
            "transaction": sending.receipt_json(receipt),
        }
    )


def _of(session: Session, played: Played, device: int, target: int | None) -> Counterexample:
    """The counter-example that names this move, or a like one of its type that gains by the same.

    What a move is worth is linear in the price, and an objection names the least or the greatest price of a type in a
    coalition: if the device gains, one of those two does.
    """
    player = next((player for player in range(len(played.homes)) if played.entry(player) == device), None)
    if player is None:
        entries = ", ".join(str(played.entry(player)) for player in range(len(played.homes))[:20])
        raise InvalidInput.of("device", device, f"devices that take part are those of the entries {entries}")
    places = played.places(player)
    here = next(place for place in places if place.here)
    there = next((place for place in places if place.group == target and not place.here), None)
    if there is None:
        others = ", ".join(_named(place) for place in places if not place.here)
        raise InvalidInput.of("target", "alone" if target is None else target, f"it can go to {others or 'nowhere'}")
    if there.earns <= here.earns:
        now, then = (session.tokens(place.earns.numerator // place.earns.denominator) for place in (here, there))
        raise Refused(
            f"the device of entry {device} gains nothing there: it would have {then}, and has {now}",
            "leave --device and --target out to look for somebody who gains",
        )
    if there.unwelcome:
        losers = ", ".join(map(str, there.unwelcome[:20]))
        raise Refused(
            f"the device of entry {device} is not welcome there: the devices of the entries {losers} would lose",
            "leave --device and --target out to look for somebody who is",
        )
    home, kind = played.homes[player], played.setting.game.types[player]
    return next(same for same in _same_move(played, home, kind, target))


def _same_move(played: Played, home: int, kind: int, target: int | None) -> Iterator[Counterexample]:
    for one in counterexamples(played):
        if (played.homes[one.player], played.setting.game.types[one.player], one.target) == (home, kind, target):
            yield one


def _packed(played: Played, one: Counterexample) -> bytes:
    kind, home = played.setting.game.types[one.player], played.homes[one.player]
    return Commitment(played).objection(kind, one.which, home, one.target)


def _named(place: Place) -> str:
    return "alone" if place.group is None else str(place.group)


def _round_json(one: CoalitionRound) -> dict[str, object]:
    return {"series": one.series.number, "name": one.series.name, "round": one.round.number}
