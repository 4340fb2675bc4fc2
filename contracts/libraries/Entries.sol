// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Calldata} from "./Calldata.sol";

/// @title Access to the entries of a round
/// @notice 64 bytes each, in the order of entering: head = who(20) flags(1) lock(11), then data(32). Flag bit 0: made with a payload.
/// @dev Indices are not checked: reading behind the end gives whatever calldata (or zeros) follows.
library Entries {
    using Calldata for bytes;

    uint256 internal constant SIZE = 64;

    /// @notice Number of whole entries.
    function count(bytes calldata entries) internal pure returns (uint256) {
        return entries.length / SIZE;
    }

    /// @notice First word of entry `i`: who, flags and lock.
    function head(bytes calldata entries, uint256 i) internal pure returns (uint256) {
        unchecked {
            // an index beyond 2^250 could only read from elsewhere
            return uint256(entries.wordAt(i * SIZE));
        }
    }

    function who(uint256 head_) internal pure returns (address) {
        // 160 bits are left
        // forge-lint: disable-next-line(unsafe-typecast)
        return address(uint160(head_ >> 96));
    }

    /// @notice What stands behind the entry, in base units; the entry fee is not part of it.
    function lock(uint256 head_) internal pure returns (uint256) {
        return head_ & type(uint88).max;
    }
}
