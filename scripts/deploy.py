"""`ape run deploy`: what `bourse deploy` does, on the network that ape is told with --network.

On a devnet the operator pays; elsewhere name a keystore, one of ape's for example, with --account.
"""

from __future__ import annotations

from pathlib import Path

import click
from ape.api import ProviderAPI
from ape.cli import ConnectedProviderCommand

from databourse.chain.config import Network
from databourse.chain.connection import connect
from databourse.chain.deploy import deploy
from databourse.chain.signer import address_of, signer_of
from databourse.errors import BourseError


@click.command(cls=ConnectedProviderCommand)
@click.option("--account", default="operator", show_default=True, help="Who pays and administers: a keystore's alias.")
@click.option("--token", help="Address of the token that the market takes; on a devnet a test token is made.")
@click.option("--attester", help="Who may attest datasets: a name or an address.")
@click.option("--force", is_flag=True, help="Deploy anew where contracts stand already.")
@click.option("--deployments", type=click.Path(path_type=Path), default=Path("deployments"), show_default=True)
def cli(
    provider: ProviderAPI, account: str, token: str | None, attester: str | None, force: bool, deployments: Path
) -> None:
    """Deploy token, registry, checkers, market and resale chains; write their addresses to the deployments folder."""
    url = getattr(provider, "http_uri", None)
    if url is None:
        raise click.ClickException(f"ape's provider {provider.name} is not reached over http")
    try:
        connection = connect(Network(f"ape's {provider.network.name}", url, deployments=deployments))
        signer = signer_of(account, connection.chain_id, lambda prompt: str(click.prompt(prompt, hide_input=True)))
        appointed = address_of(attester, connection.chain_id) if attester else None
        made, path = deploy(connection, signer, token, appointed, force, click.echo)
    except BourseError as error:
        click.echo(f"Error: {error.message}" + (f"\n{error.hint}" if error.hint else ""), err=True)
        raise SystemExit(error.exit_code) from error
    click.echo(
        f"market {made.market}, resale chains {made.resale}, token {made.token}, registry {made.registry}; see {path}"
    )
