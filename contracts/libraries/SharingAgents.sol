// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IChecker} from "../interfaces/IChecker.sol";
import {Calldata} from "./Calldata.sol";
import {DatasetTable, DatasetTables} from "./DatasetTable.sol";
import {Entries} from "./Entries.sol";
import {LogWord} from "./LogWord.sol";
import {SharingCurve} from "./SharingCurve.sol";
import {SharingWord} from "./SharingWord.sol";
import {WordRows, Words} from "./Words.sol";

/// @param rows by rank, `FIELDS` words each: size, hurdle, total, bar, entry. The hurdle is cost / scale, rounded down: values are whole, so
/// a rise times the scale is above the cost iff the rise is above the hurdle. The total is what units the agent has, the bar the value of the
/// total plus the hurdle: a partner is a gain iff the value with it is above the bar.
/// @param count how many they are
struct SharingAgents {
    Words rows;
    uint256 count;
}

/// @title The agents of a bilateral sharing round, by rank
/// @notice Never refuses an entry: what is no agent by the rule does not count. An agent is an entry without payload whose data word is
/// well formed (SharingWord), unless a later one of these names the same dataset: entering again replaces. Locks do not matter.
/// Agents with more data rank first, of equal ones the earlier entry.
library SharingAgentRows {
    using Calldata for bytes;
    using Entries for bytes;
    using SharingWord for bytes32;

    /// @dev The hints name an entry as an agent that is none.
    error NotAnAgent(uint256 entry);

    uint256 internal constant FIELDS = 5;
    uint256 internal constant HINT = 2;
    uint256 private constant LAST_ENTRY = type(uint16).max;

    /// @param entries at most 65,535
    /// @param hints the entries of all agents by rank, 2 bytes each
    /// Reverts with `HintsMalformed`, `NotAnAgent`, `HintsOutOfOrder`.
    function read(bytes calldata entries, bytes calldata hints, SharingCurve memory curve)
        internal
        pure
        returns (SharingAgents memory agents)
    {
        uint256 count = entries.count();
        Words merits;
        (merits, agents.count) = _merits(entries, count);
        if (hints.length != agents.count * HINT) revert IChecker.HintsMalformed();
        agents.rows = WordRows.reserve(agents.count * FIELDS);
        uint256 before = type(uint256).max;
        // indices of rows and hints follow the number of agents
        unchecked {
            for (uint256 rank; rank < agents.count; ++rank) {
                uint256 entry = uint256(hints.wordAt(rank * HINT)) >> 240;
                uint256 merit = entry < count ? merits.get(entry) : 0;
                if (merit == 0) revert NotAnAgent(entry);
                // as many as there are, none of them twice: so they are all of them
                if (merit >= before) revert IChecker.HintsOutOfOrder(entry);
                before = merit;
                _write(agents.rows, rank * FIELDS, entry, entries.wordAt(entry * Entries.SIZE + 32), curve);
            }
        }
    }

    /// @return merits by entry index: higher ranks first, of no two agents the same; 0 of what is no agent
    /// @return agents how many there are
    /// @dev From the last entry to the first, so that the last one for a dataset is the first one seen.
    function _merits(bytes calldata entries, uint256 count) private pure returns (Words merits, uint256 agents) {
        merits = WordRows.allocate(count);
        DatasetTable memory table = DatasetTables.create(entries, count);
        // indices below 2^16
        unchecked {
            for (uint256 i = count; i-- != 0;) {
                bytes32 data = entries.wordAt(i * Entries.SIZE + 32);
                if (entries.head(i) & LogWord.WITH_PAYLOAD != 0 || !data.isWellFormed() || !table.add(data.dataset())) continue;
                merits.set(i, (data.size() << 16) | (LAST_ENTRY - i));
                ++agents;
            }
        }
        // there until the next row is written, and not needed any more
        table.slots.release();
    }

    function _write(Words rows, uint256 row, uint256 entry, bytes32 data, SharingCurve memory curve) private pure {
        (uint256 size, uint256 hurdle) = (data.size(), data.cost() / data.scale());
        // five words of a row; 64 bits and 88 bits
        unchecked {
            rows.set(row, size);
            rows.set(row + 1, hurdle);
            rows.set(row + 2, size);
            rows.set(row + 3, curve.valueOf(size) + hurdle);
            rows.set(row + 4, entry);
        }
    }
}
