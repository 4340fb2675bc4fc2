// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Calldata} from "./Calldata.sol";

/// @title Paths of players: 20 bytes each, the owner of the chain first
library Path {
    using Calldata for bytes;

    uint256 internal constant SIZE = 20;

    /// @notice How many players there are.
    function players(bytes calldata path) internal pure returns (uint256) {
        return path.length / SIZE;
    }

    /// @dev Not checked against the end.
    function player(bytes calldata path, uint256 i) internal pure returns (address) {
        unchecked {
            return address(bytes20(path.wordAt(i * SIZE)));
        }
    }

    /// @notice The last one. @dev There must be one.
    function holder(bytes calldata path) internal pure returns (address) {
        unchecked {
            return address(bytes20(path.wordAt(path.length - SIZE)));
        }
    }
}
