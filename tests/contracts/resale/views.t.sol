// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IAccounts} from "../../../contracts/interfaces/IAccounts.sol";
import {IResaleChain} from "../../../contracts/interfaces/IResaleChain.sol";
import {Misstatement} from "../utils/Misstatement.sol";
import {ResaleTest} from "../utils/ResaleTest.sol";

contract ResaleViewsTest is ResaleTest {
    function test_WhenNothingHappenedYet() public view {
        vm.assertEq(address(resale.registry()), address(registry), "registry");
        vm.assertEq(address(resale.token()), address(token), "token");
        vm.assertEq(uint256(resale.WHOLE()), 10 ** 9, "whole");
        vm.assertEq(uint256(resale.MOST_DEPTH()), 32, "depth");
        vm.assertEq(uint256(resale.chainCount()) + resale.lastNumber(), 0, "numbers");
    }

    function testFuzz_RevertWhen_TheChainIsUnknown(uint64 unknown) public {
        _create(_rules());
        vm.assume(unknown != chain);
        vm.expectRevert(abi.encodeWithSelector(IResaleChain.UnknownChain.selector, unknown));
        resale.chainOf(unknown);
    }

    function testFuzz_WhenANumberWasNotGiven(uint64 number) public {
        _create(_rules());
        vm.assume(number != holding.licence);
        IResaleChain.Record memory record = resale.recordOf(number);
        vm.assertEq(uint256(record.state), uint256(IResaleChain.State.Never), "state");
        holding.licence = number;
        vm.assertFalse(resale.isHolding(holding), "holding");
    }

    function testFuzz_WhenAHoldingIsMisstated(uint8 field, uint256 change) public {
        _create(_rules());
        _descend(2);
        _sell(OTHER, PRICE);
        vm.assertTrue(resale.isHolding(holding), "the recorded one");
        vm.assertFalse(resale.isHolding(Misstatement.misstated(holding, field, change)), "another");
    }

    function test_WhenAnOfferIsNotAcceptedYet() public {
        _create(_rules());
        _offer(OTHER, PRICE, EXPIRY);
        vm.assertFalse(resale.isHolding(_holdingOf(offered, OTHER)), "before");
        _fund(OTHER, PRICE);
        _accept(OTHER);
        vm.assertTrue(resale.isHolding(_holdingOf(offered, OTHER)), "after");
    }

    function testFuzz_RevertWhen_MoneyGoesIntoAnotherSeries(uint64 series) public {
        vm.assume(series != 0);
        _fund(OTHER, 5);
        vm.expectRevert(abi.encodeWithSelector(IAccounts.UnknownSeries.selector, series));
        resale.deposit(series, OTHER, 5);
        vm.expectRevert(abi.encodeWithSelector(IAccounts.UnknownSeries.selector, series));
        vm.prank(OTHER);
        resale.move(0, series, 5);
    }

    function test_WhenMoneyIsTakenOut() public {
        _fund(OTHER, 5);
        vm.prank(OTHER);
        resale.withdraw(0, OWNER, 5);
        vm.assertEq(token.balanceOf(OWNER), 5);
        vm.expectRevert(abi.encodeWithSelector(IAccounts.InsufficientFree.selector, 0, OTHER, 0, 1));
        vm.prank(OTHER);
        resale.withdraw(0, OWNER, 1);
    }
}
