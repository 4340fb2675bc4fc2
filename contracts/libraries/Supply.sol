// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {OrderBook} from "./OrderBook.sol";
import {StandingOrder} from "./StandingOrder.sol";
import {Ladder, SupplyLadder} from "./SupplyLadder.sol";
import {WordRows, Words} from "./Words.sol";

/// @param asks standing asks in ask order; the last one, at position `count`, only sets the reserve price
/// @param count how many of them sell
/// @param owed by entry index: what asks are paid is added here
/// @param ladders by grade: the ladder of the asks that are good enough (0: not built yet)
/// @param soldOut by grade: number of buyers that took all there is
struct Supply {
    Words asks;
    uint256 count;
    Words owed;
    Words ladders;
    Words soldOut;
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

    /// @dev Units of the step that stands for the unlimited supply: more than any d + s_j.
    uint256 private constant UNLIMITED = 1 << 34;

    function create(Words asks, uint256 count, Words owed) internal pure returns (Supply memory) {
        uint256 grades = OrderBook.BEST_QUALITY + 1;
        return Supply({asks: asks, count: count, owed: owed, ladders: WordRows.allocate(grades), soldOut: WordRows.allocate(grades)});
    }

    /// @notice Serves a buyer. @return units that it gets: `demand`, or all there is
    function sell(Supply memory supply, uint256 quality, uint256 demand) internal pure returns (uint256 units) {
        Ladder ladder = _ladder(supply, quality);
        uint256 end = ladder.end();
        // amounts: see SupplyLadder; a buyer pays at most the reserve price, below 2^88, for each unit
        unchecked {
            units = WordRows.load(end).units() - UNLIMITED;
            if (demand >= units) {
                supply.soldOut.add(quality, 1);
                return units;
            }
            uint256 last = SupplyLadder.reaching(ladder.first(), end, demand);
            _pay(supply.owed, ladder.first(), last, end, demand);
            return demand;
        }
    }

    function _pay(Words owed, uint256 at, uint256 last, uint256 end, uint256 demand) private pure {
        unchecked {
            uint256 step = WordRows.load(last);
            uint256 cost = _cost(step, demand);
            // for the last provider G(max(d, S_j)) is the cost of its whole step
            owed.subtract(step.ask().askEntry(), step.value() - cost);
            for (; at <= last; at += 32) {
                uint256 ask = WordRows.load(at).ask();
                uint256 replaced = demand + ask.quantity();
                step = WordRows.load(SupplyLadder.reaching(last, end, replaced));
                owed.add(ask.askEntry(), _cost(step, replaced) - cost);
            }
        }
    }

    /// @notice Pays the providers of the buyers that took all there is: the reserve price for every unit. To be called once, at the end.
    function close(Supply memory supply) internal pure {
        // as in `sell`
        unchecked {
            uint256 reserve = supply.asks.get(supply.count).price();
            for (uint256 quality; quality <= OrderBook.BEST_QUALITY; ++quality) {
                uint256 paid = reserve * supply.soldOut.get(quality);
                if (paid == 0) continue;
                Ladder ladder = _ladder(supply, quality);
                for (uint256 at = ladder.first(); at < ladder.end(); at += 32) {
                    uint256 ask = WordRows.load(at).ask();
                    supply.owed.add(ask.askEntry(), ask.quantity() * paid);
                }
            }
        }
    }

    function _ladder(Supply memory supply, uint256 quality) private pure returns (Ladder ladder) {
        ladder = Ladder.wrap(supply.ladders.get(quality));
        if (Ladder.unwrap(ladder) != 0) return ladder;

        (Words asks, uint256 count) = (supply.asks, supply.count);
        ladder = SupplyLadder.build(asks, count, quality, true);
        supply.ladders.set(quality, Ladder.unwrap(ladder));
        uint256 end = ladder.end();
        // as in `sell`
        unchecked {
            uint256 top = ladder.first() == end ? 0 : WordRows.load(end - 32);
            uint256 cost = top.value() + UNLIMITED * asks.get(count).price();
            WordRows.store(end, SupplyLadder.pack(top.units() + UNLIMITED, cost, asks.at(count)));
        }
    }

    /// @return cost G(units), where `step` is the first one that reaches so many
    function _cost(uint256 step, uint256 units) private pure returns (uint256 cost) {
        unchecked {
            // the units that the step has too many are part of its own supply
            return step.value() - (step.units() - units) * step.ask().price();
        }
    }
}
