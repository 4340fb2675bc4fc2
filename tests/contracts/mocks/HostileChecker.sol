// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Claim, IChecker} from "../../../contracts/interfaces/IChecker.sol";

/// @notice Behaves badly in the way that the first byte of its params names.
contract HostileChecker is IChecker {
    uint8 public constant WRONG_MAGIC = 0;
    uint8 public constant REFUSES = 1;
    uint8 public constant BURNS_GAS = 2;
    uint8 public constant HUGE_CAUSE = 3;
    uint8 public constant NO_DATA = 4;
    uint8 public constant NO_LIMITS = 5;
    /// @dev Reverts with the hash of the claim that it was shown.
    uint8 public constant SHOWS_CLAIM = 6;

    error Refused();
    error Shown(bytes32 claim);

    function check(Claim calldata claim) external pure returns (bytes4) {
        uint8 mode = uint8(claim.params[0]);
        if (mode == WRONG_MAGIC) return IChecker.limits.selector;
        if (mode == REFUSES) revert Refused();
        if (mode == SHOWS_CLAIM) revert Shown(keccak256(abi.encode(claim)));
        assembly ("memory-safe") {
            if eq(mode, BURNS_GAS) { invalid() }
            if eq(mode, HUGE_CAUSE) { revert(mload(0x40), 100000) }
            return(0, 0)
        }
    }

    function limits(bytes calldata params) external pure returns (uint32, uint32) {
        if (uint8(params[0]) == NO_LIMITS) revert InvalidParams(params);
        return (100, 50);
    }
}
