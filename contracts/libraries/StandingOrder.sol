// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {OrderWord} from "./OrderWord.sol";

/// @title A standing bid or ask in one word that can be compared
/// @dev From the highest bit: price 88, turn 16, quantity 32, quality 16, zero 96, side 8. The turn is an ask's entry index, and 2^16 - 1
/// minus a bid's. So the orders of the rules are those of the plain numbers: asks ascend (lower price first, then the earlier one), bids
/// descend (higher price first, then the earlier one). No two orders of a side are equal.
library StandingOrder {
    using OrderWord for bytes32;

    uint256 private constant LAST_TURN = type(uint16).max;

    /// @notice 0 of the word that stands for no order.
    function side(uint256 order) internal pure returns (uint256) {
        return order & 0xff;
    }

    function isBid(uint256 order) internal pure returns (bool) {
        return side(order) == OrderWord.BID;
    }

    function isAsk(uint256 order) internal pure returns (bool) {
        return side(order) == OrderWord.ASK;
    }

    function price(uint256 order) internal pure returns (uint256) {
        return order >> 168;
    }

    /// @notice Entry index of an ask.
    function askEntry(uint256 order) internal pure returns (uint256) {
        return (order >> 152) & 0xffff;
    }

    /// @notice Entry index of a bid.
    function bidEntry(uint256 order) internal pure returns (uint256) {
        return askEntry(order) ^ LAST_TURN;
    }

    function quantity(uint256 order) internal pure returns (uint256) {
        return (order >> 120) & 0xffffffff;
    }

    function quality(uint256 order) internal pure returns (uint256) {
        return (order >> 104) & 0xffff;
    }

    /// @dev Price, and quantity with quality, each move by eight bits: to the left over the side, to the right to make room for the turn.
    function pack(uint256 word, uint256 entry) internal pure returns (uint256) {
        uint256 side_ = word >> 248;
        if (side_ == OrderWord.BID) entry ^= LAST_TURN;
        return ((word << 8) & (type(uint256).max << 168)) | (entry << 152) | ((word >> 8) & (uint256(type(uint48).max) << 104)) | side_;
    }
}
