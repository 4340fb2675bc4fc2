// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {WordRows, Words} from "../../../contracts/libraries/Words.sol";
import {Test} from "../utils/Test.sol";

contract WordsTest is Test {
    function testFuzz_WhenARowIsAllocated(uint8 size, uint256 word) public pure {
        uint256 count = uint256(size) + 1;
        Words dirty = WordRows.reserve(count);
        for (uint256 i; i < count; ++i) {
            dirty.set(i, word);
        }
        dirty.release();
        Words row = WordRows.allocate(count);
        Words next = WordRows.allocate(1);
        next.set(0, word);
        for (uint256 i; i < count; ++i) {
            vm.assertEq(row.get(i), 0);
        }
    }

    function test_WhenARowIsReleased() public pure {
        Words row = WordRows.reserve(3);
        row.release();
        vm.assertEq(WordRows.reserve(1).addressOf(0), row.addressOf(0));
    }

    function testFuzz_WhenWordsAreSetRaisedAndLowered(uint256 word, uint128 more, uint128 less) public pure {
        word = bound(word, type(uint128).max, type(uint256).max - type(uint128).max);
        Words row = WordRows.allocate(3);
        row.set(1, word);
        row.add(1, more);
        row.subtract(1, less);
        vm.assertEq(row.get(0), 0);
        vm.assertEq(row.get(1), word + more - less);
        vm.assertEq(row.get(2), 0);
        vm.assertEq(WordRows.load(row.addressOf(1)), row.get(1));
        WordRows.store(row.addressOf(2), word);
        vm.assertEq(row.get(2), word);
    }

    function testFuzz_WhenZerosAreSkipped(uint8 from, uint8 distance, uint256 word) public pure {
        vm.assume(word != 0);
        Words row = WordRows.allocate(512);
        row.set(uint256(from) + distance, word);
        vm.assertEq(row.skipZeros(from), uint256(from) + distance);
    }
}
