// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Calldata} from "./Calldata.sol";
import {CoalitionRow} from "./CoalitionRow.sol";
import {Influence, InfluenceMatrix} from "./InfluenceMatrix.sol";
import {LeakagePayoff} from "./LeakagePayoff.sol";
import {Words} from "./Words.sol";

/// @param kind of the device that moves
/// @param whole D, see LeakagePayoff
/// @param cost of a coalition
/// @param influence of devices on each other
/// @param everybody the influence of all devices on each type
/// @param arrival the influence on each type of those who are in the target before the move
/// @param size of the target before the move
struct Move {
    uint256 kind;
    uint256 whole;
    uint256 cost;
    Influence influence;
    Words everybody;
    Words arrival;
    uint256 size;
}

using LeakageMoves for Move global;

/// @title One device that goes from a coalition to another one, or off alone: does it gain, and does nobody there lose?
/// @dev G of a device is the influence on its type of everybody without that of its coalition. Both have the device's own in them, which
/// therefore does not count.
library LeakageMoves {
    using Calldata for bytes;
    using CoalitionRow for bytes;
    using CoalitionRow for uint256;

    /// @dev The device would not get more where the objection sends it.
    error NoGain();
    /// @dev Members of this type would get less if the device came.
    error NotWelcome(uint256 kind);

    /// @param totals devices of each type, 2 bytes each
    /// @param kind of the device that moves
    /// @param target the row of the coalition that it joins; empty: it goes off alone
    function create(Influence memory influence, uint256 cost, bytes calldata totals, uint256 kind, bytes calldata target)
        internal
        pure
        returns (Move memory move)
    {
        (move.influence, move.cost, move.kind) = (influence, cost, kind);
        move.everybody = influence.zeros();
        uint256 devices;
        // counts of 16 bits
        unchecked {
            for (uint256 i; i < influence.kinds; ++i) {
                uint256 count = uint256(totals.wordAt(2 * i)) >> 240;
                influence.add(move.everybody, i, count);
                devices += count;
            }
        }
        move.whole = LeakagePayoff.whole(devices);
        move.arrival = influence.zeros();
        if (target.length != 0) {
            _addRow(influence, move.arrival, target);
            move.size = target.members();
        }
    }

    /// @notice Requires that the device, which has this price, gains by leaving `home`. Reverts with `NoGain`.
    function requireGain(Move memory move, uint256 price, bytes calldata home) internal pure {
        (Influence memory influence, uint256 kind) = (move.influence, move.kind);
        Words inner = influence.zeros();
        _addRow(influence, inner, home);
        uint256 everybody = InfluenceMatrix.lane(move.everybody, kind);
        // differences of a sum and parts of it
        unchecked {
            uint256 oldLeak = everybody - InfluenceMatrix.lane(inner, kind);
            uint256 leak = everybody - InfluenceMatrix.lane(move.arrival, kind) - influence.between(kind, kind);
            if (!LeakagePayoff.prefers(price, move.whole, move.cost, leak, move.size + 1, oldLeak, home.members())) revert NoGain();
        }
    }

    /// @notice Requires that nobody in the target would rather be without the device. Reverts with `NotWelcome`.
    /// @dev Of a type the member with the least price decides: it wins least by the smaller leak, and all lose the same by the larger size.
    function requireWelcome(Move memory move, bytes calldata target) internal pure {
        if (target.length == 0) return;
        Influence memory influence = move.influence;
        // as in `requireGain`
        unchecked {
            for (uint256 kind; kind < influence.kinds; ++kind) {
                uint256 cell = target.cell(kind);
                if (cell.count() == 0) continue;
                uint256 without = InfluenceMatrix.lane(move.everybody, kind) - InfluenceMatrix.lane(move.arrival, kind);
                uint256 together = without - influence.between(move.kind, kind);
                if (LeakagePayoff.prefers(cell.least(), move.whole, move.cost, without, move.size, together, move.size + 1)) {
                    revert NotWelcome(kind);
                }
            }
        }
    }

    /// @notice Adds the influence of a coalition's members to a vector.
    function _addRow(Influence memory influence, Words vector, bytes calldata row) private pure {
        unchecked {
            for (uint256 kind; kind < influence.kinds; ++kind) {
                uint256 count = row.cell(kind).count();
                if (count != 0) influence.add(vector, kind, count);
            }
        }
    }
}
