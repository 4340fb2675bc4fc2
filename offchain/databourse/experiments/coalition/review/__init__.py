"""The report: Markdown written from the results of a run, in the order in which it is read.

- claims: what the paper says; on_figures, on_payoffs, on_value, on_games: what the numbers say about it
- frame, closing: the beginning and the end; figures, payoffs, procedure, model, mechanism, cases: what is in between
"""

from __future__ import annotations

from databourse.experiments.coalition.review import cases, figures, mechanism, model, payoffs, procedure
from databourse.experiments.coalition.review.closing import CLOSING
from databourse.experiments.coalition.review.frame import CHOICES, GLANCE, TITLE
from databourse.experiments.coalition.settings import Settings
from databourse.experiments.review.claims import Results
from databourse.experiments.review.section import report

SECTIONS = (
    GLANCE,
    CHOICES,
    *figures.SECTIONS,
    *payoffs.SECTIONS,
    *procedure.SECTIONS,
    *model.SECTIONS,
    *mechanism.SECTIONS,
    *cases.SECTIONS,
    CLOSING,
)


def render(results: Results, settings: Settings) -> str:
    """The whole report."""
    return report(TITLE, "coalition", SECTIONS, results, settings)
