from __future__ import annotations

import random

import pytest
from eth_utils.crypto import keccak

from databourse.datasets.merkle import MerkleTree, leaf_of, verify
from databourse.errors import InvalidInput


def test_a_single_chunk_is_its_own_root() -> None:
    tree = MerkleTree([b"chunk"])
    assert tree.root == keccak(keccak(b"chunk"))
    assert tree.proof(0) == []


def test_nodes_hash_their_children_the_smaller_one_first() -> None:
    one, other = sorted([leaf_of(b"a"), leaf_of(b"b")])
    assert MerkleTree([b"a", b"b"]).root == MerkleTree([b"b", b"a"]).root == keccak(one + other)


@pytest.mark.parametrize("count", [2, 3, 4, 5, 7, 8, 13, 64, 100])
def test_every_chunk_is_proven_and_nothing_else(count: int) -> None:
    chunks = [random.Random(count * 1000 + number).randbytes(40) for number in range(count)]
    tree = MerkleTree(chunks)
    assert len(tree) == count
    for number, chunk in enumerate(chunks):
        proof = tree.proof(number)
        assert len(proof) <= (count - 1).bit_length()
        assert verify(tree.root, chunk, proof)
        assert not verify(tree.root, chunk + b"!", proof)
        assert not verify(tree.root, chunks[number - 1], proof)


def test_an_inner_node_never_passes_for_a_chunk() -> None:
    tree = MerkleTree([b"a", b"b", b"c", b"d"])
    first, second = sorted([leaf_of(b"a"), leaf_of(b"b")])
    upper = tree.proof(0)[-1:]
    assert not verify(tree.root, first + second, upper)


def test_nothing_has_no_root_and_a_missing_chunk_no_proof() -> None:
    with pytest.raises(InvalidInput, match="no chunks"):
        MerkleTree([])
    for index in (-1, 2):
        with pytest.raises(InvalidInput, match=f"chunk is {index}"):
            MerkleTree([b"a", b"b"]).proof(index)
