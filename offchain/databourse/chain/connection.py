"""A node that answers, on the chain that was expected.

Faults that pass by themselves (a connection refused while a node restarts, a timeout, an overloaded gateway) are
retried wherever asking twice is harmless; what remains becomes an error that says what to do.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar, cast
from urllib.parse import urlsplit

import requests
from web3 import HTTPProvider, Web3
from web3.exceptions import RequestTimedOut
from web3.types import RPCEndpoint, RPCResponse

from databourse.chain import devnet
from databourse.chain.config import Network
from databourse.errors import NetworkError, NodeUnreachable, RpcError

PENDING = "pending"
"""Reads are made in the block that comes next: its time is now, so a round that has just closed reads as closed."""

_PASSING = (requests.ConnectionError, requests.Timeout, requests.exceptions.ChunkedEncodingError, RequestTimedOut)
_PAUSES = (0.1, 0.3, 0.9)
_BATCH_CALLS = 250
_BATCH_CHARACTERS = 1_500_000  # nodes commonly refuse bodies above 2 MB

_Result = TypeVar("_Result")


class PatientProvider(HTTPProvider):
    """web3's HTTP provider with clear errors, and with retries where asking twice is harmless."""

    def __init__(self, network: Network) -> None:
        self._network = network
        session = requests.Session()
        # a proxy from the environment cannot reach this machine's own ports
        session.trust_env = not _is_local(network.rpc_url)
        super().__init__(
            network.rpc_url,
            request_kwargs={"timeout": network.timeout},
            session=session,
            exception_retry_configuration=None,
        )

    def make_request(self, method: RPCEndpoint, params: Any) -> RPCResponse:
        """One request; see `Connection.request`."""
        ask = super().make_request
        return self._patiently(lambda: ask(method, params), harmless=_is_harmless(method))

    def make_batch_request(self, batch_requests: list[tuple[RPCEndpoint, Any]]) -> list[RPCResponse] | RPCResponse:
        """Several requests in one message; see `Connection.batch`."""
        ask = super().make_batch_request
        harmless = all(_is_harmless(method) for method, _ in batch_requests)
        return self._patiently(lambda: ask(batch_requests), harmless=harmless)

    def _patiently(self, ask: Callable[[], _Result], harmless: bool) -> _Result:
        for pause in (*_PAUSES, None) if harmless else (None,):
            try:
                return ask()
            except _PASSING as error:
                if pause is None:
                    raise self._unreachable(error) from error
            except requests.HTTPError as error:
                status = error.response.status_code
                if pause is None or status not in (429, 502, 503, 504):
                    raise NodeUnreachable(f"{self.shown_url} answers with HTTP {status}", _CHECK_ADDRESS) from error
            except (json.JSONDecodeError, UnicodeDecodeError, requests.exceptions.InvalidURL) as error:
                raise NodeUnreachable(
                    f"what answers at {self.shown_url} is no JSON-RPC node", _CHECK_ADDRESS
                ) from error
            time.sleep(pause)
        raise AssertionError("the last attempt returns or raises")

    def _unreachable(self, error: Exception) -> NodeUnreachable:
        if isinstance(error, requests.Timeout | RequestTimedOut) and not isinstance(error, requests.ConnectionError):
            waited = self._network.timeout
            return NodeUnreachable(f"the node at {self.shown_url} does not answer within {waited} s", _CHECK_ADDRESS)
        hint = "start a local one with `bourse devnet start`" if _is_local(self._network.rpc_url) else _CHECK_ADDRESS
        return NodeUnreachable(f"no node is running at {self.shown_url}", hint)

    @property
    def shown_url(self) -> str:
        """The address without user, password and path, which may hold an access key."""
        parts = urlsplit(self._network.rpc_url)
        return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"


