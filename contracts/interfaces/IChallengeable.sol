// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Claim, IChecker, SecondPhase} from "./IChecker.sol";

/// @title A checker of outcomes that a contract cannot verify completely
/// @notice An outcome is proposed with a bond. `commit` verifies all of it that can be verified, and boils down what is left to a word; one
/// counter-example that `refutes` accepts voids it. What nobody refuted in time is final.
/// @dev Assumptions, beyond those of IChecker. Safety: for each wrong outcome that `commit` accepts there is an objection; somebody looks
/// at each proposal within its window, finds it, and can get a transaction mined. Without that, a wrong outcome is applied, within the locks
/// of its round. No objection refutes a right outcome; otherwise its proposer loses the bond.
/// Liveness: `commit` accepts only what the Market can apply later: debits within locks, credits within debits, indices in order. An
/// objection can be checked within a transaction's gas.
interface IChallengeable is IChecker {
    /// @dev `check`: no outcome of this rule is settled at once.
    error MustBeProposed();
    /// @dev The objection is not laid out as the rule wants it.
    error ObjectionMalformed();
    /// @dev The objection is about something that the commitment does not contain.
    error NotCommitted();

    /// @notice Reverts, naming the cause, if the outcome is wrong in any way that shows without an objection.
    /// @return commitment what objections are held against; all that `refutes` has to know of entries and outcome
    function commit(Claim calldata claim) external pure returns (bytes32 commitment);

    /// @return magic this function's selector iff the objection shows that an outcome with this commitment is not one of the rule's.
    /// Reverts, naming the cause, otherwise.
    function refutes(bytes calldata params, bytes32 commitment, bytes calldata objection) external pure returns (bytes4 magic);
}
