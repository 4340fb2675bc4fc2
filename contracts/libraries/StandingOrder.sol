// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {OrderWord} from "./OrderWord.sol";

/// @title A standing bid or ask in one word
/// @dev The order word, with the entry index in its lowest 16 bits, which an order leaves zero. 0 stands for no order.
library StandingOrder {
    /// @notice Price and turn: asks ascend (lower price first, then the earlier one), bids descend (higher price first, then the earlier
    /// one). No two orders of a side have the same.
    function key(uint256 order) internal pure returns (uint256) {
        uint256 turn = isBid(order) ? ~order : order;
        return (price(order) << 16) | uint16(turn);
    }

    function side(uint256 order) internal pure returns (uint256) {
        return order >> 248;
    }

    function isBid(uint256 order) internal pure returns (bool) {
        return order >> 248 == OrderWord.BID;
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
}
