"""What reports about papers are made of."""

from __future__ import annotations

from databourse.experiments.review.claims import Claim, Claims, Finding, Results, Verdict
from databourse.experiments.review.markdown import listing, number, paragraphs, percent, table
from databourse.experiments.review.section import Section, join, report

WORDS = {Verdict.HOLDS: "stands", Verdict.PARTLY: "stands if", Verdict.FAILS: "falls", Verdict.OPEN: "not looked at"}


def _at_least(least: int) -> Claim:
    def judge(results: Results) -> Finding:
        verdict = Verdict.HOLDS if results["size"] >= least else Verdict.FAILS
        return Finding(verdict, f"it is {results['size']}")

    return Claim(f"Fig {least}", f"at least {least}", ("size",), judge)


CLAIMS = Claims((_at_least(1), _at_least(3)), WORDS)


def test_claims_in_a_table_in_lists_and_under_headings() -> None:
    results = {"size": 2}
    assert CLAIMS.counted(results) == "1 *stands*, 1 *falls*"
    assert CLAIMS.table(results).splitlines()[2:] == [
        "| Fig 1 | at least 1 | **stands** | it is 2 |",
        "| Fig 3 | at least 3 | **falls** | it is 2 |",
    ]
    assert CLAIMS.listed(results, "Fig 3", "Fig 4") == "* *Fig 3: at least 3.* **Falls**: it is 2."
    headings = {Verdict.HOLDS: "Good", Verdict.PARTLY: "Mixed", Verdict.FAILS: "Bad"}
    assert CLAIMS.sorted_out(results, headings) == [
        "**Good**",
        "* At least 1 (Fig 1)",
        "**Bad**",
        "* At least 3 (Fig 3)",
    ]


def test_claims_without_results() -> None:
    assert CLAIMS.counted({}) == "2 *not looked at*"
    assert "**Not looked at**: left out of this run." in CLAIMS.listed({}, "Fig 1")


def test_a_report_says_what_was_left_out() -> None:
    sections: tuple[Section[int], ...] = (
        Section("Sizes", ("size",), lambda results, settings: f"{results['size']} of {settings}"),
        Section("Colours", ("colour",), lambda *_: "red"),
    )
    assert report("Beasts", "beasts", sections, {"size": 2}, 7) == (
        "# Beasts\n\n"
        "*Written by `bourse experiment beasts`; numbers and verdicts follow from [results.json](results.json).*\n\n"
        "## Sizes\n\n2 of 7\n\n## Colours\n\nLeft out of this run.\n"
    )


def test_paragraphs_and_items_are_one_line_each() -> None:
    text = """
        One
        paragraph.

        * An item
          of two lines
        * and another * one

        | a |
        | b |
        """
    assert paragraphs(text) == "One paragraph.\n\n* An item of two lines\n* and another * one\n\n| a |\n| b |"
    assert join("  a\n  b", "c") == "a b\n\nc"


def test_numbers_and_tables() -> None:
    assert [number(value) for value in (1234.5, 0.0123, -0.5, 0, 0.00001234)] == [
        "1,234",
        "0.0123",
        "−0.5",
        "0",
        "1.2e-05",
    ]
    assert [percent(share) for share in (0, 0.0001, 0.1234)] == ["0", "< 0.1 %", "12.3 %"]
    assert listing(["a", "b", "c"]) == "a, b and c" and listing(["a"]) == "a"
    assert (
        table(["who", "what", "how many"], [("x", "y", "1"), ("y", "z", "–")]).splitlines()[1] == "| --- | --- | ---: |"
    )
