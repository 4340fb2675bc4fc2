// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

import {Sharing} from "../../../contracts/checkers/Sharing.sol";
import {Claim, IChecker, SecondPhase} from "../../../contracts/interfaces/IChecker.sol";
import {SellerRanks} from "../../../contracts/libraries/SellerRanks.sol";
import {SharingOutcomes} from "../../../contracts/libraries/SharingOutcome.sol";
import {SharingPayments} from "../../../contracts/libraries/SharingPayments.sol";
import {MoneyRoundTest} from "../utils/MoneyRoundTest.sol";
import {Pack} from "../utils/Pack.sol";
import {SharingReference} from "../utils/SharingReference.sol";

contract SharingCheckerTest is MoneyRoundTest {
    using SafeCast for uint256;

    function setUp() public {
        checker = new Sharing();
        amount = 1;
    }

    /* PARAMETERS */

    function test_WhenTheParametersAreSound() public {
        share = 1e9;
        (SecondPhase second, uint88 bond) = checker.phases(_params());
        vm.assertEq(uint8(second), uint8(SecondPhase.None), "second phase");
        vm.assertEq(bond, 0, "bond");
        (share, amount, mode) = (0, 0, MIXED);
        checker.limits(_params());
    }

    function test_RevertWhen_TheParametersAreMalformed() public {
        _expectInvalid("");
        _expectInvalid(abi.encodePacked(_params(), uint8(0)));
        _expectInvalid(abi.encodePacked(mode, share, LOT, uint80(1)));
        _expectInvalid(abi.encodePacked(uint8(3), share, LOT, amount));
        _expectInvalid(abi.encodePacked(mode, uint32(1e9 + 1), LOT, amount));
        _expectInvalid(abi.encodePacked(VCG, uint32(1), LOT, amount));
        _expectInvalid(abi.encodePacked(MIXED, uint32(1), LOT, amount));
        _expectInvalid(abi.encodePacked(mode, share, uint32(0), amount));
    }

    /* PURCHASES */

    function test_WhenTheRoundIsEmpty() public {
        for (mode = 0; mode < 3; ++mode) {
            _expectTruthAccepted();
            vm.assertEq(alloc, "");
        }
    }

    function test_WhenNobodySells() public {
        _agent(0, 1, _values(5, 6, 7));
        _sponsor(5);
        _expectTruthAccepted();
        vm.assertEq(alloc, hex"00");
    }

    /// @dev Gains 5, 3, 1 at a cost of 1: the third would add nothing.
    function test_WhenTheNextSellerAddsWhatItCosts() public {
        _agent(0, 1, _values(5, 8, 9));
        for (uint256 i; i < 3; ++i) {
            _seller(1, 1);
        }
        _expectTruthAccepted();
        vm.assertEq(alloc, hex"020102000000");
        vm.assertEq(debits, Pack.amount(0, 2));
    }

    /// @dev The larger ones first, of equal ones those that entered earlier, and nobody from itself.
    function test_WhenSizesDiffer() public {
        _agent(2, 1, _values(10, 20, 30));
        _seller(1, 1);
        _seller(2, 1);
        _agent(2, 1, _values(10, 20, 30));
        _seller(3, 1);
        _expectTruthAccepted();
        vm.assertEq(alloc, hex"01040000010400");
        vm.assertEq(hints, hex"0400020301");
    }

    function test_WhenDataCostNothing() public {
        amount = 0;
        _agent(1, 0, _values(1, 1, 1));
        _agent(1, 0, _values(0, 0, 0));
        _expectTruthAccepted();
        vm.assertEq(alloc, hex"010100");
        vm.assertEq(bytes.concat(debits, credits), "");
    }

    /// @dev Without the seller of 3 lots all three others together are not as good.
    function test_WhenSeveralReplaceOneSeller() public {
        mode = VCG;
        uint88[] memory values = new uint88[](4);
        (values[0], values[1], values[2], values[3]) = (10, 19, 27, 27);
        _agent(0, 1, values);
        _seller(3, 1);
        _seller(1, 1);
        _seller(1, 1);
        _seller(1, 1);
        _sponsor(2);
        _expectTruthAccepted();
        vm.assertEq(alloc, hex"010100000000");
        vm.assertEq(credits, Pack.amount(1, 3));
        vm.assertEq(debits, bytes.concat(Pack.amount(0, 1), Pack.amount(5, 2)));
    }

    /* PAYMENTS */

    /// @dev The buyer values it at 10, the seller's cost is 1.
    function test_WhenThereIsOneBuyer() public {
        _tenForOne();
        _expectTruthAccepted();
        vm.assertEq(bytes.concat(debits, credits), bytes.concat(Pack.amount(1, 1), Pack.amount(0, 1)));
        share = 500_000_000;
        _expectTruthAccepted();
        vm.assertEq(bytes.concat(debits, credits), bytes.concat(Pack.amount(1, 5), Pack.amount(0, 5)));
        share = 1e9;
        _expectTruthAccepted();
        vm.assertEq(bytes.concat(debits, credits), bytes.concat(Pack.amount(1, 10), Pack.amount(0, 10)));
        (mode, share) = (MIXED, 0);
        _expectTruthAccepted();
        vm.assertEq(bytes.concat(debits, credits), bytes.concat(Pack.amount(1, 1), Pack.amount(0, 1)));
        vm.assertEq(alloc, abi.encodePacked(uint8(0), uint96(9), uint8(1), uint8(0), uint96(0)));
    }

    /// @dev Values 8 and 1, cost 3.
    function test_WhenTwoCouldSellToEachOther() public {
        (mode, amount) = (MIXED, 3);
        uint88[] memory values = new uint88[](1);
        values[0] = 8;
        _agent(1, 3, values);
        values[0] = 1;
        _agent(1, 3, values);
        _expectTruthAccepted();
        vm.assertEq(bytes.concat(debits, credits), bytes.concat(Pack.amount(0, 3), Pack.amount(1, 3)));
        vm.assertEq(alloc, abi.encodePacked(uint8(1), uint8(1), uint96(0), uint8(0), uint96(5)));
    }

    /// @dev Each of the two is missed by 4, and both are worth 10: as steps never grow, all margins together are never too much.
    function test_WhenSellersGetTheirWholeMargins() public {
        share = 1e9;
        amount = 0;
        _agent(0, 0, _values(6, 10, 10));
        _seller(1, 0);
        _seller(1, 0);
        _expectTruthAccepted();
        vm.assertEq(bytes.concat(debits, credits), bytes.concat(Pack.amount(0, 8), Pack.amount(1, 4), Pack.amount(2, 4)));
    }

    /* SPONSORS */

    function test_WhenSponsorsCoverTheDeficit() public {
        mode = VCG;
        _sponsor(4);
        _tenForOne();
        _sponsor(5);
        _sponsor(7);
        _expectTruthAccepted();
        vm.assertEq(debits, bytes.concat(Pack.amount(0, 4), Pack.amount(2, 1), Pack.amount(3, 5)));
        vm.assertEq(credits, Pack.amount(1, 10));
    }

    function test_WhenSponsorsDoNotCoverTheDeficit() public {
        mode = VCG;
        _sponsor(4);
        _tenForOne();
        _sponsor(4);
        _expectTruthAccepted();
        vm.assertEq(alloc, hex"0000");
        vm.assertEq(bytes.concat(debits, credits), "");
        bytes[3] memory other = [bytes("\x00\x01\x00"), hex"00", hex"000000"];
        for (uint256 i; i < 3; ++i) {
            alloc = other[i];
            _expectRefused(abi.encodeWithSelector(SharingOutcomes.WrongAlloc.selector, hex"0000"));
        }
        alloc = hex"0000";
        debits = Pack.amount(0, 4);
        _expectRefused(abi.encodeWithSelector(IChecker.TrailingDebits.selector));
        debits = "";
        credits = Pack.amount(1, 4);
        _expectRefused(abi.encodeWithSelector(IChecker.TrailingCredits.selector));
    }

    function test_WhenThereIsNoDeficitAndNoSponsor() public {
        mode = VCG;
        _agent(0, 1, _values(5, 5, 5));
        _seller(1, 1);
        _seller(1, 1);
        _expectTruthAccepted();
        vm.assertEq(bytes.concat(debits, credits), bytes.concat(Pack.amount(0, 1), Pack.amount(1, 1)));
    }

    /* HINTS */

    function test_RevertWhen_SellersAreNotHintedByRank() public {
        _agent(2, 1, _values(10, 20, 30));
        _agent(0, 1, _values(10, 20, 30));
        _seller(2, 1);
        _seller(3, 1);
        _expectTruthAccepted();
        vm.assertEq(hints, hex"030002");
        bytes[5] memory wrong = [bytes("\x03\x02\x00"), hex"030000", hex"030001", hex"030004", hex"030003"];
        uint256[5] memory named = [uint256(0), 0, 1, 4, 3];
        for (uint256 i; i < 5; ++i) {
            hints = wrong[i];
            _expectRefused(abi.encodeWithSelector(SellerRanks.NotByRank.selector, named[i]));
        }
        hints = hex"0300";
        _expectRefused(abi.encodeWithSelector(IChecker.HintsMalformed.selector));
        hints = hex"03000200";
        _expectRefused(abi.encodeWithSelector(IChecker.HintsMalformed.selector));
    }

    /// @dev Once its gap is closed, its word is still there behind those of the agents.
    function test_RevertWhen_AReportThatWasReplacedIsHinted() public {
        SharingReference.Agent memory agent = _nobody();
        (agent.size, agent.cost) = (1, amount);
        _enterWith(agent.who, 0, _report(agent, 7));
        _enterWith(agent.who, 0, _report(agent, 7));
        (alloc, hints) = (hex"00", hex"00");
        _expectAccepted();
        hints = hex"01";
        _expectRefused(abi.encodeWithSelector(SellerRanks.NotByRank.selector, 1));
    }

    /* OTHER OUTCOMES */

    function test_RevertWhen_SomethingElseIsAllocated() public {
        _tenForOne();
        _claimTruth();
        bytes[6] memory wrong = [bytes(""), hex"00", hex"0000", hex"000101", hex"010001", hex"00010000"];
        for (uint256 i; i < 6; ++i) {
            alloc = wrong[i];
            _expectRefused(abi.encodeWithSelector(SharingOutcomes.WrongAlloc.selector, hex"000100"));
        }
    }

    function test_RevertWhen_AnAmountIsAnotherOne() public {
        mode = VCG;
        _sponsor(4);
        _tenForOne();
        _sponsor(9);
        _claimTruth();
        (bytes memory rightDebits, bytes memory rightCredits) = (debits, credits);
        for (uint256 i; i < 3; ++i) {
            (uint256 entry, uint256 right) = Pack.amountAt(rightDebits, i);
            bytes[4] memory others = _others(entry, right);
            for (uint256 k; k < 4; ++k) {
                debits = Pack.withAmount(rightDebits, i, others[k]);
                _expectRefused(abi.encodeWithSelector(IChecker.WrongDebit.selector, entry, right));
            }
        }
        debits = bytes.concat(rightDebits, Pack.amount(4, 1));
        _expectRefused(abi.encodeWithSelector(IChecker.TrailingDebits.selector));
        debits = rightDebits;
        bytes[4] memory otherCredits = _others(1, 10);
        for (uint256 k; k < 4; ++k) {
            credits = Pack.withAmount(rightCredits, 0, otherCredits[k]);
            _expectRefused(abi.encodeWithSelector(IChecker.WrongCredit.selector, 1, 10));
        }
        credits = bytes.concat(rightCredits, hex"00");
        _expectRefused(abi.encodeWithSelector(IChecker.TrailingCredits.selector));
    }

    /// @dev Both sellers get 10 and pay nothing; the deficit is 18 - 2, so one is paid 10 and the other 8 - 2 in data.
    function test_RevertWhen_DataPaymentsAreOtherOnes() public {
        mode = MIXED;
        uint88[] memory values = new uint88[](1);
        values[0] = 10;
        _seller(1, 1);
        _agent(0, 1, values);
        _agent(0, 1, values);
        _claimTruth();
        _expectAccepted();
        vm.assertEq(alloc, _dataOf(18, 0));
        _expectDataRefused(_dataOf(19, 0), abi.encodeWithSelector(SharingPayments.DataPaymentsNotTheDeficit.selector, 19, 18));
        _expectDataRefused(_dataOf(17, 0), abi.encodeWithSelector(SharingPayments.DataPaymentsNotTheDeficit.selector, 17, 18));
        _expectDataRefused(_dataOf(21, 0), abi.encodeWithSelector(SharingPayments.DataPaymentTooLarge.selector, 0));
        _expectDataRefused(_dataOf(17, 1), abi.encodeWithSelector(SharingPayments.DataPaymentTooLarge.selector, 1));
    }

    /// @dev Two sellers that get 10 - 4 each, one that gets 5: 8 of 17 go to the higher number of the first two, then to the other one.
    function test_RevertWhen_DataPaymentsAreOutOfOrder() public {
        (mode, amount) = (MIXED, 2);
        uint88[] memory values = new uint88[](1);
        values[0] = 6;
        _seller(1, 2);
        _seller(1, 2);
        uint88[] memory two = new uint88[](2);
        (two[0], two[1]) = (6, 12);
        _agent(0, 2, two);
        _agent(0, 2, two);
        _claimTruth();
        _expectAccepted();
        // each gets 2 (2 + 4), and the deficit is 16
        vm.assertEq(alloc, _sellersData(4, 12));
        _expectDataRefused(_sellersData(12, 4), abi.encodeWithSelector(SharingPayments.DataPaymentsOutOfOrder.selector, 1, 0));
        _expectDataRefused(_sellersData(5, 11), abi.encodeWithSelector(SharingPayments.DataPaymentsOutOfOrder.selector, 1, 0));
        _expectDataRefused(_sellersData(3, 13), abi.encodeWithSelector(SharingPayments.DataPaymentTooLarge.selector, 1));
    }

    /* ANY ROUND */

    function testFuzz_WhenTheOutcomeIsRight(uint256 seed) public {
        _random(seed);
        _expectTruthAccepted();
    }

    function testFuzz_RevertWhen_AnythingIsAnotherByte(uint256 seed, uint256 position, uint8 mask) public {
        _random(seed);
        _claimTruth();
        _expectNoOtherByte(position, mask);
    }

    /* HELPERS */

    /// @dev One with data, and one who would pay 10 for them.
    function _tenForOne() private {
        uint88[] memory values = new uint88[](1);
        values[0] = 10;
        _seller(1, 1);
        _agent(0, 1, values);
    }

    function _dataOf(uint96 one, uint96 two) private pure returns (bytes memory) {
        bytes memory buyer = abi.encodePacked(uint8(1), uint8(0));
        return abi.encodePacked(uint8(0), one, buyer, two, buyer, uint96(0));
    }

    function _sellersData(uint96 one, uint96 two) private pure returns (bytes memory) {
        bytes memory buyer = abi.encodePacked(uint8(2), uint8(0), uint8(1), uint96(0));
        return abi.encodePacked(uint8(0), one, uint8(0), two, buyer, buyer);
    }

    function _expectDataRefused(bytes memory wrong, bytes memory cause) private {
        alloc = wrong;
        _expectRefused(cause);
    }

    /// @dev What could stand in the place of an item: nothing, less, more, another entry's.
    function _others(uint256 entry, uint256 right) private pure returns (bytes[4] memory) {
        return [bytes(""), Pack.amount(entry, right - 1), Pack.amount(entry, right + 1), Pack.amount(entry + 1, right)];
    }

    /// @dev Up to five agents and two sponsors; small numbers, so that ties are frequent.
    function _random(uint256 seed) private {
        _seed(seed);
        mode = _draw(2).toUint8();
        share = mode == COMPETITIVE ? (_draw(4) * 250_000_000).toUint32() : 0;
        amount = _draw(3).toUint88();
        uint256 count = 1 + _draw(4);
        for (uint256 i; i < count; ++i) {
            if (_draw(4) == 0) _sponsor((1 + _draw(20)).toUint88());
            if (_draw(8) == 0) _nothing();
            _agent(_draw(3).toUint16(), amount, _concave(_draw(6), 9));
        }
        if (_draw(1) == 0) _sponsor((1 + _draw(60)).toUint88());
    }

    function _expectInvalid(bytes memory params) private {
        bytes memory cause = abi.encodeWithSelector(IChecker.InvalidParams.selector, params);
        vm.expectRevert(cause);
        checker.limits(params);
        vm.expectRevert(cause);
        checker.phases(params);
        Claim memory claim = _claim();
        claim.params = params;
        vm.expectRevert(cause);
        checker.check(claim);
    }
}
