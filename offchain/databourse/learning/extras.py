"""What is installed apart: scikit-learn and joblib for training, diffprivlib for private models."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from importlib.util import find_spec
from typing import ParamSpec, TypeVar

from databourse.errors import BourseError

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")


def needs(module: str, extra: str = "learning") -> Callable[[Callable[Arguments, Result]], Callable[Arguments, Result]]:
    """For a function that cannot do without an optional package: says how to get it.

    Args:
        module: what is imported.
        extra: what installs it.
    """

    def decorate(function: Callable[Arguments, Result]) -> Callable[Arguments, Result]:
        @wraps(function)
        def checked(*arguments: Arguments.args, **options: Arguments.kwargs) -> Result:
            if find_spec(module) is None:
                raise BourseError(f"{module} is not installed", f"pip install 'databourse[{extra}]'")
            return function(*arguments, **options)

        return checked

    return decorate
