"""`bourse deploy`: puts the contracts on a chain."""

from __future__ import annotations

import click

from databourse.cli.command import Command, sends
from databourse.cli.session import Session

# Gas of a contract's creation, by byte of its code: 200 to keep one, up to 16 to send one, 6 for the rest.
_GAS_PER_BYTE = 222


@click.command(
    cls=Command,
    examples="""
    bourse deploy                                   # devnet: as operator, with the test token
    bourse deploy --force --yes                     # once more, anew
    bourse deploy --network office --from admin --token 0x5FbDB2315678afecb367f032d93F642f64180aa3 --attester lab
    """,
)
@click.option("--token", metavar="ADDRESS", help="ERC-20 that the market takes.  [default: a test token, devnet only]")
@click.option("--attester", metavar="NAME", help="Who may attest datasets.  [default: devnet: attester, else you]")
@click.option("--force", is_flag=True, help="Deploy anew where contracts stand already.")
@sends
def deploy(session: Session, token: str | None, attester: str | None, force: bool) -> None:
    """Put all contracts on a chain, and remember where they are in deployments/<chain id>.json.

    These are the token, the registry, the checkers, the market, the resale chains and the evidence of blocking
    coalitions.

    The sender becomes the registry's administrator. On a devnet the named accounts get test tokens as well.
    """
    from databourse.chain import artifacts
    from databourse.chain import deploy as deploying
    from databourse.cli import sending

    session.act_on_devnet_as("operator")
    contract = session.address(token) if token else None
    judge = session.address(attester) if attester else None
    names = [name for name in artifacts.NAMES if contract is None or name != "TestToken"]
    gas = _GAS_PER_BYTE * sum(len(artifacts.load(name).bytecode) // 2 for name in names)
    # what would be refused is refused before anybody is asked
    artifacts.require_fresh()
    if not force:
        deploying.require_absent(session.connection)
    price = int(session.connection.request("eth_gasPrice"), 16)
    sending.tell(
        session,
        f"{session.signer.name} deploys {', '.join(names)} on chain {session.connection.chain_id}:",
        [("gas", f"about {gas:,}, {sending.ether(gas * price)}")],
    )
    sending.agree(session, "Send it?")
    deployment, path = deploying.deploy(
        session.connection, session.signer, contract, judge, force, progress=session.output.say
    )
    addresses = {"token": deployment.token, "registry": deployment.registry, "market": deployment.market}
    rows = [
        *addresses.items(),
        ("resale chains", deployment.resale),
        ("evidence", deployment.evidence),
        *((f"checker {rule}", at) for rule, at in deployment.checkers.items()),
    ]
    session.output.table(["contract", "address"], rows)
    session.output.say(f"The addresses are in {path}.")
    session.output.result(
        {
            "chain_id": deployment.chain_id,
            **addresses,
            "checkers": dict(deployment.checkers),
            "resale": deployment.resale,
            "evidence": deployment.evidence,
            "block": deployment.block,
            "file": str(path),
        }
    )
