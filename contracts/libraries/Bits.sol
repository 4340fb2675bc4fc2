// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @title Masks of at most 32 bits
library Bits {
    /// @notice How many bits are set.
    function count(uint256 mask) internal pure returns (uint256 bits) {
        unchecked {
            for (; mask != 0; mask &= mask - 1) {
                ++bits;
            }
        }
    }
}
