// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Calldata} from "./Calldata.sol";
import {MerkleRoot} from "./MerkleRoot.sol";
import {Bundle} from "./PurchaseClaims.sol";
import {PurchaseWord} from "./PurchaseWord.sol";
import {AgentWord, Reports} from "./SharingReports.sol";
import {WordRows, Words} from "./Words.sol";

/// @title What objections know of a buyer with a table
/// @notice Packed: buyer(1) agents(1) bought(32, bit i is agent i) surplus(11), then for each agent size(2) cost(11) without(11), then count(1)
/// and the values(11) of the table. Of an agent: the lots that it sells and what it costs it that this buyer gets them, 0 both for the
/// buyer itself; and the buyer's surplus without it, if it is bought from, otherwise 0.
library PurchaseRow {
    using AgentWord for uint256;
    using Calldata for bytes;
    using PurchaseWord for uint256;

    uint256 private constant HEAD = 45;
    uint256 private constant AGENT = 24;
    uint256 private constant VALUE = 11;
    uint256 private constant MONEY = type(uint88).max;

    /// @param costs of all sellers, by number
    /// @param purchases see PurchaseWord
    /// @return hash of the row, as a leaf of a MerkleRoot
    function leaf(Reports memory reports, uint256 buyer, Bundle memory bundle, uint256 surplus, Words costs, Words purchases)
        internal
        pure
        returns (bytes32 hash)
    {
        uint256 agents = reports.count;
        Words cells = WordRows.allocate(agents);
        // by agent, of one byte; a margin is at most the surplus: no set has less than nothing
        unchecked {
            for (uint256 i; i < bundle.count; ++i) {
                uint256 purchase = purchases.get(i);
                cells.set(purchase.seller(), surplus - purchase.margin());
            }
            for (uint256 i; i < agents; ++i) {
                uint256 stated = (reports.agents.get(i).size() << 88) | costs.get(i);
                cells.set(i, i == buyer ? 0 : (stated << 88) | cells.get(i));
            }
        }
        uint256 agent = reports.agents.get(buyer);
        (uint256 table, uint256 count, uint256 bought) = (agent.values(), agent.count(), bundle.bought);
        bytes32 once;
        assembly ("memory-safe") {
            // each field is written as the beginning of a word, over which the next ones are written
            let row := mload(0x40)
            mstore8(row, buyer)
            mstore8(add(row, 1), agents)
            mstore(add(row, 2), bought)
            mstore(add(row, 34), shl(168, surplus))
            let to := add(row, HEAD)
            let end := add(cells, shl(5, agents))
            for { let cell_ := cells } lt(cell_, end) { cell_ := add(cell_, 32) } {
                mstore(to, shl(64, mload(cell_)))
                to := add(to, AGENT)
            }
            mstore8(to, count)
            to := add(to, 1)
            end := add(table, shl(5, count))
            for {} lt(table, end) {} {
                table := add(table, 32)
                mstore(to, shl(168, mload(table)))
                to := add(to, VALUE)
            }
            once := keccak256(row, sub(to, row))
        }
        cells.release();
        return MerkleRoot.leaf(once);
    }

    /// @notice Bytes of the row that `data` begins with; more than it has if it ends before.
    function size(bytes calldata data) internal pure returns (uint256) {
        unchecked {
            // numbers of one byte
            uint256 table = HEAD + agentsOf(data) * AGENT;
            return data.length <= table ? type(uint256).max : table + 1 + uint8(data[table]) * VALUE;
        }
    }

    function agentsOf(bytes calldata row) internal pure returns (uint256) {
        return (uint256(row.wordAt(0)) >> 240) & type(uint8).max;
    }

    function boughtOf(bytes calldata row) internal pure returns (uint256) {
        return uint256(row.wordAt(2));
    }

    /// @notice Of what is bought.
    function surplusOf(bytes calldata row) internal pure returns (uint256) {
        return uint256(row.wordAt(34)) >> 168;
    }

    /// @notice Lots that the agent sells to the buyer, the cost of that, and the buyer's surplus without it.
    function cell(bytes calldata row, uint256 agent) internal pure returns (uint256 lots, uint256 cost, uint256 without) {
        unchecked {
            uint256 word = uint256(row.wordAt(HEAD + agent * AGENT));
            return (word >> 240, (word >> 152) & MONEY, (word >> 64) & MONEY);
        }
    }

    /// @notice What so many lots are worth to the buyer.
    function valueOf(bytes calldata row, uint256 lots) internal pure returns (uint256) {
        unchecked {
            uint256 table = HEAD + agentsOf(row) * AGENT;
            uint256 count = uint8(row[table]);
            if (lots > count) lots = count;
            return lots == 0 ? 0 : uint256(row.wordAt(table + 1 + (lots - 1) * VALUE)) >> 168;
        }
    }
}
