// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IAccounts} from "../../../contracts/interfaces/IAccounts.sol";
import {IMarket} from "../../../contracts/interfaces/IMarket.sol";
import {MarketTest} from "../utils/MarketTest.sol";
import {Pack} from "../utils/Pack.sol";
import {Vm} from "../utils/Vm.sol";

contract EnterSignedTest is MarketTest {
    function setUp() public override {
        super.setUp();
        _fund(alice, BALANCE);
        _fund(bob, BALANCE);
        _open();
    }

    function testFuzz_RevertWhen_TheSeriesDoesNotExist(uint64 unknown) public {
        vm.assume(unknown != series);
        series = unknown;
        _expectRefusal(abi.encodeWithSelector(IAccounts.UnknownSeries.selector, unknown), new bytes(148));
    }

    function test_RevertWhen_TheRoundHasClosed() public {
        bytes memory order = _sign(ALICE_KEY, _order(alice, 0, 0));
        vm.warp(terms.closeAt);
        _expectRefusal(abi.encodeWithSelector(IMarket.RoundClosed.selector, terms.closeAt), order);
    }

    function testFuzz_RevertWhen_OtherTermsAreNamed(bytes32 other) public {
        vm.assume(other != termsHash);
        bytes memory cause = abi.encodeWithSelector(IMarket.WrongTerms.selector, termsHash, other);
        termsHash = other;
        _expectRefusal(cause, _sign(ALICE_KEY, _order(alice, 0, 0)));
    }

    function testFuzz_RevertWhen_TheOrdersAreEmptyOrEndWithinAnOrder(uint16 length) public {
        length %= 1000;
        if (length % 148 == 0) length = 0;
        _expectRefusal(abi.encodeWithSelector(IMarket.MalformedBatch.selector, length), new bytes(length));
    }

    function testFuzz_WhenTheOrdersAreRight(uint88 lockA, uint88 lockB, uint32 nonce, uint88 relayFee, bytes32 data) public {
        relayFee = uint88(bound(relayFee, 0, 1000));
        lockA = uint88(bound(lockA, 0, BALANCE - relayFee - FEE));
        lockB = uint88(bound(lockB, 0, BALANCE - relayFee - FEE));
        nonce = uint32(bound(nonce, 0, type(uint32).max - 1));
        Order memory orderA = _order(alice, lockA, nonce);
        Order memory orderB = _order(bob, lockB, 0);
        (orderA.maxFee, orderB.maxFee, orderA.data) = (relayFee, relayFee, data);

        bytes memory accepted = abi.encodePacked(alice, uint96(lockA), data, bob, uint96(lockB), DATA);
        vm.expectEmit(address(market));
        emit IMarket.EnteredSigned(_slot(), RELAYER, relayFee, accepted);
        _relay(relayFee, bytes.concat(_sign(ALICE_KEY, orderA), _sign(BOB_KEY, orderB)));

        _assertAccount(alice, BALANCE - lockA - FEE - relayFee, lockA + FEE, 1);
        _assertAccount(bob, BALANCE - lockB - FEE - relayFee, lockB + FEE, 1);
        _assertAccount(RELAYER, 2 * relayFee, 0, 0);
        vm.assertEq(_account(alice).nonce, uint256(nonce) + 1);
        vm.assertEq(_account(bob).nonce, 1);
        entries = accepted;
        _settle("", "");
    }

    function test_WhenNoncesAreLeftOut() public {
        _relay(3, _sign(ALICE_KEY, _order(alice, 1, 4)));
        _relay(3, _sign(ALICE_KEY, _order(alice, 1, 9)));
        vm.assertEq(_account(alice).nonce, 10);
        vm.assertEq(_account(alice).entries, 2);
        _relay(3, bytes.concat(_sign(ALICE_KEY, _order(alice, 1, 5)), _sign(ALICE_KEY, _order(alice, 1, 9))));
        vm.assertEq(_account(alice).entries, 2);
    }

    function test_WhenTheSignerPaysItsOwnRelayFee() public {
        bytes memory order = _sign(ALICE_KEY, _order(alice, 10, 0));
        vm.prank(alice);
        market.enterSigned(series, termsHash, 3, order);
        _assertAccount(alice, BALANCE - 10 - FEE, 10 + FEE, 1);
    }

    function test_WhenTheOrderExpiresInThisVerySecond() public {
        Order memory order = _order(alice, 1, 0);
        order.expiry = uint40(block.timestamp);
        _relay(3, _sign(ALICE_KEY, order));
        vm.assertEq(_account(alice).entries, 1);
    }

    function test_WhenTheFreeBalanceIsExactlyLockAndFees() public {
        _relay(3, _sign(ALICE_KEY, _order(alice, BALANCE - FEE - 3, 0)));
        _assertAccount(alice, 0, BALANCE - 3, 1);
    }

    function testFuzz_WhenTheSignerStillHasALockOfARoundThatIsOver(bool settled) public {
        _enter(alice, 60, DATA);
        _pass(settled);
        _open();
        _relay(3, _sign(ALICE_KEY, _order(alice, 10, 0)));
        uint256 balance = settled ? BALANCE - FEE : BALANCE;
        _assertAccount(alice, balance - 10 - FEE - 3, 10 + FEE, 1);
    }

    function test_WhenTheRoundTimesOut() public {
        _relay(3, _sign(ALICE_KEY, _order(alice, 10, 0)));
        vm.warp(terms.settleBy);
        _assertAccount(alice, BALANCE - 3, 0, 0);
        _assertAccount(RELAYER, 3, 0, 0);
        vm.assertEq(_account(alice).nonce, 1);
    }

    function test_WhenSomeOrdersAreInvalid() public {
        bytes memory good = _sign(ALICE_KEY, _order(alice, 10, 0));
        bytes memory forged = _sign(BOB_KEY, _order(alice, 20, 1));
        bytes memory last = _sign(BOB_KEY, _order(bob, 30, 0));
        vm.expectEmit(address(market));
        emit IMarket.OrderSkipped(_slot(), alice, 1, IMarket.Skip.BadSignature);
        vm.expectEmit(address(market));
        emit IMarket.OrderSkipped(_slot(), alice, 2, IMarket.Skip.NonceUsed);
        entries = bytes.concat(Pack.entry(alice, 10, DATA), Pack.entry(bob, 30, DATA));
        vm.expectEmit(address(market));
        emit IMarket.EnteredSigned(_slot(), RELAYER, 2, entries);
        _relay(2, bytes.concat(good, forged, good, last));
        _assertAccount(RELAYER, 4, 0, 0);
        _settle("", "");
    }

    function testFuzz_WhenAnyByteOfAnOrderDiffers(uint88 lock, uint32 nonce, uint256 position, uint8 mask) public {
        lock = uint88(bound(lock, 0, BALANCE - FEE - 3));
        nonce = uint32(bound(nonce, 0, type(uint32).max - 1));
        bytes memory order = _sign(ALICE_KEY, _order(alice, lock, nonce));
        bytes memory corrupted = Pack.corrupt(order, position % 148, bytes1(mask == 0 ? 0x80 : mask));
        bytes memory before = _state();
        vm.recordLogs();
        _relay(3, corrupted);
        Vm.Log[] memory logs = vm.getRecordedLogs();
        vm.assertEq(logs.length, 1, "logs");
        vm.assertEq(logs[0].topics[0], IMarket.OrderSkipped.selector, "skipped");
        vm.assertEq(_state(), before, "state");
        _relay(3, order);
        vm.assertEq(_account(alice).entries, 1, "the order itself");
    }

    /* HELPERS */

    function _slot() private view returns (uint256) {
        return uint256(series) << 32 | 1;
    }

    function _relay(uint88 relayFee, bytes memory orders) private {
        vm.prank(RELAYER);
        market.enterSigned(series, termsHash, relayFee, orders);
    }

    function _expectRefusal(bytes memory cause, bytes memory orders) private {
        vm.expectRevert(cause);
        _relay(3, orders);
    }

    function _state() private view returns (bytes memory) {
        return abi.encode(market.roundOf(series), _account(alice), _account(bob), _account(RELAYER), market.held());
    }
}
