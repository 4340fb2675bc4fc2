// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {OrderBook} from "./OrderBook.sol";
import {StandingOrder} from "./StandingOrder.sol";
import {WordRows, Words} from "./Words.sol";

/// @dev Bytes from one step of a ladder to the next.
uint256 constant STEP = 512;
/// @dev Bits below the units of a step.
uint256 constant UNITS = 208;

/// @dev All addresses are places in memory.
/// @param first address of the first step; the word below it is 0
/// @param top address of the last step that was built
/// @param next address of the ask that is to be looked at next
/// @param last address behind the last ask on offer; what stands there counts as an ask of UNLIMITED units and any quality
/// @param quality the lowest that the ladder takes
struct Ladder {
    uint256 first;
    uint256 top;
    uint256 next;
    uint256 last;
    uint256 quality;
}

using SupplyLadder for Ladder global;

/// @title Cumulative supply for the buyers of each grade, cheapest ask first
/// @dev A step is units 48 | cost 176 | ask 32: the supply up to and including it, what all of it costs, and the address of its standing
/// order. Steps ascend with the units, so they are searched without being taken apart. They are built when they are needed,
/// because mostly a buyer needs few, and those of all grades lie side by side, so that memory grows with the highest ladder only.
/// A sum of fewer than 2^11 quantities of 32 bits stays below 2^43, its cost at prices of 88 bits below 2^131.
library SupplyLadder {
    using StandingOrder for uint256;

    uint256 private constant COST = 32;
    /// @dev Supply of the step that ends every ladder: more than anybody asks for.
    uint256 private constant UNLIMITED = 1 << 34;

    /// @param asks standing asks in ask order
    /// @param count how many of them are on offer; the one behind them sets the price of the unlimited step
    /// @return ladders by the lowest quality that they take, 0 to 15
    function create(Words asks, uint256 count) internal pure returns (Ladder[] memory ladders) {
        ladders = new Ladder[](OrderBook.GRADES);
        // a level of 16 words for the ground, one for each ask, one for the last step; last of all, or it would cost what it may grow to
        Words ground = WordRows.allocate(OrderBook.GRADES);
        WordRows.reserve((count + 1) * OrderBook.GRADES);
        for (uint256 quality; quality < OrderBook.GRADES; ++quality) {
            Ladder memory ladder = ladders[quality];
            ladder.top = ground.addressOf(quality);
            ladder.first = ladder.top + STEP;
            ladder.next = asks.addressOf(0);
            ladder.last = asks.addressOf(count);
            ladder.quality = quality;
        }
    }

    /// @notice Gives back the memory of ladders that are not needed any more.
    function release(Ladder[] memory ladders) internal pure {
        unchecked {
            // the ground of the first one
            Words.wrap(ladders[0].first - STEP).release();
        }
    }

    /// @notice Builds steps until one reaches `goal` units, at most UNLIMITED. Ends at the latest with the unlimited step.
    function grow(Ladder memory ladder, uint256 goal) internal pure {
        (uint256 top, uint256 next) = (ladder.top, ladder.next);
        (uint256 last, uint256 quality) = (ladder.last, ladder.quality);
        uint256 supply = units(WordRows.load(top));
        uint256 total = cost(WordRows.load(top));
        // bounds: see the title
        unchecked {
            for (; supply < goal; next += 32) {
                uint256 order = WordRows.load(next);
                uint256 quantity = order.quantity();
                if (next == last) quantity = UNLIMITED;
                else if (order.quality() < quality) continue;
                supply += quantity;
                total += quantity * order.price();
                top += STEP;
                WordRows.store(top, (supply << UNITS) | (total << COST) | next);
            }
        }
        (ladder.top, ladder.next) = (top, next);
    }

    function units(uint256 step) internal pure returns (uint256) {
        return step >> UNITS;
    }

    function cost(uint256 step) internal pure returns (uint256) {
        return (step >> COST) & type(uint176).max;
    }

    /// @notice Address of the standing order of the step.
    function askAddress(uint256 step) internal pure returns (uint256) {
        return step & type(uint32).max;
    }

    /// @notice The standing order of the step.
    function ask(uint256 step) internal pure returns (uint256) {
        return WordRows.load(askAddress(step));
    }
}
