// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @dev What a series' current round needs to know of phases that one-shot rounds do not have, in one storage word. From the lowest bit:
/// revealBy 40, challengeUntil 40, proposer 160, takesPosts 1. 0: the round is of one shot. Without a proposer no proposal stands.
type PhaseWord is uint256;

using PhaseWords for PhaseWord global;

/// @title Reading and changing a phase word
library PhaseWords {
    uint256 private constant CHALLENGE_UNTIL = 40;
    uint256 private constant PROPOSER = 80;
    uint256 private constant TAKES_POSTS = 1 << 240;

    /// @notice The word of a round with more than one phase; no proposal stands.
    function start(uint40 revealBy_, bool takesPosts_) internal pure returns (PhaseWord) {
        return PhaseWord.wrap(takesPosts_ ? revealBy_ | TAKES_POSTS : revealBy_);
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

    /// @notice Whether statements can be posted between the close and revealBy.
    function takesPosts(PhaseWord word) internal pure returns (bool) {
        return PhaseWord.unwrap(word) & TAKES_POSTS != 0;
    }

    /// @notice Whether sealed entries can be opened between the close and revealBy.
    function takesOpenings(PhaseWord word, uint40 closeAt) internal pure returns (bool) {
        return revealBy(word) > closeAt && !takesPosts(word);
    }

    function isOneShot(PhaseWord word) internal pure returns (bool) {
        return PhaseWord.unwrap(word) == 0;
    }

    function withProposal(PhaseWord word, address who, uint40 until) internal pure returns (PhaseWord) {
        uint256 kept = PhaseWord.unwrap(withoutProposal(word));
        return PhaseWord.wrap(kept | (uint256(until) << CHALLENGE_UNTIL) | (uint256(uint160(who)) << PROPOSER));
    }

    function withoutProposal(PhaseWord word) internal pure returns (PhaseWord) {
        return start(revealBy(word), takesPosts(word));
    }
}
