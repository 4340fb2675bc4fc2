"""Whatever a party hands in is read, or refused with a reason; nothing in it runs, and it cannot fill the memory."""

from __future__ import annotations

import io
import pickle
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from databourse.errors import InvalidInput
from databourse.learning import Rows
from databourse.market.learning.words import MOST_COUNT
from databourse.runner import bundle as bundles
from databourse.runner.bundle import Bundle, most_validation, pack_bundle, unpack_bundle
from tests.runner.rounds import data, pair

KEY = pair("alice").public_key().public_bytes_raw()
GOOD = Bundle(data(1), data(2, 9), KEY)


def arrays(**changes: Any) -> dict[str, Any]:
    """Those of a good bundle, some of them replaced; None leaves one out."""
    found = {
        "train_features": GOOD.train.features,
        "train_labels": GOOD.train.labels,
        "validation_features": GOOD.validation.features,
        "validation_labels": GOOD.validation.labels,
        "reply_key": np.frombuffer(KEY, dtype="|u1"),
    }
    return {name: array for name, array in (found | changes).items() if array is not None}


def packed(**changes: Any) -> bytes:
    file = io.BytesIO()
    np.savez(file, **arrays(**changes))
    return file.getvalue()


def zipped(parts: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, raw in parts.items():
            archive.writestr(name, raw)
    return file.getvalue()


def parts() -> dict[str, bytes]:
    """The files in a good bundle."""
    with zipfile.ZipFile(io.BytesIO(packed())) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_a_bundle_comes_back_as_it_was() -> None:
    odd = Rows.of([[1e30, -0.5], [0, 3]], ["größe", "3"])
    found = unpack_bundle(pack_bundle(Bundle(odd, odd, KEY)))
    assert (found.train.digest, found.validation.digest, found.reply_key) == (odd.digest, odd.digest, KEY)
    assert unpack_bundle(packed()).train.digest == GOOD.train.digest


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"train_features": None}, "must have the arrays train_features, "),
        ({"more": np.zeros(1)}, "and no others"),
        ({"train_features": np.full((30, 3), -1.1e30)}, r"the training data have a feature beyond ±1e\+30"),
        ({"train_features": np.zeros((0, 3)), "train_labels": np.zeros(0, "<U1")}, "the training data has 0 rows"),
        ({"train_features": np.zeros((30, 0))}, "the training data has 30 rows and 0 features"),
        (
            {"validation_features": np.zeros((0, 3)), "validation_labels": np.zeros(0, "<U1")},
            "validation data has 0 rows",
        ),
        ({"train_features": np.full((30, 3), np.nan)}, r"training data: features\[0\]\[0\] is nan"),
        ({"validation_features": np.full((9, 3), -np.inf)}, r"validation data: features\[0\]\[0\] is -inf"),
        ({"train_labels": GOOD.train.labels[:-1]}, "30 rows of features, but 29 labels"),
        ({"train_labels": GOOD.train.labels.reshape(5, 6)}, "labels of 2 dimensions"),
        ({"train_labels": np.array([""] * 30)}, r"labels\[0\] is ''"),
        ({"train_features": np.zeros(30)}, "features of 1 dimensions"),
        ({"train_features": np.zeros((30, 3), "<f4")}, "type is '<f4', but it must be <f8"),
        ({"train_features": np.zeros((30, 3), ">f8")}, "type is '>f8', but it must be <f8"),
        ({"train_labels": np.arange(30)}, "type is '<i8', but it must be U"),
        ({"train_labels": np.array(["a"] * 30, ">U1")}, "but it must be U"),
        ({"validation_features": np.zeros((9, 4))}, "validation data have 4 features, but the training data have 3"),
        ({"reply_key": np.zeros(32, "|u1")}, "reply_key is .* low order"),
        ({"reply_key": np.ones(31, "|u1")}, "reply_key is '31 bytes'"),
        ({"reply_key": np.ones((2, 16), "|u1")}, r"reply_key: shape is \(2, 16\)"),
    ],
)
def test_what_a_bundle_must_not_be(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(InvalidInput, match=message):
        unpack_bundle(packed(**changes))


def test_a_label_that_is_no_text_is_told() -> None:
    for code in (0xD800, 0x110000):  # half a character, and one beyond the last
        labels = np.array([code] * 30, dtype="<u4").view("<U1")
        file = parts() | {"train_labels.npy": _npy(labels)}
        with pytest.raises(InvalidInput, match="label that is no text"):
            unpack_bundle(zipped(file))


def _npy(array: Any) -> bytes:
    file = io.BytesIO()
    np.lib.format.write_array(file, array, version=(1, 0))  # type: ignore[no-untyped-call]
    return file.getvalue()


@pytest.mark.parametrize("raw", [b"", b"PK", b"no archive", bytes(100), packed()[:-30], packed()[:200]])
def test_what_is_no_archive_is_told(raw: bytes) -> None:
    with pytest.raises(InvalidInput, match="no archive of arrays that can be read"):
        unpack_bundle(raw)


def test_nothing_in_a_bundle_runs(tmp_path: Path) -> None:
    class Trap:
        def __reduce__(self) -> Any:
            return (Path.touch, (tmp_path / "ran",))

    header = _npy(np.zeros(1)).replace(b"'<f8'", b"'|O' ", 1)[:-8]
    file = parts() | {"train_features.npy": header + pickle.dumps(Trap())}
    with pytest.raises(InvalidInput, match=r"no archive|type is"):
        unpack_bundle(zipped(file))
    assert not (tmp_path / "ran").exists()


def test_a_small_archive_that_unpacks_to_very_much_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zipfile.ZipFile, "read", None)  # reading anything would fail otherwise
    bomb = zipped(dict.fromkeys([f"{name}.npy" for name in arrays()], bytes(2**26)))
    assert len(bomb) < 2**20
    with pytest.raises(InvalidInput, match="has 335,544,320 bytes unpacked, but it may have 268,435,456 at most"):
        unpack_bundle(bomb)


