"""`bourse participant`: the keys that participants' data are encrypted for, and what participants may do."""

from __future__ import annotations

import click

from databourse.cli.command import Group, sends
from databourse.cli.session import Session


@click.group(cls=Group)
def participant() -> None:
    """Participants: the keys that their data are encrypted for, and what they may do."""


@participant.command(
    examples="""
    bourse participant register --from alice
    bourse participant register --from trader --key 8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a
    """
)
@click.option("--key", metavar="HEX", help="X25519 public key of yours.  [default: a pair is made and kept]")
@sends
def register(session: Session, key: str | None) -> None:
    """Publish the X25519 public key that your data are encrypted for, or replace it.

    Without --key a pair is made; its private half is kept, encrypted under the account's passphrase, beside the
    keystores, and used again next time. A devnet account's pair follows from its well-known key.
    """
    from databourse.chain.calls import call_of
    from databourse.cli import encryption_key, sending
    from databourse.datasets import encryption

    public = encryption.parse_public(key) if key is not None else encryption_key.public_half(session)
    title = f"{session.sender_name} publishes the encryption key {public.hex()}:"
    call = call_of(session.exchange.registry.functions.register(public))
    receipt = sending.carry_out(session, sending.Plan(title, call))
    session.output.result(
        {
            "participant": session.signer.address,
            "key": public.hex(),
            "transaction": sending.receipt_json(receipt),
        }
    )


@participant.command(
    examples="""
    bourse participant admit alice --from operator
    bourse participant admit lab --role attester --from admin --yes
    """
)
@click.argument("name")
@click.option(
    "--role", type=click.Choice(["member", "attester"]), default="member", show_default=True, help="What NAME may do."
)
@sends
def admit(session: Session, name: str, role: str) -> None:
    """Make NAME a member, who may enter series for members only, or an attester; the registry's administrator can."""
    from databourse.chain.calls import call_of
    from databourse.cli import sending

    functions = session.exchange.registry.functions
    address = session.address(name)
    code = session.exchange.read(functions.MEMBER() if role == "member" else functions.ATTESTER())
    title = f"{session.sender_name} makes {name} ({address}) {'an' if role == 'attester' else 'a'} {role}:"
    receipt = sending.carry_out(session, sending.Plan(title, call_of(functions.grantRole(code, address))))
    session.output.result({"participant": address, "role": role, "transaction": sending.receipt_json(receipt)})
