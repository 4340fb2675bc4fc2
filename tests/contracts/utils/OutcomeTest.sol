// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IChecker} from "../../../contracts/interfaces/IChecker.sol";
import {CheckerTest} from "./CheckerTest.sol";
import {Pack} from "./Pack.sol";

/// @title One book under any rule: its outcome is accepted, and nothing that is almost its outcome
/// @dev A rule's test says what the outcome is.
abstract contract OutcomeTest is CheckerTest {
    /// @dev Bytes of a debit or credit.
    uint256 private constant ITEM = 16;

    /// @dev Instance g05 of the golden vectors. Entries 0 to 2 are bids, 3 to 5 are asks, and all three pairs cross.
    function _enterBook() internal {
        _bid(10, 1, 4);
        _bid(9, 2, 4);
        _bid(8, 3, 4);
        _ask(1, 3, 3);
        _ask(2, 4, 3);
        _ask(3, 5, 3);
    }

    function _claimTruth() internal virtual;

    function test_WhenTheClaimIsTheOutcome() public {
        _enterBook();
        _claimTruth();
        _expectAccepted();
    }

    function test_RevertWhen_AnAmountIsAnotherOne() public {
        _enterBook();
        _claimTruth();
        for (uint256 i; i < debits.length / ITEM; ++i) {
            (uint256 entry, uint256 amount) = Pack.amountAt(debits, i);
            _expectWrongDebit(i, Pack.amount(entry, amount - 1));
            _expectWrongDebit(i, Pack.amount(entry, amount + 1));
        }
        for (uint256 i; i < credits.length / ITEM; ++i) {
            (uint256 entry, uint256 amount) = Pack.amountAt(credits, i);
            _expectWrongCredit(i, Pack.amount(entry, amount - 1));
            _expectWrongCredit(i, Pack.amount(entry, amount + 1));
        }
    }

    function test_RevertWhen_AnAmountIsThatOfAnotherEntry() public {
        _enterBook();
        _claimTruth();
        for (uint256 i; i < debits.length / ITEM; ++i) {
            (uint256 entry, uint256 amount) = Pack.amountAt(debits, i);
            _expectWrongDebit(i, Pack.amount(entry + 1, amount));
        }
        for (uint256 i; i < credits.length / ITEM; ++i) {
            (uint256 entry, uint256 amount) = Pack.amountAt(credits, i);
            _expectWrongCredit(i, Pack.amount(entry - 1, amount));
        }
    }

    function test_RevertWhen_AnItemIsMissing() public {
        _enterBook();
        _claimTruth();
        for (uint256 i; i < debits.length / ITEM; ++i) {
            _expectWrongDebit(i, "");
        }
        for (uint256 i; i < credits.length / ITEM; ++i) {
            _expectWrongCredit(i, "");
        }
    }

    function test_RevertWhen_AnItemIsOneTooMany() public {
        _enterBook();
        _claimTruth();
        bytes memory right = debits;
        (uint256 last, uint256 amount) = Pack.amountAt(right, right.length / ITEM - 1);
        _debit(last, amount);
        _expectRefused(IChecker.TrailingDebits.selector);
        debits = right;
        // the dearest ask sells nothing
        _credit(5, 1);
        _expectRefused(IChecker.TrailingCredits.selector);
    }

    function test_RevertWhen_AListHasTrailingBytes() public {
        _enterBook();
        _claimTruth();
        bytes memory right = debits;
        debits = bytes.concat(right, hex"00");
        _expectRefused(IChecker.TrailingDebits.selector);
        debits = right;
        credits = bytes.concat(credits, hex"0000");
        _expectRefused(IChecker.TrailingCredits.selector);
    }

    function test_RevertWhen_SomethingIsAllocated() public {
        _enterBook();
        _claimTruth();
        alloc = hex"00";
        _expectRefused(IChecker.AllocMustBeEmpty.selector);
    }

    /// @dev With `item` instead of the `i`-th debit.
    function _expectWrongDebit(uint256 i, bytes memory item) private {
        bytes memory right = debits;
        (uint256 entry, uint256 amount) = Pack.amountAt(right, i);
        debits = Pack.withAmount(right, i, item);
        _expectRefused(IChecker.WrongDebit.selector, entry, amount);
        debits = right;
    }

    /// @dev With `item` instead of the `i`-th credit.
    function _expectWrongCredit(uint256 i, bytes memory item) private {
        bytes memory right = credits;
        (uint256 entry, uint256 amount) = Pack.amountAt(right, i);
        credits = Pack.withAmount(right, i, item);
        _expectRefused(IChecker.WrongCredit.selector, entry, amount);
        credits = right;
    }
}
