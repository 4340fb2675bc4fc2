// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC20Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";

import {Market} from "../../../contracts/Market.sol";
import {IAccounts} from "../../../contracts/interfaces/IAccounts.sol";
import {FeeToken} from "../mocks/FeeToken.sol";
import {PlainToken} from "../mocks/PlainToken.sol";
import {RebasingToken} from "../mocks/RebasingToken.sol";
import {ReenteringToken} from "../mocks/ReenteringToken.sol";
import {MarketTest} from "../utils/MarketTest.sol";

contract DepositTest is MarketTest {
    function testFuzz_RevertWhen_TheSeriesDoesNotExist(uint64 unknown) public {
        vm.assume(unknown != series);
        vm.expectRevert(abi.encodeWithSelector(IAccounts.UnknownSeries.selector, unknown));
        market.deposit(unknown, alice, 1);
    }

    function test_RevertWhen_TheAmountIsZero() public {
        vm.expectRevert(IAccounts.AmountIsZero.selector);
        market.deposit(series, alice, 0);
    }

    function testFuzz_RevertWhen_MoreWouldBeHeldThan88BitsCanCount(uint256 amount) public {
        amount = bound(amount, uint256(type(uint88).max) - BALANCE + 1, type(uint256).max);
        _fund(alice, BALANCE);
        vm.expectRevert(abi.encodeWithSelector(IAccounts.HeldOverflow.selector, BALANCE, amount));
        market.deposit(series, alice, amount);
    }

    function test_WhenExactlyWhat88BitsCanCountIsHeld() public {
        PlainToken plain = new PlainToken();
        _use(plain, type(uint88).max);
        market.deposit(series, alice, type(uint88).max);
        _assertAccount(alice, type(uint88).max, 0, 0);
        vm.expectRevert(abi.encodeWithSelector(IAccounts.HeldOverflow.selector, type(uint88).max, 1));
        market.deposit(series, bob, 1);
    }

    function test_RevertWhen_ThePayerHasTooLittleOrDidNotApprove() public {
        vm.expectRevert(abi.encodeWithSelector(IERC20Errors.ERC20InsufficientAllowance.selector, address(market), 0, 1));
        market.deposit(series, alice, 1);
        token.approve(address(market), 1);
        vm.expectRevert(abi.encodeWithSelector(IERC20Errors.ERC20InsufficientBalance.selector, address(this), 0, 1));
        market.deposit(series, alice, 1);
    }

    function testFuzz_RevertWhen_TheTokenTakesAFeeOfTheTransfer(uint80 amount) public {
        vm.assume(amount >= 100);
        _use(new FeeToken(), amount);
        vm.expectRevert(abi.encodeWithSelector(IAccounts.TransferAmountMismatch.selector, amount, amount - amount / 100));
        market.deposit(series, alice, amount);
    }

    function test_RevertWhen_TheTokenPaysMoreThanItWasAskedFor() public {
        RebasingToken rebasing = new RebasingToken();
        _use(rebasing, 100);
        rebasing.setInterest(1);
        vm.expectRevert(abi.encodeWithSelector(IAccounts.TransferAmountMismatch.selector, 100, 101));
        market.deposit(series, alice, 100);
    }

    function test_WhenTheTokenReentersDepositOrWithdraw() public {
        ReenteringToken reentering = _useReentering();
        bytes[2] memory calls = [abi.encodeCall(market.deposit, (series, bob, 10)), abi.encodeCall(market.withdraw, (series, bob, 10))];
        for (uint256 i; i < 4; ++i) {
            uint256 held = market.held();
            reentering.arm(address(market), calls[i / 2], i % 2 == 1);
            market.deposit(series, alice, 100);
            vm.assertTrue(reentering.called(), "called");
            vm.assertFalse(reentering.succeeded(), "succeeded");
            vm.assertEq(reentering.answer(), abi.encodeWithSelector(ReentrancyGuardTransient.ReentrancyGuardReentrantCall.selector));
            vm.assertEq(market.held(), held + 100);
        }
        _assertAccount(alice, 400, 0, 0);
        _assertAccount(bob, 0, 0, 0);
    }

    function test_WhenTheTokenReentersWithACallThatNoLockGuards() public {
        ReenteringToken reentering = _useReentering();
        uint64 other = market.createSeries(_config());
        for (uint256 i; i < 2; ++i) {
            reentering.arm(address(market), abi.encodeCall(market.move, (series, other, 10)), i == 1);
            market.deposit(series, alice, 100);
            vm.assertTrue(reentering.succeeded(), "succeeded");
        }
        _assertAccount(alice, 200, 0, 0);
        _assertAccount(address(reentering), 480, 0, 0);
        vm.assertEq(market.accountOf(other, address(reentering)).free, 20);
        vm.assertEq(market.held(), 700);
        vm.assertEq(reentering.balanceOf(address(market)), 700);
    }

    function test_WhenTokensAreSentWithoutDeposit() public {
        _fund(alice, 100);
        token.faucet(address(market), 50);
        vm.assertEq(market.held(), 100);
        _fund(alice, 100);
        _assertAccount(alice, 200, 0, 0);
        vm.assertEq(market.held(), 200);
    }

    function testFuzz_WhenTheTransferSucceeds(uint88 first, uint88 second) public {
        first = uint88(bound(first, 1, token.MOST_PER_CALL()));
        second = uint88(bound(second, 1, token.MOST_PER_CALL()));
        _fund(alice, first);
        token.faucet(bob, second);
        vm.prank(bob);
        token.approve(address(market), second);
        vm.expectEmit(address(market));
        emit IAccounts.Deposited(series, CAROL, bob, second);
        vm.prank(bob);
        market.deposit(series, CAROL, second);

        _assertAccount(alice, first, 0, 0);
        _assertAccount(bob, 0, 0, 0);
        _assertAccount(CAROL, second, 0, 0);
        vm.assertEq(token.balanceOf(bob), 0);
        vm.assertEq(market.held(), uint256(first) + second);
        vm.assertEq(token.balanceOf(address(market)), uint256(first) + second);
    }

    /* HELPERS */

    /// @dev A market over another token, of which this contract has `amount` approved.
    function _use(PlainToken plain, uint256 amount) private {
        market = new Market(IERC20(address(plain)));
        series = market.createSeries(_config());
        plain.mint(address(this), amount);
        plain.approve(address(market), amount);
    }

    /// @dev The token itself holds an account of 500.
    function _useReentering() private returns (ReenteringToken reentering) {
        reentering = new ReenteringToken();
        _use(reentering, 1000);
        reentering.approveAs(address(reentering), address(market), type(uint256).max);
        market.deposit(series, address(reentering), 500);
    }
}
