// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Calldata} from "./Calldata.sol";

/// @title The rolling hashes over what a round records: its entries, and what is posted after the close
/// @dev A word is hash(224) | count(32). It starts from the round's context with count 0; each entry of 64 bytes,
/// who(20) flags(1) lock(11) data(32), turns `word` into keccak256(word, entry) with the count in its lowest 32 bits. Whoever wants to
/// pass another list of entries off as the recorded one needs a collision on 224 bits. The second log of a round, of its posts, is made
/// alike from records of index(4) length(2) statement(length).
library LogWord {
    using Calldata for bytes;

    uint256 private constant COUNT = type(uint32).max;

    /// @dev Set in the flags byte of an entry that was made with a payload, seen from the 256-bit word who | flags | lock.
    uint256 internal constant WITH_PAYLOAD = 1 << 88;

    /// @dev In place of an index, in the record of a statement that opens no entry.
    uint256 internal constant POSTED = type(uint32).max;

    function start(bytes32 context) internal pure returns (uint256) {
        return uint256(context) & ~COUNT;
    }

    function count(uint256 word) internal pure returns (uint256) {
        return word & COUNT;
    }

    /// @param head who(20) flags(1) lock(11)
    function append(uint256 word, uint256 head, bytes32 data) internal pure returns (uint256 next) {
        assembly ("memory-safe") {
            // three words just beyond the free pointer: scratch that is not kept
            let scratch := mload(0x40)
            mstore(scratch, word)
            mstore(add(scratch, 0x20), head)
            mstore(add(scratch, 0x40), data)
            next := keccak256(scratch, 0x60)
        }
        // the count cannot overflow: a round has at most 2^16 - 1 entries
        unchecked {
            next = (next & ~COUNT) | ((word & COUNT) + 1);
        }
    }

    /// @notice The word after all `entries`, 64 bytes each.
    /// @return next differs from the recorded one unless the entries are the recorded ones
    /// @return heads the bits that any of the entries' heads has
    /// @dev `append` in a loop, written out because it runs for every entry of a settlement.
    function replay(uint256 word, bytes calldata entries) internal pure returns (uint256 next, uint256 heads) {
        next = word;
        assembly ("memory-safe") {
            // as in append
            let scratch := mload(0x40)
            let head := add(scratch, 0x20)
            let total := and(word, 0xffffffff)
            let last := add(entries.offset, entries.length)
            for { let entry := entries.offset } lt(entry, last) { entry := add(entry, 64) } {
                mstore(scratch, next)
                calldatacopy(head, entry, 64)
                heads := or(heads, mload(head))
                total := add(total, 1)
                next := or(shl(32, shr(32, keccak256(scratch, 0x60))), total)
            }
        }
    }

    /// @notice The word of posts after one more.
    /// @param statement at most 2^16 - 1 bytes
    function post(uint256 word, uint256 index, bytes calldata statement) internal pure returns (uint256 next) {
        // the casts cut nothing off
        // forge-lint: disable-next-line(unsafe-typecast)
        next = uint256(keccak256(abi.encodePacked(word, uint32(index), uint16(statement.length), statement)));
        // as in append: an entry is opened once
        unchecked {
            next = (next & ~COUNT) | ((word & COUNT) + 1);
        }
    }

    /// @notice The word after all `posts`; 0, which no word is, if they end within one.
    function replayPosts(uint256 word, bytes calldata posts) internal pure returns (uint256 next) {
        next = word;
        assembly ("memory-safe") {
            // as in append
            let scratch := mload(0x40)
            let total := and(word, 0xffffffff)
            let last := add(posts.offset, posts.length)
            let at := posts.offset
            for {} lt(at, last) {} {
                // index(4) length(2); what is read behind the end makes the record too long
                let size := add(6, and(shr(208, calldataload(at)), 0xffff))
                mstore(scratch, next)
                calldatacopy(add(scratch, 0x20), at, size)
                total := add(total, 1)
                next := or(shl(32, shr(32, keccak256(scratch, add(size, 0x20)))), total)
                at := add(at, size)
            }
            next := mul(next, eq(at, last))
        }
    }

    /// @notice Whether each flagged entry's payload, length(4) payload(length), hashes to its data, and nothing is left over.
    function arePayloads(bytes calldata payloads, bytes calldata entries) internal pure returns (bool) {
        uint256 used;
        // `used` never exceeds payloads.length, offsets never exceed entries.length
        unchecked {
            for (uint256 offset; offset < entries.length; offset += 64) {
                if (uint256(entries.wordAt(offset)) & WITH_PAYLOAD == 0) continue;
                if (payloads.length - used < 4) return false;
                uint256 length = uint32(bytes4(payloads.wordAt(used)));
                used += 4;
                if (payloads.length - used < length) return false;
                if (keccak256(payloads[used:used + length]) != entries.wordAt(offset + 32)) return false;
                used += length;
            }
        }
        return used == payloads.length;
    }
}
