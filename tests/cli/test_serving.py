from __future__ import annotations

import signal

import pytest

from databourse.cli.serving import StoppableClock


@pytest.mark.parametrize("kind", [signal.SIGINT, signal.SIGTERM])
def test_the_first_signal_asks_and_the_second_ends_at_once(kind: signal.Signals) -> None:
    clock = StoppableClock()
    before = signal.getsignal(kind)
    with clock.stopped_by_signals():
        signal.raise_signal(kind)
        assert clock.stopped
        clock.wait(1e9)
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(kind)
    assert signal.getsignal(kind) is before
