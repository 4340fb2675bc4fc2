// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Calldata} from "./Calldata.sol";

/// @title Columns of reallocation matrices
/// @notice The column of trade j: the share, of WHOLE, of each player 0 .. j - 1 in the price. Shares are rounded down; the last player, who is the
/// direct seller, has the rest, so that every column sums to WHOLE.
library Shares {
    using Calldata for bytes;

    uint32 internal constant WHOLE = 1e9;
    /// @dev Bytes of a share where columns are packed.
    uint256 internal constant SIZE = 4;

    /// @notice All to the direct seller.
    function raw(uint256 trade) internal pure returns (uint32[] memory column) {
        column = new uint32[](trade);
        column[trade - 1] = WHOLE;
    }

    /// @notice The same to everybody.
    function average(uint256 trade) internal pure returns (uint32[] memory column) {
        column = new uint32[](trade);
        // both at most WHOLE
        // forge-lint: disable-start(unsafe-typecast)
        uint32 each = uint32(WHOLE / trade);
        for (uint256 i; i + 1 < trade; ++i) {
            column[i] = each;
        }
        column[trade - 1] = uint32(WHOLE - each * (trade - 1));
        // forge-lint: disable-end(unsafe-typecast)
    }

    /// @notice Everybody passes `alpha`, of WHOLE, of what comes in on to the one before; the first keeps what arrives there.
    function passedUp(uint256 trade, uint32 alpha) internal pure returns (uint32[] memory column) {
        column = new uint32[](trade);
        uint32 pass = WHOLE;
        for (uint256 i = trade - 1; i != 0; --i) {
            // rounded down, hence at most `pass`
            // forge-lint: disable-next-line(unsafe-typecast)
            uint32 next = uint32(uint256(pass) * alpha / WHOLE);
            column[i] = pass - next;
            pass = next;
        }
        column[0] = pass;
    }

    /// @notice The shares of all but the direct seller, packed.
    function pack(uint32[] memory column) internal pure returns (bytes memory packed) {
        for (uint256 i; i + 1 < column.length; ++i) {
            packed = bytes.concat(packed, bytes4(column[i]));
        }
    }

    /// @notice Share `i` of packed ones. @dev Not checked against the end.
    function shareOf(bytes calldata packed, uint256 i) internal pure returns (uint256) {
        unchecked {
            return uint256(packed.wordAt(i * SIZE)) >> 224;
        }
    }

    /// @notice What a share of a price is, rounded down. @param price below 2^88 @param share at most WHOLE
    function partDown(uint256 price, uint256 share) internal pure returns (uint256) {
        unchecked {
            return price * share / WHOLE;
        }
    }
}
