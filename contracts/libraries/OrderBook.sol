// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IChecker} from "../interfaces/IChecker.sol";
import {DatasetSet, DatasetSets} from "./DatasetSet.sol";
import {Entries} from "./Entries.sol";
import {OrderWord} from "./OrderWord.sol";
import {StandingOrder} from "./StandingOrder.sol";
import {WordRows, Words} from "./Words.sol";

/// @param orders by entry index: the standing order (StandingOrder), or 0 where the entry is none
/// @param entries how many entries there are
/// @param bids how many of them are standing bids
/// @param asks how many of them are standing asks
struct Book {
    Words orders;
    uint256 entries;
    uint256 bids;
    uint256 asks;
}

/// @title The book of a round: which of its entries are standing bids and asks
/// @notice Never refuses an entry: what is no order by the rule does not count. An order needs an entry without payload, nothing in the
/// unused bits, a quantity above 0 and a quality of at most 15. A bid names no dataset and its lock covers price times quantity; an ask
/// names a dataset. A cancel voids an earlier entry of the same account, unless a later cancel voids the cancel. Of several asks for the
/// same dataset only the last one can stand, even when it is voided itself: asking again replaces for good.
library OrderBook {
    using DatasetSets for DatasetSet;
    using Entries for bytes;
    using Entries for uint256;
    using OrderWord for bytes32;

    /// @notice Of a round of any checker that reads books. Entry indices fit into 16 bits with room to spare.
    uint256 internal constant MOST_ENTRIES = 1500;
    /// @notice Grades go from 0 to this.
    uint256 internal constant BEST_QUALITY = 15;

    /// @dev In place of an order that is still to be read: a later entry has voided it.
    uint256 private constant VOIDED = 1;

    /// @param least units that an ask must have, at least 1
    /// @param most units that a bid may have
    /// Reverts with `TooManyEntries`, which no round opened within the checker's limits can meet.
    function read(bytes calldata entries, uint256 least, uint256 most) internal pure returns (Book memory book) {
        uint256 count = entries.count();
        if (count > MOST_ENTRIES) revert IChecker.TooManyEntries(count, MOST_ENTRIES);
        Words orders = WordRows.allocate(count);
        DatasetSet memory asked = DatasetSets.create(count, entries);
        uint256 bids;
        uint256 asks;

        // i counts down to 0, and bids and asks stay below the number of entries
        unchecked {
            for (uint256 i = count; i-- != 0;) {
                uint256 head = entries.head(i);
                bytes32 data = entries.data(i);
                bool stands = orders.get(i) != VOIDED;
                uint256 order;
                if (head.flags() == 0 && data.padding() == 0) {
                    uint256 side = data.side();
                    if (side == OrderWord.BID) {
                        if (stands && _isBid(head, data, most)) {
                            order = StandingOrder.ofBid(data, i);
                            ++bids;
                        }
                    } else if (side == OrderWord.ASK) {
                        if (_isAsk(data, least) && asked.add(data.dataset()) && stands) {
                            order = StandingOrder.ofAsk(data, i);
                            ++asks;
                        }
                    } else if (stands && _isCancel(entries, head, data, i)) {
                        orders.set(data.quantity(), VOIDED);
                    }
                }
                orders.set(i, order);
            }
        }
        book = Book({orders: orders, entries: count, bids: bids, asks: asks});
    }

    /// @notice How many standing asks come up to and including `ask` in ask order.
    function countAsksUpTo(Book memory book, uint256 ask) internal pure returns (uint256 count) {
        Words orders = book.orders;
        uint256 entries = book.entries;
        // both counters stay at or below the number of entries
        unchecked {
            for (uint256 i; i < entries; ++i) {
                uint256 order = orders.get(i);
                if (order <= ask && StandingOrder.isAsk(order)) ++count;
            }
        }
    }

    function _isBid(uint256 head, bytes32 data, uint256 most) private pure returns (bool) {
        uint256 quantity = data.quantity();
        if (quantity == 0 || quantity > most || data.quality() > BEST_QUALITY || data.dataset() != 0) return false;
        unchecked {
            // 88 bits times 32 bits
            return data.price() * quantity <= head.lock();
        }
    }

    function _isAsk(bytes32 data, uint256 least) private pure returns (bool) {
        return data.quantity() >= least && data.quality() <= BEST_QUALITY && data.dataset() != 0;
    }

    function _isCancel(bytes calldata entries, uint256 head, bytes32 data, uint256 i) private pure returns (bool) {
        uint256 target = data.quantity();
        // nothing but the side and the target
        if (uint256(data) != (OrderWord.CANCEL << 248) | (target << 128)) return false;
        return target < i && entries.head(target).who() == head.who();
    }
}
