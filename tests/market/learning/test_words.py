from __future__ import annotations

import pytest
from eth_utils.crypto import keccak

from databourse.errors import InvalidInput
from databourse.market.learning.words import WordTree, belongs, pack_counts, table_bytes, unpack_counts


def test_counts_have_two_bytes_the_higher_first_and_end_with_zeros() -> None:
    assert pack_counts([0, 1, 256, 32_767]) == bytes.fromhex("0000 0001 0100 7fff") + bytes(24)
    assert pack_counts(list(range(16))) == b"".join(count.to_bytes(2) for count in range(16))
    assert unpack_counts(pack_counts([7, 300])).tolist() == [7, 300, *[0] * 14]


@pytest.mark.parametrize("wrong", [-1, 32_768, 2**40])
def test_a_count_that_two_bytes_cannot_say_is_told(wrong: int) -> None:
    with pytest.raises(InvalidInput, match=rf"counts\[2\] is {wrong}, but it must be from 0 to 32767"):
        pack_counts([0, 1, wrong, 3])


@pytest.mark.parametrize(("parties", "size"), [(0, 32), (1, 32), (3, 32), (4, 32), (5, 64), (12, 8192), (20, 2**21)])
def test_a_table_has_whole_words(parties: int, size: int) -> None:
    assert table_bytes(parties) == size == len(pack_counts([0] * (1 << parties)))


def test_the_tree_of_four_words_by_hand() -> None:
    words = [bytes([number]) * 32 for number in range(4)]
    left, right = keccak(words[0] + words[1]), keccak(words[2] + words[3])
    tree = WordTree(b"".join(words))
    assert tree.root == keccak(left + right)
    assert tree.proof(2) == [words[3], left]
    assert [tree.word(index) for index in range(4)] == words


def test_of_one_word_the_tree_is_that_word() -> None:
    tree = WordTree(b"\7" * 32)
    assert tree.root == b"\7" * 32
    assert belongs(tree.root, 0, b"\7" * 32, tree.proof(0))


@pytest.mark.parametrize("size", [0, 31, 33, 96])
def test_only_powers_of_two_of_words_have_a_tree(size: int) -> None:
    with pytest.raises(InvalidInput, match=f"table is '{size} bytes', but it must be a power of two of words"):
        WordTree(bytes(size))


def test_a_proof_shows_one_word_at_one_place() -> None:
    tree = WordTree(b"".join(bytes([number]) * 32 for number in range(8)))
    for index in range(8):
        word, proof = tree.word(index), tree.proof(index)
        assert belongs(tree.root, index, word, proof)
        assert not belongs(tree.root, index ^ 1, word, proof)
        assert not belongs(tree.root, index ^ 4, word, proof)
        assert not belongs(tree.root, index, bytes([word[0] ^ 1]) + word[1:], proof)
        assert not belongs(tree.root, index, word, [*proof[:-1], bytes(32)])
        assert not belongs(tree.root, index + 8, word, proof)
    assert not belongs(tree.root, -1, tree.word(7), tree.proof(7))


@pytest.mark.parametrize("index", [-1, 8])
def test_there_is_no_proof_of_a_word_that_is_not_there(index: int) -> None:
    with pytest.raises(InvalidInput, match=f"word is {index}, but must be from 0 to 7"):
        WordTree(bytes(256)).proof(index)
