"""Algorithm 2: what the private discovery of types finds, what it hides, and what it takes on trust."""

from __future__ import annotations

import random
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from databourse.errors import Refused
from databourse.experiments.coalition.settings import Settings
from databourse.experiments.parts import Part
from databourse.mechanisms.coalition.discovery import (
    Attempts,
    Dealer,
    Device,
    Relay,
    Types,
    bucket_tag,
    compare,
    discover,
    tag_message,
    unwrap_key,
)

LEVELS = 5
DEVICES = 30


def _equality(types: Types, kinds: list[int]) -> dict[str, Any]:
    """Every device asks the proxies; an observer collects what is said."""
    proxies = [Device(kind, types, Attempts(1_000)) for kind in range(LEVELS)]
    found, said, tests = 0, [], 0
    for kind in kinds:
        discovery = discover(Device(kind, types, Attempts(LEVELS)), proxies)
        found += discovery.kind == kind
        tests += len(discovery.transcripts)
        said += [message.body for transcript in discovery.transcripts for message in transcript.messages]
    return {"found": found, "tests": tests, "messages": len(said), "repeated": len(said) - len(set(said))}


def _liar(types: Types) -> dict[str, Any]:
    """A device whose data are of type 1 says 3; nobody can tell. One that guesses on is stopped by the limit."""
    proxies = [Device(kind, types, Attempts(1_000)) for kind in range(LEVELS)]
    claimed = discover(Device(3, types, Attempts(LEVELS)), proxies).kind
    limit = 2
    victim = Device(4, types, Attempts(limit))
    guesser = [Device(kind, types, Attempts(LEVELS)) for kind in range(LEVELS)]
    identity = guesser[0]
    asked = 0
    try:
        for _ in range(LEVELS):
            compare(identity, victim)
            asked += 1
    except Refused:
        pass
    identities = sum(compare(one, Device(4, types, Attempts(limit)))[0] for one in guesser)
    return {"true": 1, "claimed": 3, "found": claimed, "limit": limit, "asked": asked, "by many names": identities}


def _buckets(types: Types, kinds: list[int]) -> dict[str, Any]:
    """Tags under a shared key: what the relay sees, alone and with the key of one member."""
    dealer = Dealer()
    identities = [Ed25519PrivateKey.generate() for _ in kinds]
    names = [identity.public_key().public_bytes_raw() for identity in identities]
    relay = Relay(types, names)
    key, posted = b"", []
    for identity, kind in zip(identities, kinds, strict=True):
        private = X25519PrivateKey.generate()
        key = unwrap_key(dealer.wrap(private.public_key().public_bytes_raw()), private, dealer.public)
        posted.append(tag_message(identity, key, types, kind))
        relay.post(posted[-1])
    truth = [[name for name, own in zip(names, kinds, strict=True) if own == kind] for kind in dict.fromkeys(kinds)]
    tags = {bucket_tag(key, types, kind): kind for kind in range(LEVELS)}
    named = sum(tags.get(message.body) == kind for message, kind in zip(posted, kinds, strict=True))
    return {"buckets": len(truth), "as the types are": relay.buckets() == truth, "named with one key": named}


def _check(seed: int) -> dict[str, Any]:
    types = Types(b"review", LEVELS)
    chance = random.Random(f"{seed}/discovery")
    kinds = [chance.randrange(LEVELS) for _ in range(DEVICES)]
    return {
        "devices": DEVICES,
        "levels": LEVELS,
        "equality": _equality(types, kinds),
        "liar": _liar(types),
        "buckets": _buckets(types, kinds),
    }


PART = Part[Settings](
    name="discovery",
    title="Algorithm 2: private discovery of types",
    needs=("seed",),
    tasks=lambda settings: [(settings.seed,)],
    work=_check,
    combine=lambda _, found: found[0],
)
