// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @dev A row of words in memory; the value is the address of the first one.
type Words is uint256;

using WordRows for Words global;

/// @title Rows of words in memory, without bounds checks
/// @dev Checkers turn over thousands of words. Callers keep every index below the number that they allocated.
library WordRows {
    /// @notice A new row of `count` zeros.
    function allocate(uint256 count) internal pure returns (Words row) {
        assembly ("memory-safe") {
            row := mload(0x40)
            let size := shl(5, count)
            mstore(0x40, add(row, size))
            // memory behind the free pointer may be dirty; copying from behind the end of calldata writes zeros
            calldatacopy(row, calldatasize(), size)
        }
    }

    /// @notice Room for `count` words, with anything in them. What is never written costs next to nothing.
    function reserve(uint256 count) internal pure returns (Words row) {
        assembly ("memory-safe") {
            row := mload(0x40)
            mstore(0x40, add(row, shl(5, count)))
        }
    }

    /// @notice Gives back the memory of the row and of everything that was allocated after it.
    function release(Words row) internal pure {
        assembly ("memory-safe") {
            mstore(0x40, row)
        }
    }

    /// @notice The first index from `i` on whose word is not 0. There must be one.
    function skipZeros(Words row, uint256 i) internal pure returns (uint256 found) {
        assembly ("memory-safe") {
            found := add(row, shl(5, i))
            for {} iszero(mload(found)) {} { found := add(found, 32) }
            found := shr(5, sub(found, row))
        }
    }

    function get(Words row, uint256 i) internal pure returns (uint256 word) {
        assembly ("memory-safe") {
            word := mload(add(row, shl(5, i)))
        }
    }

    function set(Words row, uint256 i, uint256 word) internal pure {
        assembly ("memory-safe") {
            mstore(add(row, shl(5, i)), word)
        }
    }

    /// @dev Wraps around: callers know that the sum fits.
    function add(Words row, uint256 i, uint256 amount) internal pure {
        assembly ("memory-safe") {
            let place := add(row, shl(5, i))
            mstore(place, add(mload(place), amount))
        }
    }

    /// @dev Wraps around: callers know that the difference is not negative in the end.
    function subtract(Words row, uint256 i, uint256 amount) internal pure {
        assembly ("memory-safe") {
            let place := add(row, shl(5, i))
            mstore(place, sub(mload(place), amount))
        }
    }

    /// @notice Address of word `i`.
    function addressOf(Words row, uint256 i) internal pure returns (uint256 address_) {
        assembly ("memory-safe") {
            address_ := add(row, shl(5, i))
        }
    }

    function load(uint256 address_) internal pure returns (uint256 word) {
        assembly ("memory-safe") {
            word := mload(address_)
        }
    }

    function store(uint256 address_, uint256 word) internal pure {
        assembly ("memory-safe") {
            mstore(address_, word)
        }
    }
}
