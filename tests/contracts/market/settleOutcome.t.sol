// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IMarket} from "../../../contracts/interfaces/IMarket.sol";
import {MarketTest} from "../utils/MarketTest.sol";
import {Pack} from "../utils/Pack.sol";

/// @dev The checker of these tests accepts everything; what is refused here, no checker can allow.
contract SettleOutcomeTest is MarketTest {
    uint88 private constant LOCK = 100;

    /// @dev Entries 0 to 3 are of Alice, Bob, Alice, Carol, with locks of 100 to 103.
    function setUp() public override {
        super.setUp();
        _fund(alice, BALANCE);
        _fund(bob, BALANCE);
        _fund(CAROL, BALANCE);
        _open();
        _enter(alice, LOCK, DATA);
        _enter(bob, LOCK + 1, DATA);
        _enter(alice, LOCK + 2, DATA);
        _enter(CAROL, LOCK + 3, DATA);
    }

    /* INDICES */

    function test_RevertWhen_AnIndexOccursTwice() public {
        bytes memory twice = bytes.concat(Pack.amount(1, 5), Pack.amount(1, 5));
        _expectBothRefused(twice, abi.encodeWithSelector(IMarket.IndexOutOfOrder.selector, 1));
    }

    function test_RevertWhen_TheIndicesDescend() public {
        bytes memory descending = bytes.concat(Pack.amount(0, 1), Pack.amount(2, 5), Pack.amount(1, 5));
        _expectBothRefused(descending, abi.encodeWithSelector(IMarket.IndexOutOfOrder.selector, 1));
    }

    function testFuzz_RevertWhen_AnIndexIsBeyondTheEntries(uint32 index) public {
        index = uint32(bound(index, 4, type(uint32).max));
        bytes memory beyond = bytes.concat(Pack.amount(1, 5), Pack.amount(index, 5));
        _expectBothRefused(beyond, abi.encodeWithSelector(IMarket.IndexOutOfOrder.selector, index));
    }

    function testFuzz_RevertWhen_AListEndsWithinAnItem(uint8 length) public {
        bytes memory partOf = new bytes(bound(length, 1, 15));
        bytes memory list = bytes.concat(Pack.amount(0, 1), Pack.amount(2, 1), partOf);
        _expectBothRefused(list, abi.encodeWithSelector(IMarket.MalformedAmounts.selector, list.length));
        _expectBothRefused(partOf, abi.encodeWithSelector(IMarket.MalformedAmounts.selector, partOf.length));
    }

    /* AMOUNTS */

    function test_RevertWhen_AnAmountIsZero() public {
        bytes memory zero = bytes.concat(Pack.amount(0, 1), Pack.amount(3, 0));
        _expectBothRefused(zero, abi.encodeWithSelector(IMarket.AmountOutOfRange.selector, 3, 0));
    }

    function testFuzz_RevertWhen_ADebitExceedsItsEntrysLock(uint96 amount, uint32 index) public {
        index = uint32(bound(index, 0, 3));
        amount = uint96(bound(amount, LOCK + index + 1, type(uint96).max));
        _expectRefusal(Pack.amount(index, amount), "", abi.encodeWithSelector(IMarket.AmountOutOfRange.selector, index, amount));
    }

    function testFuzz_RevertWhen_TheCreditsExceedTheDebits(uint96 debit, uint96 excess) public {
        debit = uint96(bound(debit, 1, LOCK));
        excess = uint96(bound(excess, 1, type(uint96).max - debit));
        _expectRefusal(
            Pack.amount(0, debit),
            Pack.amount(1, debit + excess),
            abi.encodeWithSelector(IMarket.CreditsExceedDebits.selector, debit + excess, debit)
        );
    }

    function test_RevertWhen_ACreditIsAsLargeAsIts96BitsAllow() public {
        uint256 most = type(uint96).max;
        bytes memory list;
        for (uint256 i; i < 4; ++i) {
            list = bytes.concat(list, Pack.amount(i, most));
        }
        _expectRefusal("", list, abi.encodeWithSelector(IMarket.CreditsExceedDebits.selector, 4 * most, 0));
    }

    /* MONEY */

    function test_WhenEverythingLockedIsDebited() public {
        bytes memory debits;
        for (uint256 i; i < 4; ++i) {
            debits = bytes.concat(debits, Pack.amount(i, LOCK + i));
        }
        _settle(debits, "");
        _assertAccount(alice, BALANCE - 2 * LOCK - 2 - 2 * FEE, 0, 0);
        _assertAccount(bob, BALANCE - LOCK - 1 - FEE, 0, 0);
        _assertAccount(BENEFICIARY, 4 * LOCK + 6, 0, 0);
        _assertAccount(SOLVER, 4 * FEE, 0, 0);
    }

    /// @dev Alice, who has entries of her own, is the beneficiary and settles.
    function test_WhenBeneficiaryAndSettlerAreParticipantsToo() public {
        IMarket.SeriesConfig memory config = _config();
        (config.beneficiary, config.solver) = (alice, alice);
        series = market.createSeries(config);
        _fund(alice, BALANCE);
        _fund(bob, BALANCE);
        _open();
        _enter(alice, LOCK, DATA);
        _enter(bob, LOCK, DATA);
        vm.warp(terms.closeAt);
        IMarket.Settlement memory settlement =
            _settlement(bytes.concat(Pack.amount(0, 60), Pack.amount(1, 70)), bytes.concat(Pack.amount(0, 25), Pack.amount(1, 5)));
        vm.prank(alice);
        market.settle(terms, settlement);
        _assertAccount(alice, BALANCE - 60 + 25 + (60 + 70 - 25 - 5) + FEE, 0, 0);
        _assertAccount(bob, BALANCE - 70 + 5 - FEE, 0, 0);
    }

    function test_WhenTheRoundTimedOut() public {
        vm.warp(terms.settleBy);
        _assertAccount(alice, BALANCE, 0, 0);
        _assertAccount(bob, BALANCE, 0, 0);
        _assertAccount(CAROL, BALANCE, 0, 0);
        _assertAccount(SOLVER, 0, 0, 0);
        _assertAccount(BENEFICIARY, 0, 0, 0);
    }

    function testFuzz_WhenTheOutcomeRespectsTheLocksAndTheSum(uint256[4] memory debited, uint256[4] memory credited) public {
        (bytes memory debits, uint256 debitSum) = _list(debited, [uint256(LOCK), LOCK + 1, LOCK + 2, LOCK + 3]);
        uint256 left = debitSum;
        uint256[4] memory most;
        for (uint256 i; i < 4; ++i) {
            (most[i], left) = (left / 2, left - left / 2);
        }
        (bytes memory credits, uint256 creditSum) = _list(credited, most);

        vm.warp(terms.closeAt);
        IMarket.Settlement memory settlement = _settlement(debits, credits);
        (settlement.alloc, settlement.hints) = (abi.encode(debited), abi.encode(credited));
        uint256 fees = 4 * FEE;
        vm.expectEmit(address(market));
        emit IMarket.Settled(uint256(series) << 32 | 1, SOLVER, fees, debitSum - creditSum, debits, credits, settlement.alloc);
        vm.prank(SOLVER);
        market.settle(terms, settlement);

        _assertAccount(alice, BALANCE - debited[0] - debited[2] + credited[0] + credited[2] - 2 * FEE, 0, 0);
        _assertAccount(bob, BALANCE - debited[1] + credited[1] - FEE, 0, 0);
        _assertAccount(CAROL, BALANCE - debited[3] + credited[3] - FEE, 0, 0);
        _assertAccount(BENEFICIARY, debitSum - creditSum, 0, 0);
        _assertAccount(SOLVER, fees, 0, 0);
        vm.assertEq(market.held(), 3 * BALANCE);
    }

    /* HELPERS */

    /// @dev Brings `amounts` below `most`, zero standing for "not in the list".
    function _list(uint256[4] memory amounts, uint256[4] memory most) private pure returns (bytes memory list, uint256 sum) {
        for (uint256 i; i < 4; ++i) {
            amounts[i] = bound(amounts[i], 0, most[i]);
            if (amounts[i] != 0) list = bytes.concat(list, Pack.amount(i, amounts[i]));
            sum += amounts[i];
        }
    }

    /// @dev As debits, and as credits of debits that would cover them.
    function _expectBothRefused(bytes memory list, bytes memory cause) private {
        _expectRefusal(list, "", cause);
        _expectRefusal(bytes.concat(Pack.amount(0, LOCK), Pack.amount(1, LOCK)), list, cause);
    }

    /// @dev Refused, and nothing has changed.
    function _expectRefusal(bytes memory debits, bytes memory credits, bytes memory cause) private {
        vm.warp(terms.closeAt);
        IMarket.Settlement memory settlement = _settlement(debits, credits);
        vm.expectRevert(cause);
        vm.prank(SOLVER);
        market.settle(terms, settlement);
        vm.assertTrue(market.roundOf(series).status == IMarket.Status.Settleable, "status");
        _assertAccount(alice, BALANCE - 2 * LOCK - 2 - 2 * FEE, 2 * LOCK + 2 + 2 * FEE, 2);
    }
}
