// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {OrderWord} from "./OrderWord.sol";

/// @title A standing bid or ask in one word
/// @dev The order word, with the entry index in its lowest 16 bits, which an order leaves zero. 0 stands for no order.
library StandingOrder {
    /// @dev What to turn over in an order before its key is read: the side, which becomes 0, and in a bid the price, so that the higher one
    /// becomes the lower number.
    uint256 internal constant BID_FLIP = (OrderWord.BID << 248) | (uint256(type(uint88).max) << 160);
    uint256 internal constant ASK_FLIP = OrderWord.ASK << 248;

    function side(uint256 order) internal pure returns (uint256) {
        return order >> 248;
    }

    function price(uint256 order) internal pure returns (uint256) {
        return (order >> 160) & type(uint88).max;
    }

    function quantity(uint256 order) internal pure returns (uint256) {
        return (order >> 128) & type(uint32).max;
    }

    function quality(uint256 order) internal pure returns (uint256) {
        return (order >> 112) & type(uint16).max;
    }

    /// @notice Index of the entry that made the order.
    function entry(uint256 order) internal pure returns (uint256) {
        return order & type(uint16).max;
    }

    /// @notice Ascends in the order of the side: bids from the highest price, asks from the lowest, and the earlier entry first. No two
    /// orders of a side have the same.
    /// @param flip BID_FLIP or ASK_FLIP, whichever the order's side is
    function key(uint256 order, uint256 flip) internal pure returns (uint256) {
        order ^= flip;
        return ((order >> 160) << 16) | entry(order);
    }

    /// @notice Index of the entry that made the order with this key.
    function keyEntry(uint256 key_) internal pure returns (uint256) {
        return key_ & type(uint16).max;
    }

    function bidKeyPrice(uint256 key_) internal pure returns (uint256) {
        unchecked {
            // turned over
            return type(uint88).max - (key_ >> 16);
        }
    }

    function askKeyPrice(uint256 key_) internal pure returns (uint256) {
        return key_ >> 16;
    }
}
