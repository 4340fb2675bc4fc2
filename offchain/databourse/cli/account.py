"""`bourse account`: the keys that people act with."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from databourse.cli import prompts
from databourse.cli.command import Group, local, sends
from databourse.cli.session import Session
from databourse.cli.values import TOKENS
from databourse.errors import InvalidInput, KeystoreError, UsageError

if TYPE_CHECKING:
    from databourse.chain.keystore import Keystore


@click.group(cls=Group)
def account() -> None:
    """The keys that you act with.

    A key lies encrypted in a file and is known by its alias. The folders of ape (~/.ape/accounts) and foundry
    (~/.foundry/keystores) are read as well. Passphrases are asked for, or taken from BOURSE_PASSPHRASE_<ALIAS> (the
    alias in capitals, with _ for -). On a devnet, names such as alice need neither file nor passphrase.
    """


@account.command(
    examples="""
    bourse account new trader
    BOURSE_PASSPHRASE_TRADER=… bourse account new trader --json
    """
)
@click.argument("alias")
@local
def new(session: Session, alias: str) -> None:
    """Make a new key and keep it, encrypted, as ALIAS."""
    from databourse.chain import keystore

    keystore.check_new(alias)  # before a passphrase is asked for
    made = keystore.create(alias, _new_passphrase(alias))
    session.output.say("Keep the file and the passphrase: without both, what the account holds is lost.")
    _tell_key(session, made)


@account.command(
    "import",
    examples="""
    bourse account import trader --keystore UTC--2026-11-23T13-37-00Z--f39f…
    bourse account import trader                # asks for the private key, hidden
    """,
)
@click.argument("alias")
@click.option(
    "--keystore",
    "file",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Encrypted keystore to take over.  [default: ask for a private key]",
)
@local
def import_(session: Session, alias: str, file: Path | None) -> None:
    """Take over a key as ALIAS: an encrypted keystore file, or a private key typed at a hidden prompt.

    A private key is never taken from the command line, where other programs and the shell's history would see it.
    """
    from databourse.chain import keystore

    if file is not None:
        ask = prompts.passphrase if prompts.someone_is_there() else None
        _tell_key(session, keystore.copy_in(alias, file, ask))
        return
    if not prompts.someone_is_there():
        raise UsageError("there is no terminal to type a private key at", "give an encrypted file with --keystore")
    keystore.check_new(alias)
    key = _parse_key(prompts.passphrase(f"Private key for {alias} (64 hexadecimal digits)"))
    _tell_key(session, keystore.create(alias, _new_passphrase(alias), key))


@account.command(
    "list",
    examples="""
    bourse account list
    bourse account list --json
    """,
)
@local
def list_(session: Session) -> None:
    """List the devnet's names and your keys."""
    from databourse.chain import devnet_accounts, keystore

    known = [(name, str(devnet_accounts.account(name).address), "devnet only") for name in devnet_accounts.PEOPLE]
    known += [(key.alias, key.address or "not told before it is opened", key.source) for key in keystore.keystores()]
    session.output.table(["name", "address", "kept by"], known)
    session.output.say(f"On a devnet also: {devnet_accounts.NAMES[10]} to {devnet_accounts.NAMES[-1]}.")
    keys = [
        {"alias": key.alias, "address": key.address, "source": key.source, "file": str(key.path)}
        for key in keystore.keystores()
    ]
    names = [{"name": name, "address": devnet_accounts.account(name).address} for name in devnet_accounts.NAMES]
    session.output.result({"devnet": names, "keystores": keys})


@account.command(
    examples="""
    bourse account fund trader                          # devnet: from the faucet
    bourse account fund trader --tokens 500 --ether 0.1 --from alice
    """
)
@click.argument("name")
@click.option("--tokens", type=TOKENS, default="1000", show_default=True, help="Tokens to give.")
@click.option("--ether", type=TOKENS, default="1", show_default=True, help="Ether to give, for gas.")
@sends
def fund(session: Session, name: str, tokens: int, ether: int) -> None:
    """Give NAME tokens and ether: on a devnet new tokens from the faucet, elsewhere yours."""
    from databourse.chain import deploy
    from databourse.cli import sending

    on_devnet = session.connection.is_devnet
    session.act_on_devnet_as("operator")
    if not tokens and not ether:
        raise InvalidInput("there is nothing to give: tokens and ether are both 0")
    address = session.address(name)
    source = "from the faucet" if on_devnet else "from your wallet"
    costs = [(f"tokens {source}", session.tokens(tokens)), ("ether", sending.ether(ether))]
    sending.tell(session, f"{session.signer.name} gives {name} ({address}):", costs)
    sending.agree(session, "Send it?")
    receipts = deploy.fund(session.exchange, session.signer, [address], tokens, ether)
    for receipt in receipts:
        session.output.say(f"Transaction {receipt.tx}, block {receipt.block}, {receipt.gas:,} gas.")
    wallet = session.exchange.wallet(address)
    session.output.say(f"{name} now has {session.tokens(wallet)} in the wallet.")
    session.output.result(
        {
            "name": name,
            "address": address,
            "tokens": str(tokens),
            "ether": str(ether),
            "wallet": str(wallet),
            "transactions": [sending.receipt_json(receipt) for receipt in receipts],
        }
    )


def _new_passphrase(alias: str) -> str:
    from databourse.chain import keystore

    variable = keystore.passphrase_variable(alias)
    known = os.environ.get(variable)
    if known is not None:
        return known
    if not prompts.someone_is_there():
        raise KeystoreError(f"the new key {alias!r} needs a passphrase", f"set {variable}, or use a terminal")
    return prompts.new_secret(f"Passphrase for {alias}")


def _parse_key(text: str) -> bytes:
    try:
        key = bytes.fromhex(text.strip().removeprefix("0x"))
    except ValueError:
        key = b""
    # the group's order: keys from 1 to below it
    order = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141
    if len(key) != 32 or not 0 < int.from_bytes(key) < order:
        # what was typed is not repeated: it may be a key with one wrong digit
        raise InvalidInput("that is not a private key: it must be 64 hexadecimal digits, and a number below the order")
    return key


def _tell_key(session: Session, key: Keystore) -> None:
    session.output.say(f"{key.alias} is {key.address}, kept in {key.path}.")
    session.output.result({"alias": key.alias, "address": key.address, "file": str(key.path)})
