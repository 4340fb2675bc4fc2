// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC20Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

import {Market} from "../../../contracts/Market.sol";
import {IAccounts} from "../../../contracts/interfaces/IAccounts.sol";
import {PlainToken} from "../mocks/PlainToken.sol";
import {RebasingToken} from "../mocks/RebasingToken.sol";
import {ReenteringToken} from "../mocks/ReenteringToken.sol";
import {MarketTest} from "../utils/MarketTest.sol";

contract WithdrawTest is MarketTest {
    function test_RevertWhen_TheAmountIsZero() public {
        _fund(alice, 100);
        vm.expectRevert(IAccounts.AmountIsZero.selector);
        _withdraw(alice, 0);
    }

    function testFuzz_RevertWhen_TheAmountExceedsTheFreeBalance(uint256 amount) public {
        amount = bound(amount, 101, type(uint256).max);
        _fund(alice, 100);
        _expectInsufficient(alice, 100, amount);
        _withdraw(alice, amount);
    }

    function test_RevertWhen_TheMoneyLiesInAnotherSeries() public {
        _fund(alice, 100);
        series = market.createSeries(_config());
        _expectInsufficient(alice, 0, 1);
        _withdraw(alice, 1);
    }

    function test_RevertWhen_TheMoneyIsLockedInARunningRound() public {
        _fund(alice, 100);
        _open();
        _enter(alice, 60, DATA);
        uint40[3] memory times = [START, terms.closeAt, terms.settleBy - 1];
        for (uint256 i; i < times.length; ++i) {
            vm.warp(times[i]);
            _expectInsufficient(alice, 100 - 60 - FEE, 100 - 60);
            _withdraw(alice, 100 - 60);
        }
        _withdraw(alice, 100 - 60 - FEE);
        _assertAccount(alice, 0, 60 + FEE, 1);
    }

    function testFuzz_WhenTheLocksRoundIsOver(bool settled) public {
        _fund(alice, 100);
        _open();
        _enter(alice, 60, DATA);
        _pass(settled);
        uint256 free = settled ? 100 - FEE : 100;
        _expectInsufficient(alice, free, free + 1);
        _withdraw(alice, free + 1);
        _withdraw(alice, free);
        vm.assertEq(token.balanceOf(alice), free);
        _assertAccount(alice, 0, 0, 0);
    }

    function test_RevertWhen_TheTokenRefusesTheRecipient() public {
        _fund(alice, 100);
        vm.expectRevert(abi.encodeWithSelector(IERC20Errors.ERC20InvalidReceiver.selector, address(0)));
        vm.prank(alice);
        market.withdraw(series, address(0), 100);
        vm.prank(alice);
        market.withdraw(series, CAROL, 100);
        vm.assertEq(token.balanceOf(CAROL), 100);
    }

    function test_WhenTheTokenReenters() public {
        ReenteringToken reentering = new ReenteringToken();
        _use(reentering, 1000);
        market.deposit(series, alice, 500);
        market.deposit(series, address(reentering), 500);
        for (uint256 i; i < 2; ++i) {
            bytes memory again = abi.encodeCall(market.withdraw, (series, bob, 100));
            reentering.arm(address(market), again, i == 1);
            reentering.act(address(market), again);
            vm.assertTrue(reentering.called() && !reentering.succeeded(), "inner call");
        }
        vm.assertEq(reentering.balanceOf(bob), 200);
        _assertAccount(address(reentering), 300, 0, 0);
        vm.assertEq(market.held(), 800);
        vm.assertEq(reentering.balanceOf(address(market)), 800);
    }

    function test_RevertWhen_TheTokenRebasedDownwards() public {
        RebasingToken rebasing = new RebasingToken();
        _use(rebasing, 200);
        market.deposit(series, alice, 100);
        market.deposit(series, bob, 100);
        rebasing.shrink(address(market), 20);
        _withdraw(alice, 100);
        vm.expectRevert(abi.encodeWithSelector(IERC20Errors.ERC20InsufficientBalance.selector, address(market), 80, 100));
        _withdraw(bob, 100);
        rebasing.mint(address(market), 20);
        _withdraw(bob, 100);
        vm.assertEq(rebasing.balanceOf(bob), 100);
    }

    function testFuzz_WhenTheFreeBalanceSuffices(uint88 balance, uint88 amount) public {
        balance = uint88(bound(balance, 1, token.MOST_PER_CALL()));
        amount = uint88(bound(amount, 1, balance));
        _fund(alice, balance);
        _fund(bob, BALANCE);
        vm.expectEmit(address(market));
        emit IAccounts.Withdrawn(series, alice, CAROL, amount);
        vm.prank(alice);
        market.withdraw(series, CAROL, amount);
        vm.assertEq(token.balanceOf(CAROL), amount);
        _assertAccount(alice, balance - amount, 0, 0);
        _assertAccount(bob, BALANCE, 0, 0);
        vm.assertEq(market.held(), BALANCE + balance - amount);
        vm.assertEq(token.balanceOf(address(market)), BALANCE + balance - amount);
    }

    /* HELPERS */

    function _withdraw(address who, uint256 amount) private {
        vm.prank(who);
        market.withdraw(series, who, amount);
    }

    function _expectInsufficient(address who, uint256 free, uint256 needed) private {
        vm.expectRevert(abi.encodeWithSelector(IAccounts.InsufficientFree.selector, series, who, free, needed));
    }

    function _use(PlainToken plain, uint256 amount) private {
        market = new Market(IERC20(address(plain)));
        series = market.createSeries(_config());
        plain.mint(address(this), amount);
        plain.approve(address(market), amount);
    }
}
