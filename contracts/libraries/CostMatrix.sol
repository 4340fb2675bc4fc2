// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {AgentWord, Reports} from "./SharingReports.sol";
import {WordRows, Words} from "./Words.sol";

/// @param agents how many there are
/// @param accounts in rising order: account << 96 | agent number
/// @param costs buyer by buyer, a word for each seller; those of agents for themselves mean nothing
struct CostMatrix {
    uint256 agents;
    Words accounts;
    Words costs;
}

using CostMatrices for CostMatrix global;

/// @title What it costs each seller that each buyer gets its data
/// @dev Reports name buyers and sellers by accounts, which rise: they are found in one go through the agents' accounts, once these are sorted.
library CostMatrices {
    using AgentWord for uint256;

    uint256 private constant NAMED = 31;
    uint256 private constant MONEY = 0xffffffffffffffffffffff;

    function create(Reports memory reports) internal pure returns (CostMatrix memory matrix) {
        uint256 agents = reports.count;
        matrix.agents = agents;
        matrix.accounts = _sorted(reports);
        Words costs = WordRows.reserve(agents * agents);
        matrix.costs = costs;
        // at most 255 agents
        unchecked {
            for (uint256 seller; seller < agents; ++seller) {
                uint256 agent = reports.agents.get(seller);
                uint256 cost = agent.cost();
                for (uint256 i = seller; i < agents * agents; i += agents) {
                    costs.set(i, cost);
                }
                matrix._spread(agent.exceptions(), agent.exceptionCount(), costs.addressOf(seller), agents << 5);
            }
        }
    }

    /// @notice The costs of all sellers, by number, for one buyer.
    function row(CostMatrix memory matrix, uint256 buyer) internal pure returns (Words) {
        unchecked {
            // at most 255 agents
            return Words.wrap(matrix.costs.addressOf(buyer * matrix.agents));
        }
    }

    /// @notice What the data of each seller, by number, are worth to an additive buyer. In new memory.
    function valuesOf(CostMatrix memory matrix, uint256 buyer) internal pure returns (Words values) {
        values = WordRows.allocate(matrix.agents);
        matrix._spread(buyer.values(), buyer.count(), values.addressOf(0), 32);
    }

    /// @notice Writes the amounts of items, account(20) amount(11), that name agents.
    /// @param to where that of agent 0 belongs
    /// @param stride from there to the next agent's
    function _spread(CostMatrix memory matrix, uint256 items, uint256 count, uint256 to, uint256 stride) internal pure {
        if (count == 0) return;
        (Words accounts, uint256 agents) = (matrix.accounts, matrix.agents);
        assembly ("memory-safe") {
            let account := accounts
            let last := add(accounts, shl(5, agents))
            for { let end := add(items, mul(NAMED, count)) } lt(items, end) { items := add(items, NAMED) } {
                let item := calldataload(items)
                let named := shr(96, item)
                for {} and(lt(account, last), lt(shr(96, mload(account)), named)) { account := add(account, 32) } {}
                if eq(account, last) { break }
                let found := mload(account)
                if eq(shr(96, found), named) { mstore(add(to, mul(and(found, 0xff), stride)), and(shr(8, item), MONEY)) }
            }
        }
    }

    /// @dev By insertion: dozens of them.
    function _sorted(Reports memory reports) private pure returns (Words accounts) {
        uint256 agents = reports.count;
        accounts = WordRows.reserve(agents);
        // at most 255 agents
        unchecked {
            for (uint256 i; i < agents; ++i) {
                uint256 word = (reports.names.get(i) >> 96 << 96) | i;
                uint256 place = i;
                for (; place != 0 && accounts.get(place - 1) > word; --place) {
                    accounts.set(place, accounts.get(place - 1));
                }
                accounts.set(place, word);
            }
        }
    }
}
