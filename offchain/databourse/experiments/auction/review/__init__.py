"""The report: Markdown written from the results of a run, in the order in which it is read.

- verdict, claims, theory, readings: what the paper says, and what the numbers say about it
- frame, closing: the beginning and the end; figures_5_to_8, figures_9_and_10, audits, cases: what is in between
"""

from __future__ import annotations

from databourse.experiments.auction.review import audits, cases, figures_5_to_8, figures_9_and_10
from databourse.experiments.auction.review.closing import CLOSING
from databourse.experiments.auction.review.frame import CHOICES, GLANCE, OTHER_RANGES, TITLE
from databourse.experiments.auction.settings import Settings
from databourse.experiments.review.claims import Results
from databourse.experiments.review.section import report

SECTIONS = (
    GLANCE,
    CHOICES,
    *figures_5_to_8.SECTIONS,
    *figures_9_and_10.SECTIONS,
    OTHER_RANGES,
    *audits.SECTIONS,
    *cases.SECTIONS,
    CLOSING,
)


def render(results: Results, settings: Settings) -> str:
    """The whole report."""
    return report(TITLE, "auction", SECTIONS, results, settings)
