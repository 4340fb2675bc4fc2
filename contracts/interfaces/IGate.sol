// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @title Who may enter what
/// @notice Asked by the Market (`msg.sender`) before an entry of a gated kind is recorded, and before what opens a sealed entry is. Called
/// by STATICCALL with bounded gas.
/// @dev It can only refuse, and never sees or touches money. An entry that it refuses was never made. A sealed one that it refuses to open
/// stays sealed, and can cost what the round's checker says: whoever seals depends on a gate that does not change its mind.
interface IGate {
    /// @notice Reverts, naming the cause, to refuse.
    /// @param data of the entry; of one with a payload that is its hash, of a sealed one what it was sealed with: neither says anything
    /// @param payload of an entry that was made with `enterWith`, or the statement that opens a sealed one; otherwise empty
    function admit(uint64 series, address who, bytes32 data, bytes calldata payload) external view;
}
