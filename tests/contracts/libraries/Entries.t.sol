// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Amounts} from "../../../contracts/libraries/Amounts.sol";
import {Entries} from "../../../contracts/libraries/Entries.sol";
import {Pack} from "../utils/Pack.sol";
import {Test} from "../utils/Test.sol";

contract EntriesTest is Test {
    using Amounts for bytes;
    using Entries for bytes;
    using Entries for uint256;

    function testFuzz_WhenAnEntryIsPackedFromItsFields(address who, uint88 lock, bytes32 data, uint8 before) public view {
        bytes memory list = bytes.concat(new bytes(64 * uint256(before)), Pack.entry(who, lock, data), Pack.entryWith(who, lock, ""));
        (uint256 count, uint256 head) = this.entry(list, before);
        vm.assertEq(count, uint256(before) + 2, "count");
        vm.assertEq(head.who(), who, "who");
        vm.assertEq(head.lock(), lock, "lock");
        (, head) = this.entry(list, uint256(before) + 1);
        vm.assertEq(head.who(), who, "who, with a payload");
        vm.assertEq(head.lock(), lock, "lock, with a payload");
    }

    function testFuzz_WhenAnAmountIsPacked(uint32 index, uint96 amount, uint8 before) public view {
        bytes memory list = bytes.concat(new bytes(16 * uint256(before)), Pack.amount(index, amount), hex"ff");
        vm.assertEq(this.item(list, before), Amounts.pack(index, amount));
        vm.assertEq(this.item(list, before) >> 96, index);
    }

    function testFuzz_WhenAnAmountDoesNotFit(uint32 index, uint256 amount) public pure {
        amount = bound(amount, uint256(type(uint96).max) + 1, type(uint256).max);
        vm.assertTrue(Amounts.pack(index, amount) > type(uint128).max, "an item has 128 bits");
    }

    function entry(bytes calldata list, uint256 i) external pure returns (uint256, uint256) {
        return (list.count(), list.head(i));
    }

    function item(bytes calldata list, uint256 i) external pure returns (uint256) {
        return list.item(i);
    }
}
