"""The report: Markdown written from the results of a run, in the order in which it is read.

- claims: what the paper says; on_table, on_figures, on_theory, on_markets: what the numbers say about it
- frame, closing: the beginning and the end; table_1, figures_2_and_3, theory, cases, market: what is in between
"""

from __future__ import annotations

from databourse.experiments.resale.review import cases, figures_2_and_3, market, table_1, theory
from databourse.experiments.resale.review.closing import CLOSING
from databourse.experiments.resale.review.frame import CHOICES, GLANCE, TITLE
from databourse.experiments.resale.settings import Settings
from databourse.experiments.review.claims import Results
from databourse.experiments.review.section import report

SECTIONS = (
    GLANCE,
    CHOICES,
    *table_1.SECTIONS,
    *figures_2_and_3.SECTIONS,
    *theory.SECTIONS,
    *cases.SECTIONS,
    *market.SECTIONS,
    CLOSING,
)


def render(results: Results, settings: Settings) -> str:
    """The whole report."""
    return report(TITLE, "resale", SECTIONS, results, settings)
