// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {StandingOrder} from "./StandingOrder.sol";
import {WordRows, Words} from "./Words.sol";

/// @dev All addresses are places in memory, 32 bytes from word to word.
/// @param first address of the first step; the word before it is 0
/// @param top address of the last step that was built
/// @param next address of the ask that is to be looked at next
/// @param last address behind the last ask on offer; what stands there counts as an ask of UNLIMITED units and any quality
/// @param quality the lowest that the ladder takes
/// @param costed whether a step's value is the cost of its units; otherwise it starts as 0, for the rule to add to
struct Ladder {
    uint256 first;
    uint256 top;
    uint256 next;
    uint256 last;
    uint256 quality;
    bool costed;
}

using SupplyLadder for Ladder global;

/// @title Cumulative supply for the buyers of one grade, cheapest ask first
/// @dev A step is units 48 | value 176 | ask 32: the supply up to and including it, a sum that the rule defines, and the address of its
/// standing order. Steps ascend with the units, so they are searched without being taken apart. They are built when they are needed:
/// mostly a buyer needs few.
/// A sum of fewer than 2^11 quantities of 32 bits stays below 2^43, its cost at prices of 88 bits below 2^131.
library SupplyLadder {
    using StandingOrder for uint256;

    /// @notice Supply of the step that ends every ladder: more than anybody asks for.
    uint256 internal constant UNLIMITED = 1 << 34;

    uint256 private constant UNITS = 208;
    uint256 private constant VALUE = 32;

    /// @param asks standing asks in ask order
    /// @param count how many of them are on offer; a costed ladder ends with the price of the one behind them
    function create(Words asks, uint256 count, uint256 quality, bool costed) internal pure returns (Ladder memory ladder) {
        uint256 ground = WordRows.reserve(count + 2).addressOf(0);
        WordRows.store(ground, 0);
        ladder.first = ground + 32;
        ladder.top = ground;
        ladder.next = asks.addressOf(0);
        ladder.last = asks.addressOf(count);
        ladder.quality = quality;
        ladder.costed = costed;
    }

    /// @notice The first step from address `from` on whose units reach `goal`, at most UNLIMITED.
    function reach(Ladder memory ladder, uint256 from, uint256 goal) internal pure returns (uint256) {
        uint256 top = ladder.top;
        return WordRows.load(top) >> UNITS < goal ? _grow(ladder, goal) : _search(from, top, goal << UNITS);
    }

    function units(uint256 step) internal pure returns (uint256) {
        return step >> UNITS;
    }

    function value(uint256 step) internal pure returns (uint256) {
        return (step >> VALUE) & type(uint176).max;
    }

    /// @notice The step with `amount` added to its value.
    function raise(uint256 step, uint256 amount) internal pure returns (uint256) {
        unchecked {
            // the rule's sums stay below 2^176
            return step + (amount << VALUE);
        }
    }

    /// @notice Address of the standing order of the step.
    function askAddress(uint256 step) internal pure returns (uint256) {
        return step & type(uint32).max;
    }

    /// @notice The standing order of the step.
    function ask(uint256 step) internal pure returns (uint256) {
        return WordRows.load(askAddress(step));
    }

    /// @dev Ends at the latest with the unlimited step. @return top address of the first step that reaches `goal`
    function _grow(Ladder memory ladder, uint256 goal) private pure returns (uint256 top) {
        top = ladder.top;
        uint256 next = ladder.next;
        (uint256 last, uint256 quality, bool costed) = (ladder.last, ladder.quality, ladder.costed);
        uint256 supply = units(WordRows.load(top));
        uint256 cost = value(WordRows.load(top));
        // bounds: see the title
        unchecked {
            for (; supply < goal; next += 32) {
                uint256 order = WordRows.load(next);
                uint256 quantity = next == last ? UNLIMITED : order.quantity();
                if (order.quality() < quality && next != last) continue;
                supply += quantity;
                if (costed) cost += quantity * order.price();
                top += 32;
                WordRows.store(top, (supply << UNITS) | (cost << VALUE) | next);
            }
        }
        (ladder.top, ladder.next) = (top, next);
    }

    /// @dev The first step from address `from` to address `to` that is at least `goal`; the one at `to` is. Mostly it is the first or the
    /// second; behind them the distance is halved.
    function _search(uint256 from, uint256 to, uint256 goal) private pure returns (uint256 found) {
        assembly ("memory-safe") {
            found := from
            if lt(mload(found), goal) {
                found := add(found, 32)
                if lt(mload(found), goal) {
                    found := add(found, 32)
                    for {} lt(found, to) {} {
                        let middle := add(found, shl(5, shr(6, sub(to, found))))
                        switch lt(mload(middle), goal)
                        case 1 { found := add(middle, 32) }
                        default { to := middle }
                    }
                }
            }
        }
    }
}
