"""Parameters of the double auction's rules, as their checkers read them.

- kth-price, 8 bytes: k(16) lot(32) maxProviders(16); k = 0 stands for the square root of the number of asks, rounded up
- trade-reduction, 6 bytes: lot(32) maxProviders(16)
- dantm, 1 byte: flags; bit 0: the quality filter is on

lot and maxProviders are both 0 (no bounds) or both positive.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from databourse.errors import InvalidInput
from databourse.market.double_auction.book import Bounds

_QUALITY_FILTER = 1


@dataclass(frozen=True, slots=True)
class AuctionParams:
    """The parameters of any rule; what a rule does not have keeps its default.

    Attributes:
        k: rank of the last ask that can trade under kth-price; None: the square root of the number of asks, rounded up.
        bounds: smallest ask and most providers of one buyer.
        quality_filter: whether dantm delivers only units of at least the buyer's quality.
    """

    k: int | None = None
    bounds: Bounds = field(default_factory=Bounds)
    quality_filter: bool = True


@dataclass(frozen=True, slots=True)
class _Part:
    option: str
    size: int


_LAYOUTS = {
    "kth-price": (_Part("k", 2), _Part("lot", 4), _Part("max_providers", 2)),
    "trade-reduction": (_Part("lot", 4), _Part("max_providers", 2)),
    "dantm": (_Part("quality_filter", 1),),
}
_DEFAULTS = {"k": 0, "lot": 0, "max_providers": 0, "quality_filter": _QUALITY_FILTER}


def encode_params(rule: str, options: Mapping[str, int | bool]) -> bytes:
    """The `params` bytes of a rule; options that are left out keep their defaults.

    Raises:
        InvalidInput: the rule has no such option, a value is out of range, or only one of the bounds is given.
    """
    layout = _LAYOUTS[rule]
    known = [part.option for part in layout]
    for option in options:
        if option not in known:
            raise InvalidInput(f"{rule} has no option {option!r}", f"its options are {', '.join(known)}")
    packed = b""
    for part in layout:
        value = options.get(part.option, _DEFAULTS[part.option])
        highest = _QUALITY_FILTER if part.option == "quality_filter" else 2 ** (8 * part.size) - 1
        if not isinstance(value, int) or not 0 <= value <= highest:
            raise InvalidInput.of(part.option, value, f"must be a whole number from 0 to {highest}")
        packed += int(value).to_bytes(part.size)
    decode_params(rule, packed)
    return packed


def decode_params(rule: str, params: bytes) -> dict[str, int | bool]:
    """The options in the `params` of a round.

    Raises:
        InvalidInput: wrong length, unknown flags, or only one of the bounds.
    """
    layout = _LAYOUTS[rule]
    size = sum(part.size for part in layout)
    if len(params) != size:
        raise InvalidInput.of("params", "0x" + params.hex(), f"must be {size} bytes long for {rule}")
    options: dict[str, int | bool] = {}
    at = 0
    for part in layout:
        options[part.option] = int.from_bytes(params[at : at + part.size])
        at += part.size
    if "quality_filter" in options:
        if options["quality_filter"] > _QUALITY_FILTER:
            raise InvalidInput.of("flags", options["quality_filter"], "only bit 0 (the quality filter) is known")
        options["quality_filter"] = bool(options["quality_filter"])
    if bool(options.get("lot")) != bool(options.get("max_providers")):
        raise InvalidInput(
            f"lot is {options['lot']} and max_providers {options['max_providers']}, but they bound a round only "
            "together",
            "give both, or neither",
        )
    return options


def read_params(rule: str, params: bytes) -> AuctionParams:
    """The parameters in the form that the solvers take.

    Raises:
        InvalidInput: see `decode_params`.
    """
    options = decode_params(rule, params)
    return AuctionParams(
        k=int(options.get("k", 0)) or None,
        bounds=Bounds(int(options.get("lot", 0)), int(options.get("max_providers", 0))),
        quality_filter=bool(options.get("quality_filter", True)),
    )


def describe_params(rule: str, params: bytes) -> str:
    """One line for people."""
    parsed, options = read_params(rule, params), decode_params(rule, params)
    words = []
    if "k" in options:
        words.append(f"K = {parsed.k}" if parsed.k else "K = the square root of the number of asks, rounded up")
    if "quality_filter" in options:
        words.append("quality filter on" if parsed.quality_filter else "no quality filter, as published")
    if parsed.bounds.lot:
        words.append(
            f"asks of {parsed.bounds.lot} units or more, at most {parsed.bounds.max_providers} providers a buyer"
        )
    return f"{rule} ({'; '.join(words)})" if words else rule
