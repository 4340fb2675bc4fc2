// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IAccounts} from "../../../contracts/interfaces/IAccounts.sol";
import {IMarket} from "../../../contracts/interfaces/IMarket.sol";
import {MarketTest} from "../utils/MarketTest.sol";
import {Pack} from "../utils/Pack.sol";

contract EnterBatchTest is MarketTest {
    struct Entry {
        uint88 lock;
        bytes32 data;
    }

    function setUp() public override {
        super.setUp();
        _fund(alice, BALANCE);
    }

    function testFuzz_RevertWhen_TheSeriesDoesNotExist(uint64 unknown) public {
        vm.assume(unknown != series);
        series = unknown;
        _expectRefusal(abi.encodeWithSelector(IAccounts.UnknownSeries.selector, unknown), _batch(1, 0));
    }

    function test_RevertWhen_TheRoundHasClosed() public {
        _expectRefusal(abi.encodeWithSelector(IMarket.RoundClosed.selector, 0), _batch(1, 0));
        _open();
        vm.warp(terms.closeAt);
        _expectRefusal(abi.encodeWithSelector(IMarket.RoundClosed.selector, terms.closeAt), _batch(1, 0));
    }

    function testFuzz_RevertWhen_OtherTermsAreNamed(bytes32 other) public {
        _open();
        vm.assume(other != termsHash);
        bytes memory cause = abi.encodeWithSelector(IMarket.WrongTerms.selector, termsHash, other);
        termsHash = other;
        _expectRefusal(cause, _batch(1, 0));
    }

    function testFuzz_RevertWhen_TheBatchIsEmptyOrEndsWithinAnEntry(uint16 length) public {
        length %= 500;
        if (length % 44 == 0) length = 0;
        _open();
        _expectRefusal(abi.encodeWithSelector(IMarket.MalformedBatch.selector, length), new bytes(length));
    }

    function testFuzz_RevertWhen_ALockNeedsMoreThan88Bits(uint96 lock) public {
        lock = uint96(bound(lock, uint256(type(uint88).max) + 1, type(uint96).max));
        _open();
        _expectRefusal(abi.encodeWithSelector(IMarket.LockTooLarge.selector, lock), bytes.concat(_batch(2, 0), Pack.batchEntry(lock, DATA)));
    }

    function testFuzz_RevertWhen_TheLocksAndFeesExceedTheFreeBalance(uint88 first, uint88 second) public {
        uint256 needed = uint256(first) + second + 2 * FEE;
        vm.assume(needed > BALANCE);
        _open();
        _expectRefusal(
            abi.encodeWithSelector(IAccounts.InsufficientFree.selector, series, alice, BALANCE, needed),
            bytes.concat(Pack.batchEntry(first, DATA), Pack.batchEntry(second, DATA))
        );
    }

    function test_RevertWhen_TheAccountWouldHaveMoreEntriesThanItMayHave() public {
        _open(_terms(address(checker), abi.encodePacked(uint32(9), uint32(3))));
        _enter(alice, 0, DATA);
        _expectRefusal(abi.encodeWithSelector(IMarket.AccountFull.selector, 3), _batch(3, 0));
        _enterBatch(_batch(2, 0));
        vm.assertEq(_account(alice).entries, 3);
    }

    function test_RevertWhen_TheRoundWouldBeFullerThanItMayBe() public {
        _open(_terms(address(checker), abi.encodePacked(uint32(3), uint32(3))));
        _fund(bob, BALANCE);
        _enter(bob, 0, DATA);
        _expectRefusal(abi.encodeWithSelector(IMarket.RoundFull.selector, 3), _batch(3, 0));
        _enterBatch(_batch(2, 0));
        vm.assertEq(market.roundOf(series).count, 3);
    }

    function test_WhenTheBatchFitsAndTheMoneySuffices() public {
        _open();
        bytes memory batch = _batch(50, 7);
        vm.expectEmit(address(market));
        emit IMarket.EnteredBatch(uint256(series) << 32 | 1, alice, batch);
        _enterBatch(batch);
        _assertAccount(alice, BALANCE - 50 * (7 + FEE), 50 * (7 + FEE), 50);
        vm.assertEq(market.roundOf(series).count, 50);
    }

    function testFuzz_WhenTheSameEntriesAreMadeOneByOne(Entry[] memory list, bool entered) public {
        vm.assume(list.length != 0);
        if (list.length > 20) {
            assembly ("memory-safe") {
                mstore(list, 20)
            }
        }
        _open();
        if (entered) _enter(alice, 1, DATA);
        bytes memory batch;
        for (uint256 i; i < list.length; ++i) {
            list[i].lock = uint88(bound(list[i].lock, 0, BALANCE / 25));
            batch = bytes.concat(batch, Pack.batchEntry(list[i].lock, list[i].data));
        }

        uint256 before = vm.snapshotState();
        _enterBatch(batch);
        bytes memory together = abi.encode(market.roundOf(series), _account(alice));
        vm.revertToState(before);
        for (uint256 i; i < list.length; ++i) {
            _enter(alice, list[i].lock, list[i].data);
        }
        vm.assertEq(abi.encode(market.roundOf(series), _account(alice)), together);
        _settle("", "");
    }

    /* HELPERS */

    function _batch(uint256 count, uint96 lock) private pure returns (bytes memory batch) {
        for (uint256 i; i < count; ++i) {
            batch = bytes.concat(batch, Pack.batchEntry(lock, bytes32(uint256(DATA) + i)));
        }
    }

    function _enterBatch(bytes memory batch) private {
        vm.prank(alice);
        market.enterBatch(series, termsHash, batch);
    }

    function _expectRefusal(bytes memory cause, bytes memory batch) private {
        vm.expectRevert(cause);
        _enterBatch(batch);
    }
}
