// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Hashes} from "@openzeppelin/contracts/utils/cryptography/Hashes.sol";

import {Words} from "./Words.sol";

/// @title Merkle roots, of the trees whose proofs OpenZeppelin's MerkleProof checks
/// @notice A leaf is hashed twice, so that an inner node can never pass for one; a node is the hash of its two children, the smaller one
/// first; the last node of a level with an odd number goes up as it is.
library MerkleRoot {
    /// @param once hash of what the leaf stands for
    function leaf(bytes32 once) internal pure returns (bytes32 twice) {
        assembly ("memory-safe") {
            mstore(0, once)
            twice := keccak256(0, 32)
        }
    }

    /// @param nodes the leaves, at least one; they are written over
    function root(Words nodes, uint256 count) internal pure returns (bytes32) {
        // level by level, each written over the one below; indices below `count`
        unchecked {
            while (count > 1) {
                uint256 pairs = count >> 1;
                for (uint256 i; i < pairs; ++i) {
                    bytes32 parent = Hashes.commutativeKeccak256(bytes32(nodes.get(2 * i)), bytes32(nodes.get(2 * i + 1)));
                    nodes.set(i, uint256(parent));
                }
                if (count & 1 == 1) nodes.set(pairs, nodes.get(count - 1));
                count -= pairs;
            }
        }
        return bytes32(nodes.get(0));
    }
}
