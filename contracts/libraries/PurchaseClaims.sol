// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Calldata} from "./Calldata.sol";
import {PurchaseWord} from "./PurchaseWord.sol";
import {AgentWord, Reports} from "./SharingReports.sol";
import {Words} from "./Words.sol";

/// @param reports of the round
/// @param alloc bytes read of it
/// @param hints bytes read of them
struct PurchaseClaims {
    Reports reports;
    uint256 alloc;
    uint256 hints;
}

/// @param bought the sellers, bit i is agent i
/// @param count how many they are
/// @param lots in total
/// @param costs in total
struct Bundle {
    uint256 bought;
    uint256 count;
    uint256 lots;
    uint256 costs;
}

using PurchaseClaimReader for PurchaseClaims global;

/// @title What a proposal says that buyers buy, and what shows that margins are not too small
/// @notice alloc, a part for each agent: count(1), then for each seller, by rank, seller(1) margin(11). hints, a part for each purchase of a
/// buyer with a table: toggles(1), then agent numbers that rise strictly. They turn the sellers but this one into a set without it, whose
/// surplus is that of what is bought less the margin. So without the seller the buyer can be that well off, and at best better.
/// @dev What is read behind an end is what follows there; callers compare what was read with the lengths.
library PurchaseClaimReader {
    using AgentWord for uint256;
    using Calldata for bytes;
    using PurchaseWord for uint256;

    /// @dev Bytes of a purchase in alloc.
    uint256 private constant PURCHASE = 12;
    /// @dev Bytes of a data payment.
    uint256 private constant DATA = 12;

    /// @dev The agent does not exist, sells nothing, is the buyer, or does not come after the seller before it.
    error NotASeller(uint256 buyer, uint256 agent);
    /// @dev The sellers cost more than they are worth to the buyer.
    error NegativeSurplus(uint256 buyer);
    /// @dev The hinted set is none without this seller that has the surplus that the margin says.
    error WrongWitness(uint256 buyer, uint256 seller);

    /// @notice Reads the purchases of the next buyer.
    /// @param costs of all sellers, by number
    /// @param purchases is filled: see PurchaseWord
    function read(PurchaseClaims memory claims, uint256 buyer, Words costs, Words purchases, bytes calldata alloc)
        internal
        pure
        returns (Bundle memory bundle)
    {
        (uint256 position, Words agents, uint256 count) = (claims.alloc, claims.reports.agents, claims.reports.count);
        uint256 turn;
        // numbers of one byte; at most 255 amounts of 88 bits
        unchecked {
            uint256 sellers = uint256(alloc.wordAt(position++)) >> 248;
            bundle.count = sellers;
            for (uint256 i; i < sellers; ++i) {
                uint256 word = uint256(alloc.wordAt(position)) >> 160;
                position += PURCHASE;
                uint256 seller = word >> 88;
                if (seller >= count) revert NotASeller(buyer, seller);
                uint256 agent = agents.get(seller);
                if (agent.turn() <= turn || seller == buyer) revert NotASeller(buyer, seller);
                turn = agent.turn();
                uint256 cost = costs.get(seller);
                purchases.set(i, PurchaseWord.pack(seller, cost, word & type(uint88).max));
                bundle.bought |= 1 << seller;
                bundle.lots += agent.size();
                bundle.costs += cost;
            }
        }
        claims.alloc = position;
    }

    /// @notice Reads the data payment of the agent whose purchases were read last.
    function readData(PurchaseClaims memory claims, bytes calldata alloc) internal pure returns (uint256 data) {
        data = uint256(alloc.wordAt(claims.alloc)) >> 160;
        claims.alloc += DATA;
    }

    /// @notice Requires that the buyer, who has a table, loses nothing, and that there is a witness for each margin.
    /// Reverts with `NegativeSurplus`, `WrongWitness`.
    /// @return value of what is bought
    function requireWitnesses(
        PurchaseClaims memory claims,
        uint256 buyer,
        Bundle memory bundle,
        Words costs,
        Words purchases,
        bytes calldata hints
    ) internal pure returns (uint256 value) {
        Words agents = claims.reports.agents;
        value = agents.get(buyer).valueOf(bundle.lots);
        if (value < bundle.costs) revert NegativeSurplus(buyer);
        // at most 2^16 amounts of 88 bits
        unchecked {
            uint256 surplus = value - bundle.costs;
            for (uint256 i; i < bundle.count; ++i) {
                uint256 purchase = purchases.get(i);
                uint256 seller = purchase.seller();
                (uint256 lots, uint256 cost) = _toggled(claims, buyer, seller, bundle.bought, costs, hints);
                lots += bundle.lots - agents.get(seller).size();
                cost += bundle.costs - PurchaseWord.cost(purchase);
                uint256 margin = purchase.margin();
                bool witnessed = agents.get(buyer).valueOf(lots) + margin == surplus + cost;
                // no surplus is less than that of nothing
                if (!witnessed || margin > surplus) revert WrongWitness(buyer, seller);
            }
        }
    }

    /// @notice What the toggles of the next purchase add, in two's complement.
    function _toggled(PurchaseClaims memory claims, uint256 buyer, uint256 seller, uint256 bought, Words costs, bytes calldata hints)
        private
        pure
        returns (uint256 lots, uint256 cost)
    {
        (uint256 position, Words agents, uint256 count) = (claims.hints, claims.reports.agents, claims.reports.count);
        // numbers of one byte; sums as in `requireWitnesses`
        unchecked {
            uint256 end = position + 1 + (uint256(hints.wordAt(position)) >> 248);
            uint256 least;
            while (++position != end) {
                uint256 agent = uint256(hints.wordAt(position)) >> 248;
                if (agent < least || agent >= count || agent == buyer || agent == seller) revert WrongWitness(buyer, seller);
                least = agent + 1;
                uint256 size = agents.get(agent).size();
                if (size == 0) revert WrongWitness(buyer, seller);
                if (bought >> agent & 1 == 0) {
                    lots += size;
                    cost += costs.get(agent);
                } else {
                    lots -= size;
                    cost -= costs.get(agent);
                }
            }
            claims.hints = position;
        }
    }
}
