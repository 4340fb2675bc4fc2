// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {WordRows, Words} from "./Words.sol";

/// @param own k_s = (s + 1)(W_(s-1) + W_s), by size of the set
/// @param common (s + 1) W_s, likewise
/// @param whole m!
struct Weights {
    Words own;
    Words common;
    uint256 whole;
}

/// @title By how much a count of a table weighs in the Shapley values of the m parties
/// @notice The worth of a set is g(S) = (|S| + 1) G(S), and W_s = s! (m - 1 - s)! says in how many of the m! orders a party comes right behind
/// s given ones (W_(-1) = W_m = 0). So m! times the value of party i is the sum of W_|S| (g(S + i) - g(S)) over all sets without it, which is
/// the sum of k_|S| G(S) over the sets with it less the sum of (|S| + 1) W_|S| G(S) over all sets.
/// @dev For at most 20 parties everything is below 2^70; sums over all sets, of counts of 16 bits, are below 2^86.
library ShapleyWeights {
    /// @dev Tables are read as of six parties at least: rows go on with zeros if there are fewer.
    uint256 private constant FEWEST = 6;

    function create(uint256 parties) internal pure returns (Weights memory weights) {
        // at most 20 parties
        unchecked {
            uint256 room = (parties < FEWEST ? FEWEST : parties) + 1;
            (Words own, Words common) = (WordRows.allocate(room), WordRows.allocate(room));
            (weights.own, weights.common, weights.whole) = (own, common, 1);
            if (parties == 0) return weights;
            uint256 orders = 1;
            for (uint256 i = 2; i < parties; ++i) {
                orders *= i;
            }
            weights.whole = orders * parties;
            uint256 before;
            for (uint256 s; s < parties; ++s) {
                if (s != 0) orders = orders * s / (parties - s);
                own.set(s, (s + 1) * (before + orders));
                common.set(s, (s + 1) * orders);
                before = orders;
            }
            own.set(parties, (parties + 1) * before);
        }
    }
}
