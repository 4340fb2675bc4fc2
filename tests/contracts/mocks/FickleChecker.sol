// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Claim, IChallengeable, SecondPhase} from "../../../contracts/interfaces/IChallengeable.sol";

/// @notice Asks for another bond whenever it is told to, and lets every objection refute every outcome.
/// @dev No IChecker by name: that promises to be pure, but nothing makes a contract keep the promise.
contract FickleChecker {
    uint88 private _bond;

    function setBond(uint88 bond) external {
        _bond = bond;
    }

    function phases(bytes calldata) external view returns (SecondPhase, uint88) {
        return (SecondPhase.None, _bond);
    }

    function limits(bytes calldata) external pure returns (uint32, uint32) {
        return (100, 50);
    }

    function commit(Claim calldata) external pure returns (bytes32) {
        return 0;
    }

    function refutes(bytes calldata, bytes32, bytes calldata) external pure returns (bytes4) {
        return IChallengeable.refutes.selector;
    }
}
