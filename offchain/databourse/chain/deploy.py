"""Puts the contracts on a chain, and gives a devnet's people something to trade with."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from eth_utils.address import to_checksum_address
from web3 import Web3

from databourse.chain import artifacts, deployments, devnet_accounts
from databourse.chain.calls import Call, Receipt, TransactionSigner, call_of
from databourse.chain.connection import Connection
from databourse.chain.deployments import Deployment
from databourse.chain.exchange import Exchange
from databourse.chain.transactions import Transactions
from databourse.errors import InvalidInput, NotDeployed, Refused
from databourse.money import DECIMALS, TOKEN

DEVNET_TOKENS = 10_000 * TOKEN
"""What each of the devnet's named accounts gets of the test token."""


def deploy(
    connection: Connection,
    signer: TransactionSigner,
    token: str | None = None,
    attester: str | None = None,
    force: bool = False,
    progress: Callable[[str], None] = lambda _: None,
) -> tuple[Deployment, Path]:
    """Deploys token, registry, checkers, market and what stands on it, and writes the file that names them.

    Args:
        connection: to the chain.
        signer: pays, and becomes the registry's administrator.
        token: the ERC-20 that the market takes; None deploys the test token, on a devnet only.
        attester: who may attest datasets; None is the devnet's attester, elsewhere the signer.
        force: deploy anew where a deployment stands already.
        progress: told what happens.

    Returns:
        The deployment and its file.

    Raises:
        Refused: a deployment stands already and `force` was not given.
        InvalidInput: no token was named where one must be, or it is none that the market can take.
        StaleArtifacts: the compiled contracts are not those of the sources.
    """
    artifacts.require_fresh()
    if not force:
        require_absent(connection)
    if token is None and not connection.is_devnet:
        raise InvalidInput(
            "no token is named, and the test token is for devnets: anyone can draw from it",
            "name the token that the market should take with --token",
        )
    transactions = Transactions(connection)
    names = ["Registry", *artifacts.CHECKERS.values()] + (["TestToken"] if token is None else [])
    block = connection.head()
    progress(f"deploying {', '.join(names)} as {signer.name}")
    made = _create(transactions, signer, {name: (signer.address,) if name == "Registry" else () for name in names})
    paid_in = made["TestToken"] if token is None else _checked_token(connection, token)
    progress(f"deploying Market and ResaleChain for the token {paid_in}")
    made |= _create(transactions, signer, {"Market": (paid_in,), "ResaleChain": (paid_in, made["Registry"])})
    evidence = {"SharingEvidence": (made["Market"], made[artifacts.CHECKERS["ordered-match"]])}
    progress("deploying SharingEvidence for this market")
    made |= _create(transactions, signer, evidence)
    deployment = Deployment(
        chain_id=connection.chain_id,
        token=paid_in,
        registry=made["Registry"],
        market=made["Market"],
        checkers={rule: made[contract] for rule, contract in artifacts.CHECKERS.items()},
        resale=made["ResaleChain"],
        block=block,
        artifacts=artifacts.digest(),
        evidence=made["SharingEvidence"],
    )
    exchange = Exchange(connection, deployment)
    _appoint_attester(exchange, transactions, signer, attester)
    if token is None:
        progress(f"giving {DEVNET_TOKENS // TOKEN} test tokens to each of {', '.join(devnet_accounts.PEOPLE)}")
        people = [devnet_accounts.account(name).address for name in devnet_accounts.PEOPLE]
        fund(exchange, signer, people, tokens=DEVNET_TOKENS)
    return deployment, deployments.save(connection, deployment)


def fund(
    exchange: Exchange, signer: TransactionSigner, people: Sequence[str], tokens: int = 0, ether: int = 0
) -> list[Receipt]:
    """Gives each of these addresses tokens and ether: on a devnet from the faucet, elsewhere from the signer's wallet.

    Args:
        exchange: whose token.
        signer: pays.
        people: addresses.
        tokens: base units for each.
        ether: wei for each.
    """
    functions = exchange.token.functions
    give = functions.faucet if exchange.connection.is_devnet else functions.transfer
    calls = [call_of(give(who, tokens)) for who in people if tokens] + [
        Call(who, "0x", ether) for who in people if ether
    ]
    return Transactions(exchange.connection).send_all([(signer, call) for call in calls])


def require_absent(connection: Connection) -> None:
    """Whether there is room for a deployment.

    Raises:
        Refused: one stands already.
    """
    try:
        standing = deployments.load(connection)
    except (NotDeployed, InvalidInput):
        return
    same = standing.artifacts == artifacts.digest()
    raise Refused(
        f"the exchange is deployed on chain {connection.chain_id} already: market {standing.market}"
        + ("" if same else ", from other versions of the contracts"),
        "use it, or deploy another with --force",
    )


def _create(
    transactions: Transactions, signer: TransactionSigner, contracts: Mapping[str, Sequence[object]]
) -> dict[str, str]:
    """New contracts by name, from their constructor arguments."""
    calls = []
    for name, arguments in contracts.items():
        artifact = artifacts.load(name)
        factory = Web3().eth.contract(abi=artifact.abi, bytecode=artifact.bytecode)
        calls.append(call_of(factory.constructor(*arguments)))
    receipts = transactions.send_all([(signer, call) for call in calls])
    return {name: str(made.contract) for name, made in zip(contracts, receipts, strict=True)}


def _checked_token(connection: Connection, token: str) -> str:
    address = to_checksum_address(token)
    if connection.request("eth_getCode", address, "latest") == "0x":
        raise InvalidInput.of("token", address, f"must be a contract, and chain {connection.chain_id} has none there")
    decimals = connection.request("eth_call", {"to": address, "data": "0x313ce567"}, "latest")  # decimals()
    if int(decimals, 16) != DECIMALS:
        raise InvalidInput.of("token", address, f"must have {DECIMALS} decimals and has {int(decimals, 16)}")
    return address


def _appoint_attester(
    exchange: Exchange, transactions: Transactions, signer: TransactionSigner, attester: str | None
) -> None:
    if attester is None:
        on_devnet = exchange.connection.is_devnet
        attester = devnet_accounts.account("attester").address if on_devnet else signer.address
    role = exchange.read(exchange.registry.functions.ATTESTER())
    transactions.send(signer, call_of(exchange.registry.functions.grantRole(role, attester)))