def test_an_archive_that_lies_about_its_size_is_not_read_beyond_it() -> None:
    raw = bytearray(zipped(parts() | {"train_features.npy": _npy(np.zeros((2**20, 3)))}))
    true = len(_npy(np.zeros((2**20, 3)))).to_bytes(4, "little")
    found = 0
    while (place := raw.find(true, found)) >= 0:  # in the part's own header, and in the list at the end
        raw[place : place + 4] = (1_000).to_bytes(4, "little")
        found = place + 1
    assert found
    with pytest.raises(InvalidInput, match=r"no archive|not those of its shape"):
        unpack_bundle(bytes(raw))


@pytest.mark.parametrize("shape", ["(1000000000000, 8)", "(-1, -96)", "(-3, -30)", "(90,)", "(0, 3)", "(30, 3, 10**9)"])
def test_an_array_that_lies_about_its_shape_is_told_before_it_is_made(shape: str) -> None:
    true = _npy(np.zeros((30, 3)))
    lying = true.replace(b"(30, 3), }", f"{shape}, }}".encode())
    short = len(lying) - len(true)
    lying = (
        lying.replace(b" " * short + b"\n", b"\n", 1) if short > 0 else lying.replace(b"\n", b" " * -short + b"\n", 1)
    )
    assert len(lying) == len(true)
    with pytest.raises(InvalidInput, match=r"no archive|not those of its shape|dimensions"):
        unpack_bundle(zipped(parts() | {"train_features.npy": lying}))


def test_other_formats_are_told() -> None:
    with pytest.raises(InvalidInput, match="compressed in another way"):
        unpack_bundle(zipped(parts(), zipfile.ZIP_LZMA))
    file = io.BytesIO()
    np.lib.format.write_array(file, np.zeros((30, 3)), version=(2, 0))  # type: ignore[no-untyped-call]
    with pytest.raises(InvalidInput, match="version"):
        unpack_bundle(zipped(parts() | {"train_features.npy": file.getvalue()}))
    twice = io.BytesIO()
    with zipfile.ZipFile(twice, "w") as archive, pytest.warns(UserWarning, match="Duplicate"):
        for name, raw in [*parts().items(), ("reply_key.npy", parts()["reply_key.npy"])]:
            archive.writestr(name, raw)
    with pytest.raises(InvalidInput, match="and no others"):
        unpack_bundle(twice.getvalue())


def test_what_is_too_much_is_told_before_it_is_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bundles, "MOST_PLAIN", 500)
    with pytest.raises(InvalidInput, match="but a runner reads 500 at most"):
        pack_bundle(GOOD)


def test_validation_rows_of_all_parties_can_be_counted() -> None:
    assert [most_validation(parties) for parties in (1, 5, 20)] == [MOST_COUNT, 6_553, 1_638]
    many = Bundle(data(1), Rows.of(np.zeros((6_554, 3)), ["a"] * 6_554), KEY)
    many.check_share(4)
    with pytest.raises(InvalidInput, match="have 6,554 rows, but a party may bring 6,553"):
        many.check_share(5)
