"""What lets the checker split a budget without sorting: the last device of each type that is rounded up."""

from __future__ import annotations

from databourse.market.coalition.leakage.playing import Setting

_NONE = 0xFFFF


def hints_of(setting: Setting) -> bytes:
    """2 bytes a type: the entry of the device with the smallest remainder that is rounded up, 0xffff if none is."""
    reading = setting.reading
    packed = []
    for kind in range(setting.game.kinds):
        own = [player for player, other in enumerate(setting.game.types) if other == kind]
        entry = _NONE
        if own:
            budget = reading.contracts[setting.contract_of[kind]].budget
            samples = {player: reading.devices[setting.players[player]].samples for player in own}
            together = sum(samples.values())
            raised = [p for p in own if setting.game.prices[p] * together > budget * samples[p]]
            if raised:
                # of equal remainders the latest
                last = min(raised, key=lambda player: (budget * samples[player] % together, -player))
                entry = reading.device_entries[setting.players[last]]
        packed.append(entry.to_bytes(2))
    return b"".join(packed)
