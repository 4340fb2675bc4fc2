// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {PurchaseWord} from "./PurchaseWord.sol";
import {SellerRanks} from "./SellerRanks.sol";
import {AgentWord} from "./SharingReports.sol";
import {WordRows, Words} from "./Words.sol";

/// @title What a buyer with a table buys at any costs, and the margin of each purchase, by looking at every set of sellers
/// @notice The set with the greatest surplus, of several the smallest, of those the one whose sellers come first by rank.
/// @dev Sets are numbers with a bit for each seller, those that come first by rank the highest. The key of a set is
/// surplus << 16 | (15 - sellers) << 12 | set, as a signed number: the best set has the greatest key. All keys are folded together, pairs
/// that differ in the lowest seller first: the greatest key is kept, and aside the greatest of those without that seller.
///
/// All of a key but the value adds up over the sellers. Their parts and sizes stand in one word, a piece: part << 32 | 32 lots, so that a
/// sum of pieces tells where in the table the value is.
library BestSellers {
    using AgentWord for uint256;
    using PurchaseWord for uint256;

    /// @dev Sizes and costs of twelve agents, and so their sums, fit into their fields.
    uint256 internal constant MOST_SELLERS = 11;

    uint256 private constant LOTS = 0xffffffff;
    /// @dev Of the empty set, without its value: 15 << 12, as a part.
    uint256 private constant EMPTY = 0xf00000000000;

    /// @param buyer see AgentWord
    /// @param costs of all sellers, by number
    /// @param others who sells to it, see SellerRanks
    /// @param count how many of them, at most MOST_SELLERS
    /// @param purchases is filled: see PurchaseWord
    /// @return bought how many it buys from
    /// @return value of what it buys
    function buy(uint256 buyer, Words costs, Words others, uint256 count, Words purchases)
        internal
        pure
        returns (uint256 bought, uint256 value)
    {
        if (count == 0 || buyer.count() == 0) return (0, 0);
        Words pieces = WordRows.reserve(count);
        // at most 11 sellers
        unchecked {
            for (uint256 bit; bit < count; ++bit) {
                uint256 seller = others.get(count - 1 - bit);
                uint256 part = (1 << bit) - (1 << 12) - (costs.get(seller & SellerRanks.NUMBER) << 16);
                pieces.set(bit, (part << 32) + (seller >> 8));
            }
            Words keys = _sums(pieces, count);
            Words without = WordRows.reserve(count);
            without.set(0, _fold(buyer, pieces.get(0), keys, count));
            for (uint256 bit = 1; bit < count; ++bit) {
                without.set(bit, _foldAgain(keys, 1 << (count - 1 - bit)));
            }
            // the empty set has a surplus of 0, so no greatest key is negative
            uint256 best = keys.get(0);
            for (uint256 rank; rank < count; ++rank) {
                uint256 bit = count - 1 - rank;
                if (best >> bit & 1 == 0) continue;
                uint256 seller = others.get(rank) & SellerRanks.NUMBER;
                uint256 margin = (best >> 16) - (without.get(bit) >> 16);
                uint256 cost = costs.get(seller);
                value += cost;
                purchases.set(bought++, PurchaseWord.pack(seller, cost, margin));
            }
            value += best >> 16;
        }
        pieces.release();
    }

    /// @notice The sums of pieces, for every set of sellers but the last by rank, whose bit is left out.
    function _sums(Words pieces, uint256 count) private pure returns (Words sums) {
        sums = WordRows.reserve(1 << (count - 1));
        assembly ("memory-safe") {
            mstore(sums, EMPTY)
            let end := add(sums, 32)
            for { let bit := 1 } lt(bit, count) { bit := add(bit, 1) } {
                let piece := mload(add(pieces, shl(5, bit)))
                let to := end
                for { let from := sums } lt(from, end) { from := add(from, 32) } {
                    mstore(to, add(mload(from), piece))
                    to := add(to, 32)
                }
                end := to
            }
        }
    }

    /// @notice Turns sums of pieces into keys, the greater of those with and without the last seller by rank.
    /// @return without the greatest key without it
    function _fold(uint256 buyer, uint256 piece, Words sums, uint256 count) private pure returns (uint256 without) {
        uint256 table = buyer.values();
        // the last value, which also holds for what is beyond the table
        uint256 last = table + (buyer.count() << 5);
        assembly ("memory-safe") {
            without := shl(255, 1)
            for { let end := add(sums, shl(4, shl(count, 1))) } lt(sums, end) { sums := add(sums, 32) } {
                let sum := mload(sums)
                let place := add(table, and(sum, LOTS))
                place := xor(place, mul(xor(place, last), lt(last, place)))
                let excluded := add(shl(16, mload(place)), sar(32, sum))
                sum := add(sum, piece)
                place := add(table, and(sum, LOTS))
                place := xor(place, mul(xor(place, last), lt(last, place)))
                let included := add(shl(16, mload(place)), sar(32, sum))
                without := xor(without, mul(xor(without, excluded), sgt(excluded, without)))
                mstore(sums, xor(included, mul(xor(included, excluded), sgt(excluded, included))))
            }
        }
    }

    /// @notice Leaves the greater of each of `pairs` pairs of keys.
    /// @return without the greatest of the first ones, which are those without the seller in question
    function _foldAgain(Words keys, uint256 pairs) private pure returns (uint256 without) {
        assembly ("memory-safe") {
            without := shl(255, 1)
            let pair := keys
            for { let end := add(keys, shl(5, pairs)) } lt(keys, end) { keys := add(keys, 32) } {
                let excluded := mload(pair)
                let included := mload(add(pair, 32))
                without := xor(without, mul(xor(without, excluded), sgt(excluded, without)))
                mstore(keys, xor(included, mul(xor(included, excluded), sgt(excluded, included))))
                pair := add(pair, 64)
            }
        }
    }
}
