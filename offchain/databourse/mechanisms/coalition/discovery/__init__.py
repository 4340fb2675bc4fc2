"""Who has data of my type? Found out without telling the market (the paper's Algorithm 2).

Two protocols, both on the `cryptography` library. Neither is secure multi-party computation of anything but equality.

**Equality** (`equality`): two devices learn whether they have the same type, and nothing else. Each masks a curve point
that stands for its type with a secret of its own, and both prove to each other that they arrive at the same point: the
SPEKE password exchange with types for passwords. A device finds its coalition by asking one proxy of each type.

    from databourse.mechanisms.coalition.discovery import Attempts, Device, Types, discover

    types = Types(b"epoch 7", 5)
    proxies = [Device(kind, types, Attempts(1_000)) for kind in range(5)]
    discover(Device(3, types, Attempts(5)), proxies).kind          # 3

**Buckets** (`buckets`): devices that share a key send a relay a tag of their type, and the relay puts equal tags
together. A hundred times cheaper and linear, but the relay learns how many have the same type, and which.

What is hidden from whom:

* The market, or a relay, sees that two devices ran an equality test, not how it came out. In buckets it sees which
  devices have equal types, not which type that is.
* A peer of another type learns from a test that the types differ; from buckets nothing.
* A peer of the same type learns the type, necessarily; in buckets if the relay tells it who else is in its own.
* A cheating peer tests one type a session, so it needs as many sessions as there are types: `Attempts` bounds them by
  identity. A device that gives the relay the key lets it name every bucket, by trying all types.
* Nothing links two sessions, or the tags of two epochs.

What is not hidden, and not proven: no protocol says whether a claimed type is true. Identities are public, and so are
times and numbers of messages; who may have many identities has as many attempts. The initiator of an equality test
learns the outcome first and may stop there. A transcript proves afterwards who said what, because every message is
signed over all before it; it does not prove the outcome to others, as the secrets stay where they are.
"""

from databourse.mechanisms.coalition.discovery.attempts import Attempts
from databourse.mechanisms.coalition.discovery.buckets import Dealer, Relay, bucket_tag, tag_message, unwrap_key
from databourse.mechanisms.coalition.discovery.device import Device, Discovery, compare, discover
from databourse.mechanisms.coalition.discovery.equality import Initiator, Responder
from databourse.mechanisms.coalition.discovery.points import Types
from databourse.mechanisms.coalition.discovery.transcript import Message, Transcript, verify_transcript

__all__ = [
    "Attempts",
    "Dealer",
    "Device",
    "Discovery",
    "Initiator",
    "Message",
    "Relay",
    "Responder",
    "Transcript",
    "Types",
    "bucket_tag",
    "compare",
    "discover",
    "tag_message",
    "unwrap_key",
    "verify_transcript",
]
