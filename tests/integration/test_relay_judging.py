"""Why a relayer turns signed orders away."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from databourse.chain.exchange import Exchange
from databourse.chain.records import RoundView
from databourse.money import TOKEN
from tests.cli.conftest import act, ok
from tests.integration.play import address, exchange
from tests.integration.signing import FEE, RELAY, SIGNERS, bid, book, craft, sign, verdicts
from tests.integration.signing import series as series
from tests.integration.signing import ticket as ticket

pytestmark = pytest.mark.usefixtures("market")


def test_every_reason_to_turn_an_order_away(ticket: Path, datasets: dict[str, int]) -> None:
    inbox = ticket.parent / "inbox"
    good = bid(ticket, "dave", 1, "good.jsonl")
    cases = {
        "low.jsonl": (bid(ticket, "dave", 1, "low.jsonl", "--max-fee", "0.01"), "it allows a fee of 0.01 tokens, and"),
        "poor.jsonl": (bid(ticket, "grace", 1, "poor.jsonl"), "its account has 0 free"),
        "rich.jsonl": (bid(ticket, "dave", 500, "rich.jsonl"), "it needs 500.12 tokens, and its account has "),
        "used.jsonl": (bid(ticket, "erin", 1, "used.jsonl"), "is worthless: the next must be 500 or higher"),
        "gate.jsonl": (
            sign(
                ticket,
                "dave",
                *("ask", "--price", 1, "--quantity", 1, "--dataset", datasets["bob"], "--quality", 1, "--max-fee", FEE),
                out="gate.jsonl",
            ),
            "does not belong to",
        ),
    }
    act("erin", "order", "cancel", "temperature", "--below-nonce", 500)
    altered: dict[str, tuple[dict[str, Any], str]] = {
        "price.jsonl": ({"price": "5"}, "price is '5', but is '1000000000000000000' in the packed order"),
        "chain.jsonl": ({"chain_id": 5, "id": None}, "it is for the market"),
        "terms.jsonl": ({"terms_hash": "0x" + "11" * 32, "id": None}, "no open round has its terms"),
        "series.jsonl": ({"series": 9, "id": None}, "series 9 has no round"),
        "forged.jsonl": ({"order": good["order"][:-4] + "1111", "id": None}, "it was not signed by"),
    }
    for name, (change, reason) in altered.items():
        one = {key: value for key, value in {**good, **change}.items() if value is not None}
        (inbox / name).write_text(json.dumps(one) + "\n", encoding="utf-8")
        cases[name] = (one, reason)
    texts = {"junk.jsonl": b"junk\n", "empty.jsonl": b"", "latin.jsonl": b"\xe9\n", "list.jsonl": b"[]\n"}
    for name, text in texts.items():
        (inbox / name).write_bytes(text)
    (inbox / "large.jsonl").write_bytes(b" " * (16 * 2**20 + 1))
    (inbox / ".unfinished.jsonl").write_text("half a line", encoding="utf-8")
    found = verdicts(ok(*RELAY, "--json").json)
    assert found.pop("good.jsonl")["status"] == "carried"
    for name, (_, reason) in cases.items():
        assert reason in found.pop(name)["reason"], name
    assert {name: one["reason"].split(":")[0] for name, one in found.items()} == {
        "junk.jsonl": "it is not JSON",
        "empty.jsonl": "the file is empty",
        "latin.jsonl": "the file is not UTF-8",
        "list.jsonl": "it is no signed order",
        "large.jsonl": "the file has more than 16,777,216 bytes",
    }
    assert book(ticket) == [("dave", "bid")]
    assert len(list((inbox / "refused").iterdir())) == len(cases) + len(texts) + 1
    assert (inbox / ".unfinished.jsonl").exists()


def test_what_the_market_would_take_and_the_rule_not_count_is_turned_away_too(ticket: Path) -> None:
    now = exchange().connection.now()
    cases: dict[str, tuple[dict[str, Any], str]] = {
        "expired.jsonl": ({"expiry": now - 1}, "it expired at 20"),
        "word.jsonl": ({"data": b"\x09" * 32}, "it is no order: side is 9, but must be 1 (bid)"),
        "lock.jsonl": ({"lock": 2 * TOKEN - 1}, "it locks 1.999999999999999999 tokens, and needs 2"),
        "huge.jsonl": ({"lock": 2**88}, "it locks 309485009.821345068724781056 tokens"),
        "last.jsonl": ({"nonce": 2**32 - 1}, "its nonce is 4294967295, and the highest is 4294967294"),
    }
    for name, (changes, _) in cases.items():
        craft(ticket, "dave", name, **changes)
    found = verdicts(ok(*RELAY, "--json").json)
    for name, (_, reason) in cases.items():
        assert reason in found[name]["reason"], name
    assert book(ticket) == []


def test_a_full_account_and_a_full_round(ticket: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    original = Exchange.round_view

    def small(self: Exchange, series: int, block: int | None = None) -> RoundView:
        return replace(original(self, series, block), max_entries=2, max_per_account=1)

    for number, name in enumerate(SIGNERS):
        craft(ticket, name, f"{number}.jsonl")
    craft(ticket, "dave", "3.jsonl", nonce=exchange().account(1, address("dave")).nonce + 1)
    monkeypatch.setattr(Exchange, "round_view", small)
    found = verdicts(ok(*RELAY, "--json").json)
    assert [found[f"{number}.jsonl"]["status"] for number in range(2)] == ["carried"] * 2
    assert found["2.jsonl"]["reason"] == "the round is full: it takes 2 entries"
    assert found["3.jsonl"]["reason"] == "one account can make 1 entries in this round"
