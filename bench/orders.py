"""How many orders a second one process gets into a round on a local chain: `python -m bench.orders [--json]`.

- order file, one sender: as many as one account may enter, through all that `bourse order send` does, from reading the
  file to finding every order in the log again
- order file, many senders: a full round of 20 accounts, likewise
- signed and relayed: a full round of 250 accounts, through all that `bourse order relay` does, from reading the folder
  to the files in `done`; making the signed orders is counted apart, because it is not the relayer who signs

Everything is screened, simulated, journalled and confirmed as for a user. The chain makes a block for each transaction.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stdout
from dataclasses import asdict, dataclass
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table

from bench.stage import Stage, stage, trader
from databourse.chain import devnet_accounts
from databourse.chain.journal import Journal
from databourse.chain.relay.folder import RelayFolder
from databourse.chain.relay.relaying import Relayer
from databourse.chain.signed_orders import SignedOrder
from databourse.chain.signer import Signer
from databourse.chain.typed_data import Order, order_message
from databourse.cli.order.relaying import look
from databourse.cli.order.sending import send_file
from databourse.cli.output import Output
from databourse.cli.session import Session
from databourse.market.double_auction.orders import BidOrder
from databourse.market.mechanism import by_name
from databourse.market.series_config import NOBODY
from databourse.money import TOKEN, format_tokens

MANY = 1000
SENDERS = 20
SIGNERS = 250
FEE = TOKEN // 1000
SERIES = 1

_fresh = count()
"""Numbers that no price has had, so that no order equals an earlier one."""


@dataclass(frozen=True)
class Result:
    """One way of getting orders in.

    Attributes:
        way: which.
        orders: how many were accepted.
        seconds: for all of it.
        signing: seconds of it that were spent on signing.
    """

    way: str
    orders: int
    seconds: float
    signing: float

    @property
    def rate(self) -> float:
        """Orders a second, signing included."""
        return self.orders / self.seconds

    @property
    def rate_without_signing(self) -> float:
        """Orders a second, had signing taken no time."""
        return self.orders / (self.seconds - self.signing)


def measure(repeat: int) -> list[Result]:
    """The best of some runs of each way."""
    with TemporaryDirectory(prefix="databourse-") as folder, _settings(Path(folder)), stage() as here:
        _prepare(here)
        ways: list[Callable[[Stage, Path], Result]] = [_one_sender, _many_senders, _relayed]
        runs = [[way(here, Path(folder)) for _ in range(repeat)] for way in ways]
    return [max(results, key=lambda result: result.rate) for results in runs]


@contextmanager
def _settings(folder: Path) -> Iterator[None]:
    """Journals are written into a folder of their own."""
    before = os.environ.get("XDG_CONFIG_HOME")
    os.environ["XDG_CONFIG_HOME"] = str(folder / "config")
    try:
        yield
    finally:
        if before is None:
            del os.environ["XDG_CONFIG_HOME"]
        else:
            os.environ["XDG_CONFIG_HOME"] = before


def _prepare(here: Stage) -> None:
    """A series with a fee, open to everybody, and people with money."""
    market, token = here.exchange.market.functions, here.exchange.token.functions
    operator = here.signer("operator").address
    checkers = [here.exchange.checker("kth-price")]
    config = (operator, operator, NOBODY, NOBODY, NOBODY, 0, 10**6, 0, FEE, b"bench".ljust(32, b"\0"), checkers)
    here.act("operator", market.createSeries(config))
    for name in ("operator", *devnet_accounts.NAMES[:SENDERS]):
        here.act(name, token.faucet(here.signer(name).address, 10**5 * TOKEN))
    here.act("operator", token.approve(here.exchange.deployment.market, 10**5 * TOKEN))
    people = [trader(number).address for number in range(1, SIGNERS + 1)]
    here.act_all("operator", [market.deposit(SERIES, person, 100 * TOKEN) for person in people])


def _one_sender(here: Stage, folder: Path) -> Result:
    here.open_round(SERIES, here.exchange.checker("kth-price"), by_name("kth-price").encode_params({}))
    most = here.exchange.round_view(SERIES).max_per_account
    return _send("order file, 1 sender", here, folder, ["alice"] * most)


def _many_senders(here: Stage, folder: Path) -> Result:
    here.open_round(SERIES, here.exchange.checker("kth-price"), by_name("kth-price").encode_params({}))
    names = [devnet_accounts.NAMES[number % SENDERS] for number in range(MANY)]
    return _send(f"order file, {SENDERS} senders", here, folder, names)


def _send(way: str, here: Stage, folder: Path, names: list[str]) -> Result:
    """Sends a file with an order of each of these names."""
    file = folder / "orders.csv"
    rows = [f"bid,{format_tokens(TOKEN // 1000 + next(_fresh))},3,5,{name}" for name in names]
    file.write_text("\n".join(["side,price,quantity,min_quality,from", *rows]) + "\n", encoding="utf-8")
    network = here.exchange.connection.network
    with _clock_of_signing() as signing, redirect_stdout(io.StringIO()):
        start = time.perf_counter()
        session = Session(Output(json=True), None, network.rpc_url, network.deployments, None, "alice", True)
        send_file(session, str(SERIES), file, skip_invalid=False, batch=100, top_up=True)
        seconds = time.perf_counter() - start
    return Result(way, _accepted(here, len(names)), seconds, sum(signing))


def _relayed(here: Stage, folder: Path) -> Result:
    """Signs orders of many people, puts them into a folder, and carries them."""
    _, named, _ = here.open_round(SERIES, here.exchange.checker("kth-price"), by_name("kth-price").encode_params({}))
    inbox = folder / f"inbox-{next(_fresh)}"
    market = here.exchange.market.functions
    people = [Signer(str(number), trader(number).address, trader(number)) for number in range(1, SIGNERS + 1)]
    accounts = here.exchange.read_many([market.accountOf(SERIES, person.address) for person in people])
    start = time.perf_counter()
    orders = [
        _signed(here, person, named, account["nonce"] + turn)
        for turn in range(MANY // SIGNERS)
        for person, account in zip(people, accounts, strict=True)
    ]
    signing = time.perf_counter() - start
    waiting = RelayFolder(inbox)
    (inbox / "orders.jsonl").write_text("".join(json.dumps(one.as_json()) + "\n" for one in orders), encoding="utf-8")
    start = time.perf_counter()
    with Journal(inbox / ".journal.jsonl") as journal:
        relayer = Relayer(here.exchange, here.transactions, here.signer("carol"), FEE, journal)
        look(relayer, waiting, lambda *_: None)
    seconds = time.perf_counter() - start
    return Result("signed and relayed", _accepted(here, MANY), seconds + signing, signing)


def _signed(here: Stage, person: Signer, terms: bytes, nonce: int) -> SignedOrder:
    chain_id, market = here.exchange.connection.chain_id, here.exchange.deployment.market
    bid = BidOrder(TOKEN // 1000 + next(_fresh), 3, 5)
    order = Order(terms, person.address, bid.needed_lock, bid.encode(), nonce, 2**39, FEE)
    signature = person.sign_typed_data(order_message(order, chain_id, market))
    return SignedOrder(chain_id, market, SERIES, order, signature)


def _accepted(here: Stage, expected: int) -> int:
    """How many orders the round has, which must be all."""
    found = here.exchange.round_view(SERIES).count
    if found != expected:
        raise RuntimeError(f"{found} of {expected} orders were accepted")
    return found


@contextmanager
def _clock_of_signing() -> Iterator[list[float]]:
    """The seconds that each signature takes while the block runs."""
    seconds: list[float] = []

    def timed(sign: Callable[..., Any]) -> Callable[..., Any]:
        def run(*given: Any) -> Any:
            start = time.perf_counter()
            try:
                return sign(*given)
            finally:
                seconds.append(time.perf_counter() - start)

        return run

    originals = {name: getattr(Signer, name) for name in ("sign_transaction", "sign_typed_data")}
    try:
        for name, original in originals.items():
            setattr(Signer, name, timed(original))
        yield seconds
    finally:
        for name, original in originals.items():
            setattr(Signer, name, original)


def main() -> None:
    """Print the table, or JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--repeat", type=int, default=3, help="take the best of so many runs")
    given = parser.parse_args()
    results = measure(given.repeat)
    if given.json:
        rates = [{"rate": one.rate, "rate_without_signing": one.rate_without_signing} for one in results]
        print(json.dumps([asdict(one) | rate for one, rate in zip(results, rates, strict=True)], indent=2))
        return
    table = Table(title="Orders accepted a second, one process, local chain", box=box.SIMPLE)
    for heading in ("way", "orders", "seconds", "orders/s", "without signing"):
        table.add_column(heading, justify="left" if heading == "way" else "right", no_wrap=True)
    for one in results:
        with_signing, without = f"{one.rate:,.0f}", f"{one.rate_without_signing:,.0f}"
        table.add_row(one.way, f"{one.orders:,}", f"{one.seconds:.2f}", with_signing, without)
    Console().print(table)


if __name__ == "__main__":
    main()
