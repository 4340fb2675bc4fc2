// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Claim, IChecker} from "../interfaces/IChecker.sol";
import {Amounts} from "./Amounts.sol";
import {Book} from "./OrderBook.sol";
import {StandingOrder} from "./StandingOrder.sol";
import {Words} from "./Words.sol";

/// @title Comparison of a claimed outcome with the one that the rule prescribes
library Outcome {
    using Amounts for bytes;
    using StandingOrder for uint256;

    /// @param owed by entry index: what a standing bid is debited or a standing ask is credited, in base units
    /// Reverts with the first difference: `WrongDebit`, `WrongCredit`, `TrailingDebits`, `TrailingCredits`, `AllocMustBeEmpty`.
    function requireExactly(Words owed, Book memory book, Claim calldata claim) internal pure {
        if (claim.alloc.length != 0) revert IChecker.AllocMustBeEmpty();
        bytes calldata debits = claim.debits;
        bytes calldata credits = claim.credits;
        Words orders = book.orders;
        uint256 entries = book.entries;
        uint256 debited;
        uint256 credited;
        // the counters stay at or below the number of entries
        unchecked {
            for (uint256 i; i < entries; ++i) {
                uint256 amount = owed.get(i);
                if (amount == 0) continue;
                if (orders.get(i).isBid()) {
                    if (!_isItem(debits, debited++, i, amount)) revert IChecker.WrongDebit(i, amount);
                } else {
                    if (!_isItem(credits, credited++, i, amount)) revert IChecker.WrongCredit(i, amount);
                }
            }
            if (debits.length != debited * Amounts.SIZE) revert IChecker.TrailingDebits();
            if (credits.length != credited * Amounts.SIZE) revert IChecker.TrailingCredits();
        }
    }

    /// @dev An item that the list ends before is read from what follows it; the lengths, compared at the end, tell.
    function _isItem(bytes calldata list, uint256 i, uint256 entry, uint256 amount) private pure returns (bool) {
        (uint256 claimedEntry, uint256 claimedAmount) = list.item(i);
        return claimedEntry == entry && claimedAmount == amount;
    }
}
