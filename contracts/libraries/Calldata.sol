// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @title Words of packed calldata
library Calldata {
    /// @notice The 32 bytes from `offset` on. @dev Not checked against the end: callers have checked the length of the whole.
    function wordAt(bytes calldata data, uint256 offset) internal pure returns (bytes32 word) {
        assembly ("memory-safe") {
            word := calldataload(add(data.offset, offset))
        }
    }
}
