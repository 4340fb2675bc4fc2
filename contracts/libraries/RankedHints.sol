// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IChecker} from "../interfaces/IChecker.sol";
import {Book} from "./OrderBook.sol";
import {StandingOrder} from "./StandingOrder.sol";
import {WordRows, Words} from "./Words.sol";

/// @title Hints that name orders by rank
/// @notice Two bytes each: entry index. Sorting is left to whoever settles; that the order is right takes one comparison a turn.
/// @dev The caller has checked the length of the hints.
library RankedHints {
    uint256 internal constant SIZE = 2;

    /// @return ranked the standing bids that `count` hints from hint `first` on name, in bid order
    /// Reverts with `HintNotStanding`, `HintsOutOfOrder`.
    function bids(Book memory book, bytes calldata hints, uint256 first, uint256 count) internal pure returns (Words ranked) {
        return _ranked(book, hints[first * SIZE:(first + count) * SIZE], StandingOrder.BID_FLIP);
    }

    /// @return ranked the standing asks that `count` hints from hint `first` on name, in ask order
    /// Reverts with `HintNotStanding`, `HintsOutOfOrder`.
    function asks(Book memory book, bytes calldata hints, uint256 first, uint256 count) internal pure returns (Words ranked) {
        return _ranked(book, hints[first * SIZE:(first + count) * SIZE], StandingOrder.ASK_FLIP);
    }

    /// @param flip see StandingOrder
    function _ranked(Book memory book, bytes calldata hints, uint256 flip) private pure returns (Words ranked) {
        ranked = WordRows.allocate(hints.length / SIZE);
        (Words orders, uint256 entries) = (book.orders, book.entries);
        uint256 place = ranked.addressOf(0);
        uint256 hint;
        uint256 end;
        uint256 entry;
        uint256 merit;
        assembly ("memory-safe") {
            hint := hints.offset
            end := add(hint, hints.length)
            let least := 0
            for {} lt(hint, end) { hint := add(hint, SIZE) } {
                entry := shr(240, calldataload(hint))
                // 0 if there is no such entry
                let order := mul(lt(entry, entries), mload(add(orders, shl(5, mul(lt(entry, entries), entry)))))
                merit := shr(160, xor(order, flip))
                let key := or(shl(16, merit), entry)
                if or(shr(88, merit), lt(key, least)) { break }
                least := add(key, 1)
                mstore(place, order)
                place := add(place, 32)
            }
        }
        if (hint == end) return ranked;
        if (merit >> 88 != 0) revert IChecker.HintNotStanding(entry);
        revert IChecker.HintsOutOfOrder(entry);
    }
}
