// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Claim, IChallengeable, IChecker, SecondPhase} from "../../../contracts/interfaces/IChallengeable.sol";

/// @notice Outcomes say themselves whether they are false: a proposal with an `alloc` that starts with `LIE` can be refuted, with that
/// `alloc` as the objection; any other stands. Everything else is accepted.
/// @dev Params: maxEntries(4) maxPerAccount(4) second phase(1) bond(11). Without a bond outcomes are settled at once.
contract ScriptedChallengeable is IChallengeable {
    bytes1 public constant LIE = 0xff;

    error NoLie();

    function check(Claim calldata claim) external pure returns (bytes4) {
        if (_bond(claim.params) != 0) revert MustBeProposed();
        return IChecker.check.selector;
    }

    function commit(Claim calldata claim) external pure returns (bytes32) {
        return keccak256(claim.alloc);
    }

    function refutes(bytes calldata, bytes32 commitment, bytes calldata objection) external pure returns (bytes4) {
        if (objection.length == 0) revert ObjectionMalformed();
        if (keccak256(objection) != commitment) revert NotCommitted();
        if (objection[0] != LIE) revert NoLie();
        return IChallengeable.refutes.selector;
    }

    function phases(bytes calldata params) external pure returns (SecondPhase second, uint88 bond) {
        return (SecondPhase(uint8(params[8])), _bond(params));
    }

    function limits(bytes calldata params) external pure returns (uint32 maxEntries, uint32 maxPerAccount) {
        if (params.length != 20) revert InvalidParams(params);
        return (uint32(bytes4(params[:4])), uint32(bytes4(params[4:8])));
    }

    function _bond(bytes calldata params) private pure returns (uint88) {
        return uint88(bytes11(params[9:]));
    }
}
