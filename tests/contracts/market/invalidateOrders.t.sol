// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IAccounts} from "../../../contracts/interfaces/IAccounts.sol";
import {IMarket} from "../../../contracts/interfaces/IMarket.sol";
import {MarketTest} from "../utils/MarketTest.sol";

contract InvalidateOrdersTest is MarketTest {
    function testFuzz_RevertWhen_TheSeriesDoesNotExist(uint64 unknown) public {
        vm.assume(unknown != series);
        vm.expectRevert(abi.encodeWithSelector(IAccounts.UnknownSeries.selector, unknown));
        market.invalidateOrders(unknown, 1);
    }

    function testFuzz_RevertWhen_TheNonceIsNotHigherThanTheAccounts(uint32 current, uint32 nonce) public {
        nonce = uint32(bound(nonce, 0, current));
        vm.startPrank(alice);
        if (current != 0) market.invalidateOrders(series, current);
        vm.expectRevert(abi.encodeWithSelector(IMarket.NonceNotHigher.selector, current, nonce));
        market.invalidateOrders(series, nonce);
    }

    function testFuzz_WhenTheNonceIsHigher(uint32 first, uint32 second, bool settled) public {
        first = uint32(bound(first, 1, type(uint32).max - 1));
        second = uint32(bound(second, uint256(first) + 1, type(uint32).max));
        uint64 other = market.createSeries(_config());
        _fund(alice, BALANCE);
        _open();
        _enter(alice, 10, DATA);
        _invalidate(first);
        _assertAccount(alice, BALANCE - 10 - FEE, 10 + FEE, 1);
        _pass(settled);
        _invalidate(second);
        _assertAccount(alice, settled ? BALANCE - FEE : BALANCE, 0, 0);
        vm.assertEq(market.accountOf(other, alice).nonce, 0);
        vm.assertEq(_account(bob).nonce, 0);
    }

    function _invalidate(uint32 nonce) private {
        vm.expectEmit(address(market));
        emit IMarket.OrdersInvalidated(series, alice, nonce);
        vm.prank(alice);
        market.invalidateOrders(series, nonce);
        vm.assertEq(_account(alice).nonce, nonce);
    }
}
