// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @dev What entering needs to know of a series' current round, in one storage word. From the lowest bit: fee 88, closeAt 40, settleBy 40,
/// number 32, maxEntries 16, maxPerAccount 16, gatedTags 8, settled 16. Bit 0 of `settled` is the current round, bit i the i-th before it:
/// an account that was last active within fifteen rounds is released without another storage read. `settleBy` is that of the terms, except
/// while a proposal stands, which leaves time for challenging and finalising it.
type RoundWord is uint256;

using RoundWords for RoundWord global;

/// @title Reading and changing a round word
library RoundWords {
    uint256 private constant CLOSE_AT = 88;
    uint256 private constant SETTLE_BY = 128;
    uint256 private constant NUMBER = 168;
    uint256 private constant MAX_ENTRIES = 200;
    uint256 private constant MAX_PER_ACCOUNT = 216;
    uint256 private constant GATED_TAGS = 232;
    uint256 private constant SETTLED = 240;

    /// @notice How many rounds, the current one included, `settledAgo` can answer for.
    uint256 internal constant HISTORY = 16;

    // the casts cut fields out of the word
    // forge-lint: disable-start(unsafe-typecast)

    function fee(RoundWord word) internal pure returns (uint256) {
        return uint88(RoundWord.unwrap(word));
    }

    function closeAt(RoundWord word) internal pure returns (uint40) {
        return uint40(RoundWord.unwrap(word) >> CLOSE_AT);
    }

    function settleBy(RoundWord word) internal pure returns (uint40) {
        return uint40(RoundWord.unwrap(word) >> SETTLE_BY);
    }

    function number(RoundWord word) internal pure returns (uint32) {
        return uint32(RoundWord.unwrap(word) >> NUMBER);
    }

    function maxEntries(RoundWord word) internal pure returns (uint16) {
        return uint16(RoundWord.unwrap(word) >> MAX_ENTRIES);
    }

    function maxPerAccount(RoundWord word) internal pure returns (uint16) {
        return uint16(RoundWord.unwrap(word) >> MAX_PER_ACCOUNT);
    }

    // forge-lint: disable-end(unsafe-typecast)

    function isTagGated(RoundWord word, uint256 tag) internal pure returns (bool) {
        return RoundWord.unwrap(word) & (1 << (GATED_TAGS + tag)) != 0;
    }

    function isSettled(RoundWord word) internal pure returns (bool) {
        return settledAgo(word, 0);
    }

    /// @notice Whether the round `age` before the current one was settled. @param age below HISTORY
    function settledAgo(RoundWord word, uint256 age) internal pure returns (bool) {
        return RoundWord.unwrap(word) & (1 << (SETTLED + age)) != 0;
    }

    /// @notice Settled, or timed out; true also before the first round.
    function isFinal(RoundWord word) internal view returns (bool) {
        return isSettled(word) || block.timestamp >= settleBy(word);
    }

    function settle(RoundWord word) internal pure returns (RoundWord) {
        return RoundWord.wrap(RoundWord.unwrap(word) | (1 << SETTLED));
    }

    /// @notice The same round with another end: a standing proposal postpones it.
    function withSettleBy(RoundWord word, uint40 settleBy_) internal pure returns (RoundWord) {
        return RoundWord.wrap((RoundWord.unwrap(word) & ~(uint256(type(uint40).max) << SETTLE_BY)) | (uint256(settleBy_) << SETTLE_BY));
    }

    /// @notice The word of the round after this one; the history moves on by one.
    function next(
        RoundWord word,
        uint88 fee_,
        uint40 closeAt_,
        uint40 settleBy_,
        uint16 maxEntries_,
        uint16 maxPerAccount_,
        uint8 gatedTags_
    ) internal pure returns (RoundWord) {
        uint256 settled = (RoundWord.unwrap(word) >> SETTLED) << (SETTLED + 1);
        return RoundWord.wrap(
            uint256(fee_) | (uint256(closeAt_) << CLOSE_AT) | (uint256(settleBy_) << SETTLE_BY) | (uint256(number(word) + 1) << NUMBER)
                | (uint256(maxEntries_) << MAX_ENTRIES) | (uint256(maxPerAccount_) << MAX_PER_ACCOUNT) | (uint256(gatedTags_) << GATED_TAGS)
                | settled
        );
    }
}
