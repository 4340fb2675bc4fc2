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
    uint256 private constant FLAGS = 0xff << 88;
    uint256 private constant UNUSED = (0xfff0 << 112) | type(uint48).max;
    uint256 private constant DATASET = uint256(type(uint64).max) << 48;

    /// @param least units that an ask must have, at least 1
    /// @param most units that a bid may have
    /// Reverts with `TooManyEntries`, which no round opened within the checker's limits can meet.
    function read(bytes calldata entries, uint256 least, uint256 most) internal pure returns (Book memory book) {
        uint256 count = entries.count();
        if (count > MOST_ENTRIES) revert IChecker.TooManyEntries(count, MOST_ENTRIES);
        Words orders = WordRows.allocate(count);
        DatasetSet memory asked = DatasetSets.create(count, entries);
        uint256 counts;

        // i counts down to 0, and each of the two counts stays below 2^11
        unchecked {
            for (uint256 i = count; i != 0;) {
                --i;
                uint256 head = entries.head(i);
                uint256 data = uint256(entries.data(i));
                uint256 mark = orders.get(i);
                uint256 side = _sideOf(head, data, least, most);
                if (side == OrderWord.ASK) {
                    if (!asked.add(uint64(data >> 48))) side = 0;
                } else if (side == OrderWord.CANCEL) {
                    if (mark == 0) _cancel(entries, orders, head, data, i);
                    side = 0;
                }
                if (mark != 0) {
                    orders.set(i, 0);
                } else if (side != 0) {
                    orders.set(i, StandingOrder.pack(data, i));
                    counts += 1 << (side << 4);
                }
            }
            book = Book({orders: orders, entries: count, bids: uint16(counts >> 16), asks: counts >> 32});
        }
    }

    /// @return side of a well-formed order, or 0
    /// @dev A difference below zero, of numbers that fit into 128 bits, shows in its highest bit; so a side's conditions take one branch.
    function _sideOf(uint256 head, uint256 data, uint256 least, uint256 most) private pure returns (uint256 side) {
        if ((head & FLAGS) | (data & UNUSED) != 0) return 0;
        side = data >> 248;
        unchecked {
            uint256 quantity = uint32(data >> 128);
            if (side == OrderWord.BID) {
                uint256 uncovered = uint88(head) - uint88(data >> 160) * quantity;
                if ((data & DATASET) | ((quantity - 1) | (most - quantity) | uncovered) >> 255 != 0) return 0;
            } else if (side == OrderWord.ASK) {
                if (((quantity - least) | ((data & DATASET) - 1)) >> 255 != 0) return 0;
            } else if (data != (OrderWord.CANCEL << 248) | (quantity << 128)) {
                return 0;
            }
        }
    }

    function _cancel(bytes calldata entries, Words orders, uint256 head, uint256 data, uint256 i) private pure {
        uint256 target = uint32(data >> 128);
        if (target < i && entries.head(target).who() == head.who()) orders.set(target, VOIDED);
    }
}
