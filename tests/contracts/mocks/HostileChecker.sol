// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {OneShot} from "../../../contracts/checkers/OneShot.sol";
import {Claim, IChecker} from "../../../contracts/interfaces/IChecker.sol";

/// @notice Behaves badly in the way that the first byte of its params names.
contract HostileChecker is OneShot {
    uint8 public constant WRONG_MAGIC = 0;
    uint8 public constant REFUSES = 1;
    uint8 public constant BURNS_GAS = 2;
    uint8 public constant HUGE_CAUSE = 3;
    uint8 public constant NO_DATA = 4;
    /// @dev The right magic, but not all of a word, and a word that has more in it.
    uint8 public constant SHORT_MAGIC = 5;
    uint8 public constant LONG_MAGIC = 6;
    /// @dev Reverts with the hash of the claim that it was shown.
    uint8 public constant SHOWS_CLAIM = 7;
    /// @dev Takes no round at all.
    uint8 public constant NO_ROUND = 8;
    /// @dev Reverts with the rest of its params.
    uint8 public constant SAYS = 9;

    error Refused();
    error Shown(bytes32 claim);

    function check(Claim calldata claim) external pure returns (bytes4) {
        if (uint8(claim.params[0]) == SHOWS_CLAIM) revert Shown(keccak256(abi.encode(claim)));
        return _behave(claim.params, IChecker.check.selector);
    }

    /// @param how mode(1) and what else there is to say
    function _behave(bytes calldata how, bytes4 magic) internal pure returns (bytes4) {
        uint8 mode = uint8(how[0]);
        if (mode == WRONG_MAGIC) return IChecker.limits.selector;
        if (mode == REFUSES) revert Refused();
        bytes memory cause = how[1:];
        assembly ("memory-safe") {
            if eq(mode, SAYS) { revert(add(cause, 32), mload(cause)) }
            if eq(mode, BURNS_GAS) { invalid() }
            if eq(mode, HUGE_CAUSE) { revert(mload(0x40), 100000) }
            if eq(mode, NO_DATA) { return(0, 0) }
            mstore(0, or(magic, 1))
            return(0, sub(32, eq(mode, SHORT_MAGIC)))
        }
    }

    function limits(bytes calldata params) external pure returns (uint32, uint32) {
        if (params.length != 0 && uint8(params[0]) == NO_ROUND) revert InvalidParams(params);
        return (100, 50);
    }
}
