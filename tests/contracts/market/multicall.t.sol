// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IAccounts} from "../../../contracts/interfaces/IAccounts.sol";
import {IMarket} from "../../../contracts/interfaces/IMarket.sol";
import {Pack} from "../utils/Pack.sol";
import {PhasedTest} from "../utils/PhasedTest.sol";

contract MulticallTest is PhasedTest {
    function test_WhenTheOperatorOpensAndEntersInOneTransaction() public {
        _fund(OPERATOR, BALANCE);
        terms = _terms();
        bytes32 hash = market.termsHashOf(terms);
        _call(OPERATOR, abi.encodeCall(market.open, (terms)), abi.encodeCall(market.enter, (series, 10, hash, DATA)));
        _assertAccount(OPERATOR, BALANCE - 10 - FEE, 10 + FEE, 1);
        entries = Pack.entry(OPERATOR, 10, DATA);
        _settle("", "");
    }

    function testFuzz_WhenTheOperatorOpensAndEntersContractsInOneTransaction(bytes calldata payload) public {
        vm.assume(payload.length <= 655);
        _fund(OPERATOR, BALANCE);
        terms = _phased(true, 0);
        termsHash = market.termsHashOf(terms);
        bytes memory entering = abi.encodeCall(market.enterWith, (series, 10, termsHash, payload));
        _call(OPERATOR, abi.encodeCall(market.open, (terms)), entering);
        _assertAccount(OPERATOR, BALANCE - 10 - FEE, 10 + FEE, 1);
        entries = Pack.entryWith(OPERATOR, 10, payload);
        payloads = Pack.payload(payload);
        _settle("", "");
    }

    function test_WhenSomebodyDepositsAndProposesInOneTransaction() public {
        _open(_phased(true, BOND));
        vm.warp(terms.settleBy - 1);
        _approve(PROPOSER, BOND);
        bytes memory proposing = abi.encodeCall(market.propose, (terms, _outcome(TRUTH)));
        _call(PROPOSER, abi.encodeCall(market.deposit, (series, PROPOSER, BOND)), proposing);
        _assertAccount(PROPOSER, 0, BOND, 0);
    }

    function test_WhenSomebodyDepositsAndEntersInOneTransaction() public {
        _open();
        _approve(alice, 100);
        _call(alice, abi.encodeCall(market.deposit, (series, alice, 100)), abi.encodeCall(market.enter, (series, 10, termsHash, DATA)));
        _assertAccount(alice, 100 - 10 - FEE, 10 + FEE, 1);
    }

    function test_RevertWhen_OneOfTheCallsFails() public {
        _open();
        _approve(alice, 100);
        vm.expectRevert(abi.encodeWithSelector(IAccounts.InsufficientFree.selector, series, alice, 100, 96 + FEE));
        _call(alice, abi.encodeCall(market.deposit, (series, alice, 100)), abi.encodeCall(market.enter, (series, 96, termsHash, DATA)));
        vm.assertEq(market.held(), 0);
        vm.expectRevert(abi.encodeWithSelector(IMarket.NotOperator.selector, alice));
        _call(alice, abi.encodeCall(market.deposit, (series, alice, 100)), abi.encodeCall(market.open, (terms)));
        vm.assertEq(token.balanceOf(alice), 100);
    }

    function test_WhenTheCallsDepositSeveralTimes() public {
        _approve(alice, 100);
        _call(alice, abi.encodeCall(market.deposit, (series, alice, 60)), abi.encodeCall(market.deposit, (series, bob, 40)));
        _assertAccount(alice, 60, 0, 0);
        _assertAccount(bob, 40, 0, 0);
        vm.assertEq(market.held(), 100);
        vm.assertEq(token.balanceOf(address(market)), 100);
    }

    function _approve(address who, uint256 amount) private {
        token.faucet(who, amount);
        vm.prank(who);
        token.approve(address(market), amount);
    }

    function _call(address sender, bytes memory first, bytes memory second) private {
        bytes[] memory calls = new bytes[](2);
        (calls[0], calls[1]) = (first, second);
        vm.prank(sender);
        market.multicall(calls);
    }
}
