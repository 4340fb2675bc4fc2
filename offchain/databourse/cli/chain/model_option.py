"""`--model`: whose valuations follow whose, from a file or as published."""

from __future__ import annotations

from dataclasses import dataclass

from databourse.cli.instance_file import parse_json, read_instances
from databourse.cli.session import Session
from databourse.errors import InvalidInput
from databourse.mechanisms.resale.json_format import MODEL_KEYS, parse_instance
from databourse.mechanisms.resale.model import Model
from databourse.mechanisms.resale.models import published
from databourse.mechanisms.resale.numbers import Arithmetic

_PUBLISHED = "published:"
#: Published models with more trades, and files with more work to solve, are solved in floats.
_MOST_EXACT_TRADES = 12
_MOST_EXACT_WORK = 200_000


@dataclass(frozen=True)
class NamedModel:
    """A model, as it was named."""

    name: str
    model: Model

    def cut(self, trades: int) -> NamedModel:
        """Its first trades, if it has more: those who come later do not matter to who cannot reach them."""
        whole = self.model
        if whole.trades <= trades:
            return self
        return NamedModel(self.name, Model(whole.valuations[: trades + 1], whole.prior, whole.transitions[:trades]))

    def warn_if_shorter(self, session: Session, depth: int) -> None:
        """Says that a chain can go on where the model ends, and what that means for the equilibrium."""
        known = self.model.trades
        if known < depth:
            trades = "1 trade" if known == 1 else f"{known} trades"
            session.output.warn(f"{self.name} has {trades} and the chain {depth}: nothing is expected of later ones")


def read_model(text: str, trades: int | None = None) -> NamedModel:
    """The model that `--model` names, with at most so many trades; a published one has exactly that many, or 5.

    Raises:
        NotFound: there is no such file.
        InvalidInput: there is no such published model, or the file is malformed.
    """
    if text.startswith(_PUBLISHED):
        length = 5 if trades is None else trades
        number = text.removeprefix(_PUBLISHED)
        arithmetic: Arithmetic = "float" if number == "1" or length > _MOST_EXACT_TRADES else "exact"
        return NamedModel(text, published(number, length, arithmetic))
    found = NamedModel(text, _from_file(text))
    return found if trades is None else found.cut(trades)


def _from_file(file: str) -> Model:
    number, text = next(read_instances(file), (1, ""))
    if number is not None:
        raise InvalidInput(f"{file} holds one instance a line", "give one model, in a file that ends with .json")
    value = parse_json(text)
    if not isinstance(value, dict):
        raise InvalidInput(f"{file} is no model", f"write an object with {', '.join(MODEL_KEYS)}")
    # an instance that `bourse solve resale` takes is welcome; what it shares out is another option's matter
    asked = {**value, "reallocation": "raw"}
    if "arithmetic" in value:
        return _model(asked)
    rough = _model({**asked, "arithmetic": "float"})
    work = rough.trades * sum(len(step) * len(step[0]) for step in rough.transitions)
    return rough if work > _MOST_EXACT_WORK else _model({**asked, "arithmetic": "exact"})


def _model(value: object) -> Model:
    model = parse_instance(value).model
    assert isinstance(model, Model)
    return model
