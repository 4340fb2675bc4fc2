// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Calldata} from "./Calldata.sol";

/// @title Reader of debits and credits
/// @notice 16 bytes each: entry index(4) amount(12), amounts in base units.
/// @dev Indices are not checked: reading behind the end gives whatever calldata (or zeros) follows.
library Amounts {
    using Calldata for bytes;

    uint256 internal constant SIZE = 16;

    /// @notice Item `i`, packed.
    function item(bytes calldata list, uint256 i) internal pure returns (uint256) {
        unchecked {
            // an index beyond 2^252 could only read from elsewhere
            return uint256(list.wordAt(i * SIZE)) >> 128;
        }
    }

    /// @notice Different from every item when the amount does not fit into one.
    function pack(uint256 entry, uint256 amount) internal pure returns (uint256) {
        return amount >> 96 == 0 ? (entry << 96) | amount : type(uint256).max;
    }
}
