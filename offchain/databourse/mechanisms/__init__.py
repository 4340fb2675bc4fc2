"""The market's rules as pure functions: plain inputs to plain outcomes, no chain and no files."""
