// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @title What a device gets out of a coalition in the leakage game, and which of two coalitions it prefers
/// @notice u = p D / (D + G) - cost (|S| - 1), with D = 2^16 (devices - 1) and G the influence on the device, in units of 2^-16, of all
/// devices outside its coalition S. Coalitions are compared without any rounding, cross-multiplied.
/// @dev Nothing overflows. Prices and `cost` are below 2^88 and devices below 2^11, so D is below 2^27, and so is G: nobody has more
/// influence on a device than D. Then p D (G - G') is below 2^(88+27+27) = 2^142, and cost (s' - s) (D + G) (D + G') below
/// 2^(88+11+28+28) = 2^155. Even counts of 2^16 - 1 devices of each of 32 types, which no commitment has, stay below 2^190.
library LeakagePayoff {
    /// @notice D. @dev Nobody has influence on a single device, and any D above 0 leaves it the whole price.
    function whole(uint256 devices) internal pure returns (uint256) {
        unchecked {
            return devices > 1 ? (devices - 1) << 16 : 1;
        }
    }

    /// @notice Whether a device prefers a coalition of `members`, itself included, and with the influence `leak` of those outside on it, to
    /// the old one: p D (G - G') > cost (s' - s) (D + G) (D + G').
    function prefers(uint256 price, uint256 whole_, uint256 cost, uint256 leak, uint256 members, uint256 oldLeak, uint256 oldMembers)
        internal
        pure
        returns (bool)
    {
        // see the library; all of them are far below 2^255
        // forge-lint: disable-start(unsafe-typecast)
        unchecked {
            int256 gained = int256(price * whole_) * (int256(oldLeak) - int256(leak));
            int256 paid = int256(cost * (whole_ + oldLeak) * (whole_ + leak)) * (int256(members) - int256(oldMembers));
            return gained > paid;
        }
        // forge-lint: disable-end(unsafe-typecast)
    }
}
