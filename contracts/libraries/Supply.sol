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
        Words row = _ladder(supply, quality).row();
        // amounts: see SupplyLadder; a buyer pays at most the reserve price, below 2^88, for each unit
        unchecked {
            uint256 steps = row.get(0);
            units = steps == 0 ? 0 : row.get(steps).units();
            if (demand >= units) {
                supply.soldOut.add(quality, 1);
                return units;
            }
            (Words asks, Words owed) = (supply.asks, supply.owed);
            uint256 last = _firstReaching(row, 1, steps, demand);
            uint256 cost = _cost(asks, row.get(last), demand);
            for (uint256 i = 1; i <= last; ++i) {
                uint256 step = row.get(i);
                uint256 ask = asks.get(step.rank());
                uint256 replaced = demand + ask.quantity();
                uint256 reaching = row.get(_firstReaching(row, last, steps + 1, replaced));
                owed.add(ask.askEntry(), _cost(asks, reaching, replaced) - (i == last ? step.value() : cost));
            }
            return demand;
        }
    }

    /// @notice Pays the providers of the buyers that took all there is: the reserve price for every unit. To be called once, at the end.
    function close(Supply memory supply) internal pure {
        // as in `sell`
        unchecked {
            uint256 reserve = supply.asks.get(supply.count).price();
            for (uint256 quality; quality <= OrderBook.BEST_QUALITY; ++quality) {
                uint256 buyers = supply.soldOut.get(quality);
                if (buyers == 0) continue;
                Words row = _ladder(supply, quality).row();
                for (uint256 i = row.get(0); i != 0; --i) {
                    uint256 ask = supply.asks.get(row.get(i).rank());
                    supply.owed.add(ask.askEntry(), buyers * ask.quantity() * reserve);
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
        Words row = ladder.row();
        uint256 steps = row.get(0);
        // as in `sell`
        unchecked {
            uint256 top = steps == 0 ? 0 : row.get(steps);
            uint256 reserve = asks.get(count).price();
            row.set(steps + 1, SupplyLadder.pack(top.units() + UNLIMITED, count, top.value() + UNLIMITED * reserve));
        }
    }

    /// @notice The first of the steps `from` to `to` whose supply is at least `units`; `to` if no other one's is.
    /// @dev Strides that double, then halving: the answer is mostly a step or two away.
    function _firstReaching(Words row, uint256 from, uint256 to, uint256 units) private pure returns (uint256) {
        uint256 target = units << SupplyLadder.UNITS;
        // positions in a row
        unchecked {
            uint256 stride = 1;
            while (from + stride <= to && row.get(from + stride - 1) < target) {
                from += stride;
                stride <<= 1;
            }
            if (from + stride <= to) to = from + stride - 1;
            while (from < to) {
                uint256 middle = (from + to) >> 1;
                if (row.get(middle) < target) from = middle + 1;
                else to = middle;
            }
            return from;
        }
    }

    /// @return cost G(units), where `step` is the first one that reaches so many
    function _cost(Words asks, uint256 step, uint256 units) private pure returns (uint256 cost) {
        unchecked {
            // the units that the step has too many are part of its own supply
            return step.value() - (step.units() - units) * asks.get(step.rank()).price();
        }
    }
}
