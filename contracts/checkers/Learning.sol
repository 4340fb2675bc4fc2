// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IChallengeable} from "../interfaces/IChallengeable.sol";
import {Claim, IChecker, SecondPhase} from "../interfaces/IChecker.sol";
import {Calldata} from "../libraries/Calldata.sol";
import {CountTable, TableSums} from "../libraries/CountTable.sol";
import {LearningParams, LearningRules} from "../libraries/LearningParams.sol";
import {LearningPayments, Values} from "../libraries/LearningPayments.sol";
import {LearningRound, LearningRounds} from "../libraries/LearningRound.sol";
import {ShapleyWeights, Weights} from "../libraries/ShapleyWeights.sol";
import {TableBlocks} from "../libraries/TableBlocks.sol";
import {TableObjection} from "../libraries/TableObjection.sol";
import {WordRows, Words} from "../libraries/Words.sol";

/// @title Learning together, paid so that a copy of one's data earns nothing
/// @notice Ohrimenko, Tople, Tschiatschek, with one task for all. Parties enter with commitments to their data. After the close a runner, who
/// alone can read the data, says in a signed statement how many of the rows of a common validation set the model of each set S of parties
/// gets right, G(S); an arbiter may say something else in its place. Each party pays for what it gains by the model of all data, and earns
/// by what its data are worth: by its Shapley value of v(S) = G(S) + the sum over j in S of (G(S) - G_j).
///
/// params: see LearningParams. Entries: see LearningRounds; one of an account. Posts: see LearningStatement; the table must be one that
/// CountTable takes. debits, credits: see LearningPayments.
///
/// Rounds of at most 12 parties are settled at once, from the whole table; alloc and hints are empty. In larger ones the statement has only the
/// root over the table, which has to be had from elsewhere, and outcomes are proposed. alloc then has the rows of TableBlocks; hints are
/// empty. commitment: keccak256(root(32) present(4) size(4) pairs rows(32)), where pairs are those of the statement, and rows is the root of
/// TableBlocks. objection: see TableObjection.
/// @dev Why one objection is enough: if every row has the sums of its block, what follows from them is right for the table with that root.
/// If it is none, or not the one that the statement speaks of, an objection voids every proposal, and unless the arbiter decides in time
/// everybody gets everything back. Who knows the table finds each of these by computing the rows.
contract Learning is IChallengeable {
    using Calldata for bytes;

    /// @dev The statement's counts of this present party: it alone above all together, all above the size, or another one of all than others
    /// have.
    error PairMalformed(uint256 party);

    /* SETTLED AT ONCE */

    /// @inheritdoc IChecker
    function check(Claim calldata claim) external pure returns (bytes4 magic) {
        LearningRules memory rules = LearningParams.parse(claim.params);
        if (rules.bond != 0) revert MustBeProposed();
        if (claim.alloc.length != 0) revert AllocMustBeEmpty();
        if (claim.hints.length != 0) revert HintsMalformed();
        (LearningRound memory round, bytes calldata table) = LearningRounds.read(claim, rules);
        LearningPayments.requireExactly(round, _values(round, table), rules.budget, claim);
        return IChecker.check.selector;
    }

    function _values(LearningRound memory round, bytes calldata table) private pure returns (Values memory values) {
        uint256 count = round.count;
        Weights memory weights = ShapleyWeights.create(count);
        TableSums memory sums = CountTable.read(table, count, weights, 0);
        CountTable.requireTable(table, count, round.size, sums.closed);
        values.alone = WordRows.reserve(count);
        values.worth = sums.own;
        // values of a table are not negative, and below 2^67
        unchecked {
            values.together = CountTable.cell(table, (1 << count) - 1);
            for (uint256 i; i < count; ++i) {
                uint256 alone = CountTable.cell(table, 1 << i);
                values.alone.set(i, alone);
                values.worth.subtract(i, sums.common + weights.whole * alone);
            }
        }
    }

    /* PROPOSED */

    /// @inheritdoc IChallengeable
    function commit(Claim calldata claim) external pure returns (bytes32 commitment) {
        LearningRules memory rules = LearningParams.parse(claim.params);
        if (rules.bond == 0) revert InvalidParams(claim.params);
        if (claim.hints.length != 0) revert HintsMalformed();
        (LearningRound memory round, bytes calldata said) = LearningRounds.read(claim, rules);
        bytes calldata pairs = said[32:];
        Values memory values = _claimed(round, pairs);
        bytes32 rows = TableBlocks.take(round, values, claim.alloc);
        LearningPayments.requireExactly(round, values, rules.budget, claim);
        // both were read from 32 bits
        // forge-lint: disable-next-line(unsafe-typecast)
        bytes memory head = abi.encodePacked(said[:32], uint32(round.present), uint32(round.size), pairs);
        return TableObjection.commitment(head, rows);
    }

    /// @param pairs alone(2) together(2) of each present party
    function _claimed(LearningRound memory round, bytes calldata pairs) private pure returns (Values memory values) {
        uint256 count = round.count;
        Words alone = WordRows.reserve(count);
        values.alone = alone;
        // at most 20 pairs
        unchecked {
            for (uint256 i; i < count; ++i) {
                uint256 pair = uint256(pairs.wordAt(4 * i)) >> 224;
                (uint256 own, uint256 together) = (pair >> 16, pair & type(uint16).max);
                if (i == 0) values.together = together;
                if (own > together || together > round.size || together != values.together) revert PairMalformed(i);
                alone.set(i, own);
            }
        }
    }

    /// @inheritdoc IChallengeable
    function refutes(bytes calldata params, bytes32 commitment, bytes calldata objection) external pure returns (bytes4 magic) {
        LearningParams.parse(params);
        TableObjection.requireWrong(commitment, objection);
        return IChallengeable.refutes.selector;
    }

    /* BOTH */

    /// @inheritdoc IChecker
    function phases(bytes calldata params) external pure returns (SecondPhase second, uint88 bond) {
        // it was cut out of a word with that many bits
        // forge-lint: disable-next-line(unsafe-typecast)
        return (SecondPhase.Post, uint88(LearningParams.parse(params).bond));
    }

    /// @inheritdoc IChecker
    function limits(bytes calldata params) external pure returns (uint32 maxEntries, uint32 maxPerAccount) {
        // one byte
        // forge-lint: disable-next-line(unsafe-typecast)
        return (uint32(LearningParams.parse(params).maxParties), 1);
    }
}
