"""Arrays from strangers: NumPy's archives (.npz), read without running anything in them and without filling the memory.

Sizes are checked before anything is unpacked or allocated: those that the archive declares, and in each array those
that its header declares. What is longer than declared is never read.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

import numpy as np
import numpy.typing as npt

from databourse.errors import InvalidInput

Array = npt.NDArray[np.generic]
_SUFFIX = ".npy"


def pack_arrays(arrays: Mapping[str, Array]) -> bytes:
    """An archive of arrays, compressed."""
    packed = io.BytesIO()
    np.savez_compressed(packed, **arrays)
    return packed.getvalue()


def unpack_arrays(raw: bytes, what: str, types: Mapping[str, str], most: int) -> dict[str, Array]:
    """The arrays of an archive.

    Args:
        raw: the archive.
        what: what errors call it.
        types: the arrays that there must be, and no others: of numbers by their type ("<f8"), of texts "U".
        most: bytes that all of them may have.

    Raises:
        InvalidInput: it is no such archive, or larger.
    """
    try:
        with ZipFile(io.BytesIO(raw)) as archive:
            _check(archive, what, types, most)
            return {name: _array(archive.read(name + _SUFFIX), f"{what}: {name}", types[name]) for name in types}
    except InvalidInput:
        raise
    except Exception as error:  # damage shows in too many ways to name them, and none of them may stop the reader
        raise InvalidInput(f"{what} is no archive of arrays that can be read") from error


def _check(archive: ZipFile, what: str, types: Mapping[str, str], most: int) -> None:
    parts = archive.infolist()
    if sorted(part.filename for part in parts) != sorted(name + _SUFFIX for name in types):
        raise InvalidInput(f"{what} must have the arrays {', '.join(types)}, and no others")
    if any(part.compress_type not in (ZIP_STORED, ZIP_DEFLATED) for part in parts):
        raise InvalidInput(f"{what} is compressed in another way than NumPy does")
    size = sum(part.file_size for part in parts)
    if size > most:
        raise InvalidInput(f"{what} has {size:,} bytes unpacked, but it may have {most:,} at most")


def _array(raw: bytes, what: str, wanted: str) -> Array:
    file = io.BytesIO(raw)
    if np.lib.format.read_magic(file) != (1, 0):  # type: ignore[no-untyped-call]
        raise InvalidInput(f"{what} has another version of NumPy's format than 1.0")
    shape, fortran, dtype = np.lib.format.read_array_header_1_0(file)  # type: ignore[no-untyped-call]
    if dtype.str != wanted and not (wanted == "U" and dtype.str.startswith("<U") and dtype.itemsize):
        raise InvalidInput.of(f"{what}: type", dtype.str, f"it must be {wanted}")
    start = file.tell()
    count = 1
    for length in shape:
        count *= length
    if count * dtype.itemsize != len(raw) - start:
        raise InvalidInput(f"{what} has {len(raw) - start:,} bytes, but not those of its shape {shape}")
    return np.frombuffer(raw, dtype=dtype, offset=start).reshape(shape, order="F" if fortran else "C")
