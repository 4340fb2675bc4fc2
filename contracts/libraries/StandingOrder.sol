// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @title A standing bid or ask in one word
/// @dev The order word, with the entry index in its lowest 16 bits, which an order leaves zero. 0 stands for no order.
library StandingOrder {
    /// @dev Turned over in a bid, these bits make the higher price the lower number.
    uint256 internal constant BID_PRICE = uint256(type(uint88).max) << 160;

    function side(uint256 order) internal pure returns (uint256) {
        return order >> 248;
    }

    function price(uint256 order) internal pure returns (uint256) {
        return uint88(order >> 160);
    }

    function quantity(uint256 order) internal pure returns (uint256) {
        return uint32(order >> 128);
    }

    function quality(uint256 order) internal pure returns (uint256) {
        return uint16(order >> 112);
    }

    /// @notice Index of the entry that made the order.
    function entry(uint256 order) internal pure returns (uint256) {
        return uint16(order);
    }

    /// @notice Key of a bid: ascends in bid order, the higher price first, then the earlier entry.
    function bidKey(uint256 order) internal pure returns (uint256) {
        return askKey(order ^ BID_PRICE);
    }

    /// @notice Key of an ask: ascends in ask order, the lower price first, then the earlier entry.
    function askKey(uint256 order) internal pure returns (uint256) {
        return (price(order) << 16) | entry(order);
    }
}
