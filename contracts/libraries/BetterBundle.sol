// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {MerkleProof} from "@openzeppelin/contracts/utils/cryptography/MerkleProof.sol";

import {IChallengeable} from "../interfaces/IChallengeable.sol";
import {MerkleRoot} from "./MerkleRoot.sol";
import {PurchaseRow} from "./PurchaseRow.sol";

/// @title An objection to what is bought: sellers that the buyer would rather have, with or without one that it buys from
/// @notice row, the number of steps of its proof(1), the proof (32 bytes a step), without(1), then the set: agent numbers, 1 byte each, strictly
/// rising. without is 255 if anybody may be in the set; otherwise it is a seller that is bought from and not in the set.
library BetterBundle {
    using PurchaseRow for bytes;

    /// @dev The set is no better than what the outcome says: its value does not exceed its costs and the surplus that is claimed.
    error NotBetter(uint256 value, uint256 needed);

    uint256 private constant NOBODY = 255;
    uint256 private constant WORD = 32;

    /// @notice Reverts with `ObjectionMalformed`, `NotCommitted`, `NotBetter`.
    function requireBetter(bytes32 commitment, bytes calldata objection) internal pure {
        (bytes calldata row, bytes calldata rest) = _committed(commitment, objection);
        uint256 without = uint8(rest[0]);
        (uint256 set, uint256 value, uint256 needed) = _bundle(row, rest[1:]);
        uint256 bought = row.boughtOf();
        uint256 claimed = row.surplusOf();
        if (without != NOBODY) {
            if (bought >> without & 1 == 0 || set >> without & 1 == 1) revert IChallengeable.ObjectionMalformed();
            (,, claimed) = row.cell(without);
        }
        // the costs and a surplus of 88 bits
        unchecked {
            needed += claimed;
        }
        bool comesFirst = value == needed && without == NOBODY && _comesFirst(row, set, bought);
        if (value <= needed && !comesFirst) revert NotBetter(value, needed);
    }

    /// @return row that the objection begins with
    /// @return rest what follows its proof, not empty
    function _committed(bytes32 commitment, bytes calldata objection) private pure returns (bytes calldata row, bytes calldata rest) {
        if (objection.length < 2) revert IChallengeable.ObjectionMalformed();
        uint256 size = objection.size();
        if (objection.length <= size) revert IChallengeable.ObjectionMalformed();
        // lengths of one byte
        unchecked {
            uint256 end = size + 1 + uint8(objection[size]) * WORD;
            if (objection.length <= end) revert IChallengeable.ObjectionMalformed();
            (row, rest) = (objection[:size], objection[end:]);
            bytes32[] calldata proof;
            assembly ("memory-safe") {
                proof.offset := add(objection.offset, add(size, 1))
                proof.length := shr(5, sub(sub(end, size), 1))
            }
            if (!MerkleProof.verifyCalldata(proof, commitment, MerkleRoot.leaf(keccak256(row)))) revert IChallengeable.NotCommitted();
        }
    }

    /// @return set its members as bits
    /// @return value of them to the buyer
    /// @return costs of them all
    function _bundle(bytes calldata row, bytes calldata members) private pure returns (uint256 set, uint256 value, uint256 costs) {
        uint256 agents = row.agentsOf();
        (uint256 lots, uint256 least) = (0, 0);
        // at most 255 members: amounts of 88 bits
        unchecked {
            for (uint256 i; i < members.length; ++i) {
                uint256 agent = uint8(members[i]);
                if (agent < least || agent >= agents) revert IChallengeable.ObjectionMalformed();
                least = agent + 1;
                (uint256 size, uint256 cost,) = row.cell(agent);
                // sells nothing, or is the buyer
                if (size == 0) revert IChallengeable.ObjectionMalformed();
                lots += size;
                costs += cost;
                set |= 1 << agent;
            }
            value = row.valueOf(lots);
        }
    }

    /// @notice Whether the buyer takes the set rather than the other one, of the same surplus: it is smaller, or as large, and of those that are
    /// in one of them only the first by rank is in this one.
    function _comesFirst(bytes calldata row, uint256 set, uint256 other) private pure returns (bool) {
        uint256 agents = row.agentsOf();
        (uint256 members, uint256 otherMembers, uint256 best, uint256 first) = (0, 0, 0, 0);
        // at most 255 agents
        unchecked {
            for (uint256 i; i < agents; ++i) {
                (uint256 one, uint256 two) = (set >> i & 1, other >> i & 1);
                members += one;
                otherMembers += two;
                (uint256 size,,) = row.cell(i);
                if (one != two && size > best) (best, first) = (size, one);
            }
        }
        return members == otherMembers ? first == 1 : members < otherMembers;
    }
}
