"""Why an entry of a contract game fared as it did."""

from __future__ import annotations

from databourse.market.coalition.contract.playing import Played
from databourse.market.coalition.outcome import Place
from databourse.market.coalition.reading import Fate
from databourse.market.coalition.telling import Case, count, explain_uncounted, listed
from databourse.market.mechanism import Explanation


def explain(case: Case) -> Explanation:
    """The explanation of the entry that the case is about."""
    played: Played = case.solution.detail
    if case.status.fate is Fate.CONTRACTS:
        return _explain_buyer(case, played)
    if case.status.fate is Fate.DEVICE:
        return _explain_device(case, played)
    return explain_uncounted(case, _proof(case, played))


def _explain_buyer(case: Case, played: Played) -> Explanation:
    told = []
    for slot in case.contracts:
        contract, inside = played.reading.contracts[slot], played.members(slot)
        name = f"Contract {slot} (type {contract.type}, {case.money(contract.budget)})"
        together = sum(played.reading.devices[device].samples for device in inside)
        told.append(
            f"{name} has {count(len(inside), 'device')} with {count(together, 'sample')} and pays its whole budget."
            if inside
            else f"{name} has no device and pays nothing."
        )
    spent = sum(played.spent[slot] for slot in case.contracts)
    numbers = {"contracts": len(case.contracts), "lock": case.entry.lock, "spent": spent}
    verdict, decided_by = ("traded", "placement") if spent else ("lost", "no devices")
    return case.told("contracts", verdict, decided_by, told, numbers, _proof(case, played))


def _explain_device(case: Case, played: Played) -> Explanation:
    number = case.device
    device, slot, paid = played.reading.devices[number], played.assignment[number], played.payments[number]
    rank = played.ranked.index(number) + 1
    numbers: dict[str, int | None] = {
        "dataset": device.dataset,
        "samples": device.samples,
        "type": device.type,
        "rank": rank,
        "contract": slot,
        "paid": paid,
    }
    if slot is None:
        sentences = [f"No contract is for data of type {device.type}, so it is in none and is paid nothing."]
        return case.told("device", "lost", "no contract", sentences, numbers, _proof(case, played))
    contract, load = played.reading.contracts[slot], played.loads(range(len(played.assignment)))[slot]
    numbers |= {"budget": contract.budget, "load": load, "members": len(played.members(slot))}
    sentences = [
        f"It is in contract {slot} (type {contract.type}, {case.money(contract.budget)} of entry "
        f"{played.reading.contract_entries[slot]}) with {device.samples} of the {load} samples there, and is paid "
        f"{case.money(paid)}: its part of the budget, rounded so that the whole budget is paid."
    ]
    turn = played.at_its_turn(number)
    if len(turn) == 1:
        decided_by = "only contract"
        sentences.append(f"It is the only contract for data of type {device.type}.")
    else:
        best = max(place.earns for place in turn)
        decided_by = "tie" if sum(place.earns == best for place in turn) > 1 else "placement"
        sentences += [
            _at_its_turn(case, rank, len(played.assignment), turn, slot, decided_by),
            _elsewhere(case, played),
        ]
    verdict = "traded" if paid else "lost"
    return case.told("device", verdict, decided_by if paid else "too small", sentences, numbers, _proof(case, played))


def _at_its_turn(case: Case, rank: int, devices: int, turn: tuple[Place, ...], slot: int, decided_by: str) -> str:
    offers = listed([f"contract {place.group} {case.worth(place.earns)}" for place in turn])
    why = "the most" if decided_by == "placement" else "as much as any, and has the lowest number of those"
    return (
        "Devices are placed by samples, the largest first, each where it earns most at that time. It was number "
        f"{rank} of {devices}, and would then have been paid: {offers}. Contract {slot} offered {why}."
    )


def _elsewhere(case: Case, played: Played) -> str:
    places = [place for place in played.places(case.device) if not place.here]
    offers = listed([f"{case.worth(place.earns)} in contract {place.group}" for place in places])
    return f"Where all others are now it would earn {offers}: nowhere more than where it is."


def _proof(case: Case, played: Played) -> list[str]:
    placed = sum(slot is not None for slot in played.assignment)
    spent = sum(played.spent)
    return [
        f"The allocation names all {count(len(played.assignment), 'device')} by samples, the largest first, of equal "
        "ones the earlier entry. The checker sees that it is in that order and that no device is missing.",
        "Device by device it adds up the samples in each contract, and compares, by multiplying crosswise, what a "
        f"sample would be paid in each contract of the device's type: all {placed} that have one are where that is "
        "most, of equal ones in the lowest. So nobody earns more elsewhere.",
        f"Contracts with devices pay their budgets to the last base unit ({case.money(spent)} together): each device "
        "its part, rounded down, and one unit more where the remainders are largest, of equal ones the earlier entry.",
    ]
