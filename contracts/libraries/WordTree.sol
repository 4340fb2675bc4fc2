// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Words} from "./Words.sol";

/// @title Trees of hashes over a power of two of words
/// @notice A leaf is the word itself; a node is the hash of its two children, left before right. All leaves have the same depth, which follows
/// from what the tree is of, so a node cannot pass for a leaf, nor a word for another one.
library WordTree {
    /// @param words a power of two of them; they are written over
    function root(Words words, uint256 count) internal pure returns (bytes32 top) {
        assembly ("memory-safe") {
            for {} gt(count, 1) {} {
                count := shr(1, count)
                let pair := words
                for { let place := words } lt(place, add(words, shl(5, count))) { place := add(place, 32) } {
                    mstore(place, keccak256(pair, 64))
                    pair := add(pair, 64)
                }
            }
            top := mload(words)
        }
    }

    /// @notice The root of the tree in which this word, or node, has this place among those of its level.
    /// @param proof what stands beside it and beside each node above it, 32 bytes each, from below
    function climb(bytes32 word, uint256 index, bytes calldata proof) internal pure returns (bytes32 top) {
        assembly ("memory-safe") {
            top := word
            let end := add(proof.offset, proof.length)
            for { let step := proof.offset } lt(step, end) { step := add(step, 32) } {
                let side := shl(5, and(index, 1))
                mstore(side, top)
                mstore(xor(side, 32), calldataload(step))
                top := keccak256(0, 64)
                index := shr(1, index)
            }
        }
    }
}
