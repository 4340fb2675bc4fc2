// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @title What a buyer buys from one seller, in one word
/// @dev seller(8) cost(88) margin(88), in the lowest bits: the agent's number, what it costs the seller, and how much smaller the buyer's
/// surplus would be if that agent did not sell. Purchases of a buyer stand in a row, by rank of the sellers.
library PurchaseWord {
    uint256 private constant MONEY = type(uint88).max;

    function pack(uint256 seller_, uint256 cost_, uint256 margin_) internal pure returns (uint256) {
        return (seller_ << 176) | (cost_ << 88) | margin_;
    }

    function seller(uint256 purchase) internal pure returns (uint256) {
        return purchase >> 176;
    }

    function cost(uint256 purchase) internal pure returns (uint256) {
        return (purchase >> 88) & MONEY;
    }

    function margin(uint256 purchase) internal pure returns (uint256) {
        return purchase & MONEY;
    }

    /// @notice The same with another margin.
    function withMargin(uint256 purchase, uint256 margin_) internal pure returns (uint256) {
        return (purchase & ~MONEY) | margin_;
    }
}
