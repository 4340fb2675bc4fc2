// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Shares} from "../../../contracts/libraries/Shares.sol";
import {Test} from "../utils/Test.sol";

contract SharesTest is Test {
    function test_WhenThereAreThreeSellers() public pure {
        _assertColumn(Shares.raw(3), 0, 0, 1_000_000_000);
        _assertColumn(Shares.average(3), 333_333_333, 333_333_333, 333_333_334);
        _assertColumn(Shares.passedUp(3, 500_000_001), 250_000_001, 250_000_000, 499_999_999);
        _assertColumn(Shares.passedUp(3, 0), 0, 0, 1_000_000_000);
    }

    function test_WhenThereIsOneSeller() public pure {
        vm.assertEq(uint256(Shares.raw(1)[0]), Shares.WHOLE);
        vm.assertEq(uint256(Shares.average(1)[0]), Shares.WHOLE);
        vm.assertEq(uint256(Shares.passedUp(1, 5)[0]), Shares.WHOLE);
    }

    function testFuzz_WhenAColumnIsPacked(uint32[] memory column, uint256 behind) public pure {
        vm.assume(column.length != 0);
        bytes memory expected;
        for (uint256 i; i + 1 < column.length; ++i) {
            expected = abi.encodePacked(expected, column[i]);
        }
        bytes memory packed = Shares.pack(column);
        bytes memory next = abi.encode(behind);
        vm.assertEq(packed, expected);
        vm.assertEq(abi.decode(next, (uint256)), behind, "what is allocated next");
        vm.assertEq(Shares.pack(column), expected);
    }

    function _assertColumn(uint32[] memory column, uint256 first, uint256 second, uint256 third) private pure {
        vm.assertEq(column.length, 3);
        vm.assertEq(uint256(column[0]), first);
        vm.assertEq(uint256(column[1]), second);
        vm.assertEq(uint256(column[2]), third);
    }
}
