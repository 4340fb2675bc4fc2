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
/// bits 16 (15 - S) on. Up to 12 parties are read at once; what a larger table adds is in the weights.
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

    /// @dev Those whose sets a word has.
    uint256 private constant LOW = 4;
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
            (uint256 own, uint256 common) = (weights.own.addressOf(others), weights.common.addressOf(others));
            uint256 high = parties > LOW ? parties - LOW : 0;
            sums.own = WordRows.reserve(MOST);
            // by the four bits of an index of a word: sums over the words with these as its lower, and its higher four
            (Words lower, Words higher) = (WordRows.allocate(1 << LOW), WordRows.reserve(1 << LOW));
            // by number of high parties: the sums of the lanes of sets with party 0, and of those without, in 32 bits each
            Words lanes = WordRows.allocate(2 * (high + 1));
            Words words = _load(table);
            // where there are fewer than four parties what follows the table does not matter
            sums.closed = (_rising(words, 1 << high) | (TOPS >> (16 << parties))) == TOPS;
            _scan(words, 1 << high, own, lanes, lower, higher);
            (sums.total, sums.common) = _sumLow(lanes, high, own, common, sums.own);
            _fold(lower, high < LOW ? high : LOW, sums.own.addressOf(LOW));
            if (high > LOW) _fold(higher, high - LOW, sums.own.addressOf(2 * LOW));
        }
    }

    /// @dev Copies the table to where the address of a word without some high party follows from its own by clearing a bit.
    function _load(bytes calldata table) private pure returns (Words words) {
        assembly ("memory-safe") {
            // addresses of tables of 8 parties, and of 12, end in as many zeros as these have bits
            let last := sub(shl(mul(gt(table.length, 512), 4), 512), 1)
            words := and(add(mload(0x40), last), not(last))
            calldatacopy(words, table.offset, table.length)
            mstore(0x40, add(words, table.length))
        }
    }

    /// @notice The highest bit of each lane, if in no word a count falls.
    /// @dev Counts are compared lane by lane: the highest bit, which no count has, survives the subtraction of a smaller one.
    function _rising(Words words, uint256 count) private pure returns (uint256 rising) {
        assembly ("memory-safe") {
            rising := TOPS
            let any := 0
            let large := gt(count, 16)
            let end := add(words, shl(5, count))
            for { let place := words } lt(place, end) { place := add(place, 32) } {
                let word := mload(place)
                any := or(any, word)
                let topped := or(word, TOPS)
                rising := and(rising, sub(topped, and(shr(16, word), WITH_0)))
                rising := and(rising, sub(topped, and(shr(32, word), WITH_1)))
                rising := and(rising, sub(topped, and(shr(64, word), WITH_2)))
                rising := and(rising, sub(topped, shr(128, word)))
                // high parties; of one that is not in these sets it is the word itself
                rising := and(rising, sub(topped, mload(and(place, 0xffffffdf))))
                rising := and(rising, sub(topped, mload(and(place, 0xffffffbf))))
                rising := and(rising, sub(topped, mload(and(place, 0xffffff7f))))
                rising := and(rising, sub(topped, mload(and(place, 0xfffffeff))))
                if large {
                    rising := and(rising, sub(topped, mload(and(place, 0xfffffdff))))
                    rising := and(rising, sub(topped, mload(and(place, 0xfffffbff))))
                    rising := and(rising, sub(topped, mload(and(place, 0xfffff7ff))))
                    rising := and(rising, sub(topped, mload(and(place, 0xffffefff))))
                }
            }
            rising := and(rising, and(TOPS, not(any)))
        }
    }

    /// @notice Adds up the words, weighed, by the four lower and the four higher bits of their indices, and their lanes by the number of
    /// bits.
    /// @param own weights by size
    function _scan(Words words, uint256 count, uint256 own, Words lanes, Words lower, Words higher) private pure {
        // at most 256 words
        unchecked {
            for (uint256 i; i < count; i += 16) {
                uint256 size = _bits(i >> 4);
                uint256 length = count < 16 ? count : 16;
                higher.set(i >> 4, _scanRow(words.addressOf(i), length, own + 32 * size, lanes.addressOf(2 * size), lower));
            }
        }
    }

    /// @notice The same of up to 16 words that differ in the lower bits of their indices only.
    /// @return sum of them, weighed
    function _scanRow(uint256 place, uint256 length, uint256 own, uint256 lanes, Words lower) private pure returns (uint256 sum) {
        // at most 16 words
        unchecked {
            for (uint256 i; i < length; ++i) {
                uint256 word = WordRows.load(place);
                (uint256 with, uint256 without) = (word & WITH_0, (word >> 16) & WITH_0);
                uint256 size = 32 * _bits(i);
                assembly ("memory-safe") {
                    let sums := add(lanes, shl(1, size))
                    mstore(sums, add(mload(sums), with))
                    sums := add(sums, 32)
                    mstore(sums, add(mload(sums), without))
                }
                uint256 weighed = _weigh(with, without, own + size);
                lower.add(i, weighed);
                sum += weighed;
                place += 32;
            }
        }
    }

    /// @notice How many bits of a number below 16 are set.
    function _bits(uint256 i) private pure returns (uint256 count) {
        assembly ("memory-safe") {
            count := byte(i, BITS)
        }
    }

    /// @notice The sum of a word's counts, weighed.
    /// @param with lanes of the sets with party 0
    /// @param without lanes of those without it
    /// @param weights by the number of low parties in the set
    /// @dev Lanes are added up modulo 2^32 - 1.
    function _weigh(uint256 with, uint256 without, uint256 weights) private pure returns (uint256 sum) {
        assembly ("memory-safe") {
            sum := mul(mload(weights), shr(224, without))
            weights := add(weights, 32)
            sum := add(sum, mul(mload(weights), add(shr(224, with), mod(and(without, ONE_OF_3), 0xffffffff))))
            weights := add(weights, 32)
            sum := add(sum, mul(mload(weights), mod(add(and(with, ONE_OF_3), and(without, TWO_OF_3)), 0xffffffff)))
            weights := add(weights, 32)
            sum := add(sum, mul(mload(weights), add(and(without, 0xffffffff), mod(and(with, TWO_OF_3), 0xffffffff))))
            sum := add(sum, mul(mload(add(weights, 32)), and(with, 0xffffffff)))
        }
    }

    /// @notice Sets what is the sum of k_|S| G(S) over the sets with each low party.
    /// @param own weights by size
    /// @param common likewise
    /// @return total over all sets
    /// @return commons the sum of (|S| + 1) W_|S| G(S) over all sets
    function _sumLow(Words lanes, uint256 high, uint256 own, uint256 common, Words sums)
        private
        pure
        returns (uint256 total, uint256 commons)
    {
        // of at most eight high parties
        unchecked {
            for (uint256 i; i < LOW; ++i) {
                sums.set(i, 0);
            }
            for (uint256 i; i <= high; ++i) {
                (uint256 with, uint256 without) = (lanes.get(2 * i), lanes.get(2 * i + 1));
                total += _weigh(with, without, own);
                commons += _weigh(with, without, common);
                sums.add(0, _weigh(with, 0, own));
                sums.add(1, _weigh(with & LANES_WITH_1, without & LANES_WITH_1, own));
                sums.add(2, _weigh(with & LANES_WITH_2, without & LANES_WITH_2, own));
                sums.add(3, _weigh(with & LANES_WITH_3, without & LANES_WITH_3, own));
                own += 32;
                common += 32;
            }
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
