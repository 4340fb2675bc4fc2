// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {OneShot} from "../../../contracts/checkers/OneShot.sol";
import {Claim, IChallengeable, IChecker, SecondPhase} from "../../../contracts/interfaces/IChallengeable.sol";
import {HostileChecker} from "./HostileChecker.sol";

/// @notice A HostileChecker with all phases and a bond of 1. It takes objections in the way that their first byte names.
contract HostileChallengeable is HostileChecker, IChallengeable {
    error NotCommittable();

    /// @return commitment hash of the claim that it was shown, if params do not name another way
    function commit(Claim calldata claim) external pure returns (bytes32 commitment) {
        uint8 mode = uint8(claim.params[0]);
        if (mode == REFUSES) revert NotCommittable();
        commitment = keccak256(abi.encode(claim));
        assembly ("memory-safe") {
            mstore(0, commitment)
            if eq(mode, SHORT_MAGIC) { return(0, 31) }
        }
    }

    function phases(bytes calldata) external pure override(IChecker, OneShot) returns (SecondPhase, uint88) {
        return (SecondPhase.Reveal, 1);
    }

    function refutes(bytes calldata, bytes32, bytes calldata objection) external pure returns (bytes4) {
        return _behave(objection, IChallengeable.refutes.selector);
    }
}
