"""An experiment, and the folder that a run of it fills: the report, the figures, the results."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Generic, TypeVar

from databourse.errors import InvalidInput
from databourse.experiments.figures import Figures, save_figures
from databourse.experiments.parts import Part, Progress, run_parts
from databourse.experiments.store import Json, Store, fingerprint

S = TypeVar("S")  # settings of an experiment

RESULTS, REPORT = "results.json", "README.md"


@dataclass(frozen=True)
class Experiment(Generic[S]):
    """Everything about one paper.

    Attributes:
        parts: what is computed, in order.
        topics: what `--only` takes, and the parts that it means.
        figures: what is drawn.
        render: from the results of the parts, as far as there are any, and the settings to the report.
        code: packages whose sources, without those below them, decide the results: another version computes again.
        options: the options of the command that choose the settings, for messages.
    """

    parts: tuple[Part[S], ...]
    topics: Mapping[str, tuple[str, ...]]
    figures: Figures
    render: Callable[[dict[str, Json], S], str]
    code: tuple[ModuleType, ...]
    options: str

    def choose(self, topics: Sequence[str]) -> list[Part[S]]:
        """The parts that these topics need; all of them for none.

        Raises:
            InvalidInput: if there is no such topic.
        """
        for topic in topics:
            if topic not in self.topics:
                known = ", ".join(self.topics)
                raise InvalidInput.of("--only", topic, "there is no such topic", f"the topics are: {known}")
        wanted = {name for topic in topics or self.topics for name in self.topics[topic]}
        return [part for part in self.parts if part.name in wanted]

    def run(
        self, settings: S, folder: Path, *, topics: Sequence[str], jobs: int, fresh: bool, progress: Progress
    ) -> dict[str, Json]:
        """Computes what is missing, draws the figures and writes the report.

        Args:
            settings: sizes and seed.
            folder: gets results.json, README.md and the figures; parts that it holds already, computed with the same
                settings and the same code, are not computed again.
            topics: what to compute; all for none. The report shows other parts too, if the folder has them.
            jobs: how many processes compute.
            fresh: compute again what the folder has.
            progress: is told how far it is.

        Returns:
            The results of all parts in the report, by part.

        Raises:
            InvalidInput: if a topic is unknown or the folder cannot be used.
        """
        chosen = self.choose(topics)
        store = self._store(folder)
        run_parts(chosen, settings, store, jobs=jobs, fresh=fresh, progress=progress)
        return self._write(settings, folder, store)

    def write_again(self, settings: S, folder: Path) -> dict[str, Json]:
        """Draws figures and writes the report from what a folder has, whichever code computed it.

        Args:
            settings: those that it was computed with.
            folder: as for `run`.

        Returns:
            The results of all parts in the report, by part.

        Raises:
            InvalidInput: if the folder has no results for these settings, or cannot be used.
        """
        if not (folder / RESULTS).exists():
            raise InvalidInput(f"there is no {RESULTS} in {folder}", "compute first, without --render")
        return self._write(settings, folder, self._store(folder), any_code=True)

    def _store(self, folder: Path) -> Store:
        return Store(folder / RESULTS, fingerprint(*self.code))

    def _write(self, settings: S, folder: Path, store: Store, *, any_code: bool = False) -> dict[str, Json]:
        found = {part.name: store.find(part.name, part.parameters(settings), any_code=any_code) for part in self.parts}
        results = {name: result for name, result in found.items() if result is not None}
        if not results:
            hint = f"give {self.options} as they were when it was computed"
            raise InvalidInput(f"{folder / RESULTS} has nothing for these settings", hint)
        save_figures(self.figures, results, folder)
        (folder / REPORT).write_text(self.render(results, settings), encoding="utf-8")
        return results
