"""The whole experiment: which parts there are, how people name them, and the folder that a run fills."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from databourse.errors import InvalidInput
from databourse.experiments import auction
from databourse.experiments.auction import audit, examples, gains, leakage, own_report, privacy, profiles, sweep, times
from databourse.experiments.auction.figures import save_figures
from databourse.experiments.auction.review import render
from databourse.experiments.auction.settings import Settings
from databourse.experiments.parts import Part, Progress, run_parts
from databourse.experiments.store import Json, Store, fingerprint
from databourse.mechanisms import double_auction
from databourse.mechanisms.double_auction import analysis, chance, literal, steps

PARTS: tuple[Part[Settings], ...] = (
    sweep.SWEEP,
    sweep.RANGES_PART,
    times.PART,
    own_report.PART,
    leakage.PART,
    audit.PART,
    profiles.PART,
    gains.PART,
    privacy.PART,
    examples.PART,
)

#: What `--only` takes, and the parts that it means.
TOPICS: Mapping[str, tuple[str, ...]] = {
    "fig5": ("sweep",),
    "fig6": ("sweep",),
    "fig7": ("sweep",),
    "fig8": ("times",),
    "fig9": ("own_report",),
    "fig10": ("leakage",),
    "ranges": ("ranges",),
    "audit": ("audit", "profiles"),
    "gains": ("gains",),
    "privacy": ("privacy",),
    "examples": ("examples",),
}

RESULTS, REPORT = "results.json", "README.md"


def choose(topics: Sequence[str]) -> list[Part[Settings]]:
    """The parts that these topics need; all of them for none.

    Raises:
        InvalidInput: if there is no such topic.
    """
    for topic in topics:
        if topic not in TOPICS:
            raise InvalidInput.of("--only", topic, "there is no such topic", f"the topics are: {', '.join(TOPICS)}")
    wanted = {name for topic in topics or TOPICS for name in TOPICS[topic]}
    return [part for part in PARTS if part.name in wanted]


def run(
    settings: Settings, folder: Path, *, topics: Sequence[str], jobs: int, fresh: bool, progress: Progress
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
    chosen = choose(topics)
    store = _store(folder)
    run_parts(chosen, settings, store, jobs=jobs, fresh=fresh, progress=progress)
    return _write(settings, folder, store)


def write_again(settings: Settings, folder: Path) -> dict[str, Json]:
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
    return _write(settings, folder, _store(folder), any_code=True)


def _store(folder: Path) -> Store:
    return Store(folder / RESULTS, fingerprint(auction, double_auction, analysis, chance, literal, steps))


def _write(settings: Settings, folder: Path, store: Store, *, any_code: bool = False) -> dict[str, Json]:
    found = {part.name: store.find(part.name, part.parameters(settings), any_code=any_code) for part in PARTS}
    results = {name: result for name, result in found.items() if result is not None}
    if not results:
        hint = "give --quick, --runs, --bidders and --seed as they were when it was computed"
        raise InvalidInput(f"{folder / RESULTS} has nothing for these settings", hint)
    save_figures(results, folder)
    (folder / REPORT).write_text(render(results, settings), encoding="utf-8")
    return results
