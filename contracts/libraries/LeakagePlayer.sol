// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {CoalitionRole} from "./CoalitionEntries.sol";

/// @dev A device that takes part in a leakage game, in one word: its CoalitionRole, from bit 64 its price(88), from bit 152 the number(16)
/// of its coalition.
type LeakagePlayer is uint256;

using LeakagePlayerWords for LeakagePlayer global;

/// @title Reading the words of devices that take part
library LeakagePlayerWords {
    using CoalitionRole for uint256;

    // where the fields begin
    uint256 internal constant KIND = 48;
    uint256 internal constant PRICE = 64;
    uint256 internal constant COALITION = 152;

    /// @notice Index of its entry.
    function entry(LeakagePlayer player) internal pure returns (uint256) {
        return LeakagePlayer.unwrap(player).entry();
    }
}
