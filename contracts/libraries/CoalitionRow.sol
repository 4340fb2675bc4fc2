// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Calldata} from "./Calldata.sol";

/// @title A coalition as objections know it
/// @notice Packed: coalition(2) members(2), then for each type of devices the number of members(2), the least(11) and the greatest(11) of
/// their prices; zeros where there are none. Members of a type differ in nothing but their price, so these decide what any of them wants.
/// @dev A cell is what a row says of a type, in the lower 192 bits of a word.
library CoalitionRow {
    using Calldata for bytes;

    uint256 internal constant HEAD = 4;
    uint256 internal constant CELL = 24;

    uint256 private constant PRICE = type(uint88).max;

    /// @notice Bytes of a row.
    function size(uint256 kinds) internal pure returns (uint256) {
        unchecked {
            // `kinds` was one byte
            return HEAD + kinds * CELL;
        }
    }

    /// @notice The coalition's number.
    function coalition(bytes calldata row) internal pure returns (uint256) {
        return uint256(row.wordAt(0)) >> 240;
    }

    function members(bytes calldata row) internal pure returns (uint256) {
        return (uint256(row.wordAt(0)) >> 224) & type(uint16).max;
    }

    function cell(bytes calldata row, uint256 kind) internal pure returns (uint256) {
        unchecked {
            return uint256(row.wordAt(HEAD + kind * CELL)) >> 64;
        }
    }

    function count(uint256 cell_) internal pure returns (uint256) {
        return cell_ >> 176;
    }

    function least(uint256 cell_) internal pure returns (uint256) {
        return (cell_ >> 88) & PRICE;
    }

    function greatest(uint256 cell_) internal pure returns (uint256) {
        return cell_ & PRICE;
    }
}
