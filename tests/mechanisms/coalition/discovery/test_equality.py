from __future__ import annotations

import secrets
from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from databourse.errors import Refused
from databourse.mechanisms.coalition.discovery import Attempts, Device, Types, compare, discover, verify_transcript
from databourse.mechanisms.coalition.discovery.equality import Initiator, Responder
from databourse.mechanisms.coalition.discovery.points import mask
from databourse.mechanisms.coalition.discovery.transcript import Message, Transcript

TYPES = Types(b"epoch 7", 5)


def device(kind: int, attempts: int = 100, types: Types = TYPES) -> Device:
    return Device(kind, types, Attempts(attempts))


def begun(mine: int = 1, theirs: int = 1) -> tuple[Initiator, Responder, Message]:
    """A session after the responder's answer."""
    one, other = device(mine), device(theirs)
    asking = one.ask(other.identity)
    asked, answer = other.be_asked(asking.start())
    return asking, asked, answer


@pytest.mark.parametrize("mine", range(5))
@pytest.mark.parametrize("theirs", range(5))
def test_two_devices_learn_whether_their_types_are_equal(mine: int, theirs: int) -> None:
    equal, transcript = compare(device(mine), device(theirs))
    assert equal is (mine == theirs)
    assert [message.kind for message in transcript.messages] == ["masked", "masked", "confirm"]


def test_a_device_finds_its_proxy() -> None:
    proxies = [device(kind) for kind in range(5)]
    for kind in range(5):
        found = discover(device(kind), proxies)
        assert found.kind == kind and len(found.transcripts) == kind + 1
    assert discover(device(4), proxies[:4]).kind is None


def test_nothing_that_is_said_repeats() -> None:
    one, other = device(2), device(2)
    said = [message.body for _ in range(5) for message in compare(one, other)[1].messages]
    said += [message.body for _ in range(5) for message in compare(device(2), device(3))[1].messages]
    assert len(set(said)) == len(said) == 30
    assert not any(point in body for point in TYPES.points for body in said)


def test_unequal_types_look_like_equal_ones() -> None:
    for theirs in (1, 2):
        _, transcript = compare(device(1), device(theirs))
        assert [len(message.body) for message in transcript.messages] == [32, 64, 32]


def test_types_of_different_epochs_are_never_compared() -> None:
    one, other = device(1), device(1, types=Types(b"epoch 8", 5))
    with pytest.raises(Refused, match="not of this epoch and these parties"):
        compare(one, other)
    with pytest.raises(Refused, match="not of this epoch"):
        compare(device(1), device(1, types=Types(b"epoch 7", 6)))


def test_attempts_are_counted_by_peer_also_where_sessions_were_broken_off() -> None:
    asked, prober, another = device(3, attempts=2), device(0), device(0)
    for _ in range(2):
        asked.be_asked(prober.ask(asked.identity).start())
    with pytest.raises(Refused, match="has had all it gets in this epoch: 2 sessions"):
        asked.be_asked(prober.ask(asked.identity).start())
    compare(another, asked)
    assert asked.attempts.left(prober.identity, TYPES.epoch) == 0
    assert asked.attempts.left(another.identity, TYPES.epoch) == 1
    assert asked.attempts.left(prober.identity, b"epoch 8") == 2


def test_the_one_that_asks_is_limited_too() -> None:
    one = device(1, attempts=1)
    compare(one, device(1))
    peer = device(1)
    compare(one, peer)
    with pytest.raises(Refused, match=r"1 session$"):
        one.ask(peer.identity)


def test_a_device_does_not_ask_itself() -> None:
    one = device(1)
    with pytest.raises(Refused, match="with its own"):
        one.ask(one.identity)


def test_different_results_are_not_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Responder, "conclude", lambda *_: False)
    with pytest.raises(Refused, match="different results"):
        compare(device(1), device(1))


def test_a_session_cannot_be_replayed() -> None:
    one, other = device(1), device(1)
    message = one.ask(other.identity).start()
    other.be_asked(message)
    with pytest.raises(Refused, match="has been begun before"):
        other.be_asked(message)


