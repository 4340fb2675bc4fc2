// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

import {MerkleReference} from "./MerkleReference.sol";
import {Pack} from "./Pack.sol";

/// @title Rounds that sell data for money, written a second time from the rules alone
/// @dev Slow and plain: every set of sellers is looked at, whatever the costs are. Sets have a bit for each agent.
library SharingReference {
    using SafeCast for uint256;
    using SafeCast for int256;

    /// @dev What the rule makes of a report. Accounts of exceptions and values in the order in which they stand there.
    struct Agent {
        address who;
        uint256 entry;
        uint256 size;
        uint256 cost;
        address[] exceptions;
        uint256[] exceptionCosts;
        bool additive;
        address[] accounts;
        uint256[] values;
    }

    struct Sponsor {
        uint256 entry;
        uint256 cap;
    }

    struct Game {
        uint256 mode;
        uint256 share;
        Agent[] agents;
        Sponsor[] sponsors;
    }

    /// @dev What somebody says is best: the right one by `plan`.
    /// @param sets by buyer, what it buys
    /// @param instead by buyer and seller, what it would buy without that seller; only where it buys from it
    struct Plan {
        uint256[] sets;
        uint256[][] instead;
    }

    struct Money {
        int256[] net;
        uint256[] data;
        uint256 deficit;
        bool traded;
    }

    uint256 internal constant NOBODY = type(uint256).max;

    /* WHAT A BUYER BUYS */

    function costOf(Game memory game, uint256 seller, uint256 buyer) internal pure returns (uint256) {
        Agent memory agent = game.agents[seller];
        for (uint256 i; i < agent.exceptions.length; ++i) {
            if (agent.exceptions[i] == game.agents[buyer].who) return agent.exceptionCosts[i];
        }
        return agent.cost;
    }

    function valueOf(Game memory game, uint256 buyer, uint256 set) internal pure returns (uint256 value) {
        Agent memory agent = game.agents[buyer];
        uint256 lots;
        for (uint256 seller; seller < game.agents.length; ++seller) {
            if (set >> seller & 1 == 0) continue;
            lots += game.agents[seller].size;
            for (uint256 i; agent.additive && i < agent.accounts.length; ++i) {
                if (agent.accounts[i] == game.agents[seller].who) value += agent.values[i];
            }
        }
        uint256 last = agent.values.length;
        if (agent.additive || last == 0 || lots == 0) return value;
        return agent.values[(lots < last ? lots : last) - 1];
    }

    function surplusOf(Game memory game, uint256 buyer, uint256 set) internal pure returns (int256 surplus) {
        surplus = valueOf(game, buyer, set).toInt256();
        for (uint256 seller; seller < game.agents.length; ++seller) {
            if (set >> seller & 1 == 1) surplus -= costOf(game, seller, buyer).toInt256();
        }
    }

    /// @dev Whether the agents of the set sell, and sell to this buyer.
    function isOnSale(Game memory game, uint256 buyer, uint256 set) internal pure returns (bool) {
        for (uint256 seller; seller < game.agents.length; ++seller) {
            if (set >> seller & 1 == 1 && (seller == buyer || game.agents[seller].size == 0)) return false;
        }
        return true;
    }

    /// @return best of the sets with the greatest surplus the smallest, of those the first by rank
    function demand(Game memory game, uint256 buyer, uint256 without) internal pure returns (uint256 best) {
        for (uint256 set = 1; set < 1 << game.agents.length; ++set) {
            if (!isOnSale(game, buyer, set) || (without != NOBODY && set >> without & 1 == 1)) continue;
            if (isBetter(game, buyer, set, best)) best = set;
        }
    }

    function isBetter(Game memory game, uint256 buyer, uint256 set, uint256 other) internal pure returns (bool) {
        int256 gain = surplusOf(game, buyer, set) - surplusOf(game, buyer, other);
        if (gain != 0) return gain > 0;
        (uint256 size, uint256 otherSize) = (membersOf(set), membersOf(other));
        return size == otherSize ? comesFirst(game, set, other) : size < otherSize;
    }

    function membersOf(uint256 set) internal pure returns (uint256 count) {
        for (; set != 0; set >>= 1) {
            count += set & 1;
        }
    }

    function comesFirst(Game memory game, uint256 set, uint256 other) internal pure returns (bool) {
        uint256[] memory ranked = ranks(game);
        for (uint256 i; i < ranked.length; ++i) {
            uint256 bit = 1 << ranked[i];
            if ((set ^ other) & bit != 0) return set & bit != 0;
        }
        return false;
    }

    /// @return ranked the agents that sell, the largest first, of equal ones the lower number
    function ranks(Game memory game) internal pure returns (uint256[] memory ranked) {
        ranked = new uint256[](game.agents.length);
        uint256 count;
        for (uint256 size = type(uint16).max; size != 0; size = _nextSize(game, size)) {
            for (uint256 i; i < game.agents.length; ++i) {
                if (game.agents[i].size == size) ranked[count++] = i;
            }
        }
        assembly ("memory-safe") {
            mstore(ranked, count)
        }
    }

    function _nextSize(Game memory game, uint256 below) private pure returns (uint256 size) {
        for (uint256 i; i < game.agents.length; ++i) {
            uint256 other = game.agents[i].size;
            if (other < below && other > size) size = other;
        }
    }

    function plan(Game memory game) internal pure returns (Plan memory best) {
        uint256 count = game.agents.length;
        (best.sets, best.instead) = (new uint256[](count), new uint256[][](count));
        for (uint256 buyer; buyer < count; ++buyer) {
            best.sets[buyer] = demand(game, buyer, NOBODY);
            best.instead[buyer] = new uint256[](count);
            for (uint256 seller; seller < count; ++seller) {
                if (best.sets[buyer] >> seller & 1 == 1) best.instead[buyer][seller] = demand(game, buyer, seller);
            }
        }
    }

    function margin(Game memory game, Plan memory said, uint256 buyer, uint256 seller) internal pure returns (uint256) {
        int256 with = surplusOf(game, buyer, said.sets[buyer]);
        return (with - surplusOf(game, buyer, said.instead[buyer][seller])).toUint256();
    }

    /* MONEY */

    function money(Game memory game, Plan memory said) internal pure returns (Money memory result) {
        uint256 count = game.agents.length;
        (result.net, result.data, result.traded) = (new int256[](count), new uint256[](count), true);
        for (uint256 buyer; buyer < count; ++buyer) {
            uint256 set = said.sets[buyer];
            bool atCost = game.mode == 0 && _priced(game, said, buyer) > valueOf(game, buyer, set);
            for (uint256 seller; seller < count; ++seller) {
                if (set >> seller & 1 == 0) continue;
                uint256 cost = costOf(game, seller, buyer);
                uint256 more = margin(game, said, buyer, seller);
                if (game.mode == 0) {
                    more = atCost ? 0 : more * game.share / 1e9;
                    result.net[buyer] += more.toInt256();
                } else {
                    result.deficit += more;
                }
                result.net[buyer] += cost.toInt256();
                result.net[seller] -= (cost + more).toInt256();
            }
        }
        if (game.mode == 1) result.traded = _caps(game) >= result.deficit;
        if (game.mode == 2) _split(result);
    }

    function _priced(Game memory game, Plan memory said, uint256 buyer) private pure returns (uint256 sum) {
        for (uint256 seller; seller < game.agents.length; ++seller) {
            if (said.sets[buyer] >> seller & 1 == 0) continue;
            sum += costOf(game, seller, buyer) + margin(game, said, buyer, seller) * game.share / 1e9;
        }
    }

    function _caps(Game memory game) private pure returns (uint256 sum) {
        for (uint256 i; i < game.sponsors.length; ++i) {
            sum += game.sponsors[i].cap;
        }
    }

    /// @dev One after the other, from the least payment on, of equal ones from the higher number on.
    function _split(Money memory result) private pure {
        uint256 left = result.deficit;
        bool[] memory done = new bool[](result.net.length);
        for (uint256 turn; turn < done.length; ++turn) {
            uint256 next = NOBODY;
            for (uint256 i; i < done.length; ++i) {
                if (!done[i] && (next == NOBODY || result.net[i] <= result.net[next])) next = i;
            }
            done[next] = true;
            if (result.net[next] >= 0) continue;
            uint256 gets = uint256(-result.net[next]);
            result.data[next] = gets < left ? gets : left;
            left -= result.data[next];
        }
        for (uint256 i; i < done.length; ++i) {
            result.net[i] += result.data[i].toInt256();
        }
    }

    /* OUTCOME */

    function debits(Game memory game, Money memory result) internal pure returns (bytes memory list) {
        if (!result.traded) return "";
        uint256 left = game.mode == 1 ? result.deficit : 0;
        for (uint256 entry; entry < 256; ++entry) {
            for (uint256 i; i < game.agents.length; ++i) {
                if (game.agents[i].entry != entry || result.net[i] <= 0) continue;
                list = bytes.concat(list, Pack.amount(entry, uint256(result.net[i])));
            }
            for (uint256 i; i < game.sponsors.length && left != 0; ++i) {
                if (game.sponsors[i].entry != entry) continue;
                uint256 amount = game.sponsors[i].cap < left ? game.sponsors[i].cap : left;
                left -= amount;
                list = bytes.concat(list, Pack.amount(entry, amount));
            }
        }
    }

    function credits(Game memory game, Money memory result) internal pure returns (bytes memory list) {
        for (uint256 i; i < game.agents.length && result.traded; ++i) {
            if (result.net[i] < 0) list = bytes.concat(list, Pack.amount(game.agents[i].entry, uint256(-result.net[i])));
        }
    }

    /// @dev Of an outcome that is checked completely.
    function alloc(Game memory game, Plan memory said, Money memory result) internal pure returns (bytes memory list) {
        uint256[] memory ranked = ranks(game);
        for (uint256 buyer; buyer < game.agents.length; ++buyer) {
            uint256 set = result.traded ? said.sets[buyer] : 0;
            list = abi.encodePacked(list, membersOf(set).toUint8());
            for (uint256 i; i < ranked.length; ++i) {
                if (set >> ranked[i] & 1 == 1) list = abi.encodePacked(list, ranked[i].toUint8());
            }
            if (game.mode == 2) list = abi.encodePacked(list, result.data[buyer].toUint96());
        }
    }

    function rankHints(Game memory game) internal pure returns (bytes memory list) {
        uint256[] memory ranked = ranks(game);
        for (uint256 i; i < ranked.length; ++i) {
            list = abi.encodePacked(list, ranked[i].toUint8());
        }
    }

    /* PROPOSALS */

    function proposalAlloc(Game memory game, Plan memory said, Money memory result) internal pure returns (bytes memory list) {
        uint256[] memory ranked = ranks(game);
        list = abi.encodePacked(result.traded);
        for (uint256 buyer; buyer < game.agents.length; ++buyer) {
            uint256 set = said.sets[buyer];
            list = abi.encodePacked(list, membersOf(set).toUint8());
            for (uint256 i; i < ranked.length; ++i) {
                if (set >> ranked[i] & 1 == 0) continue;
                list = abi.encodePacked(list, ranked[i].toUint8(), margin(game, said, buyer, ranked[i]).toUint88());
            }
            if (game.mode == 2) list = abi.encodePacked(list, result.data[buyer].toUint96());
        }
    }

    function proposalHints(Game memory game, Plan memory said) internal pure returns (bytes memory list) {
        uint256[] memory ranked = ranks(game);
        list = rankHints(game);
        for (uint256 buyer; buyer < game.agents.length; ++buyer) {
            for (uint256 i; i < ranked.length && !game.agents[buyer].additive; ++i) {
                uint256 bit = 1 << ranked[i];
                if (said.sets[buyer] & bit == 0) continue;
                uint256 toggled = (said.sets[buyer] ^ bit) ^ said.instead[buyer][ranked[i]];
                list = abi.encodePacked(list, membersOf(toggled).toUint8(), members(toggled));
            }
        }
    }

    /// @return list agent numbers, 1 byte each
    function members(uint256 set) internal pure returns (bytes memory list) {
        for (uint256 i; set >> i != 0; ++i) {
            if (set >> i & 1 == 1) list = abi.encodePacked(list, i.toUint8());
        }
    }

    /// @dev What is committed to of a buyer with a table.
    function row(Game memory game, Plan memory said, uint256 buyer) internal pure returns (bytes memory packed) {
        (uint256 set, uint256 count) = (said.sets[buyer], game.agents.length);
        uint88 surplus = surplusOf(game, buyer, set).toUint256().toUint88();
        packed = abi.encodePacked(buyer.toUint8(), count.toUint8(), set, surplus);
        for (uint256 i; i < count; ++i) {
            bool itself = i == buyer;
            packed = abi.encodePacked(packed, itself ? uint16(0) : game.agents[i].size.toUint16());
            packed = abi.encodePacked(packed, itself ? uint88(0) : costOf(game, i, buyer).toUint88());
            uint256 without = set >> i & 1 == 0 ? 0 : surplus - margin(game, said, buyer, i);
            packed = abi.encodePacked(packed, without.toUint88());
        }
        uint256[] memory values = game.agents[buyer].values;
        packed = abi.encodePacked(packed, values.length.toUint8());
        for (uint256 i; i < values.length; ++i) {
            packed = abi.encodePacked(packed, values[i].toUint88());
        }
    }

    /// @return leaves of all buyers with tables, in order
    function leavesOf(Game memory game, Plan memory said) internal pure returns (bytes32[] memory leaves) {
        leaves = new bytes32[](game.agents.length);
        uint256 count;
        for (uint256 buyer; buyer < leaves.length; ++buyer) {
            if (!game.agents[buyer].additive) leaves[count++] = keccak256(bytes.concat(keccak256(row(game, said, buyer))));
        }
        assembly ("memory-safe") {
            mstore(leaves, count)
        }
    }

    function commitment(Game memory game, Plan memory said) internal pure returns (bytes32) {
        return MerkleReference.root(leavesOf(game, said));
    }

    /// @return what an objection about a buyer begins with: its row, the length of the proof, the proof
    function proven(Game memory game, Plan memory said, uint256 buyer) internal pure returns (bytes memory) {
        uint256 place;
        for (uint256 i; i < buyer; ++i) {
            if (!game.agents[i].additive) ++place;
        }
        bytes32[] memory steps = MerkleReference.proof(leavesOf(game, said), place);
        return abi.encodePacked(row(game, said, buyer), steps.length.toUint8(), steps);
    }
}
