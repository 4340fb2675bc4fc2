// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Calldata} from "./Calldata.sol";
import {Weights} from "./ShapleyWeights.sol";
import {WordRows, Words} from "./Words.sol";

/// @param own by party, the sum of k_|S| G(S) over the sets with it
/// @param common the sum of (|S| + 1) W_|S| G(S) over all sets
/// @param total the sum of k_|S| G(S) over all sets
/// @param closed whether no count falls when a party joins, and all are below 2^15
struct TableSums {
    Words own;
    uint256 common;
    uint256 total;
    bool closed;
}

/// @title Tables of counts: how many rows the model of every set of parties gets right
/// @notice 2 bytes for each set, by mask: bit i is set if party i is in it. Fewer than four parties: completed with zeros to 32 bytes.
/// @dev So a word has the sixteen sets of the four lowest parties together with some of the others, from the highest bits down: lane S is
/// bits 16 (15 - S) on; and four words have those of the six lowest. Up to 12 parties are read at once; what a larger table adds is in the weights.
library CountTable {
    using Calldata for bytes;

    /// @dev The model of nobody's data.
    error NothingIsWorthSomething(uint256 count);
    /// @dev Something else than zeros stands behind the table of fewer than four parties.
    error PaddingNotZero();
    error CountAboveSize(uint256 count, uint256 size);
    /// @dev The count of this set is above that of the set that the party has joined.
    error TableNotClosed(uint256 set, uint256 party);

    /// @notice Parties whose sets are read at once.
    uint256 internal constant MOST = 12;

    /// @dev Those whose sets four words have; smaller tables are read as if they went on with zeros.
    uint256 private constant LOW = 6;
    /// @dev The highest bit of each lane.
    uint256 private constant TOPS = 0x8000800080008000800080008000800080008000800080008000800080008000;
    /// @dev The lanes of sets with party 0, party 1 and party 2.
    uint256 private constant WITH_0 = 0x0000ffff0000ffff0000ffff0000ffff0000ffff0000ffff0000ffff0000ffff;
    uint256 private constant WITH_1 = 0x00000000ffffffff00000000ffffffff00000000ffffffff00000000ffffffff;
    uint256 private constant WITH_2 = 0x0000000000000000ffffffffffffffff0000000000000000ffffffffffffffff;
    /// @dev Of lanes of 32 bits, one for each set of three parties: those of sets of one party, and of two.
    uint256 private constant ONE_OF_3 = 0x00000000ffffffffffffffff00000000ffffffff000000000000000000000000;
    uint256 private constant TWO_OF_3 = 0x000000000000000000000000ffffffff00000000ffffffffffffffff00000000;
    /// @dev Of the same: those of sets with each of the three, parties 1 to 3.
    uint256 private constant LANES_WITH_1 = 0x00000000ffffffff00000000ffffffff00000000ffffffff00000000ffffffff;
    uint256 private constant LANES_WITH_2 = 0x0000000000000000ffffffffffffffff0000000000000000ffffffffffffffff;
    uint256 private constant LANES_WITH_3 = 0x00000000000000000000000000000000ffffffffffffffffffffffffffffffff;
    /// @dev Byte i: how many bits i has.
    uint256 private constant BITS = 0x0001010201020203010202030203030400000000000000000000000000000000;

    /// @notice Requires that this is a table: the empty set is worth nothing, nothing falls, and no count is above `size`.
    function requireTable(bytes calldata table, uint256 parties, uint256 size, bool closed) internal pure {
        uint256 first = uint256(table.wordAt(0));
        if (first >> 240 != 0) revert NothingIsWorthSomething(first >> 240);
        // both shifts leave nothing if there are four parties or more
        if (first << (16 << parties) != 0) revert PaddingNotZero();
        // a set of at most 12 parties
        unchecked {
            uint256 most = cell(table, (1 << parties) - 1);
            if (most > size) revert CountAboveSize(most, size);
            if (closed) return;
            for (uint256 set;; ++set) {
                for (uint256 party; party < parties; ++party) {
                    if (cell(table, set) > cell(table, set | (1 << party))) revert TableNotClosed(set, party);
                }
            }
        }
    }

    /// @notice The count of a set.
    function cell(bytes calldata table, uint256 set) internal pure returns (uint256) {
        unchecked {
            return uint256(table.wordAt(2 * set)) >> 240;
        }
    }

    /// @notice Sums over the sets of at most 12 parties.
    /// @param others how many more parties all of these sets have
    /// @return sums of parties 0 to `parties` - 1; their row has room for 12
    function read(bytes calldata table, uint256 parties, Weights memory weights, uint256 others)
        internal
        pure
        returns (TableSums memory sums)
    {
        // of at most 12 parties
        unchecked {
            uint256 high = parties > LOW ? parties - LOW : 0;
            Words own = Words.wrap(weights.own.addressOf(others));
            sums.own = WordRows.reserve(MOST);
            Words row = WordRows.reserve(1 << high);
            Words lanes = WordRows.allocate(8 * (high + 1));
            Words words = _load(table);
            sums.closed = _isRising(words, table.length, parties);
            for (uint256 i; i < 1 << high; ++i) {
                uint256 size = _bits(i);
                row.set(i, _weighFour(words.addressOf(4 * i), lanes.addressOf(8 * size), own.addressOf(size)));
            }
            _fold(row, high, sums.own.addressOf(LOW));
            sums.total = row.get(0);
            for (uint256 i; i < LOW; ++i) {
                sums.own.set(i, 0);
            }
            for (uint256 i; i <= high; ++i) {
                sums.common += _sumLow(Words.wrap(lanes.addressOf(8 * i)), own.addressOf(i), weights.common.addressOf(others + i), sums.own);
            }
        }
    }

    /// @dev Copies the table to where the address of a word without some high party follows from its own by clearing a bit.
    function _load(bytes calldata table) private pure returns (Words words) {
        assembly ("memory-safe") {
            // addresses of tables of 8 parties, and of 12, end in as many zeros as these have bits
            let last := sub(shl(mul(gt(table.length, 512), 4), 512), 1)
            words := and(add(mload(0x40), last), not(last))
            calldatacopy(words, table.offset, table.length)
            // zeros, for four words at least
            let end := add(words, table.length)
            calldatacopy(end, calldatasize(), 96)
            mstore(0x40, add(end, 96))
        }
    }

    /// @notice Whether no count falls when a party joins, and all are below 2^15.
    /// @dev Counts are compared lane by lane: the highest bit, which no count has, survives the subtraction of a smaller one.
    function _isRising(Words words, uint256 length, uint256 parties) private pure returns (bool) {
        (uint256 any, uint256 rising, uint256 with4, uint256 with5) = (0, TOPS, TOPS, TOPS);
        uint256 end = words.addressOf(length >> 5);
        // positions in memory; no lane borrows from the next one
        unchecked {
            for (uint256 place = words.addressOf(0); place < end; place += 128) {
                (uint256 none, uint256 four) = (WordRows.load(place), WordRows.load(place + 32));
                (uint256 five, uint256 both) = (WordRows.load(place + 64), WordRows.load(place + 96));
                any |= none | four | five | both;
                with4 &= ((four | TOPS) - none) & ((both | TOPS) - five);
                with5 &= ((five | TOPS) - none) & ((both | TOPS) - four);
                rising &= _rising(none, place, length) & _rising(four, place + 32, length);
                rising &= _rising(five, place + 64, length) & _rising(both, place + 96, length);
            }
        }
        // of fewer parties: whatever follows the table
        if (parties > 4) rising &= with4;
        if (parties > 5) rising &= with5;
        return ((rising & ~any) | (TOPS >> (16 << parties))) & TOPS == TOPS;
    }

    /// @notice The highest bit of each lane, if the count there does not fall when any party but 4 and 5 joins.
    /// @param place of the word
    function _rising(uint256 word, uint256 place, uint256 length) private pure returns (uint256 rising) {
        assembly ("memory-safe") {
            let topped := or(word, TOPS)
            rising := sub(topped, shr(128, word))
            rising := and(rising, sub(topped, and(shr(64, word), WITH_2)))
            rising := and(rising, sub(topped, and(shr(32, word), WITH_1)))
            rising := and(rising, sub(topped, and(shr(16, word), WITH_0)))
            // of a party that is not in these sets it is the word itself
            rising := and(rising, sub(topped, mload(and(place, 0xffffff7f))))
            rising := and(rising, sub(topped, mload(and(place, 0xfffffeff))))
            if gt(length, 512) {
                rising := and(rising, sub(topped, mload(and(place, 0xfffffdff))))
                rising := and(rising, sub(topped, mload(and(place, 0xfffffbff))))
                rising := and(rising, sub(topped, mload(and(place, 0xfffff7ff))))
                rising := and(rising, sub(topped, mload(and(place, 0xffffefff))))
            }
        }
    }

    /// @notice The sum of the counts of four words, weighed.
    /// @param place of the first word
    /// @param lanes where the words are added up
    /// @param own weights by the number of low parties in the set
    function _weighFour(uint256 place, uint256 lanes, uint256 own) private pure returns (uint256) {
        // 16 bits in 32
        unchecked {
            // by the number of parties in the set, less those that the number of a lane says
            (uint256 one, uint256 none) = _split(place, lanes);
            (uint256 two, uint256 more) = _split(place + 32, lanes + 64);
            one += more;
            uint256 three;
            (three, more) = _split(place + 64, lanes + 128);
            one += more;
            two += three;
            (three, more) = _split(place + 96, lanes + 192);
            two += more;
            return _weigh(none, one, two, three, own);
        }
    }

    /// @return with the lanes of sets with party 0
    /// @return without of sets without it
    function _split(uint256 place, uint256 lanes) private pure returns (uint256 with, uint256 without) {
        assembly ("memory-safe") {
            let word := mload(place)
            with := and(word, WITH_0)
            without := and(shr(16, word), WITH_0)
            mstore(lanes, add(mload(lanes), with))
            lanes := add(lanes, 32)
            mstore(lanes, add(mload(lanes), without))
        }
    }

    /// @notice How many bits of a number below 256 are set.
    function _bits(uint256 i) private pure returns (uint256 count) {
        assembly ("memory-safe") {
            count := add(byte(and(i, 15), BITS), byte(shr(4, i), BITS))
        }
    }

    /// @notice The sum of counts, weighed: lanes of sets of as many parties as their number, parties 1 to 3 as bits, has, and none, one, two
    /// and three more.
    /// @dev Lanes are added up modulo 2^32 - 1.
    function _weigh(uint256 none, uint256 one, uint256 two, uint256 three, uint256 weights) private pure returns (uint256 sum) {
        assembly ("memory-safe") {
            sum := add(
                add(
                    add(
                        mul(mload(weights), shr(224, none)),
                        mul(mload(add(weights, 32)), add(shr(224, one), mod(and(none, ONE_OF_3), 0xffffffff)))
                    ),
                    add(
                        mul(mload(add(weights, 64)), add(shr(224, two), mod(add(and(none, TWO_OF_3), and(one, ONE_OF_3)), 0xffffffff))),
                        mul(
                            mload(add(weights, 96)),
                            add(add(shr(224, three), and(none, 0xffffffff)), mod(add(and(one, TWO_OF_3), and(two, ONE_OF_3)), 0xffffffff))
                        )
                    )
                ),
                add(
                    add(
                        mul(
                            mload(add(weights, 128)),
                            add(and(one, 0xffffffff), mod(add(and(two, TWO_OF_3), and(three, ONE_OF_3)), 0xffffffff))
                        ),
                        mul(mload(add(weights, 160)), add(and(two, 0xffffffff), mod(and(three, TWO_OF_3), 0xffffffff)))
                    ),
                    mul(mload(add(weights, 192)), and(three, 0xffffffff))
                )
            )
        }
    }

    /// @notice Adds to the sums of the low parties what the sets of some number of high parties give.
    /// @param lanes of the words without parties 4 and 5, with 4, with 5, and with both: with and without party 0
    /// @param own weights by the number of low parties in the set
    /// @param common likewise
    /// @return the sum over all of these sets with the common weights
    function _sumLow(Words lanes, uint256 own, uint256 common, Words sums) private pure returns (uint256) {
        // lanes of sums of at most 20 counts of 16 bits
        unchecked {
            (uint256 four, uint256 five, uint256 both) = (lanes.get(2), lanes.get(4), lanes.get(6));
            (uint256 without4, uint256 without5, uint256 withoutBoth) = (lanes.get(3), lanes.get(5), lanes.get(7));
            sums.add(0, _weigh(0, lanes.get(0), four + five, both, own));
            sums.add(4, _weigh(0, without4, four + withoutBoth, both, own));
            sums.add(5, _weigh(0, without5, five + withoutBoth, both, own));
            (uint256 none, uint256 one) = (lanes.get(1), lanes.get(0) + without4 + without5);
            uint256 two = four + five + withoutBoth;
            sums.add(1, _weigh(none & LANES_WITH_1, one & LANES_WITH_1, two & LANES_WITH_1, both & LANES_WITH_1, own));
            sums.add(2, _weigh(none & LANES_WITH_2, one & LANES_WITH_2, two & LANES_WITH_2, both & LANES_WITH_2, own));
            sums.add(3, _weigh(none & LANES_WITH_3, one & LANES_WITH_3, two & LANES_WITH_3, both & LANES_WITH_3, own));
            return _weigh(none, one, two, both, common);
        }
    }

    /// @notice For each of the `bits` bits of an index, from `sums` on: the sum of the words whose index has it.
    /// @dev The upper half of the row is added up, and added to the lower half.
    function _fold(Words row, uint256 bits, uint256 sums) private pure {
        assembly ("memory-safe") {
            for {} bits {} {
                bits := sub(bits, 1)
                let half := shl(bits, 32)
                let sum := 0
                let place := row
                for { let end := add(row, half) } lt(place, end) { place := add(place, 32) } {
                    let upper := mload(add(place, half))
                    sum := add(sum, upper)
                    mstore(place, add(mload(place), upper))
                }
                mstore(add(sums, shl(5, bits)), sum)
            }
        }
    }
}
