"""`bourse wallet`: money inside and outside the contracts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from databourse.cli.command import Group, reads, reads_as, sends
from databourse.cli.session import Session
from databourse.cli.values import NUMBER, TOKENS, Tokens
from databourse.money import format_tokens

if TYPE_CHECKING:
    from databourse.cli.wallet.places import Place

ALL = "all"


class TokensOrAll(Tokens):
    """A token amount, or `all` of what there is."""

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> int | str:  # type: ignore[override]
        """Base units, or the word."""
        return value if value == ALL else super().convert(value, param, ctx)


@click.group(cls=Group)
def wallet() -> None:
    """Money: in your wallet (tokens that are yours alone), in your accounts of the series, and in that of chains.

    What is in a series' account is free, or locked behind entries until their round is over. Free money can be
    withdrawn or moved at any time; nobody but you can do either. All resale chains share one account, which `chains`
    stands for where the others are named by their series.
    """


@wallet.command(
    examples="""
    bourse wallet balance --from alice
    bourse wallet balance alice
    bourse wallet balance 0x70997970C51812dc3A010C7d01b50e0d17dc79C8 --json
    """
)
@click.argument("name", required=False)
@reads_as
def balance(session: Session, name: str | None) -> None:
    """Show the wallet and all accounts of NAME (default: who acts), and what they add up to."""
    from databourse.cli.wallet import balances

    balances.show_balance(session, name)


@wallet.command(
    examples="""
    bourse wallet history --from alice
    bourse wallet history alice --series temperature --since 7d
    bourse wallet history alice --slot temperature/7
    bourse wallet history alice --series chains          # everything in the account of resale chains
    bourse wallet history alice --chain 2
    bourse wallet history alice --csv history.csv        # for a spreadsheet; - writes to standard output
    """
)
@click.argument("name", required=False)
@click.option("--series", metavar="SERIES", help="Only this series, or `chains`: only the account of resale chains.")
@click.option("--slot", metavar="SLOT", help="Only this round.")
@click.option("--chain", type=NUMBER, help="Only the trades of this resale chain.")
@click.option("--since", metavar="WHEN", help="Only from then on: 2026-11-01, 2026-11-01T12:30 (UTC), or 7d ago.")
@click.option("--csv", "file", metavar="FILE", help="Write CSV there; amounts are tokens.")
@reads_as
def history(
    session: Session,
    name: str | None,
    series: str | None,
    slot: str | None,
    chain: int | None,
    since: str | None,
    file: str | None,
) -> None:
    r"""Show everything that happened to the accounts of NAME (default: who acts), from the chain's log.

    Each line changes what is free or locked in one account, that of a series or that of resale chains, and says what
    that account holds then. A trade of a chain is named by the licence that the buyer got: `chain 2, licence 7`.

    \b
    deposit, withdrawal     from and to the wallet
    move in, move out       between your accounts of two series
    entry                   the order's lock and the entry fee are locked
    debit, credit           what a bid pays, out of its lock; what an ask gets
    fees paid, release      the end of a round: the fees of your entries, and what comes back of the locks
    relay fee, relaying     paid for an order that somebody carried; earned by carrying orders
    fees, surplus           earned by settling a round; by being the series' beneficiary
    bond                    locked behind an outcome that you proposed; it comes back with the end of the round
    bond lost, bond won     somebody refuted what you proposed; you refuted what somebody proposed
    purchase, sale          the price of a licence; what the direct seller gets of it
    upstream                an earlier seller's share of a sale
    claim                   the same, of a sale whose upstream shares are claimed afterwards
    """
    from databourse.cli.wallet import histories

    histories.show_history(session, name, histories.Filter(series, slot, chain, since), file)


@wallet.command(
    examples="""
    bourse wallet receipt temperature/7 3
    bourse wallet receipt temperature/7 3 --json > receipt.json
    bourse wallet receipt chains 12
    """
)
@click.argument("slot")
@click.argument("entry", type=NUMBER)
@reads
def receipt(session: Session, slot: str, entry: int) -> None:
    """Show the receipt of ENTRY of SLOT: the order, what was traded at what price, and where the chain has it.

    There is one when the round is over. Its balance is what the entry changed in the account, to the unit.

    With `chains` for SLOT, ENTRY is the number of a licence that was bought in a resale chain: who paid for it, how the
    price was split among all who had sold the data before, what of it is paid, and what waits to be claimed. (Rounds
    of a series that is itself called chains are named by its number: 3/7.)
    """
    from databourse.chain.accounts import CHAINS
    from databourse.cli.wallet import receipts, sale_receipts

    if slot == CHAINS:
        sale_receipts.show_receipt(session, entry)
    else:
        receipts.show_receipt(session, slot, entry)


@wallet.command(
    examples="""
    bourse wallet deposit temperature 100 --from alice
    bourse wallet deposit chains 10 --from alice
    """
)
@click.argument("series")
@click.argument("amount", type=TOKENS)
@sends
def deposit(session: Session, series: str, amount: int) -> None:
    """Bring AMOUNT tokens from the wallet into your account of SERIES, or of `chains`.

    Bids and purchases do this by themselves when money is missing; a deposit beforehand makes them cheaper. A series
    that is itself called chains is meant by its number.
    """
    from databourse.chain.deposits import deposit_call
    from databourse.cli import funding
    from databourse.cli.wallet import places

    places.require_some(amount)
    place = places.find(session, series)
    funding.require_in_wallet(session, amount, "the deposit takes")
    title = f"{session.sender_name} deposits into {place.title}:"
    call = deposit_call(place.accounts, session.signer, amount)
    _carry_out(session, title, call, amount, place.as_dict(), place)


@wallet.command(
    examples="""
    bourse wallet withdraw temperature 12.5 --from bob
    bourse wallet withdraw chains all --from bob
    bourse wallet withdraw temperature all --to 0x70997970C51812dc3A010C7d01b50e0d17dc79C8 --from bob --yes
    """
)
@click.argument("series")
@click.argument("amount", type=TokensOrAll())
@click.option("--to", "recipient", metavar="NAME", help="Who receives it.  [default: you]")
@sends
def withdraw(session: Session, series: str, amount: int | str, recipient: str | None) -> None:
    """Take AMOUNT tokens (or `all` that is free) out of your account of SERIES, or of `chains`.

    Shares of a sale that nobody claimed yet are not in the account: `bourse chain claim` brings them there.
    """
    from databourse.cli.wallet import places

    place = places.find(session, series)
    taken = places.require_free(session, place, amount)
    to = session.address(recipient)
    title = f"{session.sender_name} withdraws from {place.title} to {recipient or 'the wallet'}:"
    _carry_out(session, title, place.accounts.withdraw_call(to, taken), taken, {**place.as_dict(), "to": to}, place)


@wallet.command(
    examples="""
    bourse wallet move temperature humidity 20 --from alice
    bourse wallet move 1 2 all --from alice --yes
    """
)
@click.argument("source", metavar="FROM")
@click.argument("target", metavar="TO")
@click.argument("amount", type=TokensOrAll())
@sends
def move(session: Session, source: str, target: str, amount: int | str) -> None:
    """Move AMOUNT tokens (or `all` that is free) from your account of series FROM to that of series TO.

    The account of chains is kept by another contract: between it and a series money goes through the wallet, with
    `bourse wallet withdraw` and `bourse wallet deposit`.
    """
    from databourse.cli.wallet import places

    one, other = places.find(session, source), places.find(session, target)
    said = amount if isinstance(amount, str) else format_tokens(amount)
    places.require_one_contract(one, other, (source, target, said))
    moved = places.require_free(session, one, amount)
    title = f"{session.sender_name} moves money from {one.title} to {other.title.removeprefix('series ')}:"
    call = session.exchange.market.functions.move(one.number, other.number, moved)
    _carry_out(session, title, call, moved, {"from": one.number, "to": other.number}, one, other)


def _carry_out(
    session: Session, title: str, function: object, amount: int, told: dict[str, object], *touched: Place
) -> None:
    """Sends it, and tells what the accounts hold then."""
    from databourse.chain.calls import call_of
    from databourse.cli import sending

    plan = sending.Plan(title, call_of(function), [("amount", session.tokens(amount))])  # type: ignore[arg-type]
    receipt = sending.carry_out(session, plan)
    who = session.signer.address
    for one in touched:
        session.output.say(f"Free in {one.title}: {session.tokens(one.accounts.account(who).free)}.")
    tokens = session.exchange.wallet(who)
    session.output.say(f"In the wallet: {session.tokens(tokens)}.")
    session.output.result(
        {"amount": str(amount), **told, "wallet": str(tokens), "transaction": sending.receipt_json(receipt)}
    )
