// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IResaleChain} from "../interfaces/IResaleChain.sol";

/// @dev What is kept of an offer or a licence, in one storage word. From the lowest bit: claimed 32, sales 16, ended 1, deferred 1, state 2,
/// zero 12, fingerprint 192. A word that was never written is in state Never.
type RecordWord is uint256;

using RecordWords for RecordWord global;

/// @title Reading and changing a record word
library RecordWords {
    uint256 private constant SALES = 32;
    uint256 private constant ENDED = 48;
    uint256 private constant DEFERRED = 49;
    uint256 private constant STATE = 50;
    uint256 private constant FINGERPRINT = 64;

    uint256 private constant OFFERED = uint256(IResaleChain.State.Offered) << STATE;
    uint256 private constant LICENCE = uint256(IResaleChain.State.Licence) << STATE;

    /* NEW RECORDS */

    function offered(uint192 fingerprint_, bool deferred_) internal pure returns (RecordWord) {
        return RecordWord.wrap((uint256(fingerprint_) << FINGERPRINT) | OFFERED | (deferred_ ? 1 << DEFERRED : 0));
    }

    function licence(uint192 fingerprint_) internal pure returns (RecordWord) {
        return RecordWord.wrap((uint256(fingerprint_) << FINGERPRINT) | LICENCE);
    }

    /// @notice The licence that an offer becomes.
    function sold(RecordWord word, uint192 fingerprint_) internal pure returns (RecordWord) {
        return RecordWord.wrap((uint256(fingerprint_) << FINGERPRINT) | LICENCE | (RecordWord.unwrap(word) & (1 << DEFERRED)));
    }

    /* READING */

    function isOffer(RecordWord word) internal pure returns (bool) {
        return RecordWord.unwrap(word) & (3 << STATE) == OFFERED;
    }

    function isLicence(RecordWord word) internal pure returns (bool) {
        return RecordWord.unwrap(word) & (3 << STATE) == LICENCE;
    }

    function isDeferred(RecordWord word) internal pure returns (bool) {
        return RecordWord.unwrap(word) & (1 << DEFERRED) != 0;
    }

    function isEnded(RecordWord word) internal pure returns (bool) {
        return RecordWord.unwrap(word) & (1 << ENDED) != 0;
    }

    // the casts cut fields out of the word
    // forge-lint: disable-start(unsafe-typecast)

    function fingerprint(RecordWord word) internal pure returns (uint192) {
        return uint192(RecordWord.unwrap(word) >> FINGERPRINT);
    }

    function sales(RecordWord word) internal pure returns (uint16) {
        return uint16(RecordWord.unwrap(word) >> SALES);
    }

    function claimed(RecordWord word) internal pure returns (uint32) {
        return uint32(RecordWord.unwrap(word));
    }

    // forge-lint: disable-end(unsafe-typecast)

    /* CHANGING A LICENCE */

    /// @dev Nothing carries: callers keep sales at most at what fits.
    function withSale(RecordWord word) internal pure returns (RecordWord) {
        unchecked {
            return RecordWord.wrap(RecordWord.unwrap(word) + (1 << SALES));
        }
    }

    /// @dev Only for an offer that was counted.
    function withoutSale(RecordWord word) internal pure returns (RecordWord) {
        unchecked {
            return RecordWord.wrap(RecordWord.unwrap(word) - (1 << SALES));
        }
    }

    function end(RecordWord word) internal pure returns (RecordWord) {
        return RecordWord.wrap(RecordWord.unwrap(word) | (1 << ENDED));
    }

    /// @param payees bits below 32
    function withClaimed(RecordWord word, uint256 payees) internal pure returns (RecordWord) {
        return RecordWord.wrap(RecordWord.unwrap(word) | payees);
    }

    function toStruct(RecordWord word) internal pure returns (IResaleChain.Record memory) {
        return IResaleChain.Record({
            state: IResaleChain.State((RecordWord.unwrap(word) >> STATE) & 3),
            deferred: isDeferred(word),
            ended: isEnded(word),
            sales: sales(word),
            claimed: claimed(word),
            fingerprint: fingerprint(word)
        });
    }
}