@dataclass(frozen=True)
class Connection:
    """A node, its chain, and the network's settings. Make one with `connect`."""

    web3: Web3
    chain_id: int
    network: Network

    @property
    def is_devnet(self) -> bool:
        """Whether this is a chain on which nothing is worth anything."""
        return self.chain_id == devnet.CHAIN_ID

    def request(self, method: str, *params: Any) -> Any:
        """Asks the node. Returns the result as JSON has it, quantities as 0x-strings.

        Raises:
            RpcError: the node answered with an error.
            NodeUnreachable: nobody answers.
        """
        return _result(self.web3.provider.make_request(RPCEndpoint(method), list(params)))

    def batch(self, calls: Sequence[tuple[str, Sequence[Any]]]) -> list[Any]:
        """Asks many things at once, in as few messages as the node takes.

        Args:
            calls: method and parameters of each.

        Returns:
            For each call its result, or the `RpcError` it was answered with.

        Raises:
            NodeUnreachable: nobody answers.
        """
        provider = cast(PatientProvider, self.web3.provider)
        results: list[Any] = []
        for part in _in_messages(calls):
            answers = provider.make_batch_request([(RPCEndpoint(method), list(params)) for method, params in part])
            if not isinstance(answers, list):
                raise _error(answers)
            results += [_error(answer) if "error" in answer else answer["result"] for answer in answers]
        return results

    def now(self) -> int:
        """The time that a transaction sent now would see, in seconds since 1970."""
        return self._time_of(PENDING)

    def time_of(self, block: int) -> int:
        """The time of a block, in seconds since 1970."""
        return self._time_of(hex(block))

    def times_of(self, blocks: Collection[int]) -> dict[int, int]:
        """The times of many blocks, by number, in seconds since 1970."""
        answers = self.batch([("eth_getBlockByNumber", [hex(block), False]) for block in blocks])
        return {block: _timestamp(answer, hex(block)) for block, answer in zip(blocks, answers, strict=True)}

    def _time_of(self, tag: str) -> int:
        return _timestamp(self.request("eth_getBlockByNumber", tag, False), tag)

    def head(self) -> int:
        """Number of the latest block."""
        return int(self.request("eth_blockNumber"), 16)

    def final_block(self) -> int:
        """Number of the latest block that counts as final here, at least 0."""
        return max(0, self.head() - self.network.finality)


def connect(network: Network) -> Connection:
    """Connects to a network.

    Raises:
        NodeUnreachable: no node answers at its address.
        NetworkError: the node is on another chain than the network says.
    """
    provider = PatientProvider(network)
    answer = provider.make_request(RPCEndpoint("eth_chainId"), [])
    chain_id = int(str(_result(answer)), 16)
    if network.chain_id not in (None, chain_id):
        raise NetworkError(
            f"the node at {provider.shown_url} is on chain {chain_id}, "
            f"but network {network.name!r} is chain {network.chain_id}",
            "choose the right one with --network, or correct --rpc-url",
        )
    return Connection(Web3(provider), chain_id, network)


def _timestamp(block: Any, tag: str) -> int:
    if isinstance(block, RpcError):
        raise block
    if block is None:
        raise RpcError(f"the node does not have block {tag}")
    return int(block["timestamp"], 16)


_CHECK_ADDRESS = "check the address given by --rpc-url, --network, BOURSE_RPC_URL or the configuration file"


def _result(answer: RPCResponse) -> Any:
    if "error" in answer:
        raise _error(answer)
    if "result" not in answer:
        raise RpcError("the node's answer holds neither a result nor an error")
    return answer["result"]


def _error(answer: RPCResponse) -> RpcError:
    error = answer.get("error")
    if not isinstance(error, dict):
        return RpcError(f"the node answers: {error}")
    message = f"the node answers: {error.get('message', 'no message')}"
    return RpcError(message, code=int(error.get("code", 0)), data=_reverted_with(error.get("data")))


def _reverted_with(data: object) -> bytes:
    """The bytes that a reverted call returned. Some nodes put them, as a string or an object, beside other text."""
    if isinstance(data, dict):
        data = data.get("data", data.get("result"))
    if isinstance(data, str):
        text = data.removeprefix("Reverted ").removeprefix("0x")
        try:
            return bytes.fromhex(text)
        except ValueError:
            return b""
    return b""


def _in_messages(calls: Sequence[tuple[str, Sequence[Any]]]) -> list[list[tuple[str, Sequence[Any]]]]:
    messages: list[list[tuple[str, Sequence[Any]]]] = []
    room = 0
    for call in calls:
        size = len(str(call[1]))
        if not messages or len(messages[-1]) == _BATCH_CALLS or size > room:
            messages.append([])
            room = _BATCH_CHARACTERS
        messages[-1].append(call)
        room -= size
    return messages


def _is_harmless(method: str) -> bool:
    """Whether asking twice has no further effect. A signed transaction sent twice is one transaction."""
    return not method.startswith(("evm_", "anvil_", "eth_sendTransaction"))


def _is_local(url: str) -> bool:
    return urlsplit(url).hostname in ("127.0.0.1", "localhost", "::1")
