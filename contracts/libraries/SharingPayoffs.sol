// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Calldata} from "./Calldata.sol";
import {Entries} from "./Entries.sol";
import {SharingCurve} from "./SharingCurve.sol";
import {SharingWord} from "./SharingWord.sol";
import {WordRows, Words} from "./Words.sol";

/// @param units by entry: what the agent has, its own data included
/// @param partners by entry: how many it has
struct SharingPayoffs {
    Words units;
    Words partners;
}

using SharingPayoffRows for SharingPayoffs global;

/// @title How well off agents are in a graph of who shares with whom
library SharingPayoffRows {
    using Calldata for bytes;
    using SharingWord for bytes32;

    /// @notice A graph without edges. @param count how many entries there are
    function create(uint256 count) internal pure returns (SharingPayoffs memory payoffs) {
        (payoffs.units, payoffs.partners) = (WordRows.allocate(count), WordRows.allocate(count));
    }

    /// @notice One more edge, of two agents.
    function connect(SharingPayoffs memory payoffs, bytes calldata entries, uint256 entry, uint256 partner) internal pure {
        payoffs.units.add(entry, dataOf(entries, partner).size());
        payoffs.units.add(partner, dataOf(entries, entry).size());
        payoffs.partners.add(entry, 1);
        payoffs.partners.add(partner, 1);
    }

    /// @notice What the agent's data is worth to it, and what its partners cost it, in base units.
    function payoff(SharingPayoffs memory payoffs, bytes calldata entries, uint256 entry, SharingCurve memory curve)
        internal
        pure
        returns (uint256 worth, uint256 cost)
    {
        bytes32 data = dataOf(entries, entry);
        // sums of 32 bits, products of 32 and 64 bits, and of 88 and 16 bits
        unchecked {
            worth = data.scale() * curve.valueOf(data.size() + payoffs.units.get(entry));
            cost = data.cost() * payoffs.partners.get(entry);
        }
    }

    function dataOf(bytes calldata entries, uint256 entry) internal pure returns (bytes32) {
        unchecked {
            // indices below 2^16
            return entries.wordAt(entry * Entries.SIZE + 32);
        }
    }
}
