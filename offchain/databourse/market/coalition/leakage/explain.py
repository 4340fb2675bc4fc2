"""Why an entry of a leakage game fared as it did."""

from __future__ import annotations

from databourse.market.coalition.leakage.commitment import Commitment
from databourse.market.coalition.leakage.playing import Played
from databourse.market.coalition.outcome import Place
from databourse.market.coalition.reading import Fate
from databourse.market.coalition.telling import Case, count, explain_uncounted, listed
from databourse.market.mechanism import Explanation


def explain(case: Case) -> Explanation:
    """The explanation of the entry that the case is about."""
    played: Played = case.solution.detail
    if case.status.fate is Fate.CONTRACTS:
        return _explain_buyer(case, played)
    if case.status.fate is not Fate.DEVICE:
        return explain_uncounted(case, _proof(case, played))
    if case.device in played.setting.players:
        return _explain_player(case, played)
    device = played.reading.devices[case.device]
    why = (
        f"No contract is for data of type {device.type}"
        if device.type < played.setting.game.kinds
        else f"The round has the types 0 to {played.setting.game.kinds - 1}, and its data are of type {device.type}"
    )
    numbers = {"dataset": device.dataset, "samples": device.samples, "type": device.type, "paid": 0}
    told = f"{why}, so it takes no part: it influences nobody and is paid nothing."
    return case.told("device", "lost", "no contract", [told], numbers, _proof(case, played))


def _explain_buyer(case: Case, played: Played) -> Explanation:
    setting, told = played.setting, []
    for slot in case.contracts:
        contract = played.reading.contracts[slot]
        name = f"Contract {slot} (type {contract.type}, {case.money(contract.budget)})"
        sharing = setting.game.types.count(contract.type)
        if contract.type >= setting.game.kinds:
            told.append(f"{name} is for a type that the round does not have, so it pays nothing.")
        elif setting.contract_of[contract.type] != slot:
            first = setting.contract_of[contract.type]
            told.append(f"{name} does not count, as contract {first} came before it and is for the same type.")
        elif sharing:
            told.append(
                f"{name} is split over {count(sharing, 'device')} by samples; in their coalitions their data are worth "
                f"{case.money(played.spent[slot])} of it, which is what it pays."
            )
        else:
            told.append(f"{name} has no device and pays nothing.")
    spent = sum(played.spent[slot] for slot in case.contracts)
    numbers = {"contracts": len(case.contracts), "lock": case.entry.lock, "spent": spent}
    verdict, decided_by = ("traded", "coalitions") if spent else ("lost", "no devices")
    return case.told("contracts", verdict, decided_by, told, numbers, _proof(case, played))


def _explain_player(case: Case, played: Played) -> Explanation:
    setting, device = played.setting, played.reading.devices[case.device]
    player = setting.players.index(case.device)
    home, paid, price = played.homes[player], played.payments[player], setting.game.prices[player]
    slot = setting.contract_of[device.type]
    budget = case.money(played.reading.contracts[slot].budget)
    others = [played.entry(other) for other in played.coalitions[home] if other != player]
    cost = setting.params.cost * len(others)
    together = (
        f"together with {count(len(others), 'other device')} (entry {listed(list(map(str, others)))})"
        if others
        else "alone"
    )
    sentences = [
        f"It is in coalition {home}, {together}, and is paid {case.money(paid)}.",
        f"By its {count(device.samples, 'sample')} its part of the {budget} that contract {slot} has for type "
        f"{device.type} is {case.money(price)}. What the devices outside its coalition tell of its data lowers that to "
        f"{case.money(played.worths[player])}, and its company costs {case.money(cost)}.",
    ]
    decided_by, elsewhere = _elsewhere(case, played.places(player))
    numbers: dict[str, int | None] = {
        "dataset": device.dataset,
        "samples": device.samples,
        "type": device.type,
        "coalition": home,
        "members": len(others) + 1,
        "price": price,
        "worth": played.worths[player],
        "cost": cost,
        "paid": paid,
    }
    verdict = "traded" if paid else "lost"
    return case.told("device", verdict, decided_by, [*sentences, *elsewhere], numbers, _proof(case, played))


def _elsewhere(case: Case, places: tuple[Place, ...]) -> tuple[str, list[str]]:
    """In a word why it is where it is, and what it would get elsewhere."""
    here = next(place for place in places if place.here)
    others = sorted((place for place in places if not place.here), key=lambda place: -place.earns)
    if not others:
        return "only device", ["No other device takes part, so there is nowhere else to go."]
    tempting = [place for place in others if place.earns > here.earns]
    open_ = [place for place in tempting if not place.unwelcome]
    told = [f"Elsewhere, all others staying, it would get {listed([_offer(case, place) for place in others])}."]
    if open_:
        where = "off alone" if open_[0].group is None else f"to coalition {open_[0].group}, where nobody loses by it"
        told.append(f"So it gains by going {where}: this outcome is not stable, and falls to an objection.")
        return "unstable", told
    if not tempting:
        return "best place", [*told, "That is nowhere more than where it is."]
    for place in tempting:
        entries = listed(list(map(str, place.unwelcome)))
        plural = "entries" if len(place.unwelcome) > 1 else "entry"
        told.append(f"It is not welcome {_where(place)}: by its coming {plural} {entries} would lose.")
    return "not welcome", told


def _offer(case: Case, place: Place) -> str:
    return f"{case.worth(place.earns)} {_where(place)}"


def _where(place: Place) -> str:
    return "alone" if place.group is None else f"in coalition {place.group}"


def _proof(case: Case, played: Played) -> list[str]:
    players, coalitions = len(played.homes), len(played.coalitions)
    word = "0x" + Commitment(played).word.hex()
    return [
        f"{count(players, 'device')} of types that have a contract take part. Of each type the hint names the last one "
        "that is rounded up, so that the prices are seen to be the parts of the budget by samples without sorting.",
        f"The allocation puts them into {count(coalitions, 'coalition')}, numbered by first appearance. From it the "
        "checker finds the influence on each device of those outside its coalition, what its price is worth under it, "
        "rounded down, and what is paid after the cost of its company: what buyers pay is "
        f"{case.money(sum(played.spent))}, what devices are paid {case.money(sum(played.payments))}.",
        "That nobody gains by going where it is welcome is too much to check in one transaction. The checker keeps the "
        f"word {word} for the coalitions and their least and greatest prices, and whoever finds a device that does "
        "gain can prove it against that word with two of the coalitions, voids the outcome and wins the proposer's "
        "bond.",
    ]