def test_a_session_with_somebody_else_cannot_be_forwarded() -> None:
    one, meant, other = device(1), device(1), device(1)
    with pytest.raises(Refused, match="these parties"):
        other.be_asked(one.ask(meant.identity).start())


def test_a_responder_cannot_claim_equality_without_the_type() -> None:
    """What it can send: its own point with tags that it can compute, the question itself, or somebody's point."""
    for attempt in range(3):
        one, identity = device(1), Ed25519PrivateKey.generate()
        asking = one.ask(identity.public_key().public_bytes_raw())
        question = asking.start()
        transcript = Transcript(question.session, [question])
        if attempt == 0:
            honest = Responder(identity, one.identity, TYPES, 2, question.session)
            answer = honest.answer(question)
        else:
            point = mask(question.body if attempt == 1 else TYPES.points[3], X25519PrivateKey.generate())
            answer = transcript.say(identity, "masked", point + secrets.token_bytes(32))
        assert asking.finish(answer)[1] is False


def test_the_question_sent_back_is_refused() -> None:
    one, identity = device(1), Ed25519PrivateKey.generate()
    asking = one.ask(identity.public_key().public_bytes_raw())
    question = asking.start()
    transcript = Transcript(question.session, [question])
    with pytest.raises(Refused, match="the question sent back"):
        asking.finish(transcript.say(identity, "masked", question.body + bytes(32)))


def test_an_initiator_cannot_claim_equality_without_the_type() -> None:
    """It has seen the responder's tag; sending that back, or making one up, convinces nobody."""
    for forge in (lambda answer: answer.body[32:], lambda _: secrets.token_bytes(32)):
        identity, other = Ed25519PrivateKey.generate(), device(2)
        asking = Initiator(identity, other.identity, TYPES, 1)
        asked, answer = other.be_asked(asking.start())
        asking.finish(answer)
        transcript = Transcript(answer.session, list(asking.transcript.messages[:2]))
        assert asked.conclude(transcript.say(identity, "confirm", forge(answer))) is False


@pytest.mark.parametrize("change", ["body", "sender", "kind", "session", "signature"])
def test_a_changed_message_is_refused(change: str) -> None:
    asking, _, answer = begun()
    changed = {
        "body": bytes([answer.body[0] ^ 1]) + answer.body[1:],
        "sender": device(1).identity,
        "kind": "confirm",
        "session": bytes(32),
        "signature": bytes(64),
    }
    with pytest.raises(Refused):
        asking.finish(replace(answer, **{change: changed[change]}))  # type: ignore[arg-type]
    assert asking.finish(answer)[1] is True  # nothing was spoilt


def test_messages_of_a_wrong_length_or_without_a_point() -> None:
    for body, message in ((bytes(40), "the answer has 40 bytes"), (bytes(64), "no point of the curve")):
        one, identity = device(1), Ed25519PrivateKey.generate()
        asking = one.ask(identity.public_key().public_bytes_raw())
        question = asking.start()
        with pytest.raises(Refused, match=message):
            asking.finish(Transcript(question.session, [question]).say(identity, "masked", body))


def test_steps_come_in_order_and_once() -> None:
    asking, asked, answer = begun()
    with pytest.raises(Refused, match="has started already"):
        asking.start()
    confirmation, _ = asking.finish(answer)
    with pytest.raises(Refused, match="at another step"):
        asking.finish(answer)
    assert asked.conclude(confirmation)
    with pytest.raises(Refused, match="at another step"):
        asked.conclude(confirmation)


def test_a_transcript_proves_who_said_what() -> None:
    one, other = device(1), device(2)
    _, transcript = compare(one, other)
    parties, messages = [one.identity, other.identity], transcript.messages
    assert verify_transcript(transcript.session, messages, parties).digest == transcript.digest
    for broken in (messages[1:], [messages[0], messages[2]], [messages[1], messages[0]], [*messages, messages[2]]):
        with pytest.raises(Refused, match="signature"):
            verify_transcript(transcript.session, broken, parties)
    with pytest.raises(Refused, match="is no party of the session"):
        verify_transcript(transcript.session, messages, parties[:1])
    with pytest.raises(Refused, match="belongs to another session"):
        verify_transcript(bytes(32), messages, parties)
