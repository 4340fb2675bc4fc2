// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {OrderBook} from "./OrderBook.sol";
import {StandingOrder} from "./StandingOrder.sol";
import {Ladder, SupplyLadder} from "./SupplyLadder.sol";
import {WordRows, Words} from "./Words.sol";

/// @param asks standing asks in ask order; the last one, at position `count`, only sets the reserve price
/// @param count how many of them sell
/// @param owed by entry index: what asks are paid is added here
/// @param ladders by grade: the ladder of the asks that are good enough
/// @param soldOut by grade: number of buyers that took all there is
struct Supply {
    Words asks;
    uint256 count;
    Words owed;
    Ladder[16] ladders;
    uint256[16] soldOut;
}

using Supplies for Supply global;
