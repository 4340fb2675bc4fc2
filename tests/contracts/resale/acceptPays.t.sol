// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IResaleChain} from "../../../contracts/interfaces/IResaleChain.sol";
import {ResaleTest} from "../utils/ResaleTest.sol";

contract AcceptPaysTest is ResaleTest {
    function testFuzz_WhenTheTradeIsEager(uint8 family, uint32 alpha, uint256 depth, uint88 price) public {
        depth = bound(depth, 1, 9);
        IResaleChain.Rules memory rules = _allowed(family, alpha, 9, 9, 1);
        _create(rules, rules.family == IResaleChain.Family.Explicit ? _columns(9) : _none());
        _descend(depth - 1);
        uint32[] memory column = resale.columnOf(chain, depth);
        price = uint88(bound(price, 1, type(uint88).max));
        _offer(OTHER, price, EXPIRY);
        _fund(OTHER, price);
        vm.expectEmit(address(resale));
        emit IResaleChain.Sold(offered.number, OTHER, price);
        _accept(OTHER);

        uint256 rest = price;
        for (uint256 i; i + 1 < depth; ++i) {
            uint256 amount = uint256(price) * column[i] / WHOLE;
            vm.assertEq(_free(_player(i)), amount, "upstream");
            rest -= amount;
        }
        vm.assertEq(_free(_player(depth - 1)), rest, "direct seller");
        vm.assertEq(_free(OTHER), 0, "buyer");
        vm.assertEq(resale.held(), price, "held");
        vm.assertTrue(resale.isHolding(holding), "holding");
        IResaleChain.Record memory record = resale.recordOf(offered.number);
        vm.assertEq(uint256(record.state), uint256(IResaleChain.State.Licence), "state");
        vm.assertFalse(record.deferred, "deferred");
        vm.assertEq(uint256(record.claimed) + record.sales, 0, "claimed and sales");
    }

    function testFuzz_WhenTheTradeIsDeferred(uint8 family, uint32 alpha, uint256 depth, uint88 price) public {
        depth = bound(depth, 2, 9);
        IResaleChain.Rules memory rules = _allowed(family, alpha, 9, 1, 1);
        _create(rules, rules.family == IResaleChain.Family.Explicit ? _columns(9) : _none());
        _descend(depth - 1);
        uint32[] memory column = resale.columnOf(chain, depth);
        price = uint88(bound(price, 1, type(uint88).max));
        _sell(OTHER, price);
        uint256 rest = price;
        for (uint256 i; i + 1 < depth; ++i) {
            vm.assertEq(_free(_player(i)), 0, "upstream, before");
            rest -= uint256(price) * column[i] / WHOLE;
        }
        vm.assertEq(_free(_player(depth - 1)), rest, "direct seller");
        resale.claim(holding, type(uint256).max);
        for (uint256 i; i + 1 < depth; ++i) {
            vm.assertEq(_free(_player(i)), uint256(price) * column[i] / WHOLE, "upstream");
        }
        vm.assertEq(resale.held(), price, "held");
    }

    function test_WhenThePriceIsZero() public {
        _create(_rules());
        _descend(4);
        _offer(address(0), 0, EXPIRY);
        vm.expectEmit(address(resale));
        emit IResaleChain.Sold(offered.number, OTHER, 0);
        _accept(OTHER);
        vm.assertTrue(resale.isHolding(holding), "holding");
        vm.assertEq(resale.held(), 0, "held");
        for (uint256 i; i < 5; ++i) {
            vm.assertEq(_free(_player(i)), 0);
        }
    }

    function testFuzz_WhenThePriceIsTooLowForAnyShare(uint88 price, bool deferred) public {
        _create(deferred ? _deferredRules() : _rules());
        _descend(4);
        price = uint88(bound(price, 1, 4)); // shares are fifths
        _sell(OTHER, price);
        vm.assertEq(_free(_player(4)), price, "direct seller");
        vm.assertEq(resale.held(), price, "held");
    }

    function test_WhenThePriceIsTheHighestThereIs() public {
        IResaleChain.Rules memory rules = _rules();
        rules.family = IResaleChain.Family.Explicit;
        uint32[][] memory columns = _columns(32);
        columns[1][0] = WHOLE;
        columns[1][1] = 0;
        _create(rules, columns);
        _descend(1);
        _sell(OTHER, type(uint88).max);
        vm.assertEq(_free(OWNER), type(uint88).max, "the owner");
        vm.assertEq(_free(_player(1)), 0, "direct seller");
    }

    function testFuzz_WhenTheBuyerIsAPlayerAlready(uint256 which, uint88 price, bool deferred) public {
        _create(deferred ? _deferredRules() : _rules());
        _descend(4);
        price = uint88(bound(price, 1, type(uint88).max));
        address buyer = _player(bound(which, 0, 4));
        _sell(buyer, price);
        if (deferred) resale.claim(holding, type(uint256).max);
        uint256 sum;
        for (uint256 i; i < 5; ++i) {
            uint256 amount = i < 4 ? uint256(price) * (WHOLE / 5) / WHOLE : price - sum;
            sum += amount;
            vm.assertEq(_free(_player(i)), amount, "earned");
        }
        vm.assertEq(resale.held(), price, "held");
        vm.assertTrue(resale.isHolding(holding), "holding");
    }

    function testFuzz_WhenOneAddressIsEverybody(uint88 price, bool deferred) public {
        _create(deferred ? _deferredRules() : _rules());
        for (uint256 trade = 1; trade < 5; ++trade) {
            _sell(OWNER, 0);
        }
        price = uint88(bound(price, 1, type(uint88).max));
        _sell(OWNER, price);
        if (deferred) resale.claim(holding, type(uint256).max);
        vm.assertEq(_free(OWNER), price, "what it paid");
        vm.assertEq(resale.held(), price, "held");
    }

    function test_WhenAContractBuysAndSells() public {
        address somebody = address(token); // without a receive function
        _create(_rules());
        _sell(somebody, PRICE);
        uint256 paid = _free(OWNER);
        vm.assertEq(paid, PRICE, "first sale");
        _sell(OTHER, PRICE);
        vm.assertEq(_free(somebody), PRICE - PRICE / 2, "second sale");
        vm.assertEq(_free(OWNER), paid + PRICE / 2, "the owner");
    }

    function test_WhenABuyerHasMoreThanThePrice() public {
        _create(_rules());
        _fund(OTHER, 7);
        _sell(OTHER, PRICE);
        vm.assertEq(_free(OTHER), 7, "change");
        vm.assertEq(resale.held(), uint256(PRICE) + 7, "held");
        vm.assertEq(token.balanceOf(address(resale)), uint256(PRICE) + 7, "tokens");
        vm.prank(OWNER);
        resale.withdraw(0, OWNER, PRICE);
        vm.assertEq(token.balanceOf(OWNER), PRICE, "withdrawn");
        vm.assertEq(resale.held(), 7, "held afterwards");
    }

    function test_WhenTheTradeIsTheDeepestThereIs() public {
        _create(_rules());
        _descend(31);
        _sell(OTHER, PRICE);
        uint256 each = uint256(PRICE) * (WHOLE / 32) / WHOLE;
        for (uint256 i; i < 31; ++i) {
            vm.assertEq(_free(_player(i)), each, "upstream");
        }
        vm.assertEq(_free(_player(31)), PRICE - 31 * each, "direct seller");
    }
}
