"""Asking a runner over HTTP."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import requests

from databourse.errors import BourseError, InvalidInput, NetworkError, NotFound, Refused
from databourse.runner.enclave import Attestation, Received
from databourse.runner.model_file import MOST_BYTES as MOST_ANSWER
from databourse.runner.server import MOST_BYTES
from databourse.runner.work import Progress

_CONNECT_SECONDS = 10
_ANSWER_SECONDS = 120
_RETRAIN_SECONDS = 3600
_PIECE = 2**20
_KINDS: dict[int, type[BourseError]] = {400: InvalidInput, 404: NotFound, 409: Refused, 413: InvalidInput}


@dataclass(frozen=True, slots=True)
class RoundState:
    """What a runner tells of a round.

    Attributes:
        progress: how far it is; its state is "untrained" when nobody asked for it.
        parties: of the round, and whose bundles the runner has.
        report: what came of it, as `Trained.report` has it; None while it is not trained.
    """

    progress: Progress
    parties: tuple[Received, ...]
    report: dict[str, Any] | None

    @property
    def statement(self) -> bytes | None:
        """The signed statement, to be posted."""
        return None if self.report is None else _hex(self.report["statement"])


class RunnerClient:
    """Asks one runner. What it answers is what it says: signatures are checked by who uses it."""

    def __init__(self, url: str) -> None:
        """Asks the runner at an address such as http://127.0.0.1:8650.

        Raises:
            InvalidInput: no address of that form.
        """
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise InvalidInput.of("runner", url, "must be an address such as http://127.0.0.1:8650")
        self.url = url.rstrip("/")
        self._session = requests.Session()
        # no proxy lies between a program and its own machine
        self._session.trust_env = parts.hostname not in ("127.0.0.1", "localhost", "::1")

    def attestation(self) -> Attestation:
        """Who it is.

        Raises:
            NetworkError: it does not answer, or not as a runner does.
        """
        told = self._json("GET", "attestation")
        try:
            found = Attestation(
                str(told["kind"]),
                _hex(told["measurement"]),
                str(told["address"]),
                _hex(told["encryption_key"]),
                _hex(told["evidence"]),
            )
        except (KeyError, TypeError, ValueError) as error:
            raise self._strange() from error
        return found

    def submit(self, series: int, number: int, account: str, ciphertext: bytes) -> int:
        """Uploads a bundle; the number of the party.

        Raises:
            InvalidInput: it is too large.
            NotFound: there is no such round, or the account is no party of it.
            Refused: it is not the bundle that the account committed to, or it comes too late.
            NetworkError: the runner does not answer.
        """
        if len(ciphertext) > MOST_BYTES:
            raise InvalidInput(
                f"the bundle has {len(ciphertext):,} bytes, but a runner takes {MOST_BYTES:,} at most",
                "bring fewer rows, or fewer digits",
            )
        told = self._json("PUT", f"rounds/{series}/{number}/{account}/bundle", ciphertext)
        return int(told["party"])

    def train(self, series: int, number: int) -> RoundState:
        """Asks for a round to be trained; how far it is.

        Raises:
            NotFound: there is no such round.
            Refused: it is open still, it is over, or it is for another runner.
            NetworkError: the runner does not answer.
        """
        return self._state(self._json("POST", f"rounds/{series}/{number}/train"))

    def state(self, series: int, number: int) -> RoundState:
        """How far a round is.

        Raises:
            NotFound: there is no such round.
            NetworkError: the runner does not answer.
        """
        return self._state(self._json("GET", f"rounds/{series}/{number}"))

    def tables(self, series: int, number: int) -> dict[str, Any]:
        """Both tables, as `Trained.tables` has them.

        Raises:
            NotFound: the round was not trained there.
            NetworkError: the runner does not answer.
        """
        return self._json("GET", f"rounds/{series}/{number}/tables")

    def model(self, series: int, number: int, account: str) -> bytes:
        """The model of an account, signed and encrypted: for `party.open_model`.

        Raises:
            NotFound: there is none.
            Refused: the round is not settled, or the account was absent in it.
            NetworkError: the runner does not answer.
        """
        return self._ask("GET", f"rounds/{series}/{number}/{account}/model")

    def retrain(self, series: int, number: int, mask: int) -> int:
        """One cell of a round's table, trained again.

        Raises:
            NotFound: the round was not trained there, or has no such cell.
            Refused: the runner has other code now.
            NetworkError: the runner does not answer.
        """
        told = self._json("GET", f"rounds/{series}/{number}/cells/{mask}", seconds=_RETRAIN_SECONDS)
        return int(told["correct"])

    def _state(self, told: dict[str, Any]) -> RoundState:
        try:
            left = told["seconds_left"]
            progress = Progress(
                str(told["state"]),
                int(told["done"]),
                int(told["total"]),
                None if left is None else float(left),
                told["error"] or "",
            )
            parties = [Received(int(p["party"]), str(p["account"]), bool(p["uploaded"])) for p in told["parties"]]
            found = RoundState(progress, tuple(parties), told["trained"])
            _ = found.statement
        except (KeyError, TypeError, ValueError) as error:
            raise self._strange() from error
        return found

    def _json(self, method: str, path: str, body: bytes = b"", seconds: int = _ANSWER_SECONDS) -> dict[str, Any]:
        raw = self._ask(method, path, body, seconds)
        try:
            told = json.loads(raw)
        except ValueError as error:
            raise self._strange() from error
        if not isinstance(told, dict):
            raise self._strange()
        return told

    def _ask(self, method: str, path: str, body: bytes = b"", seconds: int = _ANSWER_SECONDS) -> bytes:
        try:
            with self._session.request(
                method,
                f"{self.url}/{path}",
                data=body,
                timeout=(_CONNECT_SECONDS, seconds),
                stream=True,
                allow_redirects=False,
            ) as answer:
                raw = self._read(answer)
        except requests.RequestException as error:
            raise NetworkError(
                f"the runner at {self.url} does not answer ({type(error).__name__})",
                "is it running, and at that address? `bourse runner start` tells its own",
            ) from error
        if answer.ok:
            return raw
        raise self._refusal(answer.status_code, raw)

    def _read(self, answer: requests.Response) -> bytes:
        raw = bytearray()
        for piece in answer.iter_content(_PIECE):
            raw += piece
            if len(raw) > MOST_ANSWER:
                raise self._strange()
        return bytes(raw)

    def _refusal(self, code: int, raw: bytes) -> BourseError:
        try:
            told = json.loads(raw)
            message, hint = str(told["error"]), told.get("hint")
        except (ValueError, KeyError, TypeError, AttributeError):
            return self._strange()
        kind = _KINDS.get(code, NetworkError)
        return kind(f"the runner refuses: {message}" if kind is Refused else f"the runner says: {message}", hint)

    def _strange(self) -> NetworkError:
        return NetworkError(f"what answers at {self.url} is no runner, or one of another version", "check the address")


def _hex(text: Any) -> bytes:
    return bytes.fromhex(str(text).removeprefix("0x"))
