// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IAccounts} from "../../../contracts/interfaces/IAccounts.sol";
import {MarketTest} from "../utils/MarketTest.sol";

contract MoveTest is MarketTest {
    uint64 private other;

    function setUp() public override {
        super.setUp();
        other = market.createSeries(_config());
        _fund(alice, BALANCE);
    }

    function testFuzz_RevertWhen_TheTargetSeriesDoesNotExist(uint64 unknown) public {
        vm.assume(unknown != series && unknown != other);
        vm.expectRevert(abi.encodeWithSelector(IAccounts.UnknownSeries.selector, unknown));
        _move(series, unknown, 1);
    }

    function testFuzz_RevertWhen_TheSourceSeriesDoesNotExist(uint64 unknown) public {
        vm.assume(unknown != series && unknown != other);
        vm.expectRevert(abi.encodeWithSelector(IAccounts.InsufficientFree.selector, unknown, alice, 0, 1));
        _move(unknown, series, 1);
    }

    function test_RevertWhen_TheAmountIsZero() public {
        vm.expectRevert(IAccounts.AmountIsZero.selector);
        _move(series, other, 0);
    }

    function testFuzz_RevertWhen_TheAmountExceedsTheFreeBalance(uint256 amount) public {
        amount = bound(amount, BALANCE + 1, type(uint256).max);
        vm.expectRevert(abi.encodeWithSelector(IAccounts.InsufficientFree.selector, series, alice, BALANCE, amount));
        _move(series, other, amount);
    }

    function testFuzz_WhenSourceAndTargetAreTheSame(uint256 amount) public {
        _move(series, series, bound(amount, 1, BALANCE));
        _assertAccount(alice, BALANCE, 0, 0);
    }

    function testFuzz_WhenTheLocksRoundIsOver(bool settled) public {
        _open();
        _enter(alice, 60, DATA);
        _pass(settled);
        uint256 free = settled ? BALANCE - FEE : BALANCE;
        _move(series, other, free);
        _assertAccount(alice, 0, 0, 0);
        vm.assertEq(market.accountOf(other, alice).free, free);
    }

    function testFuzz_WhenTheFreeBalanceSuffices(uint256 amount) public {
        amount = bound(amount, 1, BALANCE - 60 - FEE);
        vm.prank(alice);
        market.invalidateOrders(series, 9);
        _open();
        _enter(alice, 60, DATA);
        vm.expectEmit(address(market));
        emit IAccounts.Moved(series, other, alice, amount);
        _move(series, other, amount);
        _assertAccount(alice, BALANCE - 60 - FEE - amount, 60 + FEE, 1);
        vm.assertEq(_account(alice).nonce, 9);
        IAccounts.Account memory there = market.accountOf(other, alice);
        vm.assertEq(there.free, amount);
        vm.assertEq(there.locked + there.entries + there.nonce, 0);
        vm.assertEq(market.held(), BALANCE);
        vm.assertEq(token.balanceOf(address(market)), BALANCE);
    }

    function _move(uint64 from, uint64 to, uint256 amount) private {
        vm.prank(alice);
        market.move(from, to, amount);
    }
}
