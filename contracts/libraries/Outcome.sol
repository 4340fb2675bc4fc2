// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Claim, IChecker} from "../interfaces/IChecker.sol";
import {Amounts} from "./Amounts.sol";
import {Book} from "./OrderBook.sol";
import {OrderWord} from "./OrderWord.sol";
import {StandingOrder} from "./StandingOrder.sol";
import {WordRows, Words} from "./Words.sol";

/// @title Comparison of a claimed outcome with the one that the rule prescribes
library Outcome {
    using Amounts for bytes;
    using StandingOrder for uint256;

    /// @notice Nothing owed yet. By entry index: what a standing bid is debited or a standing ask is credited, in base units.
    function create(Book memory book) internal pure returns (Words owed) {
        owed = WordRows.allocate(book.entries + 1);
        // where the search for what is owed ends
        owed.set(book.entries, 1);
    }

    /// @notice Reverts with the first difference between what is owed and what is claimed: `WrongDebit`, `WrongCredit`,
    /// `TrailingDebits`, `TrailingCredits`, `AllocMustBeEmpty`.
    /// @dev An item that a list ends before is read from what follows the list; its length, compared at the end, tells.
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
            for (uint256 i = owed.skipZeros(0); i != entries; i = owed.skipZeros(i + 1)) {
                uint256 amount = owed.get(i);
                uint256 item = Amounts.pack(i, amount);
                if (orders.get(i).side() == OrderWord.BID) {
                    if (debits.item(debited++) != item) revert IChecker.WrongDebit(i, amount);
                } else {
                    if (credits.item(credited++) != item) revert IChecker.WrongCredit(i, amount);
                }
            }
            if (debits.length != debited * Amounts.SIZE) revert IChecker.TrailingDebits();
            if (credits.length != credited * Amounts.SIZE) revert IChecker.TrailingCredits();
        }
    }
}
