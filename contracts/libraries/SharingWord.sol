// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @title Who shares data for data, and within which limits, in one word
/// @dev From the highest bit: tag 8, dataset 64, size 32, scale 32, cost 88, zero 32. The agent would share `size` units of the dataset. A
/// unit of the round's table of values is worth `scale` base units to it, and each partner costs it `cost` base units.
library SharingWord {
    uint256 internal constant TAG = 7;

    function tag(bytes32 word) internal pure returns (uint256) {
        return uint256(word) >> 248;
    }

    function dataset(bytes32 word) internal pure returns (uint64) {
        return uint64(uint256(word) >> 184);
    }

    /// @notice Units of data.
    function size(bytes32 word) internal pure returns (uint256) {
        return uint32(uint256(word) >> 152);
    }

    function scale(bytes32 word) internal pure returns (uint256) {
        return uint32(uint256(word) >> 120);
    }

    function cost(bytes32 word) internal pure returns (uint256) {
        return uint88(uint256(word) >> 32);
    }

    /// @notice Whether it is one: nothing in the bits that are not used, and something of everything but the cost.
    function isWellFormed(bytes32 word) internal pure returns (bool) {
        return tag(word) == TAG && dataset(word) != 0 && size(word) != 0 && scale(word) != 0 && uint32(uint256(word)) == 0;
    }
}
