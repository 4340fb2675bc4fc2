"""A party's side: encrypting data for a runner, and opening the model that comes back."""

from __future__ import annotations

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from databourse.learning.rows import Rows
from databourse.market.learning.parties import commitment
from databourse.runner.bundle import Bundle, pack_bundle
from databourse.runner.model_file import Model, open_signed, unpack_model
from databourse.runner.sealing import bundle_info, model_info, seal, unseal

__all__ = ["commitment", "open_model", "seal_bundle"]


def seal_bundle(
    train: Rows,
    validation: Rows,
    reply_key: bytes,
    runner_key: bytes,
    context: bytes,
    account: str,
    max_parties: int = 1,
) -> bytes:
    """The bundle of an account for a round, as it is uploaded; what the account enters with is its `commitment`.

    Sealing the same data twice gives two ciphertexts with two commitments: keep the one that was entered with.

    Args:
        train: what models are made of.
        validation: what they are judged by, together with the other parties' validation data.
        reply_key: X25519 public key that the model shall be encrypted for.
        runner_key: X25519 public key of the runner, from the parameters of the round.
        context: of the round.
        account: checksummed address that enters.
        max_parties: of the round: the more there can be, the fewer validation rows may each bring.

    Raises:
        InvalidInput: the data cannot be handed in like this, or a key is none.
    """
    bundle = Bundle(train, validation, reply_key)
    bundle.check_share(max_parties)
    return seal(pack_bundle(bundle), runner_key, bundle_info(context, account))


def open_model(raw: bytes, reply_key: X25519PrivateKey, runner: str, context: bytes, account: str) -> Model:
    """The model that a runner made for an account in a round.

    Args:
        raw: as it was downloaded.
        reply_key: private half of the key in the bundle.
        runner: checksummed address of the runner, from the parameters of the round.
        context: of the round.
        account: checksummed address.

    Raises:
        InvalidInput: the runner did not sign it, it does not open, or it is no model.
    """
    ciphertext = open_signed(raw, runner, context, account)
    return unpack_model(unseal(ciphertext, reply_key, model_info(context, account)))
