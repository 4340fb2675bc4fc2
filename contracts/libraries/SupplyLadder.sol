// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {StandingOrder} from "./StandingOrder.sol";
import {WordRows, Words} from "./Words.sol";

/// @dev The asks that are good enough for one grade, in ask order, a step each, and one word behind them that is left to the rule.
/// Steps are known by their address in memory: `first`, 32 bytes each, up to `end`.
type Ladder is uint256;

using SupplyLadder for Ladder global;

/// @title Cumulative supply for the buyers of one grade, cheapest ask first
/// @dev A step is units 48 | value 176 | ask 32: the supply up to and including it, a sum that the rule defines, and where in memory its
/// standing order is. Steps ascend with the units, so they are searched without being taken apart.
/// A sum of fewer than 2^11 quantities of 32 bits stays below 2^43, its cost at prices of 88 bits below 2^131.
library SupplyLadder {
    using StandingOrder for uint256;

    uint256 private constant UNITS = 208;
    uint256 private constant VALUE = 32;

    /// @param asks standing asks in ask order
    /// @param count how many of them are on offer
    /// @param quality the lowest that the ladder takes
    /// @param withCost whether a step's value is the cost of its `units`; otherwise it is 0, for the rule to add to
    function build(Words asks, uint256 count, uint256 quality, bool withCost) internal pure returns (Ladder) {
        // bounds: see the title
        unchecked {
            Words steps = WordRows.allocate(count + 1);
            uint256 height;
            uint256 supply;
            uint256 cost;
            for (uint256 i; i < count; ++i) {
                uint256 ask = asks.get(i);
                if (ask.quality() < quality) continue;
                supply += ask.quantity();
                if (withCost) cost += ask.quantity() * ask.price();
                steps.set(height++, pack(supply, cost, asks.at(i)));
            }
            steps.cut(height + 1);
            return Ladder.wrap((steps.at(height) << 32) | steps.at(0));
        }
    }

    /// @notice Address of the first step.
    function first(Ladder ladder) internal pure returns (uint256) {
        return Ladder.unwrap(ladder) & type(uint32).max;
    }

    /// @notice Address behind the last step.
    function end(Ladder ladder) internal pure returns (uint256) {
        return Ladder.unwrap(ladder) >> 32;
    }

    function pack(uint256 units_, uint256 value_, uint256 ask_) internal pure returns (uint256 step) {
        return (units_ << UNITS) | (value_ << VALUE) | ask_;
    }

    function units(uint256 step) internal pure returns (uint256) {
        return step >> UNITS;
    }

    function value(uint256 step) internal pure returns (uint256) {
        return (step >> VALUE) & type(uint176).max;
    }

    /// @notice The standing order of the step.
    function ask(uint256 step) internal pure returns (uint256 order) {
        assembly ("memory-safe") {
            order := mload(and(step, 0xffffffff))
        }
    }

    /// @notice Address of the standing order of the step.
    function askAddress(uint256 step) internal pure returns (uint256) {
        return step & type(uint32).max;
    }

    /// @notice The first of the steps from address `from` to address `to` whose units reach `goal`. The one at `to` must.
    /// @dev Mostly the first or the second; behind them the distance is halved.
    function reaching(uint256 from, uint256 to, uint256 goal) internal pure returns (uint256 at) {
        assembly ("memory-safe") {
            goal := shl(UNITS, goal)
            at := from
            if lt(mload(at), goal) {
                at := add(at, 32)
                if lt(mload(at), goal) {
                    at := add(at, 32)
                    for {} lt(at, to) {} {
                        let middle := add(at, shl(5, shr(6, sub(to, at))))
                        switch lt(mload(middle), goal)
                        case 1 { at := add(middle, 32) }
                        default { to := middle }
                    }
                }
            }
        }
    }
}
