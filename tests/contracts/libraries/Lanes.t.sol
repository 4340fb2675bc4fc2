// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Lanes} from "../../../contracts/libraries/Lanes.sol";
import {Test} from "../utils/Test.sol";

contract LanesTest is Test {
    using Lanes for uint256;

    function testFuzz_WhenAWordIsPackedFromSixteenNumbers(uint16[16] calldata numbers) public pure {
        uint256 lanes;
        for (uint256 v; v < 16; ++v) {
            lanes += Lanes.one(v) * (numbers[v] % 2048);
        }
        uint256 sum;
        for (uint256 v; v < 16; ++v) {
            vm.assertEq(lanes.lane(v), numbers[v] % 2048, "lane");
            vm.assertEq(lanes.sumsBelow().lane(v), sum, "sums below");
            sum += numbers[v] % 2048;
            vm.assertEq(lanes.sums().lane(v), sum, "sums");
        }
        vm.assertEq(lanes.lane(16), 0, "above");
        vm.assertEq(lanes.lane(type(uint256).max), 0, "below");
    }

    function testFuzz_WhenTwoWordsAreCompared(uint16[16] calldata left, uint16[16] calldata right, uint16 same) public pure {
        (uint256 a, uint256 b, uint256 count, uint256 countSame) = (0, 0, 0, 0);
        same %= 2 ** 15;
        for (uint256 v; v < 16; ++v) {
            (uint256 x, uint256 y) = (left[v] % 2 ** 15, right[v] % 2 ** 15);
            a |= x << (16 * v);
            b |= y << (16 * v);
            if (x >= y) ++count;
            if (x >= same) ++countSame;
        }
        vm.assertEq(a.countAtLeast(b), count);
        vm.assertEq(a.countAtLeast(Lanes.all(same)), countSame);
        vm.assertEq(a.countAtLeast(a), 16);
    }
}
