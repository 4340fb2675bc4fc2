// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IChallengeable} from "../interfaces/IChallengeable.sol";
import {IMarket} from "../interfaces/IMarket.sol";
import {AccountWord} from "../libraries/AccountWord.sol";
import {PhaseWord} from "../libraries/PhaseWord.sol";
import {RoundWord} from "../libraries/RoundWord.sol";
import {Settling} from "./Settling.sol";

/// @title Proposing: outcomes that stand unless a counter-example voids them in time
/// @dev While a proposal stands the round ends at settleBy + 2 challengeWindow, so that whoever proposed in the last second has as long for
/// finalising as others had for challenging. The bond is locked in the proposer's account behind the round, and is released as every lock is.
abstract contract Proposing is Settling {
    /// @inheritdoc IMarket
    function propose(Terms calldata terms, Settlement calldata settlement) external {
        (Series storage s, RoundWord round, bytes32 context) = _due(terms, true);
        PhaseWord phases = s.phases;
        if (phases.proposer() != address(0)) revert ProposalStands(phases.proposer(), phases.challengeUntil());
        bytes32 commitment = _ask(IChallengeable.commit.selector, s, context, terms, settlement);

        uint256 bond = s.bond;
        _lockBond(s, terms.series, round, bond);
        // both fit: `open` has seen that settleBy + 2 challengeWindow is near
        // forge-lint: disable-start(unsafe-typecast)
        uint40 until = uint40(block.timestamp + terms.challengeWindow);
        s.round = round.withSettleBy(uint40(uint256(terms.settleBy) + 2 * uint256(terms.challengeWindow)));
        // forge-lint: disable-end(unsafe-typecast)
        s.phases = phases.withProposal(msg.sender, until);
        s.outcome = _outcomeOf(settlement);
        s.commitment = commitment;
        uint256 slot = _slot(terms.series, round.number());
        emit Proposed(slot, msg.sender, bond, until, commitment, settlement.debits, settlement.credits, settlement.alloc);
    }

    /// @inheritdoc IMarket
    function challenge(Terms calldata terms, bytes calldata objection) external {
        (Series storage s, RoundWord round, PhaseWord phases) = _standing(terms);
        if (block.timestamp >= phases.challengeUntil()) revert TooLate(phases.challengeUntil());
        _requireRefuted(terms, s.commitment, objection);

        s.phases = phases.withoutProposal();
        s.round = round.withSettleBy(terms.settleBy);
        uint256 bond = s.bond;
        Cell storage cell = _cell(terms.series, phases.proposer());
        cell.word = cell.word.takeLocked(bond);
        _credit(terms.series, msg.sender, bond);
        emit Voided(_slot(terms.series, round.number()), msg.sender, bond, objection);
    }

    /// @inheritdoc IMarket
    function finalise(Terms calldata terms, Settlement calldata settlement) external {
        (Series storage s, RoundWord round, PhaseWord phases) = _standing(terms);
        if (block.timestamp < phases.challengeUntil()) revert TooEarly(phases.challengeUntil());
        if (block.timestamp >= round.settleBy()) revert TooLate(round.settleBy());
        if (_outcomeOf(settlement) != s.outcome) revert NotTheProposal();
        _apply(s, terms.series, round, settlement, phases.proposer());
    }

    /// @dev The current round and its proposal.
    function _standing(Terms calldata terms) private view returns (Series storage s, RoundWord round, PhaseWord phases) {
        (s, round,) = _current(terms);
        if (round.isSettled()) revert AlreadySettled();
        phases = s.phases;
        if (phases.proposer() == address(0)) revert NoProposal();
    }

    function _requireRefuted(Terms calldata terms, bytes32 commitment, bytes calldata objection) private view {
        (bool answered, bytes memory answer) =
            terms.checker.staticcall(abi.encodeCall(IChallengeable.refutes, (terms.params, commitment, objection)));
        if (!answered) revert ChallengeRefused(answer);
        // no more than the first word is looked at, as in CheckerCall
        // forge-lint: disable-next-line(unsafe-typecast)
        if (answer.length < 32 || bytes32(answer) != IChallengeable.refutes.selector) revert ChallengeRefused("");
    }

    function _lockBond(Series storage s, uint64 series, RoundWord round, uint256 bond) private {
        Cell storage cell = _cell(series, msg.sender);
        AccountWord account = _released(cell.word, round, s);
        if (account.free() < bond) revert InsufficientFree(series, msg.sender, account.free(), bond);
        cell.word = account.join(bond, 0, round.number());
    }

    /// @dev All that `finalise` applies.
    function _outcomeOf(Settlement calldata settlement) private pure returns (bytes32) {
        return keccak256(abi.encode(settlement.entries, settlement.debits, settlement.credits, settlement.alloc));
    }
}
