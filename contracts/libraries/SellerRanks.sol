// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IChecker} from "../interfaces/IChecker.sol";
import {Calldata} from "./Calldata.sol";
import {AgentWord, Reports} from "./SharingReports.sol";
import {WordRows, Words} from "./Words.sol";

/// @param count how many agents sell
/// @param row by rank: size in lots << 13 | agent number. So a shift by 8 leaves the bytes that as many words have.
struct Sellers {
    uint256 count;
    Words row;
}

/// @title The agents that sell, those with more lots first, of equal ones the lower number
/// @notice Sorting is left to whoever settles; that the order is right takes one comparison a turn.
library SellerRanks {
    using AgentWord for uint256;
    using Calldata for bytes;

    /// @dev The agent does not exist, sells nothing, or does not come after the one before it.
    error NotByRank(uint256 agent);

    uint256 internal constant SIZE = 13;
    uint256 internal constant NUMBER = 0xff;

    /// @param hints begins with their numbers, 1 byte each, by rank
    /// Reverts with `HintsMalformed` if there are fewer, and with `NotByRank`.
    function read(Reports memory reports, bytes calldata hints) internal pure returns (Sellers memory sellers) {
        uint256 count = reports.count;
        Words agents = reports.agents;
        uint256 selling;
        // numbers of one byte
        unchecked {
            for (uint256 i; i < count; ++i) {
                if (agents.get(i).size() != 0) ++selling;
            }
            if (hints.length < selling) revert IChecker.HintsMalformed();
            Words row = WordRows.reserve(selling);
            uint256 above = type(uint256).max;
            for (uint256 i; i < selling; ++i) {
                uint256 number = uint256(hints.wordAt(i)) >> 248;
                if (number >= count) revert NotByRank(number);
                uint256 size = agents.get(number).size();
                uint256 merit = (size << 8) | (NUMBER - number);
                // merits fall strictly: as many as there are, and none twice, are all of them
                if (size == 0 || merit >= above) revert NotByRank(number);
                above = merit;
                row.set(i, (size << SIZE) | number);
                agents.set(number, agents.get(number) | ((i + 1) << AgentWord.TURN));
            }
            (sellers.count, sellers.row) = (selling, row);
        }
    }

    /// @notice Writes the row without one agent, which need not sell.
    /// @return count how many are left
    function others(Sellers memory sellers, uint256 agent, Words to) internal pure returns (uint256 count) {
        (uint256 all, Words row) = (sellers.count, sellers.row);
        uint256 turn = agent.turn();
        assembly ("memory-safe") {
            count := sub(all, iszero(iszero(turn)))
            let before := shl(5, mul(sub(turn, 1), sub(all, count)))
            mcopy(to, row, before)
            mcopy(add(to, before), add(row, shl(5, turn)), sub(shl(5, count), before))
        }
    }
}
