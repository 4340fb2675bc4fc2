// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {MerkleProof} from "@openzeppelin/contracts/utils/cryptography/MerkleProof.sol";

import {IChallengeable} from "../interfaces/IChallengeable.sol";
import {Calldata} from "./Calldata.sol";
import {CoalitionRow} from "./CoalitionRow.sol";
import {MerkleRoot} from "./MerkleRoot.sol";

/// @title An objection to a partition: a device that would rather be elsewhere, and the coalitions that it leaves and joins
/// @notice totals(2 for each type) root(32) kind(1) which(1) home target; home and target each a CoalitionRow, then the number of steps of
/// its proof(1) and the proof, 32 bytes a step. It may end before `target`: then the device goes off alone. The device is the one of type
/// `kind` in `home` that has the least price (`which` = 0) or the greatest (1).
/// @dev Rows are authenticated against `root`, and root and totals against the commitment. Reverts with `ObjectionMalformed` or
/// `NotCommitted`.
library Objection {
    using Calldata for bytes;
    using CoalitionRow for bytes;
    using CoalitionRow for uint256;

    uint256 private constant WORD = 32;

    /// @notice What a partition is committed to by: the root over its rows, and the number of devices of each type, 2 bytes each.
    function commitment(bytes32 root, bytes memory totals) internal pure returns (bytes32) {
        return keccak256(bytes.concat(root, totals));
    }

    /// @return totals devices of each type
    /// @return kind of the device that moves
    /// @return price of the device that moves
    /// @return home the row that it leaves
    /// @return target the row that it joins; empty: none
    function read(bytes calldata objection, bytes32 committed, uint256 kinds)
        internal
        pure
        returns (bytes calldata totals, uint256 kind, uint256 price, bytes calldata home, bytes calldata target)
    {
        // lengths of at most MOST_KINDS types
        unchecked {
            uint256 head = 2 * kinds + WORD + 2;
            if (objection.length < head) revert IChallengeable.ObjectionMalformed();
            totals = objection[:2 * kinds];
            bytes32 root = objection.wordAt(2 * kinds);
            kind = uint8(objection[head - 2]);
            uint256 which = uint8(objection[head - 1]);
            if (kind >= kinds || which > 1) revert IChallengeable.ObjectionMalformed();
            if (keccak256(bytes.concat(root, totals)) != committed) revert IChallengeable.NotCommitted();

            bytes calldata rest = objection[head:];
            (home, rest) = _row(rest, kinds, root);
            target = rest;
            if (rest.length != 0) {
                (target, rest) = _row(rest, kinds, root);
                if (rest.length != 0 || target.coalition() == home.coalition()) revert IChallengeable.ObjectionMalformed();
            }
            uint256 cell = home.cell(kind);
            if (cell.count() == 0) revert IChallengeable.NotCommitted();
            price = which == 0 ? cell.least() : cell.greatest();
        }
    }

    /// @return row that `rest` begins with, and whose proof follows
    /// @return left what follows the proof
    function _row(bytes calldata rest, uint256 kinds, bytes32 root) private pure returns (bytes calldata row, bytes calldata left) {
        uint256 size = CoalitionRow.size(kinds);
        if (rest.length <= size) revert IChallengeable.ObjectionMalformed();
        // a length of one byte
        unchecked {
            uint256 end = size + 1 + uint8(rest[size]) * WORD;
            if (rest.length < end) revert IChallengeable.ObjectionMalformed();
            row = rest[:size];
            left = rest[end:];
            bytes32[] calldata proof;
            assembly ("memory-safe") {
                proof.offset := add(rest.offset, add(size, 1))
                proof.length := shr(5, sub(sub(end, size), 1))
            }
            if (!MerkleProof.verifyCalldata(proof, root, MerkleRoot.leaf(keccak256(row)))) revert IChallengeable.NotCommitted();
        }
    }
}
