"""The report: Markdown written from the results of a run, in the order in which it is read.

- claims: what the paper says; on_model, on_robustness, on_parties, on_figures: what the numbers say about it
- frame, closing: the beginning and the end; figures, model, robustness, parties, sampling, cases: what is in between
"""

from __future__ import annotations

from databourse.experiments.learning.review import cases, figures, model, parties, robustness, sampling
from databourse.experiments.learning.review.closing import CLOSING
from databourse.experiments.learning.review.frame import CHOICES, GLANCE, TITLE
from databourse.experiments.learning.settings import Settings
from databourse.experiments.review.claims import Results
from databourse.experiments.review.section import report

SECTIONS = (
    GLANCE,
    CHOICES,
    *figures.SECTIONS,
    *model.SECTIONS,
    *robustness.SECTIONS,
    *parties.SECTIONS,
    *sampling.SECTIONS,
    *cases.SECTIONS,
    CLOSING,
)


def render(results: Results, settings: Settings) -> str:
    """The whole report."""
    return report(TITLE, "learning", SECTIONS, results, settings)
