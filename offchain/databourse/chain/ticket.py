"""A terms ticket: all that somebody without a node needs to sign orders for one round.

It holds the configuration of the series and the terms of the round in full, so whoever signs recomputes the hash that
the signature names: what is shown (the fee, the close, the rule's parameters) cannot differ from what is signed. What
no hash covers, and a ticket could lie about, is which rule the checker's address stands for, and the numbers that only
help: nonces and the limits of the round.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from eth_abi.exceptions import EncodingError
from eth_utils.address import is_address, to_checksum_address

from databourse.errors import BourseError, InvalidInput, NotFound
from databourse.events import hex_of
from databourse.market.mechanism import by_name
from databourse.market.series_config import SeriesConfig
from databourse.market.terms import Terms
from databourse.printable import printable

FORMAT = "databourse-terms/1"

_CONFIG = tuple(one.name for one in fields(SeriesConfig))
_TERMS = tuple(one.name for one in fields(Terms))


@dataclass(frozen=True)
class Ticket:
    """What orders for one round are signed for.

    Attributes:
        chain_id: of the chain.
        market: address of the market.
        number: of the round.
        config: of the series.
        terms: of the round.
        rule: name of the rule that the checker stands for; None if whoever wrote the ticket did not know it.
        symbol: what the token is called.
        max_per_account: entries that one account can make in the round.
        nonces: the lowest nonce that orders of an account can have now, by address.
    """

    chain_id: int
    market: str
    number: int
    config: SeriesConfig
    terms: Terms
    rule: str | None
    symbol: str
    max_per_account: int
    nonces: Mapping[str, int] = field(default_factory=dict)

    @property
    def terms_hash(self) -> bytes:
        """What orders name, recomputed."""
        return self.terms.hash(self.config.hash())

    @property
    def slot(self) -> str:
        """How people name the round."""
        return f"{printable(self.config.name) or self.terms.series}/{self.number}"

    def describe_rule(self) -> str:
        """The rule with its parameters, for people."""
        if self.rule is None:
            return f"a rule that is not known here (checker {self.terms.checker})"
        return by_name(self.rule).describe(self.terms.params)

    def as_json(self) -> dict[str, Any]:
        """The JSON form; money in strings of base units."""
        config = {name: getattr(self.config, name) for name in _CONFIG}
        terms = {name: getattr(self.terms, name) for name in _TERMS}
        return {
            "format": FORMAT,
            "chain_id": self.chain_id,
            "market": self.market,
            "series": self.terms.series,
            "name": self.config.name,
            "round": self.number,
            "terms_hash": "0x" + self.terms_hash.hex(),
            "close_at": self.terms.close_at,
            "fee": str(self.config.fee),
            "rule": self.rule,
            "options": dict(by_name(self.rule).decode_params(self.terms.params)) if self.rule else None,
            "symbol": self.symbol,
            "max_per_account": self.max_per_account,
            "nonces": dict(self.nonces),
            "config": {**config, "fee": str(self.config.fee), "checkers": list(self.config.checkers)},
            "terms": {**terms, "params": hex_of(self.terms.params)},
        }


def read_ticket(path: Path) -> Ticket:
    """Reads a ticket, and makes sure that its terms are those whose hash it names.

    Raises:
        NotFound: there is no such file.
        InvalidInput: it is no ticket, or contradicts itself.
    """
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise NotFound(f"there is no file {path}", "`bourse order terms SLOT --out FILE` writes a ticket") from error
    except (OSError, ValueError, RecursionError) as error:
        raise InvalidInput(f"{path} is no ticket: {error}", "`bourse order terms` writes one") from error
    if not isinstance(value, dict) or value.get("format") != FORMAT:
        raise InvalidInput(f'{path} is no ticket: it does not say "format": "{FORMAT}"', "see `bourse order terms`")
    try:
        ticket = _of_json(value)
        stated = ticket.as_json()
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError, EncodingError, BourseError) as error:
        raise InvalidInput(
            f"{path} is a damaged ticket: {error}", "let `bourse order terms` write a new one"
        ) from error
    for name, true in stated.items():
        if value.get(name) != true:
            told = InvalidInput.of(name, value.get(name), f"follows as {true!r} from the terms and the configuration")
            raise InvalidInput(
                f"{path} contradicts itself: {told.message}", "do not sign for it: ask for another ticket"
            )
    return ticket


def _of_json(value: Mapping[str, Any]) -> Ticket:
    terms = value["terms"]
    config = {**value["config"], "fee": int(value["config"]["fee"])}
    _require_kinds(config, SeriesConfig)
    _require_kinds(terms, Terms)
    config["name"] = config["name"].encode("utf-8", "surrogateescape")
    if not is_address(value["market"]):
        raise InvalidInput.of("market", value["market"], "must be an address")
    return Ticket(
        chain_id=_count(value, "chain_id"),
        market=to_checksum_address(value["market"]),
        number=_count(value, "round"),
        config=SeriesConfig.of([config[name] for name in _CONFIG]),
        terms=Terms.of([terms[name] for name in _TERMS]),
        rule=value["rule"],
        symbol=str(value["symbol"]),
        max_per_account=_count(value, "max_per_account"),
        nonces={to_checksum_address(who): _count(value["nonces"], who) for who in value["nonces"]},
    )


def _require_kinds(struct: Mapping[str, Any], owner: type[SeriesConfig | Terms]) -> None:
    """Makes sure that numbers are where they should be; anywhere else one would be read as so many bytes."""
    for one in fields(owner):
        value = struct[one.name]
        if one.type == "int":
            _count(struct, one.name)
        elif not all(isinstance(text, str) for text in (value if isinstance(value, list) else [value])):
            raise InvalidInput.of(one.name, value, "must be a text")


def _count(value: Mapping[str, Any], name: str) -> int:
    number = value[name]
    if type(number) is not int or number < 0:
        raise InvalidInput.of(name, number, "must be a whole number")
    return number
