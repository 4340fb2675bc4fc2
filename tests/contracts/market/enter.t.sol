// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IAccounts} from "../../../contracts/interfaces/IAccounts.sol";
import {IMarket} from "../../../contracts/interfaces/IMarket.sol";
import {MarketTest} from "../utils/MarketTest.sol";
import {Pack} from "../utils/Pack.sol";

contract EnterTest is MarketTest {
    function setUp() public override {
        super.setUp();
        _fund(alice, BALANCE);
        _fund(bob, BALANCE);
    }

    function testFuzz_RevertWhen_TheSeriesDoesNotExist(uint64 unknown) public {
        vm.assume(unknown != series);
        series = unknown;
        _expectRefusal(abi.encodeWithSelector(IAccounts.UnknownSeries.selector, unknown));
    }

    function test_RevertWhen_NoRoundWasOpened() public {
        _expectRefusal(abi.encodeWithSelector(IMarket.RoundClosed.selector, 0));
    }

    function testFuzz_RevertWhen_TheRoundHasClosed(uint40 time, bool settled) public {
        _open();
        if (settled) _settle("", "");
        vm.warp(bound(time, terms.closeAt, type(uint40).max));
        _expectRefusal(abi.encodeWithSelector(IMarket.RoundClosed.selector, terms.closeAt));
    }

    function testFuzz_RevertWhen_OtherTermsAreNamed(bytes32 other) public {
        _open();
        vm.assume(other != termsHash);
        bytes memory cause = abi.encodeWithSelector(IMarket.WrongTerms.selector, termsHash, other);
        termsHash = other;
        _expectRefusal(cause);
    }

    function testFuzz_RevertWhen_TheTermsOfAnEarlierRoundAreNamed(bool settled) public {
        _open();
        bytes32 earlier = termsHash;
        _pass(settled);
        _open();
        bytes memory cause = abi.encodeWithSelector(IMarket.WrongTerms.selector, termsHash, earlier);
        termsHash = earlier;
        _expectRefusal(cause);
    }

    function testFuzz_RevertWhen_LockAndFeeExceedTheFreeBalance(uint88 lock) public {
        _open();
        lock = uint88(bound(lock, BALANCE - FEE + 1, type(uint88).max));
        vm.expectRevert(abi.encodeWithSelector(IAccounts.InsufficientFree.selector, series, alice, BALANCE, uint256(lock) + FEE));
        vm.prank(alice);
        market.enter(series, lock, termsHash, DATA);
    }

    function test_RevertWhen_TheAccountHasAsManyEntriesAsItMayHave() public {
        _open(_terms(address(checker), abi.encodePacked(uint32(5), uint32(2))));
        _enter(alice, 0, DATA);
        _enter(alice, 0, DATA);
        _expectRefusal(abi.encodeWithSelector(IMarket.AccountFull.selector, 2));
        _enter(bob, 0, DATA);
    }

    function test_RevertWhen_TheRoundIsFull() public {
        _open(_terms(address(checker), abi.encodePacked(uint32(3), uint32(2))));
        _enter(bob, 0, DATA);
        _enter(alice, 0, DATA);
        _enter(bob, 0, DATA);
        _expectRefusal(abi.encodeWithSelector(IMarket.RoundFull.selector, 3));
        _assertAccount(alice, BALANCE - FEE, FEE, 1);
    }

    function testFuzz_WhenTheMoneySuffices(uint88 first, uint88 second, bytes32 data, uint40 time) public {
        first = uint88(bound(first, 0, BALANCE - 2 * FEE));
        second = uint88(bound(second, 0, BALANCE - 2 * FEE - first));
        _open();
        vm.warp(bound(time, START, terms.closeAt - 1));
        _enter(bob, 3, DATA);
        _enter(alice, first, data);
        bytes32 log = market.roundOf(series).log;
        vm.expectEmit(address(market));
        emit IMarket.Entered(uint256(series) << 32 | 1, Pack.head(alice, false, second), data);
        _enter(alice, second, data);

        uint256 locked = uint256(first) + second + 2 * FEE;
        _assertAccount(alice, BALANCE - locked, locked, 2);
        vm.assertEq(_account(alice).round, 1);
        _assertAccount(bob, BALANCE - 3 - FEE, 3 + FEE, 1);
        bytes32 hash = keccak256(abi.encodePacked(log, alice, uint8(0), second, data));
        vm.assertEq(market.roundOf(series).log, hash >> 32 << 32 | bytes32(uint256(3)), "log");
        vm.assertEq(market.roundOf(series).count, 3);
        vm.assertEq(market.held(), 2 * BALANCE);
    }

    function _expectRefusal(bytes memory cause) private {
        vm.expectRevert(cause);
        vm.prank(alice);
        market.enter(series, 0, termsHash, DATA);
    }
}
