// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IAccounts} from "../../../contracts/interfaces/IAccounts.sol";
import {IResaleChain} from "../../../contracts/interfaces/IResaleChain.sol";
import {ResaleTest} from "../utils/ResaleTest.sol";

contract AcceptTest is ResaleTest {
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
}
