// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Claim, IChecker} from "../interfaces/IChecker.sol";
import {Calldata} from "./Calldata.sol";
import {Entries} from "./Entries.sol";
import {LearningRules} from "./LearningParams.sol";
import {LearningStatement} from "./LearningStatement.sol";
import {LogWord} from "./LogWord.sol";
import {WordRows, Words} from "./Words.sol";

/// @param count m, how many parties are present
/// @param present mask over the parties of the round
/// @param entries of the present parties, in order
/// @param size rows of the validation set
struct LearningRound {
    uint256 count;
    uint256 present;
    Words entries;
    uint256 size;
}

/// @title Who takes part in a round, and what was said of it
/// @notice An entry is a party if it was made without a payload, its data is 0x0a commitment(31) and its lock covers the budget. Parties are
/// numbered from 0 in the order of the entries; all others count for nothing. Present are those that the statement says so of.
library LearningRounds {
    using Calldata for bytes;
    using Entries for bytes;
    using Entries for uint256;

    /// @dev The statement names parties that the round does not have.
    error PresentOutOfRange(uint256 present, uint256 parties);
    /// @dev Of the validation set: at most 32,767 rows, and at least one if somebody is present.
    error SizeOutOfRange(uint256 size);

    uint256 private constant PARTY = 0x0a;
    uint256 private constant MOST_SIZE = 32_767;

    /// @return round that was entered
    /// @return body of the statement that counts
    function read(Claim calldata claim, LearningRules memory rules)
        internal
        pure
        returns (LearningRound memory round, bytes calldata body)
    {
        uint256 parties = claim.entries.count();
        if (parties > rules.maxParties) revert IChecker.TooManyEntries(parties, rules.maxParties);
        bytes calldata statement = LearningStatement.choose(claim, rules);
        uint256 word = uint256(statement.wordAt(0));
        body = statement[LearningStatement.HEAD:];
        round.present = (word >> 216) & type(uint32).max;
        round.size = (word >> 184) & type(uint32).max;
        parties = _join(round, claim.entries, rules.budget);
        if (round.present >> parties != 0) revert PresentOutOfRange(round.present, parties);
        if (round.size > MOST_SIZE || (round.size == 0 && round.count != 0)) revert SizeOutOfRange(round.size);
    }

    /// @return parties how many there are, present or not
    function _join(LearningRound memory round, bytes calldata entries, uint256 budget) private pure returns (uint256 parties) {
        uint256 count = entries.count();
        round.entries = WordRows.reserve(count);
        // numbers of at most 20 entries
        unchecked {
            for (uint256 i; i < count; ++i) {
                uint256 head = entries.head(i);
                uint256 tag = uint256(entries.wordAt(i * Entries.SIZE + 32)) >> 248;
                if (tag != PARTY || head & LogWord.WITH_PAYLOAD != 0 || head.lock() < budget) continue;
                if ((round.present >> parties++) & 1 == 1) round.entries.set(round.count++, i);
            }
        }
    }
}
