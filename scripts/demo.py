"""What `make demo` runs: three slots on real temperature series, from an empty chain to the audit.

This is the table of contents; each step stands in a chapter of `databourse.demo`, which is written to be read.
"""

from __future__ import annotations

import argparse
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

from databourse.demo import afterwards, entering, offering, settling
from databourse.demo.scenario import BOASTER, BUYERS, RELAYER, SAN_FRANCISCO_1, SEATTLE_1, SEATTLE_2, STATIONS
from databourse.demo.screen import Screen
from databourse.demo.stage import Stage, own_chain
from databourse.errors import BourseError, InvalidInput


def play(stage: Stage) -> None:
    """The whole story."""
    step, say = stage.screen.step, stage.screen.say

    step("Two series of real temperatures, cut into stations; an attester measures what each is worth")
    say(
        "The temperatures are NOAA's, hourly for 2010, as the package vega_datasets ships them; so smooth, they must "
        "be averages over years. The stations are ours: stretches of weeks, with outages and blanks drawn by a fixed "
        "seed. The gap of one hour on 14 March is in the source."
    )
    for city in ("seattle", "san-francisco"):
        offering.create_series(stage, city)
    offering.fund_everyone(stage, [*BUYERS, RELAYER, *(station.seller for station in STATIONS)])
    offers = offering.register(stage, STATIONS)
    offering.attest(stage, offers)

    step("Two slots side by side: sellers ask, buyers bid")
    seattle, san_francisco = entering.open_slot(stage, SEATTLE_1), entering.open_slot(stage, SAN_FRANCISCO_1)
    say(f"{BOASTER} asks with a grade that was not measured: {entering.boast(stage, seattle, offers)}")
    for slot in (seattle, san_francisco):
        entering.enter_asks(stage, slot, offers)
    entering.enter_and_cancel(stage, seattle)
    for slot in (seattle, san_francisco):
        entering.enter_bids(stage, slot)
    entering.carry_signed(stage, seattle)

    step("An hour later: a solver works the outcomes out, the contract checks them and moves the money")
    settled = [settling.settle(stage, seattle), settling.settle(stage, san_francisco)]

    step("The next slot of seattle, under another rule: deliveries go on where the last slot ended")
    following = entering.open_slot(stage, SEATTLE_2)
    entering.enter_asks(stage, following, offers)
    entering.enter_bids(stage, following)
    settled.append(settling.settle(stage, following))
    afterwards.show_pointers(stage, settled[0], settled[2])

    step("Why did a bid lose?")
    afterwards.explain_bid(stage, settled[0], "grace")

    step("A buyer takes what it won, and checks it against the chain")
    afterwards.deliver(stage, settled[2], "dev11", offers)

    step("A seller takes its money out")
    afterwards.withdraw(stage, "seattle", "dev16")

    step("The audit: everything again, from the log alone")
    afterwards.audit(stage, stage.output / "audit.json")

    step("What happened; prices are for one hour of data")
    settling.show_results(stage, settled)
    say("pictures of the books:")
    for one in settled:
        say(f"  {one.picture}")


def main(arguments: Sequence[str] = ()) -> int:
    """Runs the demo; `ape run demo` does so too, without arguments. Returns an exit code, as `bourse` has them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--output", type=Path, default=Path("demo-output"), help="folder for pictures, data and report")
    output = parser.parse_args(arguments).output
    # ends like Ctrl-C, so that the chain is stopped too
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    screen = Screen()
    try:
        _make_folder(output)
        screen.step("A chain of our own, with the contracts on it")
        with own_chain(screen, output) as stage:
            play(stage)
    except KeyboardInterrupt:
        screen.say("interrupted; the chain is stopped")
        return 130
    except BourseError as error:
        print(f"Error: {error.message}" + (f"\nHint: {error.hint}" if error.hint else ""), file=sys.stderr)
        return error.exit_code
    screen.step(
        f"Done in {screen.seconds:.0f} s. The chain is stopped and gone; pictures, data and report are in {output}"
    )
    return 0


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InvalidInput.of("output", str(folder), f"cannot be a folder: {error.strerror}") from error


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
