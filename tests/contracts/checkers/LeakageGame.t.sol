// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IChallengeable} from "../../../contracts/interfaces/IChallengeable.sol";
import {Claim, IChecker, SecondPhase} from "../../../contracts/interfaces/IChecker.sol";
import {CoalitionRecords} from "../../../contracts/libraries/Coalitions.sol";
import {LeakageOutcome} from "../../../contracts/libraries/LeakageOutcome.sol";
import {LeakagePrices} from "../../../contracts/libraries/LeakagePrices.sol";
import {LeakageTest} from "../utils/LeakageTest.sol";
import {Pack} from "../utils/Pack.sol";

contract LeakageGameTest is LeakageTest {
    uint256 private constant ONE = 65_536;

    function setUp() public {
        _useKinds(2);
        _influence(0, 1, ONE);
        cost = 1;
    }

    /* PARAMETERS */

    function test_WhenTheParametersAreSound() public {
        (SecondPhase second, uint88 bond) = CHECKER.phases(_params());
        vm.assertEq(uint8(second), uint8(SecondPhase.Reveal), "second phase");
        vm.assertEq(bond, BOND, "bond");
        cost = 0;
        CHECKER.limits(_params());
        cost = type(uint88).max;
        _useKinds(32);
        CHECKER.limits(_params());
    }

    function test_RevertWhen_TheParametersAreMalformed() public {
        bytes memory right = _params();
        _expectInvalid("");
        _expectInvalid(new bytes(34));
        _expectInvalid(new bytes(35));
        _expectInvalid(bytes.concat(right, hex"00"));
        bytes memory short = bytes.concat(right);
        assembly ("memory-safe") {
            mstore(short, sub(mload(short), 1))
        }
        _expectInvalid(short);
        // entry bond, bond, contracts, kinds: the bytes of each that are not 0
        _expectInvalid(Pack.corrupt(right, 10, 0x05));
        _expectInvalid(Pack.corrupt(Pack.corrupt(right, 20, 0x03), 21, 0xe8));
        _expectInvalid(Pack.corrupt(right, 33, bytes1(mostContracts)));
        _expectInvalid(Pack.corrupt(right, 34, 0x02));
        _expectInvalid(Pack.corrupt(right, 34, 0x01));
        // more than full influence
        _expectInvalid(Pack.corrupt(right, 40, 0x01));
        _useKinds(33);
        _expectInvalid(_params());
    }

    function test_RevertWhen_ItIsToBeSettledAtOnce() public {
        _claimTruth();
        Claim memory claim = _claim();
        vm.expectRevert(IChallengeable.MustBeProposed.selector);
        CHECKER.check(claim);
    }

    /* WHO TAKES PART */

    function test_WhenTheRoundIsEmpty() public {
        _claimTruth();
        _expectCommitted();
        vm.assertEq(CHECKER.commit(_claim()), keccak256(new bytes(32 + 4)), "nobody");
    }

    function test_WhenNobodyTakesPart() public {
        _nothing();
        _contract(0, 10);
        _forfeit();
        _device(1, 7, 0);
        _claimTruth();
        vm.assertEq(debits, Pack.amount(2, ENTRY_BOND));
        vm.assertEq(credits, "");
        _expectCommitted();
    }

    function test_WhenOneTakesPart() public {
        _influence(0, 0, ONE);
        _device(0, 7, 0);
        _contract(0, 10);
        _claimTruth();
        vm.assertEq(debits, Pack.amount(1, 10));
        vm.assertEq(credits, Pack.amount(0, 10));
        _expectCommitted();
    }

    /// @dev Types 2 and 65,535 are not in the game.
    function test_WhenThereAreTypesThatTheGameHasNot() public {
        _contracts(2, 10, 0, 10);
        _device(2, 7, 0);
        _device(65_535, 7, 0);
        _device(0, 7, 0);
        _claimTruth();
        vm.assertEq(debits, Pack.amount(0, 10));
        vm.assertEq(credits, Pack.amount(3, 10));
        _expectCommitted();
    }

    function test_WhenATypeHasSeveralContracts() public {
        _contracts(0, 10, 0, 20);
        _contract(0, 30);
        _contracts(0, 40, 1, 5);
        _device(0, 7, 0);
        _device(1, 7, 1);
        _claimTruth();
        vm.assertEq(debits, bytes.concat(Pack.amount(0, 5), Pack.amount(2, 2)));
        vm.assertEq(credits, bytes.concat(Pack.amount(3, 5), Pack.amount(4, 2)));
        _expectCommitted();
    }

    function test_WhenThereAreMoreContractsThanCount() public {
        mostContracts = 2;
        _contract(0, 10);
        _device(0, 1, 0);
        _device(1, 1, 0);
        // two would be too many
        _enterWith(30, abi.encodePacked(uint8(5), _offer(1, 10), _offer(0, 20)));
        _contract(1, 1);
        _claimTruth();
        vm.assertEq(debits, bytes.concat(Pack.amount(0, 10), Pack.amount(4, 1)));
        _expectCommitted();
    }

    /* TWO DEVICES, PRICES 10 AND 1 */

    function test_WhenTheyAreAlone() public {
        _pair(1);
        vm.assertEq(debits, Pack.amount(0, 5));
        vm.assertEq(credits, Pack.amount(1, 5));
        _expectCommitted();
    }

    function test_WhenTheyAreTogether() public {
        _pair(0);
        vm.assertEq(debits, Pack.amount(0, 11));
        vm.assertEq(credits, Pack.amount(1, 9));
        _expectCommitted();
    }

    function test_RevertWhen_SomebodyWouldBePaidLessThanNothing() public {
        cost = 2;
        _pair(0);
        _expectUncommitted(abi.encodeWithSelector(LeakageOutcome.NegativePayment.selector, 2));
    }

    /* PRICES */

    function test_WhenRemaindersAreEqual() public {
        _influence(0, 1, 0);
        _contract(0, 11);
        for (uint256 i; i < 3; ++i) {
            _device(0, 7, i);
        }
        _claimTruth();
        vm.assertEq(credits, bytes.concat(Pack.amount(1, 4), Pack.amount(2, 4), Pack.amount(3, 3)));
        vm.assertEq(hints, hex"0002ffff");
        _expectCommitted();

        // one too many, one too few, none, another order
        hints = hex"0003ffff";
        _expectWrongCut(0);
        hints = hex"0001ffff";
        _expectWrongCut(0);
        hints = hex"ffffffff";
        _expectWrongCut(0);
        hints = hex"0000ffff";
        _expectWrongCut(0);
        credits = bytes.concat(Pack.amount(1, 4), Pack.amount(2, 3), Pack.amount(3, 4));
        hints = hex"0002ffff";
        _expectUncommitted(abi.encodeWithSelector(IChecker.WrongCredit.selector, 2, 4));
    }

    function test_WhenTheBudgetIsSmallerThanTheNumberOfDevices() public {
        _contract(0, 1);
        _device(0, 1, 0);
        _device(0, 4_294_967_295, 1);
        _device(0, 4_294_967_294, 2);
        _claimTruth();
        vm.assertEq(credits, Pack.amount(2, 1));
        _expectCommitted();
    }

    function test_WhenNothingIsToBeRoundedUp() public {
        _contract(0, 12);
        _device(0, 1, 0);
        _device(0, 2, 1);
        _claimTruth();
        vm.assertEq(hints, hex"ffffffff");
        _expectCommitted();
        // an entry that does not exist; one that is no device of the type, and gets nothing
        hints = hex"0003ffff";
        _expectCommitted();
        hints = hex"ffff0000";
        _expectCommitted();
        hints = hex"0001ffff";
        _expectWrongCut(0);
    }

    function test_RevertWhen_TheHintsHaveAnotherLength() public {
        _pair(0);
        bytes memory right = hints;
        hints = "";
        _expectUncommitted(abi.encodeWithSelector(IChecker.HintsMalformed.selector));
        hints = bytes.concat(right, hex"ff");
        _expectUncommitted(abi.encodeWithSelector(IChecker.HintsMalformed.selector));
        hints = bytes.concat(right, hex"ffff");
        _expectUncommitted(abi.encodeWithSelector(IChecker.HintsMalformed.selector));
    }

    /* COALITIONS */

    function test_RevertWhen_TheAllocationHasAnotherLength() public {
        _pair(0);
        alloc = hex"000000";
        _expectUncommitted(abi.encodeWithSelector(CoalitionRecords.AllocMalformed.selector, 3, 4));
        alloc = hex"0000000000";
        _expectUncommitted(abi.encodeWithSelector(CoalitionRecords.AllocMalformed.selector, 5, 4));
        alloc = hex"000000000000";
        _expectUncommitted(abi.encodeWithSelector(CoalitionRecords.AllocMalformed.selector, 6, 4));
    }

    function test_RevertWhen_CoalitionsAreNotInOrder() public {
        _pair(0);
        alloc = hex"00010000";
        _expectUncommitted(abi.encodeWithSelector(CoalitionRecords.CoalitionOutOfTurn.selector, 1));
        alloc = hex"00000002";
        _expectUncommitted(abi.encodeWithSelector(CoalitionRecords.CoalitionOutOfTurn.selector, 2));
        alloc = hex"0000ffff";
        _expectUncommitted(abi.encodeWithSelector(CoalitionRecords.CoalitionOutOfTurn.selector, 2));
    }

    /* AMOUNTS */

    function test_RevertWhen_AnAmountIsAnotherOne() public {
        _contracts(0, 100, 1, 50);
        _device(0, 3, 0);
        _forfeit();
        _device(1, 3, 1);
        _device(0, 4, 1);
        _claimTruth();
        _expectCommitted();
        (bytes memory rightDebits, bytes memory rightCredits) = (debits, credits);
        for (uint256 i; i < 2; ++i) {
            (uint256 entry, uint256 amount) = Pack.amountAt(rightDebits, i);
            bytes[4] memory others = _others(entry, amount);
            for (uint256 k; k < 4; ++k) {
                debits = Pack.withAmount(rightDebits, i, others[k]);
                _expectUncommitted(abi.encodeWithSelector(IChecker.WrongDebit.selector, entry, amount));
            }
        }
        debits = rightDebits;
        for (uint256 i; i < 3; ++i) {
            (uint256 entry, uint256 amount) = Pack.amountAt(rightCredits, i);
            bytes[4] memory others = _others(entry, amount);
            for (uint256 k; k < 4; ++k) {
                credits = Pack.withAmount(rightCredits, i, others[k]);
                _expectUncommitted(abi.encodeWithSelector(IChecker.WrongCredit.selector, entry, amount));
            }
        }
    }

    function test_RevertWhen_AListHasSomethingBehindIt() public {
        _pair(0);
        bytes[3] memory more = [bytes(hex"00"), hex"0000", Pack.amount(2, 1)];
        (bytes memory rightDebits, bytes memory rightCredits) = (debits, credits);
        for (uint256 i; i < 3; ++i) {
            debits = bytes.concat(rightDebits, more[i]);
            _expectUncommitted(abi.encodeWithSelector(IChecker.TrailingDebits.selector));
            debits = rightDebits;
            credits = bytes.concat(rightCredits, more[i]);
            _expectUncommitted(abi.encodeWithSelector(IChecker.TrailingCredits.selector));
            credits = rightCredits;
        }
    }

    /* HELPERS */

    /// @dev The second device is in coalition `home`.
    function _pair(uint256 home) private {
        _contracts(0, 10, 1, 1);
        _device(0, 3, 0);
        _device(1, 3, home);
        _claimTruth();
    }

    /// @dev What could stand in the place of an item: nothing, less, more, another entry's.
    function _others(uint256 entry, uint256 amount) private pure returns (bytes[4] memory) {
        return [bytes(""), Pack.amount(entry, amount - 1), Pack.amount(entry, amount + 1), Pack.amount(entry + 1, amount)];
    }

    function _expectWrongCut(uint256 kind) private {
        _expectUncommitted(abi.encodeWithSelector(LeakagePrices.WrongCut.selector, kind));
    }

    function _expectInvalid(bytes memory params) private {
        bytes memory cause = abi.encodeWithSelector(IChecker.InvalidParams.selector, params);
        vm.expectRevert(cause);
        CHECKER.limits(params);
        Claim memory claim = _claim();
        claim.params = params;
        vm.expectRevert(cause);
        CHECKER.commit(claim);
    }
}
