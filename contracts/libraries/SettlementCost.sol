// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

import {OrderBook} from "./OrderBook.sol";
import {ProviderBound} from "./ProviderBound.sol";

/// @title What a settlement costs at worst
/// @dev In gas, for the whole transaction: calldata, the Market's part and the checker's. Measured with books made for it, which the tests
/// of `limits` build again; rounded up. A transaction can have 16.7 million.
library SettlementCost {
    uint256 internal constant BUDGET = 15_000_000;

    /// @dev What does not depend on the entries.
    uint256 internal constant FIXED = 300_000;
    /// @dev An entry that is debited or credited; of a buyer everything but its providers.
    uint256 internal constant TRADE = 9000;
    /// @dev An entry that is neither.
    uint256 internal constant IDLE = 3000;
    /// @dev A step in the ladders of all grades.
    uint256 internal constant STEP = 4000;
    /// @dev A provider of a buyer, if the next steps are close.
    uint256 internal constant PROVIDER = 400;
    /// @dev A provider of a buyer for each halving of the steps that have to be searched.
    uint256 internal constant HALVING = 130;

    /// @notice The payments of one buyer with `sellers` asks on offer.
    function buyer(ProviderBound memory bound, uint256 sellers) internal pure returns (uint256) {
        // the number of halvings in quarters, rounded up: the fourth power has four times the logarithm
        uint256 searching = (sellers * HALVING * (Math.log2(sellers ** 4) + 1)) / 4;
        return bound.providers == 0 ? searching : Math.min(searching, bound.providers * PROVIDER);
    }

    /// @notice How many times `each` fits into what `spent` leaves of the budget.
    function fitting(uint256 spent, uint256 each) internal pure returns (uint256) {
        return spent > BUDGET ? 0 : (BUDGET - spent) / each;
    }

    /// @notice No account may take more than a quarter of a round.
    function shares(uint256 entries) internal pure returns (uint32 maxEntries, uint32 maxPerAccount) {
        maxEntries = uint32(Math.min(entries, OrderBook.MOST_ENTRIES));
        maxPerAccount = uint32(Math.max(maxEntries / 4, 1));
    }
}
