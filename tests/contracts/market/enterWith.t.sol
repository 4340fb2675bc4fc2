// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IAccounts} from "../../../contracts/interfaces/IAccounts.sol";
import {IMarket} from "../../../contracts/interfaces/IMarket.sol";
import {MarketTest} from "../utils/MarketTest.sol";
import {Pack} from "../utils/Pack.sol";

contract EnterWithTest is MarketTest {
    function setUp() public override {
        super.setUp();
        _fund(alice, BALANCE);
        _fund(bob, BALANCE);
    }

    function testFuzz_RevertWhen_TheSeriesDoesNotExist(uint64 unknown) public {
        vm.assume(unknown != series);
        series = unknown;
        _expectRefusal(abi.encodeWithSelector(IAccounts.UnknownSeries.selector, unknown), 0, "");
    }

    function test_RevertWhen_TheRoundHasClosed() public {
        _expectRefusal(abi.encodeWithSelector(IMarket.RoundClosed.selector, 0), 0, "");
        _open();
        vm.warp(terms.closeAt);
        _expectRefusal(abi.encodeWithSelector(IMarket.RoundClosed.selector, terms.closeAt), 0, "");
    }

    function testFuzz_RevertWhen_OtherTermsAreNamed(bytes32 other) public {
        _open();
        vm.assume(other != termsHash);
        bytes memory cause = abi.encodeWithSelector(IMarket.WrongTerms.selector, termsHash, other);
        termsHash = other;
        _expectRefusal(cause, 0, "");
    }

    function testFuzz_RevertWhen_ThePayloadExceedsTheEntrysShareOf65536Bytes(uint16 maxEntries, uint8 excess) public {
        maxEntries = uint16(bound(maxEntries, 10, 1500));
        _open(_terms(address(checker), abi.encodePacked(uint32(maxEntries), uint32(1))));
        uint256 most = 65_536 / uint256(maxEntries);
        uint256 length = most + 1 + excess;
        _expectRefusal(abi.encodeWithSelector(IMarket.PayloadTooLong.selector, length, most), 0, new bytes(length));
        _enterWith(alice, 0, new bytes(most));
    }

    function testFuzz_RevertWhen_LockAndFeeExceedTheFreeBalance(uint88 lock) public {
        _open();
        lock = uint88(bound(lock, BALANCE - FEE + 1, type(uint88).max));
        _expectRefusal(abi.encodeWithSelector(IAccounts.InsufficientFree.selector, series, alice, BALANCE, uint256(lock) + FEE), lock, "");
    }

    function test_RevertWhen_TheAccountHasAsManyEntriesAsItMayHave() public {
        _open(_terms(address(checker), abi.encodePacked(uint32(5), uint32(2))));
        _enterWith(alice, 0, "one");
        _enter(alice, 0, DATA);
        _expectRefusal(abi.encodeWithSelector(IMarket.AccountFull.selector, 2), 0, "");
    }

    function test_RevertWhen_TheRoundIsFull() public {
        _open(_terms(address(checker), abi.encodePacked(uint32(3), uint32(2))));
        _enterWith(bob, 0, "one");
        _enter(bob, 0, DATA);
        _enterWith(alice, 0, "two");
        _expectRefusal(abi.encodeWithSelector(IMarket.RoundFull.selector, 3), 0, "");
    }

    function testFuzz_WhenThePayloadFitsAndTheMoneySuffices(bytes calldata payload, uint88 lock) public {
        vm.assume(payload.length <= 655);
        lock = uint88(bound(lock, 0, BALANCE - 3 * FEE));
        _open();
        _enterWith(alice, 0, "");
        _enter(alice, 0, DATA);
        bytes32 log = market.roundOf(series).log;
        vm.expectEmit(address(market));
        emit IMarket.EnteredWith(uint256(series) << 32 | 1, Pack.head(alice, true, lock), payload);
        _enterWith(alice, lock, payload);

        bytes32 hash = keccak256(abi.encodePacked(log, alice, uint8(1), lock, keccak256(payload)));
        vm.assertEq(market.roundOf(series).log, hash >> 32 << 32 | bytes32(uint256(3)), "log");
        _assertAccount(alice, BALANCE - lock - 3 * FEE, lock + 3 * FEE, 3);
        _settle("", "");
        _assertAccount(alice, BALANCE - 3 * FEE, 0, 0);
    }

    function _expectRefusal(bytes memory cause, uint88 lock, bytes memory payload) private {
        vm.expectRevert(cause);
        vm.prank(alice);
        market.enterWith(series, lock, termsHash, payload);
    }
}
