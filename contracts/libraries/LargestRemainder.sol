// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @title Splitting an amount in proportion to whole weights, to the last unit
/// @notice Each part is rounded down, and the units that are left go one each to the largest remainders, of equal ones to those with the
/// higher precedence.
/// @dev Sorting is left to whoever claims the outcome: it names the rank of the last part that gets a unit more, the cut. Precedences
/// differ, and so do ranks: the parts at or above any cut are those with the largest remainders. So if the parts add up to the amount they
/// are the right ones, whatever was named, and that is all that has to be checked.
///
/// Amounts are below 2^88, weights below 2^32, their total is above 0 and below 2^48, precedences are below 2^16.
library LargestRemainder {
    /// @dev A cut above every rank: no part gets a unit more.
    uint256 internal constant NONE = type(uint256).max;

    /// @notice The higher one is served first.
    function rank(uint256 amount, uint256 weight, uint256 total, uint256 precedence) internal pure returns (uint256) {
        unchecked {
            return ((amount * weight % total) << 16) | precedence;
        }
    }

    /// @notice The part of `weight` out of `total`.
    function part(uint256 amount, uint256 weight, uint256 total, uint256 precedence, uint256 cut) internal pure returns (uint256 down) {
        unchecked {
            uint256 product = amount * weight;
            down = product / total;
            if ((((product - down * total) << 16) | precedence) >= cut) ++down;
        }
    }
}
