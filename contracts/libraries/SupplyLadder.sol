// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {StandingOrder} from "./StandingOrder.sol";
import {WordRows, Words} from "./Words.sol";

/// @dev Address of a row: how many steps, then the steps, then one word that is left to the caller. Step i (from 1 on) is the i-th ask of
/// the grade in ask order: units 48 | rank 16 | value 192, where `units` is the supply of steps 1 to i. The words ascend with the units,
/// so they can be searched without being taken apart.
type Ladder is uint256;

using SupplyLadder for Ladder global;

/// @title Cumulative supply for the buyers of one grade, cheapest ask first
/// @dev A sum of fewer than 2^11 quantities of 32 bits stays below 2^43, its cost at prices of 88 bits below 2^131.
library SupplyLadder {
    using StandingOrder for uint256;

    uint256 internal constant UNITS = 208;
    uint256 internal constant RANK = 192;

    /// @param asks standing asks in ask order; an ask's rank is its position here, from 0 on
    /// @param count how many of them are on offer
    /// @param quality the lowest that the ladder takes
    /// @param withCost whether a step's value is the cost of its `units`; otherwise it is 0, for the caller to add to
    function build(Words asks, uint256 count, uint256 quality, bool withCost) internal pure returns (Ladder) {
        // bounds: see the title
        unchecked {
            Words row = WordRows.allocate(count + 2);
            uint256 steps;
            uint256 units;
            uint256 cost;
            for (uint256 rank; rank < count; ++rank) {
                uint256 ask = asks.get(rank);
                if (ask.quality() < quality) continue;
                units += ask.quantity();
                if (withCost) cost += ask.quantity() * ask.price();
                row.set(++steps, pack(units, rank, cost));
            }
            row.set(0, steps);
            row.cut(steps + 2);
            return Ladder.wrap(Words.unwrap(row));
        }
    }

    function pack(uint256 units_, uint256 rank_, uint256 value_) internal pure returns (uint256 step) {
        return (units_ << UNITS) | (rank_ << RANK) | value_;
    }

    /// @notice The words of the ladder; the first is their number.
    function row(Ladder ladder) internal pure returns (Words) {
        return Words.wrap(Ladder.unwrap(ladder));
    }

    function units(uint256 step) internal pure returns (uint256) {
        return step >> UNITS;
    }

    function rank(uint256 step) internal pure returns (uint256) {
        return (step >> RANK) & 0xffff;
    }

    function value(uint256 step) internal pure returns (uint256) {
        return step & type(uint192).max;
    }
}
