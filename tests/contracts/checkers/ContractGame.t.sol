// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Claim, IChecker, SecondPhase} from "../../../contracts/interfaces/IChecker.sol";
import {ContractGameTest} from "../utils/ContractGameTest.sol";

/// @dev Who takes part, where devices are placed, and what they are paid. Refusals: ContractGameRefusals.t.sol.
contract ContractGameOutcomeTest is ContractGameTest {
    uint88 private constant MOST_MONEY = type(uint88).max;

    /* PARAMETERS */

    function test_RevertWhen_TheParametersAreMalformed() public {
        _expectInvalidParams("");
        _expectInvalidParams(new bytes(12));
        _expectInvalidParams(abi.encodePacked(ENTRY_BOND));
        _expectInvalidParams(abi.encodePacked(ENTRY_BOND, uint16(3)));
        _expectInvalidParams(abi.encodePacked(ENTRY_BOND, uint8(0)));
        _expectInvalidParams(abi.encodePacked(uint88(0), uint8(1)));
    }

    function _expectInvalidParams(bytes memory wrong) private {
        bytes memory cause = abi.encodeWithSelector(IChecker.InvalidParams.selector, wrong);
        vm.expectRevert(cause);
        CHECKER.limits(wrong);
        vm.expectRevert(cause);
        CHECKER.phases(wrong);
        Claim memory claim = _claim();
        claim.params = wrong;
        vm.expectRevert(cause);
        CHECKER.check(claim);
    }

    function test_WhenTheParametersAreSound() public view {
        (SecondPhase second, uint88 bond) = CHECKER.phases(_params());
        vm.assertEq(uint8(second), uint8(SecondPhase.Reveal), "second phase");
        vm.assertEq(bond, 0, "bond");
    }

    /* NOBODY TRADES */

    function test_WhenTheRoundIsEmpty() public {
        _expectOutcome();
    }

    function test_WhenThereAreNoDevices() public {
        _buy(0, 10, 1, 20);
        _expectOutcome();
    }

    function test_WhenNobodyOpened() public {
        _seal();
        _buy(0, 10);
        _sealWith(1000);
        _debit(0, ENTRY_BOND);
        _debit(2, ENTRY_BOND);
        _expectOutcome();
    }

    function test_WhenThereAreNoContracts() public {
        _device(0, 3);
        _device(7, 4);
        _place(1, 255);
        _place(0, 255);
        _expectOutcome();
    }

    /* PLACEMENT */

    function test_WhenThereIsOneDevice() public {
        _buy(0, 10);
        _device(0, 3);
        _debit(0, 10);
        _credit(1, 10);
        _place(1, 0);
        _expectOutcome();
    }

    function test_WhenAllDevicesAreOfOneTypeAndItHasOneContract() public {
        _device(9, 1);
        _buy(9, 60);
        _device(9, 2);
        _device(9, 3);
        _debit(1, 60);
        _credit(0, 10);
        _credit(2, 20);
        _credit(3, 30);
        _place(3, 0);
        _place(2, 0);
        _place(0, 0);
        _expectOutcome();
    }

    function test_WhenATypeHasSeveralContracts() public {
        _buy(1, 30, 2, 500);
        _buy(1, 60);
        _device(1, 4);
        _device(1, 6);
        _device(1, 3);
        _device(1, 1);
        // 6 to the richer; 4: 30/4 against 60/10; 3: 30/7 against 60/9; 1: 30/5 against 60/10, which is the same
        _place(3, 2);
        _place(2, 0);
        _place(4, 2);
        _place(5, 0);
        _debit(0, 30);
        _debit(1, 60);
        _credit(2, 24);
        _credit(3, 40);
        _credit(4, 20);
        _credit(5, 6);
        _expectOutcome();
    }

    function test_WhenContractsPayTheSame() public {
        _buy(1, 50, 1, 50);
        _buy(1, 50);
        for (uint256 i; i < 4; ++i) {
            _device(1, 5);
        }
        _place(2, 0);
        _place(3, 1);
        _place(4, 2);
        _place(5, 0);
        _debit(0, 100);
        _debit(1, 50);
        _credit(2, 25);
        _credit(3, 50);
        _credit(4, 50);
        _credit(5, 25);
        _expectOutcome();
    }

    function test_WhenDevicesHaveAsManySamples() public {
        _device(1, 5);
        _device(1, 5);
        _buy(1, 10, 1, 90);
        _place(0, 1);
        _place(1, 1);
        _debit(2, 90);
        _credit(0, 45);
        _credit(1, 45);
        _expectOutcome();

        _forget();
        _device(1, 5);
        _device(1, 5);
        _buy(1, 50, 1, 90);
        _place(0, 1);
        _place(1, 0);
        _debit(2, 140);
        _credit(0, 90);
        _credit(1, 50);
        _expectOutcome();
    }

    function test_WhenATypeHasNoContract() public {
        _buy(0, 10, 2, 1000);
        _device(1, 7);
        _device(0, 3);
        _device(65_535, 7);
        _place(1, 255);
        _place(3, 255);
        _place(2, 0);
        _debit(0, 10);
        _credit(2, 10);
        _expectOutcome();
    }

    /* ROUNDING */

    function test_WhenSharesDoNotDivide() public {
        _buy(0, 100);
        _device(0, 3);
        _device(0, 2);
        _device(0, 2);
        // 42 6/7, 28 4/7, 28 4/7: two units are left
        _credit(1, 43);
        _credit(2, 29);
        _credit(3, 28);
        _debit(0, 100);
        _place(1, 0);
        _place(2, 0);
        _place(3, 0);
        _expectOutcome();
        vm.assertEq(hints, hex"0002", "the last that is rounded up");
    }

    function test_WhenRemaindersAreEqual() public {
        _buy(0, 2);
        for (uint256 i; i < 4; ++i) {
            _device(0, 9);
            // at most 5
            // forge-lint: disable-next-line(unsafe-typecast)
            _place(uint16(1 + i), 0);
        }
        // the lower entries; the others get nothing
        _credit(1, 1);
        _credit(2, 1);
        _debit(0, 2);
        _expectOutcome();
    }

    /* BUYERS */

    function test_WhenThereAreSeveralBuyers() public {
        _buy(0, 10, 3, 7);
        _device(0, 1);
        _buy(1, 20, 3, 9);
        _device(1, 1);
        _buy(2, 30);
        _buy(1, 40, 0, 5);
        _device(1, 1);
        _debit(0, 10);
        _debit(2, 20);
        _debit(5, 40);
        _credit(1, 10);
        _credit(3, 40);
        _credit(6, 20);
        _place(1, 0);
        _place(3, 5);
        _place(6, 2);
        _expectOutcome();
    }

    function test_WhenContractsDoNotCount() public {
        _enterWith(9, abi.encodePacked(uint8(5), _offer(0, 10)));
        _enterWith(19, abi.encodePacked(uint8(5), _offer(0, 10), _offer(0, 10)));
        _enterWith(10, abi.encodePacked(uint8(5), _offer(0, 10), _offer(0, 0)));
        _enterWith(10, abi.encodePacked(uint8(5), _offer(0, 10), uint8(0)));
        _enterWith(10, abi.encodePacked(uint8(5), _offer(0, 10), new bytes(12)));
        _enterWith(10, abi.encodePacked(uint8(6), _offer(0, 10)));
        _enterWith(MOST_MONEY, abi.encodePacked(uint8(5), _offer(0, MOST_MONEY), _offer(0, MOST_MONEY)));
        _enterWith(10, hex"05");
        _enterWith(10, "");
        _device(0, 1);
        _enterWith(11, abi.encodePacked(uint8(5), _offer(0, 10)));
        _debit(10, 10);
        _credit(9, 10);
        _place(9, 0);
        _expectOutcome();
    }

    function test_WhenTheRoundHasAsManyContractsAsItMay() public {
        mostContracts = 3;
        _buy(0, 10, 0, 10);
        // one is left
        _buy(1, 20, 1, 20);
        _buy(1, 30);
        _buy(1, 40);
        _device(1, 1);
        _debit(2, 30);
        _credit(4, 30);
        _place(4, 2);
        _expectOutcome();
    }

    function test_WhenTheRoundHas255Contracts() public {
        mostContracts = 255;
        for (uint256 i; i < 254; ++i) {
            _buy(i, 1);
        }
        _buy(7, 3);
        _buy(7, 900);
        _device(7, 2);
        _device(7, 1);
        _debit(7, 1);
        _debit(254, 3);
        _credit(256, 3);
        _credit(257, 1);
        _place(256, 254);
        _place(257, 7);
        _expectOutcome();
    }

    /* DEVICES */

    function test_WhenWhatWasOpenedIsNoDevice() public {
        _buy(0, 10);
        _open("");
        _open(hex"06");
        _open(abi.encodePacked(_statement(1, 1, 0), uint8(0)));
        _open(abi.encodePacked(uint8(6), uint64(1), uint32(1), uint8(0)));
        _open(abi.encodePacked(uint8(5), uint64(1), uint32(1), uint16(0)));
        _open(_statement(1, 0, 0));
        _open(_statement(0, 1, 0));
        _open(new bytes(40));
        _device(0, 2);
        _open(new bytes(15));
        _seal();
        _debit(0, 10);
        _debit(11, ENTRY_BOND);
        _credit(9, 10);
        _place(9, 0);
        _expectOutcome();
    }

    function test_WhenADatasetIsNamedAgain() public {
        _buy(0, 10, 1, 20);
        _seal();
        _seal();
        _seal();
        _seal();
        // the one that was made first is opened in the middle
        _post(3, _statement(77, 9, 0));
        _post(1, _statement(77, 2, 1));
        _post(4, _statement(78, 5, 0));
        _post(2, _statement(77, 3, 0));
        _debit(0, 30);
        _credit(1, 20);
        _credit(4, 10);
        _place(4, 0);
        _place(1, 1);
        _expectOutcome();
    }

    function test_WhenTheBondIsTooLow() public {
        _buy(0, 10);
        _sealWith(ENTRY_BOND - 1);
        _post(2, _statement(77, 2, 0));
        _sealWith(ENTRY_BOND - 1);
        _post(3, _statement(77, 3, 0));
        _sealWith(ENTRY_BOND);
        _debit(0, 10);
        _credit(3, 10);
        _place(3, 0);
        _expectOutcome();
    }

    function test_WhenEntriesAreOfOtherKinds() public {
        _enter(1000, bytes32(uint256(1) << 248));
        _enter(1000, bytes32(uint256(3) << 248));
        _enter(1000, bytes32(uint256(5) << 248));
        bytes memory payload;
        // one whose hash starts as a sealed entry does
        for (uint256 i; keccak256(payload)[0] != 0x04; ++i) {
            payload = abi.encodePacked(uint8(7), i);
        }
        _enterWith(1000, payload);
        _expectOutcome();
    }

    function test_WhenNumbersAreAsLargeAsTheyCanBe() public {
        _buy(type(uint16).max, MOST_MONEY);
        _enterWith(MOST_MONEY, abi.encodePacked(uint8(5), _offer(type(uint16).max, MOST_MONEY)));
        for (uint256 i; i < 5; ++i) {
            // above 2^64 - 6
            // forge-lint: disable-next-line(unsafe-typecast)
            _deviceOf(uint64(type(uint64).max - i), type(uint16).max, type(uint32).max);
        }
        _sealWith(MOST_MONEY);
        uint256 third = MOST_MONEY / uint256(3);
        _debit(0, MOST_MONEY);
        _debit(1, MOST_MONEY);
        _debit(7, ENTRY_BOND);
        // three in one contract, two in the other
        _credit(2, third);
        _credit(3, uint256(MOST_MONEY) / 2 + 1);
        _credit(4, third);
        _credit(5, uint256(MOST_MONEY) / 2);
        _credit(6, third);
        for (uint16 i; i < 5; ++i) {
            // 0 or 1
            // forge-lint: disable-next-line(unsafe-typecast)
            _place(2 + i, uint8(i % 2));
        }
        _expectOutcome();
    }
}
