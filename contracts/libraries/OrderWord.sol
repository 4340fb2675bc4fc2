// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @title An order of the double auction in one word
/// @dev From the highest bit: side 8, price 88, quantity 32, quality 16, dataset 64, zero 48. A bid's quality is the lowest that it
/// accepts, its dataset is 0. A cancel carries the index of the entry that it voids as its quantity, and zeros.
library OrderWord {
    uint256 internal constant BID = 1;
    uint256 internal constant ASK = 2;
    uint256 internal constant CANCEL = 3;

    function side(bytes32 word) internal pure returns (uint256) {
        return uint256(word) >> 248;
    }

    /// @notice Base units for one unit of data.
    function price(bytes32 word) internal pure returns (uint256) {
        return uint88(uint256(word) >> 160);
    }

    function quantity(bytes32 word) internal pure returns (uint256) {
        return uint32(uint256(word) >> 128);
    }

    function quality(bytes32 word) internal pure returns (uint256) {
        return uint16(uint256(word) >> 112);
    }

    function dataset(bytes32 word) internal pure returns (uint64) {
        return uint64(uint256(word) >> 48);
    }

    /// @notice The bits that no order uses.
    function padding(bytes32 word) internal pure returns (uint256) {
        return uint48(uint256(word));
    }
}
