// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IAccounts} from "../interfaces/IAccounts.sol";

/// @dev An account in one storage word, from the lowest bit: free 88, locked 88, round 32, nonce 32, entries 16. `free` is lowest so that
/// crediting is one addition.
type AccountWord is uint256;

using AccountWords for AccountWord global;

/// @title Reading and changing an account word
/// @dev Nothing is checked here: callers have made sure that what they take is there. Nothing can overflow that way, because everything
/// held together fits into 88 bits.
library AccountWords {
    uint256 private constant LOCKED = 88;
    uint256 private constant ROUND = 176;
    uint256 private constant NONCE = 208;
    uint256 private constant ENTRIES = 240;

    // the casts cut fields out of the word
    // forge-lint: disable-start(unsafe-typecast)

    function free(AccountWord word) internal pure returns (uint256) {
        return uint88(AccountWord.unwrap(word));
    }

    function locked(AccountWord word) internal pure returns (uint256) {
        return uint88(AccountWord.unwrap(word) >> LOCKED);
    }

    function round(AccountWord word) internal pure returns (uint256) {
        return uint32(AccountWord.unwrap(word) >> ROUND);
    }

    function nonce(AccountWord word) internal pure returns (uint256) {
        return uint32(AccountWord.unwrap(word) >> NONCE);
    }

    // forge-lint: disable-end(unsafe-typecast)

    function entries(AccountWord word) internal pure returns (uint256) {
        return AccountWord.unwrap(word) >> ENTRIES;
    }

    /// @notice Whether nothing of the account stands behind any round.
    function isIdle(AccountWord word) internal pure returns (bool) {
        return AccountWord.unwrap(word) & ((uint256(type(uint88).max) << LOCKED) | (uint256(type(uint16).max) << ENTRIES)) == 0;
    }

    function addFree(AccountWord word, uint256 amount) internal pure returns (AccountWord) {
        unchecked {
            return AccountWord.wrap(AccountWord.unwrap(word) + amount);
        }
    }

    function takeFree(AccountWord word, uint256 amount) internal pure returns (AccountWord) {
        unchecked {
            return AccountWord.wrap(AccountWord.unwrap(word) - amount);
        }
    }

    function takeLocked(AccountWord word, uint256 amount) internal pure returns (AccountWord) {
        unchecked {
            return AccountWord.wrap(AccountWord.unwrap(word) - (amount << LOCKED));
        }
    }

    /// @notice Locks `amount` of what is free behind `count` new entries of round `number`, or behind a proposal (no entries).
    function join(AccountWord word, uint256 amount, uint256 count, uint256 number) internal pure returns (AccountWord) {
        unchecked {
            uint256 rest = AccountWord.unwrap(word) & ~(uint256(type(uint32).max) << ROUND);
            return AccountWord.wrap(rest - amount + (amount << LOCKED) + (count << ENTRIES) + (number << ROUND));
        }
    }

    /// @notice Frees all that is locked except `kept`, which is gone; the round that it was locked for is over.
    function release(AccountWord word, uint256 kept) internal pure returns (AccountWord) {
        unchecked {
            uint256 rest = AccountWord.unwrap(word) & ~((uint256(type(uint88).max) << LOCKED) | (uint256(type(uint16).max) << ENTRIES));
            return AccountWord.wrap(rest + locked(word) - kept);
        }
    }

    function withNonce(AccountWord word, uint256 value) internal pure returns (AccountWord) {
        return AccountWord.wrap((AccountWord.unwrap(word) & ~(uint256(type(uint32).max) << NONCE)) | (value << NONCE));
    }

    function toStruct(AccountWord word) internal pure returns (IAccounts.Account memory) {
        // each accessor returns at most what its field holds
        // forge-lint: disable-start(unsafe-typecast)
        return IAccounts.Account({
            free: uint88(free(word)),
            locked: uint88(locked(word)),
            round: uint32(round(word)),
            nonce: uint32(nonce(word)),
            entries: uint16(entries(word))
        });
        // forge-lint: disable-end(unsafe-typecast)
    }
}
