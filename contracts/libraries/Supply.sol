// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {OrderBook} from "./OrderBook.sol";
import {StandingOrder} from "./StandingOrder.sol";
import {Ladder, STEP, SupplyLadder, UNITS} from "./SupplyLadder.sol";
import {WordRows, Words} from "./Words.sol";

/// @param ladders by grade: the asks that are good enough
/// @param soldOut by grade: number of buyers that took all there is
/// @param owed by entry index: what asks are paid is added here
struct Supply {
    Ladder[] ladders;
    uint256[] soldOut;
    Words owed;
}

using Supplies for Supply global;

/// @title Sellers of replicable data, paid their critical values
/// @notice Sections 7.1 and 7.2 of the double auction: every buyer is served from all asks that are good enough, the cheapest first, and
/// each provider j gets its Clarke payment with the reserve price: what the units of j would have cost elsewhere.
/// @dev Let G(t) be the cost of the cheapest t units of a grade, an unlimited supply at the reserve price included, S_j the supply of all
/// asks up to j. A buyer of d units has the providers with S_(j-1) < d. Without j the buyer takes the cheapest d + s_j units except
/// those of j, so j is paid C(E \ j, d) - (C(E, d) - a_j x_j) = G(d + s_j) - G(max(d, S_j)).
library Supplies {
    using StandingOrder for uint256;
    using SupplyLadder for uint256;

    // masks: in steps and standing orders, shifted to the right
    uint256 private constant ADDRESS = 0xffffffff;
    uint256 private constant COST = 0xffffffffffffffffffffffffffffffffffffffffffff;
    uint256 private constant QUANTITY = 0xffffffff;
    uint256 private constant PRICE = 0xffffffffffffffffffffff;
    uint256 private constant ENTRY = 0xffff;

    /// @param asks standing asks in ask order; the one at position `count` sells nothing and sets the reserve price
    /// @param count how many of them sell
    function create(Words asks, uint256 count, Words owed) internal pure returns (Supply memory supply) {
        supply.soldOut = new uint256[](OrderBook.GRADES);
        supply.owed = owed;
        supply.ladders = SupplyLadder.create(asks, count);
    }

    /// @notice Serves a buyer. @return units that it gets: `demand`, or all there is
    function sell(Supply memory supply, uint256 quality, uint256 demand) internal pure returns (uint256 units) {
        Ladder memory ladder = supply.ladders[quality];
        uint256 top = WordRows.load(ladder.top);
        if (top.units() < demand) {
            ladder.grow(demand);
            top = WordRows.load(ladder.top);
        }
        // addresses; counts
        unchecked {
            if (top.askAddress() == ladder.last) {
                units = WordRows.load(ladder.top - STEP).units();
                if (units < demand) {
                    ++supply.soldOut[quality];
                    return units;
                }
            }
        }
        _pay(ladder, demand, supply.owed);
        return demand;
    }

    /// @notice Pays the providers of the buyers that took all there is: the reserve price for every unit. To be called once, at the end.
    function close(Supply memory supply) internal pure {
        // as in `sell`
        unchecked {
            for (uint256 quality; quality < supply.ladders.length; ++quality) {
                if (supply.soldOut[quality] == 0) continue;
                // it is complete: somebody has reached its end
                Ladder memory ladder = supply.ladders[quality];
                uint256 paid = supply.soldOut[quality] * WordRows.load(ladder.last).price();
                for (uint256 step = ladder.first; step < ladder.top; step += STEP) {
                    uint256 ask = WordRows.load(step).ask();
                    supply.owed.add(ask.entry(), ask.quantity() * paid);
                }
            }
        }
        SupplyLadder.release(supply.ladders);
    }

    /// @dev One turn for each provider; what it takes bounds the rounds that can be settled.
    function _pay(Ladder memory ladder, uint256 demand, Words owed) private pure {
        uint256 current = ladder.first;
        // the last provider's step
        uint256 last = current;
        uint256 cost;
        assembly ("memory-safe") {
            demand := shl(UNITS, demand)
            for {} lt(mload(last), demand) {} { last := add(last, STEP) }
        }
        // amounts: see SupplyLadder; a buyer pays at most the reserve price, below 2^88, for each unit
        unchecked {
            // G(max(d, S_j)) is the same for all providers but the last one, whose whole step it counts
            uint256 step = WordRows.load(last);
            cost = step.cost() - (step.units() - (demand >> UNITS)) * step.ask().price();
            owed.subtract(step.ask().entry(), step.cost() - cost);
        }
        while (true) {
            uint256 top = ladder.top;
            uint256 goal;
            assembly ("memory-safe") {
                for {} iszero(gt(current, last)) { current := add(current, STEP) } {
                    let ask := mload(and(mload(current), ADDRESS))
                    goal := add(demand, shl(UNITS, and(shr(128, ask), QUANTITY)))
                    if gt(goal, mload(top)) { break }

                    // the first step that reaches d + s_j: mostly close to the last provider's; farther away the distance is halved
                    let reaching := last
                    if lt(mload(reaching), goal) {
                        reaching := add(reaching, STEP)
                        if lt(mload(reaching), goal) {
                            reaching := add(reaching, STEP)
                            let to := top
                            for {} lt(reaching, to) {} {
                                // STEP times half of the number of steps between
                                let middle := add(reaching, shl(9, shr(10, sub(to, reaching))))
                                switch lt(mload(middle), goal)
                                case 1 { reaching := add(middle, STEP) }
                                default { to := middle }
                            }
                        }
                    }

                    // G(d + s_j): the units that the step has too many are part of its own supply
                    let step := mload(reaching)
                    let excess := mul(shr(UNITS, sub(step, goal)), and(shr(160, mload(and(step, ADDRESS))), PRICE))
                    let place := add(owed, shl(5, and(ask, ENTRY)))
                    mstore(place, add(mload(place), sub(sub(and(shr(32, step), COST), excess), cost)))
                }
            }
            if (current > last) return;
            ladder.grow(goal >> UNITS);
        }
    }
}
