"""`bourse order`: many orders at once, orders signed for others to carry, and cancelling."""

from __future__ import annotations

from pathlib import Path

import click

from databourse.cli.command import Group, reads, sends, signs
from databourse.cli.session import Session
from databourse.cli.values import DATASET, DURATION, NUMBER, QUALITY, QUANTITY, TOKENS, Count
from databourse.errors import UsageError

_FILE = click.Path(path_type=Path)
_FOLDER = click.Path(file_okay=False, path_type=Path)


@click.group(cls=Group)
def order() -> None:
    """Orders: many at once from a file; signed without a chain and carried by others; cancelled.

    A single bid or ask of yours needs none of this: see `bourse bid` and `bourse ask`.
    """


@order.command(
    examples="""
    bourse order send temperature orders.csv --from alice
    bourse order send temperature/7 orders.jsonl --from alice --yes --json
    bourse order send temperature fleet.parquet --skip-invalid --from operator
    """
)
@click.argument("slot")
@click.argument("file", type=_FILE)
@click.option("--skip-invalid", is_flag=True, help="Send the good rows although others are not; tell which.")
@click.option("--batch", type=Count(1, 500), default="100", show_default=True, help="Orders in one transaction.")
@click.option("--top-up/--no-top-up", default=True, help="Bring what is missing from the wallet (default), or refuse.")
@sends
def send(session: Session, slot: str, file: Path, skip_invalid: bool, batch: int, top_up: bool) -> None:
    r"""Enter the orders of FILE into SLOT, those that are not in its book yet.

    FILE ends with .csv (the first line names the columns), .jsonl (an object on each line) or .parquet (needs the extra
    `tables`). Its columns:

    \b
    side         bid, ask or cancel
    price        for one unit; see below
    quantity     units
    min_quality  bid: least quality grade, 0 to 15 (default 0)
    quality      ask: quality grade (default: the dataset's)
    dataset      ask: its number
    entry        cancel: the entry that is cancelled
    from         who it is for (default: --from); all keys must be at hand

    Prices are tokens with a decimal point in CSV, base units (10^18 a token) in JSON Lines. In Parquet integers are
    base units, and decimals and texts are tokens; floats are refused, because they are not exact.

    Everything that is wrong is told with its line before anything is sent. When it was interrupted, by whatever, the
    same command goes on where it stopped: FILE says what should be in the book, and an order that is there already,
    with the same account and values, is not entered again. To enter two equal orders write them twice.
    """
    from databourse.cli.order import sending

    sending.send_file(session, slot, file, skip_invalid, batch, top_up)


@order.command(
    examples="""
    bourse order terms temperature --out terms.json
    bourse order terms temperature --for alice --for bob --out terms.json
    """
)
@click.argument("slot")
@click.option("--for", "names", metavar="NAME", multiple=True, help="Write down which nonces this account has free.")
@click.option("--out", type=_FILE, help="File for the ticket.")
@reads
def terms(session: Session, slot: str, names: tuple[str, ...], out: Path | None) -> None:
    """Write the terms of SLOT into a ticket, with which orders are signed where there is no node.

    The ticket holds everything that the signature covers; `bourse order sign` recomputes the terms' hash from it.
    """
    from databourse.cli.order import ticket

    ticket.write_ticket(session, slot, names, out)


@order.command(
    examples="""
    bourse order sign terms.json bid --price 2.5 --quantity 24 --max-fee 0.02 --out bid.jsonl --from alice
    bourse order sign terms.json ask --price 0.5 --quantity 24 --dataset 3 --quality 9 --out ask.jsonl --from bob
    bourse order sign terms.json cancel --entry 4 --max-fee 0.02 --expires-in 5m --out cancel.jsonl --from alice
    bourse order sign terms.json --file orders.csv --max-fee 0.02 --out inbox/today.jsonl --from alice --yes
    """
)
@click.argument("ticket", type=_FILE)
@click.argument("side", type=click.Choice(["bid", "ask", "cancel"]), required=False)
@click.option("--price", type=TOKENS, help="bid, ask: tokens for one unit.")
@click.option("--quantity", type=QUANTITY, help="bid, ask: units.")
@click.option("--min-quality", type=QUALITY, help="bid: least quality grade, 0 to 15.  [default: 0]")
@click.option("--quality", type=QUALITY, help="ask: quality grade to offer.")
@click.option("--dataset", type=DATASET, help="ask: number of a dataset of yours.")
@click.option("--entry", type=NUMBER, help="cancel: the entry.")
@click.option("--file", "order_file", type=_FILE, help="Sign all orders of this file (see `bourse order send`).")
@click.option("--max-fee", type=TOKENS, default="0", show_default=True, help="What a relayer may take for each order.")
@click.option("--expires-in", type=DURATION, help="When it becomes worthless, such as 10m.  [default: at the close]")
@click.option("--nonce", type=NUMBER, help="Of the first order.  [default: the next one that is not used]")
@click.option("--out", type=_FILE, help="File for the signed orders; must not be there yet.")
@signs
def sign(
    session: Session,
    ticket: Path,
    side: str | None,
    order_file: Path | None,
    max_fee: int,
    expires_in: int | None,
    nonce: int | None,
    out: Path | None,
    **cells: int | None,
) -> None:
    """Sign orders for the round of TICKET, without a node; somebody else carries them to the chain.

    Whoever has the file can carry it, or not carry it; nobody can alter it. The money must lie in your account of the
    series when it is carried, the relayer's fee included (`bourse wallet deposit`). Orders of one account are numbered:
    after one was carried, those with a lower number are worthless, so hand them over together or in their order.
    """
    from databourse.cli.order import signing

    if (side is None) == (order_file is None):
        raise UsageError("what should be signed?", "name one order (bid, ask or cancel), or a file with --file")
    if order_file is not None:
        given = [name for name, value in cells.items() if value is not None]
        if given:
            raise UsageError(f"--{given[0].replace('_', '-')} does not go with --file", "the file says it")
        orders = signing.orders_of_file(order_file)
    else:
        orders = (signing.order_of_options(str(side), cells),)
    limits = signing.Limits(max_fee, expires_in, nonce)
    signing.sign_orders(session, ticket, orders, limits, out)


