"""The report: Markdown written from the results of a run, in the order in which it is read.

- claims: what the paper says; on_bilateral, on_money, on_mixed: what the numbers say about it
- frame, closing: the beginning and the end; bilateral, money, mixed, cases: what is in between
"""

from __future__ import annotations

from databourse.experiments.review.claims import Results
from databourse.experiments.review.section import report
from databourse.experiments.sharing.review import bilateral, cases, mixed, money
from databourse.experiments.sharing.review.closing import CLOSING
from databourse.experiments.sharing.review.frame import CHOICES, GLANCE, TITLE
from databourse.experiments.sharing.settings import Settings

SECTIONS = (GLANCE, CHOICES, *bilateral.SECTIONS, *money.SECTIONS, *mixed.SECTIONS, *cases.SECTIONS, CLOSING)


def render(results: Results, settings: Settings) -> str:
    """The whole report."""
    return report(TITLE, "sharing", SECTIONS, results, settings)
