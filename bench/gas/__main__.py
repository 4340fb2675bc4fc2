"""The command line; see `bench.gas`. Its exit code says whether the committed figures are right."""

from __future__ import annotations

import argparse
import sys

from bench.gas import __doc__ as about
from bench.gas.measuring import measure
from bench.gas.snapshot import recorded, write


def main() -> int:
    """Measures, prints what changed, and writes it down if asked to."""
    parser = argparse.ArgumentParser(prog="python -m bench.gas", description=about)
    parser.add_argument("--write", action="store_true", help="write the figures to snapshots/gas.json and README.md")
    chosen = parser.parse_args()
    figures, before = measure(), recorded()
    width = max(len(name) for gas in figures.values() for name in gas)
    for mechanism, gas in figures.items():
        print(f"{mechanism}:")
        for name, used in gas.items():
            change = used - before.get(mechanism, {}).get(name, used)
            print(f"  {name:<{width}} {used:>12,}" + (f"  {change:+,}" if change else ""))
    if chosen.write:
        write(figures)
    elif figures != before:
        print("snapshots/gas.json says something else: look at the changes, then run `make gas`", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
