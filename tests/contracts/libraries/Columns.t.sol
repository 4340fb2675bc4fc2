// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Columns} from "../../../contracts/libraries/Columns.sol";
import {Test} from "../utils/Test.sol";

contract ColumnsTest is Test {
    using Columns for Columns.Triangle;

    uint32 private constant WHOLE = 1e9;

    Columns.Triangle private _triangle;
    Columns.Triangle private _other;

    function testFuzz_WhenColumnsAreStored(uint256 trades, uint256 seed) public {
        uint32[][] memory columns = _columns(bound(trades, 1, 32), seed);
        this.store(columns);
        for (uint256 trade = 1; trade <= columns.length; ++trade) {
            uint32[] memory column = _triangle.load(trade);
            vm.assertEq(column.length, trade, "length");
            uint256 rest = WHOLE;
            for (uint256 i; i + 1 < trade; ++i) {
                vm.assertEq(uint256(column[i]), columns[trade - 1][i], "share");
                rest -= column[i];
            }
            vm.assertEq(uint256(column[trade - 1]), rest, "the last one");
            vm.assertEq(uint256(_other.load(trade)[trade - 1]), WHOLE, "another triangle");
        }
    }

    function testFuzz_WhenTheyFillWords(uint256 trades, uint256 seed) public {
        uint32[][] memory columns = _columns(bound(trades, 1, 32), seed);
        this.store(columns);
        uint256 count = columns.length * (columns.length - 1) / 2;
        uint256 words = (count + 7) / 8;
        vm.assertEq(_triangle.words[words], 0, "behind the last word");
        bytes memory packed;
        for (uint256 trade = 2; trade <= columns.length; ++trade) {
            for (uint256 i; i + 1 < trade; ++i) {
                packed = abi.encodePacked(packed, columns[trade - 1][i]);
            }
        }
        packed = abi.encodePacked(packed, bytes32(0));
        for (uint256 i; i < words; ++i) {
            bytes32 word;
            assembly ("memory-safe") {
                word := mload(add(packed, add(32, shl(5, i))))
            }
            vm.assertEq(bytes32(_triangle.words[i]), word, "word");
        }
    }

    function store(uint32[][] calldata columns) external {
        _triangle.store(columns);
    }

    function _columns(uint256 trades, uint256 seed) private pure returns (uint32[][] memory columns) {
        columns = new uint32[][](trades);
        for (uint256 last; last < trades; ++last) {
            columns[last] = new uint32[](last + 1);
            for (uint256 i; i <= last; ++i) {
                columns[last][i] = uint32(uint256(keccak256(abi.encode(seed, last, i))) % (WHOLE / (last + 1) + 1));
            }
        }
    }
}
