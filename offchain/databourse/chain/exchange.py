"""The deployed market, registry, resale chains and token, with typed answers to what people and solvers ask of them.

Everything is read in the coming block: a round that has just closed reads as closed, even when no block was made since.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from eth_abi.abi import decode
from eth_abi.exceptions import DecodingError
from eth_utils.abi import collapse_if_tuple
from eth_utils.address import to_checksum_address
from web3.contract import Contract
from web3.contract.contract import ContractFunction

from databourse.chain import artifacts, deployments
from databourse.chain.calls import Receipt, data_of
from databourse.chain.connection import PENDING, Connection
from databourse.chain.deployments import Deployment
from databourse.chain.logs import Event, Topics, event_topic, events_of, named, read_events, topic_of
from databourse.chain.records import Account, Dataset, Policy, RoundView, SeriesInfo
from databourse.chain.reverts import Abi, refusal
from databourse.chain.typed_data import domain
from databourse.errors import ContractRefused, InvalidInput, NotDeployed, NotFound, RpcError
from databourse.market.series_config import NOBODY, SeriesConfig
from databourse.market.terms import Status, Terms


class Exchange:
    """The contracts of one deployment.

    Attributes:
        connection: to the chain.
        deployment: where they are.
        market, registry, token: web3 contracts; `market.functions.enter(…)` goes into `transactions.call_of`.
    """

    def __init__(self, connection: Connection, deployment: Deployment) -> None:
        self.connection = connection
        self.deployment = deployment
        self.market = _contract(connection, "Market", deployment.market)
        self.registry = _contract(connection, "Registry", deployment.registry)
        self.token = _contract(connection, "TestToken", deployment.token)
        self._resale = deployment.resale and _contract(connection, "ResaleChain", deployment.resale)
        self._evidence = deployment.evidence and _contract(connection, "SharingEvidence", deployment.evidence)

    @classmethod
    def open(cls, connection: Connection) -> Exchange:
        """The exchange deployed on this chain.

        Raises:
            NotDeployed: there is none.
        """
        return cls(connection, deployments.load(connection))

    @property
    def resale(self) -> Contract:
        """The contract of resale chains; `chain.resale` reads and calls it.

        Raises:
            NotDeployed: an earlier version deployed, which had none.
        """
        if not self._resale:
            raise NotDeployed(
                f"the exchange on chain {self.deployment.chain_id} was deployed before there were resale chains",
                "deploy another with `bourse deploy --force`; this market remains where it is, with all money in it",
            )
        return self._resale

    @property
    def evidence(self) -> Contract:
        """The contract that coalitions which block a match are recorded with, in bilateral sharing rounds.

        Raises:
            NotDeployed: an earlier version deployed, which had none.
        """
        if not self._evidence:
            raise NotDeployed(
                f"the exchange on chain {self.deployment.chain_id} was deployed before blocking coalitions could be "
                "recorded",
                "deploy another with `bourse deploy --force`; this market remains where it is, with all money in it",
            )
        return self._evidence

    @property
    def place(self) -> tuple[int, str]:
        """Where the market is: id of its chain, and its address."""
        return self.connection.chain_id, self.deployment.market

    # rules

    def checker(self, rule: str) -> str:
        """Address of the checker of a rule.

        Raises:
            NotFound: no such rule is deployed.
        """
        try:
            return self.deployment.checkers[rule]
        except KeyError:
            raise NotFound(f"no rule is called {rule!r}", f"known: {', '.join(self.deployment.checkers)}") from None

    def rule(self, checker: str) -> str | None:
        """Name of the rule that this address checks; None for a checker that we did not deploy."""
        return next((name for name, address in self.deployment.checkers.items() if address == checker), None)

    # series and rounds

    def series_list(self) -> list[SeriesInfo]:
        """All series, by number."""
        count = self.read(self.market.functions.seriesCount())
        configs = self.read_many([self.market.functions.seriesOf(number) for number in range(1, count + 1)])
        return [SeriesInfo(number, SeriesConfig.of(config)) for number, config in enumerate(configs, start=1)]

    def series(self, which: str | int) -> SeriesInfo:
        """A series by number or by name. Of several with one name it is the first: who comes later cannot take it over.

        Raises:
            NotFound: there is none.
        """
        if isinstance(which, int) or (which.isascii() and which.isdigit()):
            number = int(which)
            if not 0 < number < 2**64:
                raise NotFound(f"there is no series {which}", _SEE_SERIES)
            return SeriesInfo(number, SeriesConfig.of(self._known(self.market.functions.seriesOf(number), _SEE_SERIES)))
        same = [info for info in self.series_list() if info.config.name == which]
        if not same:
            raise NotFound(f"no series is called {which!r}", _SEE_SERIES)
        return same[0]

    def slot(self, text: str) -> tuple[SeriesInfo, int]:
        """The round that SLOT on the command line means: `SERIES` is its latest, `SERIES/ROUND` that one.

        Raises:
            NotFound: no such series, or no such round of it.
            InvalidInput: not of that form.
        """
        name, slash, number = text.rpartition("/")
        info = self.series(name if slash else text)
        latest = self.round_view(info.number).round
        if not slash:
            number = str(latest)
        if not (number.isascii() and number.isdigit()):
            raise InvalidInput.of("slot", text, "must be SERIES or SERIES/ROUND, ROUND a number")
        if latest == 0 and not slash:
            raise NotFound(f"series {info.number} has no round yet", "its operator opens one with `bourse slot open`")
        if not 0 < int(number) <= latest:
            raise NotFound(f"series {info.number} has no round {number}; it had {latest}", "see `bourse slot list`")
        return info, int(number)

    def round_view(self, series: int, block: int | None = None) -> RoundView:
        """The latest round of a series, as it is now or was after a block."""
        return RoundView.of(series, self._known(self.market.functions.roundOf(series), _SEE_SERIES, block))

    def status(self, series: int, number: int) -> Status:
        """The status of any round of a series, as it is now."""
        return Status(self._known(self.market.functions.statusOf(series, number), _SEE_SERIES))

    def terms(self, series: int, number: int) -> Terms:
        """The terms of a round, from the log of its opening.

        Raises:
            NotFound: no such round.
        """
        topics = [event_topic(self.market.abi, "RoundOpened"), topic_of(series), topic_of(number)]
        opened = self.events(topics=topics, to_block=self.connection.head())
        if not opened:
            raise NotFound(f"series {series} has no round {number}", "see `bourse slot list`")
        return Terms.of(opened[-1].args["terms"])

    def account(self, series: int, who: str) -> Account:
        """What an account has in a series, as it is now."""
        return Account(**self.read(self.market.functions.accountOf(series, who)))

    # registry

    def dataset(self, number: int) -> Dataset:
        """A dataset by its number.

        Raises:
            NotFound: there is none.
        """
        raw = self.read(self.registry.functions.datasetOf(number)) if 0 < number < 2**64 else {"owner": NOBODY}
        if raw["owner"] == NOBODY:
            raise NotFound(f"there is no dataset {number}", "see `bourse dataset list`")
        return Dataset.of(number, raw)

    def policy(self, series: int) -> Policy:
        """What the registry asks of the entries of a series."""
        return Policy.of(self.read(self.registry.functions.policyOf(self.market.address, series)))

    # token

    def wallet(self, who: str) -> int:
        """Base units of the token outside the market."""
        return int(self.read(self.token.functions.balanceOf(who)))

    def token_domain(self) -> dict[str, Any]:
        """The EIP-712 domain that permits of the token are signed for."""
        name, chain_id = self.read(self.token.functions.name()), self.connection.chain_id
        try:  # ERC-5267, which newer tokens offer
            version = self.read(self.token.functions.eip712Domain())[2]
        except (ContractRefused, NotDeployed):
            version = "1"
        return domain(name, version, chain_id, self.deployment.token)

    # reading

    def events(self, from_block: int = 0, to_block: int | None = None, topics: Topics | None = None) -> list[Event]:
        """Events of all contracts but the token since the deployment; see `logs.read_events`."""
        return read_events(self.connection, self._abis, max(from_block, self.deployment.block), to_block, topics)

    def events_of(self, receipt: Receipt) -> list[Event]:
        """Events of all contracts but the token in one transaction."""
        return events_of(receipt.logs, self._abis)

    @property
    def _abis(self) -> dict[str, Abi]:
        contracts = [self.market, self.registry, *(one for one in (self._resale, self._evidence) if one)]
        return {contract.address: contract.abi for contract in contracts}

    def read(self, function: ContractFunction, block: int | None = None) -> Any:
        """Calls a view, in the coming block or in an earlier one.

        Returns:
            Its value, structs as dictionaries; several values as a tuple.

        Raises:
            ContractRefused: it reverts.
            NotDeployed: there is no such function at the address.
        """
        return self.read_many([function], block)[0]

    def read_many(self, functions: Sequence[ContractFunction], block: int | None = None) -> list[Any]:
        """`read` for many at once."""
        answers = self.connection.batch([request_of(function, block) for function in functions])
        return [value_of(function, answer) for function, answer in zip(functions, answers, strict=True)]

    def _known(self, function: ContractFunction, hint: str, block: int | None = None) -> Any:
        """Reads something of a series; that there is no such series is for the caller, not a refusal."""
        try:
            return self.read(function, block)
        except ContractRefused as error:
            if error.name == "UnknownSeries":
                raise NotFound(error.message, hint) from error
            raise


_SEE_SERIES = "see `bourse series list`"


def _contract(connection: Connection, name: str, address: str) -> Contract:
    return connection.web3.eth.contract(address=to_checksum_address(address), abi=artifacts.load(name).abi)


def request_of(function: ContractFunction, block: int | None = None) -> tuple[str, Sequence[Any]]:
    """What asks the node for the value of a view, for a batch with other questions; see `Exchange.read`."""
    call = {"to": str(function.address), "data": "0x" + data_of(function).hex()}
    return "eth_call", [call, PENDING if block is None else hex(block)]


def value_of(function: ContractFunction, answer: Any) -> Any:
    """The value of a view from the node's answer in a batch; see `Exchange.read` for what it raises."""
    if isinstance(answer, RpcError):
        if answer.data:
            raise refusal(answer.data, artifacts.errors_of_all())
        if answer.code == 3:  # our views say why they revert; this one knows no such function
            raise _other_contract(function) from answer
        raise answer
    outputs: Sequence[Mapping[str, Any]] = function.abi["outputs"]
    try:
        values = decode([collapse_if_tuple(dict(part)) for part in outputs], bytes.fromhex(answer[2:]))
    except DecodingError as error:
        raise _other_contract(function) from error
    shaped = tuple(named(value, part) for value, part in zip(values, outputs, strict=True))
    return shaped[0] if len(shaped) == 1 else shaped


def _other_contract(function: ContractFunction) -> NotDeployed:
    return NotDeployed(
        f"the contract at {function.address} does not answer {function.fn_name}",
        "the deployment's file names other contracts: deploy again with `bourse deploy`",
    )
