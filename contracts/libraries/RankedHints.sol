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
        return _ranked(book, hints, first, count, OrderWord.BID, StandingOrder.BID_PRICE);
    }

    /// @return ranked the standing asks that `count` hints from hint `first` on name, in ask order
    /// Reverts with `HintNotStanding`, `HintsOutOfOrder`.
    function asks(Book memory book, bytes calldata hints, uint256 first, uint256 count) internal pure returns (Words ranked) {
        return _ranked(book, hints, first, count, OrderWord.ASK, 0);
    }

    /// @param flip what turns the key of an ask into the key of an order of this side
    function _ranked(Book memory book, bytes calldata hints, uint256 first, uint256 count, uint256 side, uint256 flip)
        private
        pure
        returns (Words ranked)
    {
        ranked = WordRows.allocate(count);
        (Words orders, uint256 entries) = (book.orders, book.entries);
        uint256 entry;
        uint256 misfit;
        assembly ("memory-safe") {
            let at := add(hints.offset, shl(1, first))
            let least := 0
            for { let i := 0 } lt(i, count) { i := add(i, 1) } {
                entry := shr(240, calldataload(add(at, shl(1, i))))
                let order := 0
                if lt(entry, entries) { order := mload(add(orders, shl(5, entry))) }
                if iszero(eq(shr(248, order), side)) {
                    misfit := 1
                    break
                }
                // the key of the order, as in StandingOrder
                let key := or(shl(16, shr(160, xor(order, flip))), entry)
                if lt(key, least) {
                    misfit := 2
                    break
                }
                least := add(key, 1)
                mstore(add(ranked, shl(5, i)), order)
            }
        }
        if (misfit == 1) revert IChecker.HintNotStanding(entry);
        if (misfit == 2) revert IChecker.HintsOutOfOrder(entry);
    }
}
