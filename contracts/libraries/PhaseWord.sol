// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @dev What a series' current round needs to know of phases that one-shot rounds do not have, in one storage word. From the lowest bit:
/// revealBy 40, challengeUntil 40, proposer 160. 0: the round is of one shot. Without a proposer no proposal stands.
type PhaseWord is uint256;

using PhaseWords for PhaseWord global;

/// @title Reading and changing a phase word
library PhaseWords {
    uint256 private constant CHALLENGE_UNTIL = 40;
    uint256 private constant PROPOSER = 80;

    /// @notice The word of a round with more than one phase; no proposal stands.
    function start(uint40 revealBy_) internal pure returns (PhaseWord) {
        return PhaseWord.wrap(revealBy_);
    }

    // the casts cut fields out of the word
    // forge-lint: disable-start(unsafe-typecast)

    /// @notice When entries can no longer be opened; a round without that phase has its closing time here, or 0.
    function revealBy(PhaseWord word) internal pure returns (uint40) {
        return uint40(PhaseWord.unwrap(word));
    }

    /// @notice From when on the standing proposal can no longer be challenged.
    function challengeUntil(PhaseWord word) internal pure returns (uint40) {
        return uint40(PhaseWord.unwrap(word) >> CHALLENGE_UNTIL);
    }

    function proposer(PhaseWord word) internal pure returns (address) {
        return address(uint160(PhaseWord.unwrap(word) >> PROPOSER));
    }

    // forge-lint: disable-end(unsafe-typecast)

    function isOneShot(PhaseWord word) internal pure returns (bool) {
        return PhaseWord.unwrap(word) == 0;
    }

    function withProposal(PhaseWord word, address who, uint40 until) internal pure returns (PhaseWord) {
        return PhaseWord.wrap(uint256(revealBy(word)) | (uint256(until) << CHALLENGE_UNTIL) | (uint256(uint160(who)) << PROPOSER));
    }

    function withoutProposal(PhaseWord word) internal pure returns (PhaseWord) {
        return PhaseWord.wrap(revealBy(word));
    }
}
