// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @title Columns of reallocation matrices
/// @notice The column of trade j: the share, of WHOLE, of each player 0 .. j - 1 in the price. Shares are rounded down; the last player, who is the
/// direct seller, has the rest, so that every column sums to WHOLE.
library Shares {
    uint32 internal constant WHOLE = 1e9;

    /// @notice All to the direct seller.
    function raw(uint256 trade) internal pure returns (uint32[] memory column) {
        column = new uint32[](trade);
        column[trade - 1] = WHOLE;
    }

    /// @notice The same to everybody.
    function average(uint256 trade) internal pure returns (uint32[] memory column) {
        column = new uint32[](trade);
        // all at most WHOLE
        unchecked {
            // forge-lint: disable-next-line(unsafe-typecast)
            uint32 each = uint32(WHOLE / trade);
            uint32 rest = WHOLE;
            for (uint256 i; i + 1 < trade; ++i) {
                column[i] = each;
                rest -= each;
            }
            column[trade - 1] = rest;
        }
    }

    /// @notice Everybody passes the part `alpha`, of WHOLE, of what comes in on to the one before; the first keeps what arrives there.
    /// @param alpha at most WHOLE
    function passedUp(uint256 trade, uint32 alpha) internal pure returns (uint32[] memory column) {
        column = new uint32[](trade);
        uint32 pass = WHOLE;
        // rounded down, so `next` is at most `pass`
        unchecked {
            for (uint256 i = trade - 1; i != 0; --i) {
                // forge-lint: disable-next-line(unsafe-typecast)
                uint32 next = uint32(uint256(pass) * alpha / WHOLE);
                column[i] = pass - next;
                pass = next;
            }
        }
        column[0] = pass;
    }

    /// @notice The shares of all but the direct seller, 4 bytes each.
    function pack(uint32[] memory column) internal pure returns (bytes memory packed) {
        unchecked {
            // a share is written with 28 zeros behind it, the last ones behind the end of the bytes
            packed = new bytes(column.length * 4 + 28);
            for (uint256 i; i + 1 < column.length; ++i) {
                uint256 share = column[i];
                assembly ("memory-safe") {
                    mstore(add(add(packed, 32), shl(2, i)), shl(224, share))
                }
            }
            assembly ("memory-safe") {
                mstore(packed, shl(2, sub(mload(column), 1)))
            }
        }
    }
}
