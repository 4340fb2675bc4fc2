"""Counting for every set of parties, also where some bring data that no model can be made of together with others'."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from databourse.errors import InvalidInput
from databourse.learning.measure import Measured, cell, measure
from databourse.learning.memo import Memo
from databourse.learning.problem import Problem
from databourse.learning.ridge import Ridge
from databourse.learning.rows import Floats
from databourse.learning.trainer import Trainer, trainer_of
from databourse.mechanisms.compiled import Ints

UNTRAINABLE = (InvalidInput, ValueError, TypeError, ArithmeticError, LookupError)
"""What training raises when data do not do for a model; not what a machine lacks."""

#: Rows that a trainer is tried on.
_TRIED = 64
#: Answers to what cannot be answered: a code that no row has, not even one with a label that nobody trains on.
_NONE = -2


def tried_trainer(model: str, settings: Mapping[str, Any], whose: str) -> Trainer:
    """The trainer of a round, tried on a few rows: wrong settings are not the parties' fault.

    It prints nothing, whatever its settings say: how well data fit is in clear there.

    Args:
        model: its name.
        settings: of the model.
        whose: what errors call it.

    Raises:
        InvalidInput: there is no such model, or not with such settings.
    """
    trainer = trainer_of(model, {name: False if name == "verbose" else value for name, value in settings.items()})
    codes = np.arange(_TRIED) % 2
    try:
        trainer.predict(np.column_stack((codes, np.arange(_TRIED) / _TRIED)), codes, np.zeros((1, 2)))
    except InvalidInput as error:
        if isinstance(error.__cause__, TypeError):  # a wrong setting is both; with too few rows it is none
            raise InvalidInput(f"{whose} cannot be used: {error.message}") from error
    except Exception as error:
        raise InvalidInput(f"{whose} cannot be used: {error}") from error
    return trainer


def count_strictly(problem: Problem, trainer: Trainer, memo: Memo) -> Measured:
    """The table of a problem of which every model can be made; raises one of `UNTRAINABLE` otherwise."""
    return measure(problem, trainer, memo=memo, jobs=1)


def count(problem: Problem, trainer: Trainer, memo: Memo, advance: Callable[[int], None]) -> Measured:
    """The table of a problem; a set of which no model can be made counts 0, so its closure is the best of its parts.

    Otherwise one party could keep all others from being trained: by rows that make a model only as long as they are
    alone.
    """
    return measure(problem, _lenient(trainer), memo=memo, jobs=1, advance=advance)


def count_again(problem: Problem, trainer: Trainer, mask: int) -> int:
    """One cell of that table, without looking at what is known."""
    return cell(problem, _lenient(trainer), mask)[0]


def _lenient(trainer: Trainer) -> Trainer:
    return trainer if isinstance(trainer, Ridge) else _Lenient(trainer)  # ridge always has a solution


@dataclass(frozen=True)
class _Lenient:
    """A trainer whose failures are wrong answers."""

    strict: Trainer

    @property
    def identity(self) -> str:
        return self.strict.identity

    def predict(self, features: Floats, codes: Ints, asked: Floats) -> Ints:
        try:
            return self.strict.predict(features, codes, asked)
        except UNTRAINABLE:
            return np.full(len(asked), _NONE)
