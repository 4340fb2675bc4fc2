// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {AgentWord} from "./SharingReports.sol";
import {Words} from "./Words.sol";

/// @title What a buyer buys where all costs are equal, and the margin of each purchase
/// @notice With a table whose steps do not grow the largest sellers are best: the buyer takes them by rank while the next one adds more than it
/// costs. What a seller adds to those before it never gets more from one to the next, so the first that adds too little ends it.
/// @dev Without one of its sellers a buyer goes on at least as far, and further the larger the missing one is. So from its smallest seller to
/// its largest the end of what it would buy instead only moves on: all margins together take as many steps as there are sellers.
/// Totals are addresses in the table.
library LargestSellers {
    using AgentWord for uint256;

    /// @param buyer see AgentWord
    /// @param others who sells to it, see SellerRanks
    /// @param count how many of them
    /// @param purchases is filled: see PurchaseWord
    /// @return bought how many it buys from
    /// @return value of what it buys
    function buy(uint256 buyer, Words others, uint256 count, uint256 cost, Words purchases)
        internal
        pure
        returns (uint256 bought, uint256 value)
    {
        if (buyer.count() == 0) return (0, 0);
        uint256 total = buyer.values();
        // the last value, which also holds for what is beyond the table
        uint256 last = total + (buyer.count() << 5);
        assembly ("memory-safe") {
            function min(a, b) -> least {
                least := xor(a, mul(xor(a, b), lt(b, a)))
            }
            let end := add(others, shl(5, count))
            let next := others
            for {} lt(next, end) { next := add(next, 32) } {
                let more := add(total, shr(8, mload(next)))
                let worth := mload(min(more, last))
                if iszero(gt(sub(worth, value), cost)) { break }
                total := more
                value := worth
            }
            bought := shr(5, sub(next, others))

            let to := sub(purchases, others)
            let missing := 0
            let purchase := 0
            let instead := next
            for { let place := next } gt(place, others) {} {
                place := sub(place, 32)
                let seller := mload(place)
                // of equal ones the same
                if xor(shr(8, seller), missing) {
                    missing := shr(8, seller)
                    let left := mload(min(sub(total, missing), last))
                    for {} lt(instead, end) { instead := add(instead, 32) } {
                        let more := add(total, shr(8, mload(instead)))
                        let worth := mload(min(sub(more, missing), last))
                        if iszero(gt(sub(worth, left), cost)) { break }
                        total := more
                        left := worth
                    }
                    // it loses value, and has those costs less that it does not have instead
                    purchase := add(sub(value, left), mul(cost, sub(shr(5, sub(instead, next)), 1)))
                    purchase := or(shl(88, cost), purchase)
                }
                mstore(add(place, to), or(shl(176, and(seller, 0xff)), purchase))
            }
        }
    }
}
