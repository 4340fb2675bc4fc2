// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {PurchaseWord} from "./PurchaseWord.sol";
import {SellerRanks} from "./SellerRanks.sol";
import {Words} from "./Words.sol";

/// @title What an additive buyer buys: from everybody whose data are worth more than they cost
/// @notice The margin of a purchase is what they are worth beyond that.
library AdditiveSellers {
    /// @param values and
    /// @param costs of all sellers, by number
    /// @param others who sells to it, see SellerRanks
    /// @param count how many of them
    /// @param purchases is filled: see PurchaseWord
    /// @return bought how many it buys from
    /// @return value of what it buys
    function buy(Words values, Words costs, Words others, uint256 count, Words purchases)
        internal
        pure
        returns (uint256 bought, uint256 value)
    {
        // at most 255 amounts of 88 bits
        unchecked {
            for (uint256 i; i < count; ++i) {
                uint256 seller = others.get(i) & SellerRanks.NUMBER;
                (uint256 worth, uint256 cost) = (values.get(seller), costs.get(seller));
                if (worth <= cost) continue;
                purchases.set(bought++, PurchaseWord.pack(seller, cost, worth - cost));
                value += worth;
            }
        }
    }
}
