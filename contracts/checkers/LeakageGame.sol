// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IChallengeable} from "../interfaces/IChallengeable.sol";
import {Claim, IChecker, SecondPhase} from "../interfaces/IChecker.sol";
import {Coalition, CoalitionEntries} from "../libraries/CoalitionEntries.sol";
import {CoalitionRecords, Coalitions} from "../libraries/Coalitions.sol";
import {LeakageMoves, Move} from "../libraries/LeakageMove.sol";
import {LeakageOutcome} from "../libraries/LeakageOutcome.sol";
import {LeakagePlayers, Players} from "../libraries/LeakagePlayers.sol";
import {LeakagePrices} from "../libraries/LeakagePrices.sol";
import {LeakageParams, LeakageRules} from "../libraries/LeakageRules.sol";
import {Objection} from "../libraries/Objection.sol";
import {SettlementCost} from "../libraries/SettlementCost.sol";

/// @title The leakage game: coalitions of devices that hide what their data say of each other
/// @notice Influence lowers what a device's data are worth, unless whoever has it is in the same coalition, and a coalition costs each
/// member for every other one. An outcome is a partition of the devices, and what follows from it. Any partition will do that is
/// individually stable: no device gains by going off alone, or to another coalition in which nobody loses by that.
///
/// Entries and posts: see CoalitionEntries. Of the contracts of a type the first one counts. The devices that take part, M of them, are
/// those whose type is below `kinds` and has a contract; they are numbered in entry order. The price p of a device is its part, by samples,
/// of its type's budget (largest remainder, ties to the lower number). It is worth p D / (D + G) in coalition S, rounded down, where
/// D = 2^16 (M - 1) and G is the influence of the devices that take part outside S (for M = 1: p); and it is paid that less
/// cost (|S| - 1), to the series' beneficiary.
///
/// params: entryBond(11) bond(11) cost(11) mostContracts(1) kinds(1), then the influence among the types: 3 bytes an entry of the lower
/// triangle of a symmetric matrix, row by row, the diagonal (two devices of one type) included, in units of 2^-16, at most 2^16. No field
/// but `cost` and the influence may be 0; at most 32 kinds.
/// debits: of each buyer's entry what the devices of its contracts are worth, if anything, and of each device's entry that stayed sealed
/// the entry bond. credits: what each device is paid, if anything. Both in entry order.
/// alloc: 2 bytes for each device that takes part, in order: its coalition, numbered by first appearance.
/// hints: 2 bytes for each of the `kinds` types: the entry of the last device (the one with the smallest remainder, of equal ones the latest
/// entry) whose part of the budget is rounded up; 0xffff: there is none.
/// @dev commitment: keccak256(root, totals), where totals has 2 bytes for each type, how many devices of it take part, and root is the
/// MerkleRoot over one CoalitionRow for each coalition, in order; 0 where nobody takes part. objection: see Objection.
///
/// Why one objection is enough. What a device gains by a move is linear in its price, so if any device of a type in a coalition gains by
/// it, the one with the least or the one with the greatest price does; and if any member of a type minds, the one with the least price
/// does. So a partition is individually stable iff there is nothing that `refutes` accepts. In one that is, nobody is paid less than
/// nothing, because going off alone needs nobody's consent; `commit` refuses the others.
contract LeakageGame is IChallengeable {
    /// @inheritdoc IChecker
    function check(Claim calldata) external pure returns (bytes4) {
        revert MustBeProposed();
    }

    /// @inheritdoc IChallengeable
    function commit(Claim calldata claim) external pure returns (bytes32 commitment) {
        LeakageRules memory rules = LeakageParams.parse(claim.params);
        Coalition memory entered = CoalitionEntries.read(claim, rules.entryBond, rules.mostContracts);
        Players memory players = LeakagePlayers.read(entered, rules.influence.kinds);
        LeakagePrices.set(entered, players, claim.hints);
        Coalitions memory coalitions = CoalitionRecords.form(rules.influence, players, claim.alloc);
        LeakageOutcome.requireCredits(rules, players, coalitions, claim.credits);
        LeakageOutcome.requireDebits(entered, players, rules.entryBond, claim.debits);
        return Objection.commitment(coalitions.root(), players.totals());
    }

    /// @inheritdoc IChallengeable
    function refutes(bytes calldata params, bytes32 commitment, bytes calldata objection) external pure returns (bytes4 magic) {
        LeakageRules memory rules = LeakageParams.parse(params);
        (bytes calldata totals, uint256 kind, uint256 price, bytes calldata home, bytes calldata target) =
            Objection.read(objection, commitment, rules.influence.kinds);
        Move memory move = LeakageMoves.create(rules.influence, rules.cost, totals, kind, target);
        move.requireGain(price, home);
        move.requireWelcome(target);
        return IChallengeable.refutes.selector;
    }

    /// @inheritdoc IChecker
    function phases(bytes calldata params) external pure returns (SecondPhase second, uint88 bond) {
        return (SecondPhase.Reveal, LeakageParams.bond(params));
    }

    /// @inheritdoc IChecker
    /// @dev As many as can be read: proposing that each of so many devices of 32 types is alone stays below SettlementCost.BUDGET, as the
    /// tests of `limits` show, and so does finalising it.
    function limits(bytes calldata params) external pure returns (uint32 maxEntries, uint32 maxPerAccount) {
        LeakageParams.parse(params);
        return SettlementCost.shares(CoalitionEntries.MOST_ENTRIES);
    }
}
