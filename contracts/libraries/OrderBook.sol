// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IChecker} from "../interfaces/IChecker.sol";
import {Entries} from "./Entries.sol";
import {WordRows, Words} from "./Words.sol";

/// @param entries how many entries there are
/// @param orders by entry index: the standing order (StandingOrder), or 0 where the entry is none
/// @param bids the standing bids, in entry order
/// @param bidCount how many they are
/// @param asks the standing asks, the last entry first
/// @param askCount how many they are
struct Book {
    uint256 entries;
    Words orders;
    Words bids;
    uint256 bidCount;
    Words asks;
    uint256 askCount;
}

/// @title The book of a round: which of its entries are standing bids and asks
/// @notice Never refuses an entry: what is no order by the rule does not count. An order needs an entry without payload, nothing in the
/// unused bits, a quantity above 0 and a quality of at most 15. A bid names no dataset and its lock covers price times quantity; an ask
/// names a dataset. A cancel voids an earlier entry of the same account, unless a later cancel voids the cancel. Of several asks for the
/// same dataset only the last one can stand, even when it is voided itself: asking again replaces for good.
library OrderBook {
    using Entries for bytes;

    /// @notice Of a round of any checker that reads books. Entry indices fit into 16 bits with room to spare.
    uint256 internal constant MOST_ENTRIES = 1500;
    /// @notice Qualities are numbers below this.
    uint256 internal constant GRADES = 16;

    // masks: in the head of an entry
    uint256 private constant FLAGS = 0xff0000000000000000000000;
    uint256 private constant LOCK = 0xffffffffffffffffffffff;
    // masks: in an order word, and there shifted to the right
    uint256 private constant UNUSED = 0xfff00000000000000000ffffffffffff;
    uint256 private constant DATASET = 0xffffffffffffffff000000000000;
    uint256 private constant PRICE = 0xffffffffffffffffffffff;
    uint256 private constant QUANTITY = 0xffffffff;
    uint256 private constant ENTRY = 0xffff;

    /// @param least units that an ask must have, at least 1
    /// @param most units that a bid may have; what an ask has beyond them is cut off, because no buyer can use it
    /// Reverts with `TooManyEntries`, which no round opened within the checker's limits can meet.
    /// @dev From the last entry to the first, so that whatever voids or replaces an entry is known when the entry's turn comes. A place in
    /// `orders` that is not 0 before its turn has been voided.
    ///
    /// The datasets seen are kept in a table with open addressing, at most half full. Where a number goes depends on a hash over all
    /// entries of the round, so nobody can choose numbers that collide: the last one to enter changes the places of all.
    function read(bytes calldata entries, uint256 least, uint256 most) internal pure returns (Book memory book) {
        uint256 count = entries.count();
        if (count > MOST_ENTRIES) revert IChecker.TooManyEntries(count, MOST_ENTRIES);
        Words orders = WordRows.allocate(count);
        uint256 seed;
        assembly ("memory-safe") {
            // copied to where the rows below will stand: memory costs more the more of it there is
            let scratch := mload(0x40)
            calldatacopy(scratch, entries.offset, entries.length)
            seed := keccak256(scratch, entries.length)
        }
        uint256 size = 1;
        while (size < 2 * count) size <<= 1;
        // asks are collected from the left, bids from the right
        Words asks = WordRows.reserve(count);
        uint256 nextAsk = asks.addressOf(0);
        uint256 firstBid = asks.addressOf(count);
        Words table = WordRows.allocate(size);

        assembly ("memory-safe") {
            // scratch space: what is hashed to find a dataset's place
            mstore(0x20, seed)
            let mask := shl(5, sub(size, 1))
            for { let i := count } i {} {
                i := sub(i, 1)
                let head := add(entries.offset, shl(6, i))
                let data := calldataload(add(head, 32))
                head := calldataload(head)
                let place := add(orders, shl(5, i))
                let voided := mload(place)
                mstore(place, 0)
                if or(and(head, FLAGS), and(data, UNUSED)) { continue }

                let quantity := and(shr(128, data), QUANTITY)
                // sides: see OrderWord
                switch shr(248, data)
                case 1 {
                    let right := and(iszero(or(voided, and(data, DATASET))), lt(sub(quantity, 1), most))
                    // 88 bits times 32 bits
                    if and(right, iszero(gt(mul(and(shr(160, data), PRICE), quantity), and(head, LOCK)))) {
                        data := or(data, i)
                        mstore(place, data)
                        firstBid := sub(firstBid, 32)
                        mstore(firstBid, data)
                    }
                }
                case 2 {
                    let dataset := and(data, DATASET)
                    if or(iszero(dataset), lt(quantity, least)) { continue }
                    mstore(0x00, dataset)
                    let slot := and(keccak256(0x00, 0x40), mask)
                    let found := mload(add(table, slot))
                    // ends, because half of the table stays empty
                    for {} mul(found, sub(found, dataset)) {} {
                        slot := and(add(slot, 32), mask)
                        found := mload(add(table, slot))
                    }
                    if found { continue }
                    mstore(add(table, slot), dataset)
                    if voided { continue }
                    // at most `most` units
                    data := xor(data, shl(128, mul(gt(quantity, most), xor(quantity, most))))
                    data := or(data, i)
                    mstore(place, data)
                    mstore(nextAsk, data)
                    nextAsk := add(nextAsk, 32)
                }
                case 3 {
                    // nothing but the side and the index of an earlier entry
                    if or(voided, or(sub(data, or(shl(248, 3), shl(128, quantity))), iszero(lt(quantity, i)))) { continue }
                    let other := calldataload(add(entries.offset, shl(6, quantity)))
                    // of the same account
                    if iszero(shr(96, xor(head, other))) { mstore(add(orders, shl(5, quantity)), 1) }
                }
            }
        }
        table.release();
        // differences of addresses within the row
        unchecked {
            book = Book({
                entries: count,
                orders: orders,
                bids: Words.wrap(firstBid),
                bidCount: (asks.addressOf(count) - firstBid) >> 5,
                asks: asks,
                askCount: (nextAsk - asks.addressOf(0)) >> 5
            });
        }
    }

    /// @param orders standing bids, or standing asks, in any order
    /// @param count how many they are
    /// @param flip see StandingOrder
    /// @param from a key
    /// @return before how many of them have a lower key
    /// @return next the lowest of the other keys; 2^256 - 1 if there is none
    function split(Words orders, uint256 count, uint256 flip, uint256 from) internal pure returns (uint256 before, uint256 next) {
        next = type(uint256).max;
        assembly ("memory-safe") {
            for { let end := add(orders, shl(5, count)) } lt(orders, end) { orders := add(orders, 32) } {
                let order := xor(mload(orders), flip)
                let key := or(shl(16, shr(160, order)), and(order, ENTRY))
                switch lt(key, from)
                case 1 { before := add(before, 1) }
                default { if lt(key, next) { next := key } }
            }
        }
    }
}
