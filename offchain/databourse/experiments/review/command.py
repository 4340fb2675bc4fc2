"""The command that computes the same again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from typing import Any


def command(name: str, settings: Any, full: Any, quick: Any, options: Sequence[str]) -> str:
    """For a report, so that its reader can repeat it.

    Args:
        name: of the experiment.
        settings: what was computed: a dataclass, as those that follow.
        full: what is computed without any option.
        quick: what is computed with `--quick`.
        options: fields that have an option of the same name; the others tell `full` from `quick`.
    """
    fixed = [field.name for field in fields(settings) if field.name not in options]
    base = full if all(getattr(settings, name) == getattr(full, name) for name in fixed) else quick
    words = ["bourse experiment", name, *(["--quick"] if base is quick else [])]
    for option in options:
        value = getattr(settings, option)
        if value != getattr(base, option):
            words.append(f"--{option} {','.join(map(str, value)) if isinstance(value, tuple) else value}")
    return " ".join([*words, "--fresh"])
