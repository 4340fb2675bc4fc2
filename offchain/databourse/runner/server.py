"""A runner over HTTP: what parties and operators ask of it. Bundles and models pass through encrypted.

    GET  /attestation                     who it is, and what it says that it runs
    GET  /rounds/S/R                      whose bundles are here, how far training is, and what came of it
    PUT  /rounds/S/R/ACCOUNT/bundle       a party's bundle, of which the chain has the commitment
    POST /rounds/S/R/train                begins to train; asked again, it tells how far it is
    GET  /rounds/S/R/tables               the table as it was counted, and the closed one that is stated
    GET  /rounds/S/R/ACCOUNT/model        the encrypted model of a party
    GET  /rounds/S/R/cells/MASK           one cell, trained again

Errors are JSON, `error` and perhaps `hint`: 400 for what cannot be, 404, 409 when the round's state or terms forbid it,
413, and 503 when the chain cannot be asked.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from http import HTTPStatus
from typing import Any

from eth_utils.address import is_address, to_checksum_address

from databourse import local_http
from databourse.errors import BourseError, InvalidInput, NetworkError, NotFound, Refused
from databourse.local_http import HOST, JsonHandler
from databourse.runner.enclave import Enclave, Trained
from databourse.runner.work import Progress, Work

MOST_BYTES = 64 * 2**20
"""Of a bundle as it is uploaded."""

_MOST_AT_ONCE = 8
_ROUND = re.compile(r"/rounds/([0-9]{1,19})/([0-9]{1,9})(?:/(.*))?")
_PLACES = "GET /attestation, and under /rounds/SERIES/ROUND what the documentation of runners lists"
_CODES: tuple[tuple[type[BourseError], HTTPStatus], ...] = (
    (InvalidInput, HTTPStatus.BAD_REQUEST),
    (NotFound, HTTPStatus.NOT_FOUND),
    (Refused, HTTPStatus.CONFLICT),
    (NetworkError, HTTPStatus.SERVICE_UNAVAILABLE),
)


class _Handler(JsonHandler):
    enclave: Enclave
    work: Work

    def do_GET(self) -> None:  # noqa: N802 - http.server's name
        """Tells."""
        self._serve(self._get)

    def do_PUT(self) -> None:  # noqa: N802 - http.server's name
        """Takes a bundle in."""
        self._serve(self._put)

    def do_POST(self) -> None:  # noqa: N802 - http.server's name
        """Begins to train."""
        self._serve(self._post)

    def _serve(self, method: Callable[[], None]) -> None:
        if not self.is_local():
            return
        try:
            method()
        except BourseError as error:
            code = next((code for kind, code in _CODES if isinstance(error, kind)), HTTPStatus.INTERNAL_SERVER_ERROR)
            self.answer(code, {"error": error.message, "hint": error.hint})
        except ConnectionError:
            raise
        except Exception as error:  # its text may tell of the data, and would be in the log
            told = f"this should not have happened: {type(error).__name__}"
            self.answer(HTTPStatus.INTERNAL_SERVER_ERROR, {"error": told})

    def _get(self) -> None:
        if self.path == "/attestation":
            told = self.enclave.attestation()
            self.answer(
                HTTPStatus.OK,
                {
                    "kind": told.kind,
                    "measurement": "0x" + told.measurement.hex(),
                    "address": told.address,
                    "encryption_key": "0x" + told.encryption_key.hex(),
                    "evidence": "0x" + told.evidence.hex(),
                },
            )
            return
        series, number, rest = self._round()
        match rest:
            case []:
                self.answer(HTTPStatus.OK, self._about(series, number))
            case ["tables"]:
                self.answer(HTTPStatus.OK, self._trained(series, number).tables())
            case [account, "model"]:
                self.answer(HTTPStatus.OK, self.enclave.model(series, number, _account(account)))
            case ["cells", mask] if mask.isascii() and mask.isdigit() and len(mask) < 10:
                count = self.enclave.retrain(series, number, int(mask))
                self.answer(HTTPStatus.OK, {"cell": int(mask), "correct": count})
            case _:
                raise NotFound(f"there is no GET {self.path}", _PLACES)

    def _put(self) -> None:
        series, number, rest = self._round()
        match rest:
            case [account, "bundle"]:
                raw = self.body(MOST_BYTES, "bring fewer rows")
                if raw is not None:
                    party = self.enclave.submit(series, number, _account(account), raw)
                    self.answer(HTTPStatus.OK, {"party": party, "bytes": len(raw)})
            case _:
                raise NotFound(f"there is no PUT {self.path}", _PLACES)

    def _post(self) -> None:
        series, number, rest = self._round()
        if rest != ["train"]:
            raise NotFound(f"there is no POST {self.path}", _PLACES)
        self.enclave.begin(series, number)
        if self.enclave.trained(series, number) is None:
            self.work.start(series, number)
        self.answer(HTTPStatus.ACCEPTED, self._about(series, number))

    def _about(self, series: int, number: int) -> dict[str, Any]:
        received = self.enclave.received(series, number)
        trained = self.enclave.trained(series, number)
        progress = self.work.progress(series, number)
        if trained:
            sets = (1 << trained.statement.parties) - 1
            progress = Progress("trained", sets, sets, 0.0)
        elif progress is None or progress.state == "trained":  # of entries that the chain has undone
            progress = Progress("untrained")
        return {
            "series": series,
            "round": number,
            **progress.as_json(),
            "parties": [{"party": p.party, "account": p.account, "uploaded": p.uploaded} for p in received],
            "trained": trained.report() if trained else None,
        }

    def _trained(self, series: int, number: int) -> Trained:
        trained = self.enclave.trained(series, number)
        if trained is None:
            raise NotFound(f"round {series}/{number} was not trained here yet")
        return trained

    def _round(self) -> tuple[int, int, list[str]]:
        found = _ROUND.fullmatch(self.path)
        if found is None:
            raise NotFound(f"there is no {self.command} {self.path}", _PLACES)
        series, number, rest = found.groups()
        return int(series), int(number), rest.split("/") if rest else []


def _account(text: str) -> str:
    if not is_address(text):
        raise InvalidInput.of("account", text, "must be 0x and 40 hexadecimal digits")
    return to_checksum_address(text)


def serving(enclave: Enclave, work: Work, port: int, host: str = HOST) -> AbstractContextManager[int]:
    """Listens for as long as the block runs, and gives the port (0 takes a free one).

    Raises:
        BourseError: the port cannot be had.
    """
    return local_http.listening(_Handler, "runner", host, port, "--port", _MOST_AT_ONCE, enclave=enclave, work=work)
