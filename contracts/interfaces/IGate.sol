// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @title Who may enter what
/// @notice Asked by the Market (`msg.sender`) before an entry of a gated kind is recorded. Called by STATICCALL with bounded gas.
/// @dev Liveness only: a gate can refuse entries; it never sees or touches money.
interface IGate {
    /// @notice Reverts, naming the cause, to refuse.
    /// @param payload empty unless the entry was made with `enterWith`, in which case `data` is its hash
    function admit(uint64 series, address who, bytes32 data, bytes calldata payload) external view;
}
