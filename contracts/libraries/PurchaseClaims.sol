// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Calldata} from "./Calldata.sol";
import {PurchaseWord} from "./PurchaseWord.sol";
import {AgentWord, Reports} from "./SharingReports.sol";
import {WordRows, Words} from "./Words.sol";

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

    uint256 private constant LOTS_BITS = 32;
    uint256 private constant LOTS = type(uint32).max;

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
    /// @dev Lots and costs are summed up in one word, costs << LOTS_BITS | lots: neither is negative in the end.
    function requireWitnesses(
        PurchaseClaims memory claims,
        uint256 buyer,
        Bundle memory bundle,
        Words costs,
        Words purchases,
        bytes calldata hints
    ) internal pure returns (uint256 value) {
        uint256 agent = claims.reports.agents.get(buyer);
        value = agent.valueOf(bundle.lots);
        if (value < bundle.costs) revert NegativeSurplus(buyer);
        Words changes = _changes(claims.reports, buyer, bundle.bought, costs);
        // at most 2^16 amounts of 88 bits
        unchecked {
            uint256 surplus = value - bundle.costs;
            uint256 all = (bundle.costs << LOTS_BITS) | bundle.lots;
            for (uint256 i; i < bundle.count; ++i) {
                (uint256 seller, uint256 margin) = (purchases.get(i).seller(), purchases.get(i).margin());
                uint256 change = changes.get(seller);
                changes.set(seller, 0);
                (uint256 sum, bool sound) = _toggled(claims, changes, hints);
                changes.set(seller, change);
                sum += all + change;
                sound = sound && agent.valueOf(sum & LOTS) + margin == surplus + (sum >> LOTS_BITS);
                // no surplus is less than that of nothing
                if (!sound || margin > surplus) revert WrongWitness(buyer, seller);
            }
        }
        changes.release();
    }

    /// @notice By agent, what a toggle adds in two's complement; 0 for those that do not sell to the buyer.
    function _changes(Reports memory reports, uint256 buyer, uint256 bought, Words costs) private pure returns (Words changes) {
        uint256 count = reports.count;
        changes = WordRows.allocate(count);
        // of one byte; amounts of 88 bits
        unchecked {
            for (uint256 i; i < count; ++i) {
                uint256 size = reports.agents.get(i).size();
                if (size == 0 || i == buyer) continue;
                uint256 change = (costs.get(i) << LOTS_BITS) | size;
                changes.set(i, bought >> i & 1 == 0 ? change : 0 - change);
            }
        }
    }

    /// @notice What the toggles of the next purchase add.
    /// @return sum of their changes
    /// @return sound they rise strictly, and each changes something
    function _toggled(PurchaseClaims memory claims, Words changes, bytes calldata hints) private pure returns (uint256 sum, bool sound) {
        (uint256 position, uint256 agents) = (claims.hints, claims.reports.count);
        assembly ("memory-safe") {
            let place := add(hints.offset, position)
            let wrong := 0
            let least := 0
            for { let last := add(place, byte(0, calldataload(place))) } lt(place, last) {} {
                place := add(place, 1)
                let agent := byte(0, calldataload(place))
                // what is read behind the row is not used
                let change := mul(mload(add(changes, shl(5, agent))), lt(agent, agents))
                wrong := or(wrong, or(iszero(change), lt(agent, least)))
                least := add(agent, 1)
                sum := add(sum, change)
            }
            sound := iszero(wrong)
            position := sub(add(place, 1), hints.offset)
        }
        claims.hints = position;
    }
}