@order.command(
    examples="""
    bourse order relay inbox --fee 0.02 --from carol
    bourse order relay inbox --fee 0.02 --watch --listen 8600 --from carol --yes
    bourse order relay inbox --fee 0.02 --watch --every 10s --from carol --yes --json
    """
)
@click.argument("folder", type=_FOLDER)
@click.option("--fee", type=TOKENS, default="0", show_default=True, help="What you take for each order you carry.")
@click.option("--watch/--once", default=False, help="Go on until stopped, or look at the folder once (default).")
@click.option("--every", type=DURATION, default="2s", show_default=True, help="With --watch: time between two looks.")
@click.option("--listen", type=Count(0, 65535), metavar="PORT", help="With --watch: take orders by HTTP on 127.0.0.1.")
@click.option("--batch", type=Count(1, 500), default="50", show_default=True, help="Orders in one transaction.")
@sends
def relay(session: Session, folder: Path, fee: int, watch: bool, every: int, listen: int | None, batch: int) -> None:
    """Carry the signed orders in FOLDER to the chain: you pay the gas, and take a fee from each signer's account.

    Files that end with .jsonl are taken; write them under a name that starts with a dot and rename them when they are
    complete. Each order is judged first (signature, nonce, expiry, terms, money, gate, and whether it allows your fee);
    those that can be carried go together, and every order ends in FOLDER/done or FOLDER/refused, with its entry or the
    reason. An order is carried once, whatever happens to this program: its nonce is used up.

    With --listen programs on this machine post orders to http://127.0.0.1:PORT/orders (one JSON object on each line)
    and ask for /orders/ID. With --watch and --json each order is told on a line of its own.
    """
    from databourse.cli.order import relaying

    if listen is not None and not watch:
        raise UsageError("--listen waits for orders, and --once does not wait", "add --watch")
    relaying.relay(session, relaying.Wish(folder, fee, batch, listen, every if watch else None))


@order.command(
    examples="""
    bourse order cancel temperature 4 --from alice
    bourse order cancel temperature/7 4 --from alice --yes
    bourse order cancel --signed bid.jsonl --from alice
    bourse order cancel temperature --below-nonce 12 --from alice
    """
)
@click.argument("slot", required=False)
@click.argument("entry", type=NUMBER, required=False)
@click.option("--signed", type=_FILE, help="Cancel your orders in this file of signed orders, and all before them.")
@click.option("--below-nonce", type=NUMBER, help="Cancel all your signed orders below this nonce in SLOT's series.")
@click.option("--top-up/--no-top-up", default=True, help="Bring a missing entry fee from the wallet, or refuse.")
@sends
def cancel(
    session: Session, slot: str | None, entry: int | None, signed: Path | None, below_nonce: int | None, top_up: bool
) -> None:
    """Take an order back: an entry of yours that is in a book, or signed orders that nobody has carried yet.

    ENTRY of SLOT, a bid or an ask of yours, can be cancelled until the round closes. Nothing is erased: a further entry
    says that the earlier one does not count. It costs the entry fee again, and the money locked for the cancelled entry
    comes back when the round is over. Cancelling an ask does not bring back one that it replaced; cancelling a
    cancellation does bring back what it cancelled.

    A signed order is numbered by its nonce. With --signed or --below-nonce you tell the chain that your next one has a
    higher number; everything below it in that series is worthless from then on, whoever has it.
    """
    from databourse.cli.order import cancelling

    if signed is not None and slot is None and below_nonce is None:
        cancelling.cancel_signed(session, signed)
    elif slot is not None and below_nonce is not None and entry is None and signed is None:
        cancelling.cancel_below(session, slot, below_nonce)
    elif slot is not None and entry is not None and signed is None and below_nonce is None:
        cancelling.cancel_entry(session, slot, entry, top_up)
    else:
        raise UsageError(
            "what should be cancelled?",
            "name SLOT and ENTRY, or --signed FILE, or SLOT and --below-nonce NUMBER: one of the three",
        )
