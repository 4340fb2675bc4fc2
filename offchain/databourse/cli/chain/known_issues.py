"""What no contract of a resale chain can prevent, said wherever somebody decides about one."""

from __future__ import annotations

KNOWN_ISSUES = (
    "A seller can evade those before it: sell at a price near zero and be paid elsewhere.",
    "A copy of the data can be registered as another dataset, whose chain pays nobody of this one.",
)

HELP = "\b\nKnown issues, which no contract can prevent:\n" + "\n".join(
    f"  {number}. {issue}" for number, issue in enumerate(KNOWN_ISSUES, start=1)
)
"""As a paragraph of a command's help."""
