// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @dev A device that takes part in a leakage game, in one word. From the lowest bit: entry 16, type 16, coalition 16, price 88.
type LeakagePlayer is uint256;

using LeakagePlayerWords for LeakagePlayer global;

/// @title Reading and making the words of devices that take part
library LeakagePlayerWords {
    uint256 private constant FIELD = type(uint16).max;

    /// @notice Of a device that has no coalition yet.
    function pack(uint256 price_, uint256 kind_, uint256 entry_) internal pure returns (LeakagePlayer) {
        return LeakagePlayer.wrap((price_ << 48) | (kind_ << 16) | entry_);
    }

    function withCoalition(LeakagePlayer player, uint256 number) internal pure returns (LeakagePlayer) {
        return LeakagePlayer.wrap(LeakagePlayer.unwrap(player) | (number << 32));
    }

    function entry(LeakagePlayer player) internal pure returns (uint256) {
        return LeakagePlayer.unwrap(player) & FIELD;
    }

    function kind(LeakagePlayer player) internal pure returns (uint256) {
        return (LeakagePlayer.unwrap(player) >> 16) & FIELD;
    }

    function coalition(LeakagePlayer player) internal pure returns (uint256) {
        return (LeakagePlayer.unwrap(player) >> 32) & FIELD;
    }

    function price(LeakagePlayer player) internal pure returns (uint256) {
        return LeakagePlayer.unwrap(player) >> 48;
    }
}
