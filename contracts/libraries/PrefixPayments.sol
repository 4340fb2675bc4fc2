// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {OrderBook} from "./OrderBook.sol";
import {StandingOrder} from "./StandingOrder.sol";
import {WordRows, Words} from "./Words.sol";

/// @param asks standing asks in ask order; an ask's rank is its position
/// @param newest by rank: the number, from 1 on, of the newest payment that ends there; 0: none
/// @param payments by number: price 88 | quality 16 | number of the payment before it that ends there 16
/// @param made how many payments there are
/// @param reached one plus the highest rank that any of them reaches
struct PrefixPayments {
    Words asks;
    Words newest;
    Words payments;
    uint256 made;
    uint256 reached;
}

using PrefixPaymentLists for PrefixPayments global;

/// @title Payments for all units of all asks of a grade, up to a rank
/// @notice Each costs the same however many asks it goes to: they are summed up at the end, from the last rank to the first.
library PrefixPaymentLists {
    using StandingOrder for uint256;

    /// @param count number of asks
    /// @param most number of payments that can come
    function create(Words asks, uint256 count, uint256 most) internal pure returns (PrefixPayments memory list) {
        list.asks = asks;
        list.newest = WordRows.allocate(count);
        list.payments = WordRows.allocate(most + 1);
    }

    /// @notice Every ask up to `rank` with at least `quality` gets `price` for each of its units.
    function pay(PrefixPayments memory list, uint256 rank, uint256 quality, uint256 price) internal pure {
        unchecked {
            // at most one for each entry
            uint256 number = ++list.made;
            list.payments.set(number, (price << 32) | (quality << 16) | list.newest.get(rank));
            list.newest.set(rank, number);
            if (rank >= list.reached) list.reached = rank + 1;
        }
    }

    /// @notice Adds up what every ask gets. @param owed by entry index
    function settle(PrefixPayments memory list, Words owed) internal pure {
        // by quality: what a unit gets at the current rank, from payments for exactly this grade, and for all grades up to it
        Words exact = WordRows.allocate(OrderBook.GRADES);
        Words total = WordRows.allocate(OrderBook.GRADES);
        (Words asks, Words newest) = (list.asks, list.newest);
        // prices below 2^88 add up over fewer than 2^11 buyers, and quantities are below 2^32
        unchecked {
            for (uint256 rank = list.reached; rank-- != 0;) {
                uint256 number = newest.get(rank);
                if (number != 0) {
                    while (number != 0) {
                        uint256 payment = list.payments.get(number);
                        exact.add((payment >> 16) & 0xffff, payment >> 32);
                        number = payment & 0xffff;
                    }
                    uint256 sum;
                    for (uint256 quality; quality < OrderBook.GRADES; ++quality) {
                        sum += exact.get(quality);
                        total.set(quality, sum);
                    }
                }
                uint256 ask = asks.get(rank);
                owed.add(ask.entry(), ask.quantity() * total.get(ask.quality()));
            }
        }
    }
}
