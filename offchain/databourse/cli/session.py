"""What one command works with: the network it was told, the contracts there, and who acts.

Each is found when it is first asked for, so that a command that fails early has touched nothing.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from databourse.cli import prompts
from databourse.cli.output import Output
from databourse.errors import UsageError
from databourse.money import format_tokens

if TYPE_CHECKING:
    from databourse.chain.connection import Connection
    from databourse.chain.exchange import Exchange
    from databourse.chain.signer import Signer
    from databourse.chain.transactions import Transactions


@dataclass
class Session:
    """One command's surroundings. The first fields are what its options said, None where they said nothing.

    Attributes:
        output: where results go.
        network: name of a network.
        rpc_url: address of a node.
        deployments: folder of the files that name the contracts.
        config: configuration file.
        sender: who acts.
        yes: whether everything is agreed to in advance.
    """

    output: Output
    network: str | None = None
    rpc_url: str | None = None
    deployments: Path | None = None
    config: Path | None = None
    sender: str | None = None
    yes: bool = False
    _names: dict[str, str] = field(default_factory=dict)

    @cached_property
    def connection(self) -> Connection:
        """The node.

        Raises:
            NetworkError: it does not answer, or is on another chain.
        """
        from databourse.chain.config import resolve_network
        from databourse.chain.connection import connect

        environ = dict(os.environ)
        if self.config is not None:
            environ["BOURSE_CONFIG"] = str(self.config)
        return connect(resolve_network(self.network, self.rpc_url, self.deployments, environ))

    @cached_property
    def exchange(self) -> Exchange:
        """The deployed contracts.

        Raises:
            NotDeployed: there are none.
            StaleArtifacts: the interfaces at hand are not those of the sources.
        """
        from databourse.chain import artifacts
        from databourse.chain.exchange import Exchange

        exchange = Exchange.open(self.connection)
        if exchange.deployment.artifacts != artifacts.digest():
            self.output.warn(
                "the contracts on this chain come from other sources than this program; deploy anew, or use its version"
            )
        return exchange

    @cached_property
    def transactions(self) -> Transactions:
        """Sends transactions."""
        from databourse.chain.transactions import Transactions

        return Transactions(self.connection)

    @property
    def sender_name(self) -> str:
        """Who acts.

        Raises:
            UsageError: nobody said.
        """
        name = self.sender or os.environ.get("BOURSE_ACCOUNT")
        if not name:
            raise UsageError("who acts?", "add --from NAME, or set BOURSE_ACCOUNT; names are in `bourse account list`")
        return name

    def act_on_devnet_as(self, name: str) -> None:
        """On a devnet lets this account act when nobody else was named."""
        if self.connection.is_devnet:
            self.sender = self.sender or os.environ.get("BOURSE_ACCOUNT") or name

    @cached_property
    def signer(self) -> Signer:
        """Who acts, ready to sign.

        Raises:
            KeystoreError: a devnet name elsewhere, no passphrase, or a wrong one.
        """
        return self.signer_of(self.sender_name)

    def signer_of(self, name: str) -> Signer:
        """Whoever signs under a name, for a command in which several act."""
        return self.offline_signer(name, self.connection.chain_id)

    def offline_signer(self, name: str | None, chain_id: int) -> Signer:
        """Whoever signs under a name (without one: who acts) for a chain that is not asked."""
        from databourse.chain.signer import signer_of

        return signer_of(name or self.sender_name, chain_id, self._ask)

    def address(self, name: str | None = None) -> str:
        """The address of a name; without one, of who acts."""
        from databourse.chain.signer import address_of

        return address_of(name or self.sender_name, self.connection.chain_id, self._ask)

    def person(self, address: str) -> str:
        """How to show an address: by its name here, or shortened."""
        from databourse.chain.signer import person

        if address not in self._names:
            known = person(address, self.connection.chain_id)
            self._names[address] = known or f"{address[:8]}…{address[-4:]}"
        return self._names[address]

    @cached_property
    def symbol(self) -> str:
        """What the token is called."""
        return str(self.exchange.read(self.exchange.token.functions.symbol()))

    def tokens(self, amount: int) -> str:
        """Base units for people: `2.5 DBT`."""
        return format_tokens(amount, self.symbol)

    @property
    def _ask(self) -> prompts.Ask | None:
        return prompts.passphrase if prompts.someone_is_there() else None
