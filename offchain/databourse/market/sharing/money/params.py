"""Parameters of the rules that sell data for money, as their checkers read them: mode(1) share(4) lot(4) amount(11).

The last one is the cost that every seller has (sharing), or what stands behind a proposal (sharing-costs).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from databourse.errors import InvalidInput
from databourse.market.entries import MAX_LOCK
from databourse.market.sharing.money.inputs import MAX_LOT
from databourse.mechanisms.coalition.checking import check_integer

COMPETITIVE, VCG, MIXED_VCG = range(3)
MODES = ("competitive", "vcg", "mixed-vcg")
#: Of a share: all.
WHOLE = 10**9

_BYTES = 20


@dataclass(frozen=True, slots=True)
class MoneyParams:
    """Those of sharing and of sharing-costs.

    Attributes:
        mode: how what is bought is paid for, see `MODES`.
        share: of the margin of a purchase, what its seller gets, in parts of 10^9; only in the mode competitive.
        lot: units of data in a lot.
        amount: base units that a seller bears for each buyer (sharing), or that stand behind a proposal
            (sharing-costs).
    """

    mode: int
    share: int
    lot: int
    amount: int

    def __post_init__(self) -> None:
        """Checks them.

        Raises:
            InvalidInput: a field is out of range.
        """
        check_integer("mode", self.mode, 0, len(MODES) - 1)
        check_integer("share", self.share, 0, MAX_LOT)
        most = WHOLE if self.mode == COMPETITIVE else 0
        if self.share > most:
            raise InvalidInput.of("share", self.share, f"it must be at most {most} in the mode {MODES[self.mode]}")
        check_integer("lot", self.lot, 1, MAX_LOT)

    @classmethod
    def of(cls, rule: str, amount: str, options: Mapping[str, Any]) -> MoneyParams:
        """From named options: mode (a name of `MODES`), what the rule calls the amount, share (by default 0), lot (1).

        Raises:
            InvalidInput: an option is unknown, missing or out of range.
        """
        known = f"its options are mode, share, lot, {amount}"
        for option in options:
            if option not in ("mode", "share", "lot", amount):
                raise InvalidInput(f"{rule} has no option {option!r}", known)
        for option in ("mode", amount):
            if option not in options:
                raise InvalidInput(f"{rule} needs the option {option!r}", known)
        mode = options["mode"]
        if mode not in MODES:
            raise InvalidInput.of("mode", mode, f"it must be one of {', '.join(MODES)}")
        paid = check_integer(amount, options[amount], 0, MAX_LOCK)
        return cls(MODES.index(mode), options.get("share", 0), options.get("lot", 1), paid)

    @classmethod
    def decode(cls, params: bytes) -> MoneyParams:
        """From the `params` of a round.

        Raises:
            InvalidInput: no round can have these.
        """
        if len(params) != _BYTES:
            raise InvalidInput.of(
                "params", "0x" + params.hex(), f"must be {_BYTES} bytes long for a round that sells data"
            )
        return cls(params[0], *(int.from_bytes(params[start:end]) for start, end in ((1, 5), (5, 9), (9, 20))))

    def encode(self) -> bytes:
        """The `params` of a round."""
        return bytes([self.mode]) + self.share.to_bytes(4) + self.lot.to_bytes(4) + self.amount.to_bytes(11)
