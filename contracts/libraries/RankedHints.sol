// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IChecker} from "../interfaces/IChecker.sol";
import {Calldata} from "./Calldata.sol";
import {Book} from "./OrderBook.sol";
import {OrderWord} from "./OrderWord.sol";
import {StandingOrder} from "./StandingOrder.sol";
import {WordRows, Words} from "./Words.sol";

/// @title Hints that name orders by rank
/// @notice Two bytes each: entry index. Sorting is left to whoever settles; that the order is right takes one comparison a turn.
/// @dev The caller has checked the length of the hints.
library RankedHints {
    using Calldata for bytes;
    using StandingOrder for uint256;

    uint256 internal constant SIZE = 2;

    /// @return ranked the standing bids that `count` hints from hint `first` on name, in bid order
    /// Reverts with `HintNotStanding`, `HintsOutOfOrder`.
    function bids(Book memory book, bytes calldata hints, uint256 first, uint256 count) internal pure returns (Words ranked) {
        return _ranked(book, hints, first, count, OrderWord.BID, type(uint256).max);
    }

    /// @return ranked the standing asks that `count` hints from hint `first` on name, in ask order
    /// Reverts with `HintNotStanding`, `HintsOutOfOrder`.
    function asks(Book memory book, bytes calldata hints, uint256 first, uint256 count) internal pure returns (Words ranked) {
        return _ranked(book, hints, first, count, OrderWord.ASK, 0);
    }

    /// @param flip bits to turn over so that the side's order is the ascending one
    function _ranked(Book memory book, bytes calldata hints, uint256 first, uint256 count, uint256 side, uint256 flip)
        private
        pure
        returns (Words ranked)
    {
        ranked = WordRows.allocate(count);
        uint256 previous;
        // hints are 16 bits long and fewer than 2^64
        unchecked {
            for (uint256 i; i < count; ++i) {
                uint256 entry = uint256(hints.wordAt((first + i) * SIZE)) >> 240;
                uint256 order = entry < book.entries ? book.orders.get(entry) : 0;
                if (order.side() != side) revert IChecker.HintNotStanding(entry);
                if (order ^ flip <= previous) revert IChecker.HintsOutOfOrder(entry);
                previous = order ^ flip;
                ranked.set(i, order);
            }
        }
    }
}
