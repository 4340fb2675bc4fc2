"""What whole plays share: people with data, rounds of a series, and a look at everything that anybody has."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from databourse.chain import devnet, devnet_accounts
from databourse.chain.binaries import find_anvil
from databourse.chain.config import resolve_network
from databourse.chain.connection import connect
from databourse.chain.deploy import DEVNET_TOKENS
from databourse.chain.exchange import Exchange
from databourse.market.terms import Status
from databourse.money import TOKEN
from tests.cli.conftest import act, ok

ROOT = Path(__file__).parents[2]
PEOPLE = devnet_accounts.PEOPLE
SELLERS = {"alice": (), "bob": (7, 8, 30), "carol": tuple(range(20, 38))}
"""Who sells, and which hours are missing from their data."""


def tokens(amount: float) -> str:
    """What JSON says for an amount of up to three decimals."""
    return str(round(amount * 1000) * TOKEN // 1000)


def exchange() -> Exchange:
    """The contracts that `bourse` would talk to in this process."""
    return Exchange.open(connect(resolve_network()))


def address(name: str) -> str:
    """Of somebody of the devnet."""
    return devnet_accounts.account(name).address


def write_station(path: Path, missing: tuple[int, ...] = ()) -> Path:
    """A CSV file of two days of hourly temperatures, without the hours that are missing."""
    lines = [f"2026-01-{1 + hour // 24:02d}T{hour % 24:02d}:00,{hour / 2}" for hour in range(48) if hour not in missing]
    path.write_text("\n".join(["time,celsius", *lines]) + "\n", encoding="utf-8")
    return path


def register_stations(folder: Path) -> dict[str, int]:
    """Registers a dataset of every seller; the files stay in the folder, under the seller's name."""
    return {
        name: act(name, "dataset", "register", write_station(folder / f"{name}.csv", missing), "--kind", "temperature")[
            "dataset"
        ]
        for name, missing in SELLERS.items()
    }


def create_series(name: str, *options: object) -> int:
    """A series of temperatures, with an entry fee of 0.1."""
    number: int = act("operator", "series", "create", name, "--kind", "temperature", "--fee", "0.1", *options)["series"]
    return number


def open_slot(series: str, *options: object) -> str:
    """Opens a round that closes in ten minutes, and returns how it is named."""
    opened = act("operator", "slot", "open", series, "--close-in", "10m", *options)
    return f"{series}/{opened['round']}"


def fill(slot: str, datasets: dict[str, int]) -> None:
    """Asks of carol, alice and bob, the cheapest and worst data first, and bids of dave, erin and the choosy frank."""
    for name, price in (("carol", 0.5), ("alice", 0.7), ("bob", 0.9)):
        act(name, "ask", slot, "--dataset", datasets[name], "--price", price, "--quantity", 20)
    act("dave", "bid", slot, "--price", 2, "--quantity", 30)
    act("erin", "bid", slot, "--price", "0.8", "--quantity", 5)
    act("frank", "bid", slot, "--price", "1.5", "--quantity", 5, "--min-quality", 15)


def settle(slot: str) -> Any:
    """Settles a round without waiting for its close."""
    return act("solver", "slot", "settle", slot, "--advance")


def show(slot: str) -> Any:
    """What `bourse slot show` tells programs."""
    return ok("slot", "show", slot, "--json").json


def audit() -> Any:
    """What the audit reports, which must pass."""
    return ok("audit", "replay", "--independent", "--json").json


@dataclass(frozen=True)
class Everything:
    """What the devnet's people have, and how far the chain is.

    Attributes:
        block: the latest.
        nonces: how many transactions each has sent.
        wallets: base units outside the contracts.
        accounts: (free, locked) by series and name, wherever there is anything; of resale chains under 0.
        rounds: number, status and number of entries of the latest round of each series.
    """

    block: int
    nonces: dict[str, int]
    wallets: dict[str, int]
    accounts: dict[tuple[int, str], tuple[int, int]]
    rounds: dict[int, tuple[int, Status, int]]

    def worth(self, name: str) -> int:
        """Base units that somebody has, in the wallet and in all series."""
        return self.wallets[name] + sum(sum(both) for (_, who), both in self.accounts.items() if who == name)


def everything() -> Everything:
    """All of it, read from the chain and not through `bourse`. That nothing is gone is made sure on the way."""
    found = exchange()
    connection, token, market, resale = (
        found.connection,
        *(contract.functions for contract in (found.token, found.market, found.resale)),
    )
    series = [one.number for one in found.series_list()]
    keys = [(number, name) for number in series for name in PEOPLE]
    asked = connection.batch([("eth_getTransactionCount", [address(name), "pending"]) for name in PEOPLE])
    wallets = found.read_many([token.balanceOf(address(name)) for name in PEOPLE])
    accounts = found.read_many([market.accountOf(number, address(name)) for number, name in keys])
    of_chains = found.read_many([resale.accountOf(0, address(name)) for name in PEOPLE])
    rounds = [found.round_view(number) for number in series]
    held, tokens_held = found.read_many([market.held(), token.balanceOf(found.deployment.market)])
    in_chains, tokens_in_chains = found.read_many([resale.held(), token.balanceOf(found.deployment.resale)])
    have = {key: (one["free"], one["locked"]) for key, one in zip(keys, accounts, strict=True)}
    assert held == tokens_held == sum(map(sum, have.values()))
    assert in_chains == tokens_in_chains >= sum(one["free"] for one in of_chains)  # the rest is to be claimed
    assert held + in_chains + sum(wallets) == DEVNET_TOKENS * len(PEOPLE)
    have |= {(0, name): (one["free"], 0) for name, one in zip(PEOPLE, of_chains, strict=True)}
    return Everything(
        connection.head(),
        dict(zip(PEOPLE, (int(count, 16) for count in asked), strict=True)),
        dict(zip(PEOPLE, wallets, strict=True)),
        {key: both for key, both in have.items() if any(both)},
        {one.series: (one.round, one.status, one.count) for one in rounds},
    )


@contextmanager
def nothing_happens() -> Iterator[None]:
    """Makes sure that nobody sends anything meanwhile, and that everybody has what they had."""
    before = everything()
    yield
    assert everything() == before


def url() -> str:
    """Where the devnet of this test listens."""
    running = devnet.recorded()
    assert running is not None
    return running.rpc_url


def until(condition: Callable[[], object], seconds: float = 40) -> None:
    """Waits for something that comes by itself."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def program(name: str) -> str:
    """Where a program of this environment lies."""
    return str(Path(sys.executable).with_name(name))


def heed_interrupts() -> None:
    """For a new process: what a shell starts in the background ignores interrupts, and so would its children."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@contextmanager
def in_background(*words: object) -> Iterator[subprocess.Popen[str]]:
    """`bourse` with these words in a process of its own, as in another terminal."""
    process = subprocess.Popen(
        [program("bourse"), *map(str, words)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=heed_interrupts,
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def with_anvil() -> dict[str, str]:
    """This process' environment, in which others find anvil too."""
    return {**os.environ, "PATH": f"{find_anvil().parent}{os.pathsep}{os.environ['PATH']}"}
