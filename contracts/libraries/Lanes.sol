// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @title Sixteen small numbers in a word, one for each grade
/// @dev Lane v is bits 16 v to 16 v + 15. Numbers and all sums of a word's lanes are below 2^15, so nothing carries into the next lane.
library Lanes {
    uint256 private constant EACH = 0x0001000100010001000100010001000100010001000100010001000100010001;

    /// @notice 1 in lane `v`, 0 elsewhere.
    function one(uint256 v) internal pure returns (uint256) {
        return 1 << (v << 4);
    }

    /// @notice `number` in every lane.
    function all(uint256 number) internal pure returns (uint256) {
        unchecked {
            return number * EACH;
        }
    }

    function lane(uint256 lanes, uint256 v) internal pure returns (uint256) {
        return (lanes >> (v << 4)) & 0xffff;
    }

    /// @notice Lane v: the sum of lanes 0 to v.
    function sums(uint256 lanes) internal pure returns (uint256) {
        unchecked {
            // column by column, as in long multiplication; what lies above lane 15 drops out
            return lanes * EACH;
        }
    }

    /// @notice Lane v: the sum of lanes 0 to v - 1.
    function sumsBelow(uint256 lanes) internal pure returns (uint256) {
        return sums(lanes) << 16;
    }

    /// @notice In how many lanes `a` is at least `b`.
    function countAtLeast(uint256 a, uint256 b) internal pure returns (uint256) {
        unchecked {
            // the highest bit of a lane survives the subtraction where b does not exceed a
            return (((((a | (EACH << 15)) - b) >> 15) & EACH) * EACH) >> 240;
        }
    }
}
