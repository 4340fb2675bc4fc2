// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IChecker} from "../../../contracts/interfaces/IChecker.sol";
import {BudgetSplit} from "../../../contracts/libraries/BudgetSplit.sol";
import {ContractSlots} from "../../../contracts/libraries/ContractSlots.sol";
import {ContractGameTest} from "../utils/ContractGameTest.sol";
import {Pack} from "../utils/Pack.sol";

/// @dev One round with something of everything; see ContractGame.tree. Entries: 0 buyer, 1 unopened, 2 to 5 devices of type 0, 6 of type 1,
/// 7 of none, 8 plain, 9 opened and no device.
contract ContractGameRefusalsTest is ContractGameTest {
    function setUp() public {
        _enterWith(260, abi.encodePacked(uint8(5), _offer(0, 100), _offer(0, 60), _offer(1, 50), _offer(9, 50)));
        _seal();
        _device(0, 7);
        _device(0, 5);
        _device(0, 4);
        _device(0, 4);
        _device(1, 6);
        _device(3, 1);
        _enter(ENTRY_BOND, bytes32(uint256(1) << 248));
        _open("");
        // 2 to contract 0 (100/7), 6, 3 to contract 1 (60/5 against 100/12), 4 to 0 (100/11 against 60/9), 5 to the same: 100/15, 60/9
        _debit(0, 210);
        _debit(1, ENTRY_BOND);
        _credit(2, 47);
        _credit(3, 60);
        _credit(4, 27);
        _credit(5, 26);
        _credit(6, 50);
        _place(2, 0);
        _place(6, 2);
        _place(3, 1);
        _place(4, 0);
        _place(5, 0);
        _place(7, 255);
        hints = hex"0004ffffffffffff";
    }

    function test_WhenTheClaimIsTheOutcome() public {
        bytes memory hinted = hints;
        _expectOutcome();
        vm.assertEq(hints, hinted, "hints");
    }

    function test_RevertWhen_ThereAreMoreEntriesThanCanBeRead() public {
        entries = new bytes(1501 * 64);
        _expectRefused(IChecker.TooManyEntries.selector, 1501, 1500);
    }

    /* ALLOCATION */

    function test_RevertWhen_TheAllocationHasAnotherLength() public {
        bytes memory right = alloc;
        alloc = "";
        _expectRefused(ContractSlots.AllocMalformed.selector, 0, 18);
        alloc = bytes.concat(right, hex"00");
        _expectRefused(ContractSlots.AllocMalformed.selector, 19, 18);
        alloc = bytes.concat(right, hex"000901");
        _expectRefused(ContractSlots.AllocMalformed.selector, 21, 18);
    }

    function test_RevertWhen_TheAllocationIsOutOfOrder() public {
        uint16[6] memory devices = [uint16(2), 6, 3, 4, 5, 7];
        bytes memory right = alloc;
        for (uint256 i; i < 5; ++i) {
            alloc = Pack.swapped(right, 3 * i, 3 * i + 3, 3);
            // 4 would be elsewhere if 3 were not there yet
            if (devices[i] == 3) _expectRefused(ContractSlots.WrongContract.selector, 4, 1);
            else _expectRefused(ContractSlots.AllocOutOfOrder.selector, devices[i]);
        }
    }

    function test_RevertWhen_TheAllocationRepeatsADevice() public {
        alloc = hex"0002000006020006020004000005000007ff";
        _expectRefused(ContractSlots.AllocOutOfOrder.selector, 6);
    }

    function test_RevertWhen_TheAllocationNamesWhatIsNoDevice() public {
        uint16[6] memory wrong = [uint16(0), 1, 8, 9, 10, type(uint16).max];
        bytes memory right = alloc;
        for (uint256 i; i < wrong.length; ++i) {
            for (uint256 j; j < 6; ++j) {
                alloc = Pack.replaced(right, 3 * j, abi.encodePacked(wrong[i]));
                _expectRefused(ContractSlots.AllocOutOfOrder.selector, wrong[i]);
            }
        }
    }

    function test_RevertWhen_ADeviceIsInAnotherContract() public {
        uint8[6] memory right = [0, 2, 1, 0, 0, 255];
        uint16[6] memory devices = [uint16(2), 6, 3, 4, 5, 7];
        bytes memory whole = alloc;
        for (uint256 rank; rank < 6; ++rank) {
            for (uint256 number; number < 256; ++number) {
                if (number == right[rank]) continue;
                // below 256
                // forge-lint: disable-next-line(unsafe-typecast)
                alloc = Pack.replaced(whole, 3 * rank + 2, abi.encodePacked(uint8(number)));
                _expectRefused(ContractSlots.WrongContract.selector, devices[rank], right[rank]);
            }
        }
    }

    /* MONEY */

    function test_RevertWhen_ADebitIsWrong() public {
        _expectWrongDebits(0, 210, 0);
        _expectWrongDebits(1, ENTRY_BOND, 1);
        debits = "";
        _expectRefused(IChecker.WrongDebit.selector, 0, 210);
        debits = Pack.amount(1, ENTRY_BOND);
        _expectRefused(IChecker.WrongDebit.selector, 0, 210);
        debits = Pack.amount(0, 210);
        _expectRefused(IChecker.WrongDebit.selector, 1, ENTRY_BOND);
    }

    function _expectWrongDebits(uint256 entry, uint256 amount, uint256 i) private {
        bytes memory right = debits;
        bytes[5] memory items = [
            Pack.amount(entry, amount - 1), Pack.amount(entry, amount + 1), Pack.amount(entry, 0), Pack.amount(entry + 1, amount), bytes("")
        ];
        for (uint256 j; j < items.length; ++j) {
            debits = Pack.withAmount(right, i, items[j]);
            _expectRefused(IChecker.WrongDebit.selector, entry, amount);
        }
        debits = right;
    }

    function test_RevertWhen_ACreditIsWrong() public {
        uint8[5] memory amounts = [47, 60, 27, 26, 50];
        bytes memory right = credits;
        for (uint256 i; i < amounts.length; ++i) {
            (uint256 entry, uint256 amount) = (2 + i, amounts[i]);
            bytes[5] memory items = [
                Pack.amount(entry, amount - 1),
                Pack.amount(entry, amount + 1),
                Pack.amount(entry, 0),
                Pack.amount(entry - 1, amount),
                bytes("")
            ];
            for (uint256 j; j < items.length; ++j) {
                credits = Pack.withAmount(right, i, items[j]);
                _expectRefused(IChecker.WrongCredit.selector, entry, amount);
            }
        }
        credits = "";
        _expectRefused(IChecker.WrongCredit.selector, 2, 47);
    }

    /// @dev Both have 4 samples of 15 in a contract of 100: the unit goes to the lower entry, whatever is claimed and hinted.
    function test_RevertWhen_TheUnitThatIsLeftGoesToTheOther() public {
        credits = Pack.withAmount(Pack.withAmount(credits, 2, Pack.amount(4, 26)), 3, Pack.amount(5, 27));
        _expectRefused(IChecker.WrongCredit.selector, 4, 27);
        hints = hex"0005ffffffffffff";
        _expectRefused(BudgetSplit.WrongSplit.selector, 0);
    }

    function test_RevertWhen_ThereIsTooMuch() public {
        bytes memory right = debits;
        _debit(1, ENTRY_BOND);
        _expectRefused(IChecker.TrailingDebits.selector);
        debits = bytes.concat(right, Pack.amount(9, ENTRY_BOND));
        _expectRefused(IChecker.TrailingDebits.selector);
        debits = bytes.concat(right, hex"00");
        _expectRefused(IChecker.TrailingDebits.selector);
        debits = right;

        right = credits;
        _credit(7, 1);
        _expectRefused(IChecker.TrailingCredits.selector);
        credits = bytes.concat(right, Pack.amount(6, 50));
        _expectRefused(IChecker.TrailingCredits.selector);
        credits = bytes.concat(right, hex"00");
        _expectRefused(IChecker.TrailingCredits.selector);
    }

    /* HINTS */

    function test_RevertWhen_TheHintsHaveAnotherLength() public {
        bytes memory right = hints;
        hints = "";
        _expectRefused(IChecker.HintsMalformed.selector);
        hints = bytes.concat(right, hex"00");
        _expectRefused(IChecker.HintsMalformed.selector);
        hints = bytes.concat(right, hex"ffff");
        _expectRefused(IChecker.HintsMalformed.selector);
    }

    function test_RevertWhen_AHintNamesTheWrongDevice() public {
        // rounded up as well, or nobody; both show in the credits first
        hints = hex"0005ffffffffffff";
        _expectRefused(BudgetSplit.WrongSplit.selector, 0);
        hints = hex"ffffffffffffffff";
        _expectRefused(BudgetSplit.WrongSplit.selector, 0);
        // the only member of its contract, and what its budget would leave is nothing
        hints = hex"00040003ffffffff";
        _expectRefused(BudgetSplit.WrongSplit.selector, 1);
        hints = hex"0004ffff0006ffff";
        _expectRefused(BudgetSplit.WrongSplit.selector, 2);
    }

    /// @dev With the credits that the wrong hint leads to.
    function test_RevertWhen_CreditsFollowAWrongHint() public {
        hints = hex"0005ffffffffffff";
        credits = Pack.withAmount(credits, 3, Pack.amount(5, 27));
        _expectRefused(BudgetSplit.WrongSplit.selector, 0);
    }

    /// @dev A contract without members pays nothing, whatever its hint is.
    function test_WhenAHintIsAboutAContractWithoutMembers() public {
        hints = hex"0004ffffffff0004";
        _expectAccepted();
    }
}
