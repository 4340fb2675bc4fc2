// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IChecker} from "../../../contracts/interfaces/IChecker.sol";
import {Book, OrderBook} from "../../../contracts/libraries/OrderBook.sol";
import {StandingOrder} from "../../../contracts/libraries/StandingOrder.sol";
import {Pack} from "../utils/Pack.sol";
import {Test} from "../utils/Test.sol";

contract OrderBookTest is Test {
    address private constant ALICE = address(0xA11CE);
    address private constant BOB = address(0xB0B);

    uint8 private constant BID = 1;
    uint8 private constant ASK = 2;
    uint8 private constant CANCEL = 3;

    uint256 private constant LARGEST = type(uint32).max;

    bytes private entries;

    /* WELL-FORMED OR NOT */

    function testFuzz_WhenABidIsCoveredByItsLock(uint88 price, uint32 quantity, uint16 quality) public {
        quantity = uint32(bound(quantity, 1, type(uint32).max));
        price = uint88(bound(price, 0, type(uint88).max / quantity));
        quality = uint16(bound(quality, 0, 15));
        bytes32 data = Pack.order(BID, price, quantity, quality, 0);
        _enter(ALICE, 0, bytes32(0));
        _enter(ALICE, price * quantity, data);
        _expectStanding(1, uint256(data) | 1);

        delete entries;
        _enter(ALICE, 0, bytes32(0));
        _enter(ALICE, price == 0 ? 0 : price * quantity - 1, data);
        if (price != 0) _expectNothing();
    }

    function test_WhenAPriceTimesQuantityExceedsEveryLock() public {
        _enter(ALICE, type(uint88).max, Pack.order(BID, type(uint88).max, 2, 0, 0));
        _enter(ALICE, type(uint88).max, Pack.order(BID, type(uint88).max, type(uint32).max, 0, 0));
        _expectNothing();
    }

    function test_WhenAnEntryIsNoWellFormedOrder() public {
        uint88 lock = 1000;
        // sides
        _enter(ALICE, lock, Pack.order(0, 1, 1, 0, 0));
        _enter(ALICE, lock, Pack.order(4, 1, 1, 0, 0));
        _enter(ALICE, lock, Pack.order(255, 1, 1, 0, 1));
        // quantities
        _enter(ALICE, lock, Pack.order(BID, 1, 0, 0, 0));
        _enter(ALICE, lock, Pack.order(ASK, 1, 0, 0, 1));
        // qualities
        _enter(ALICE, lock, Pack.order(BID, 1, 1, 16, 0));
        _enter(ALICE, lock, Pack.order(ASK, 1, 1, 16, 1));
        _enter(ALICE, lock, Pack.order(ASK, 1, 1, type(uint16).max, 1));
        // datasets
        _enter(ALICE, lock, Pack.order(BID, 1, 1, 0, 1));
        _enter(ALICE, lock, Pack.order(ASK, 1, 1, 0, 0));
        // unused bits
        _enter(ALICE, lock, bytes32(uint256(Pack.order(BID, 1, 1, 0, 0)) | 1));
        _enter(ALICE, lock, bytes32(uint256(Pack.order(ASK, 1, 1, 0, 1)) | 1 << 47));
        // payloads
        entries = bytes.concat(entries, Pack.head(ALICE, true, lock), Pack.order(BID, 1, 1, 0, 0));
        entries = bytes.concat(entries, Pack.head(ALICE, true, lock), Pack.order(ASK, 1, 1, 0, 1));
        _expectNothing();
    }

    function test_WhenAQuantityIsOutOfTheRulesBounds() public {
        _enter(ALICE, 0, Pack.order(BID, 0, 12, 0, 0));
        _enter(ALICE, 0, Pack.order(BID, 0, 13, 0, 0));
        _enter(ALICE, 0, Pack.order(ASK, 0, 2, 0, 1));
        _enter(ALICE, 0, Pack.order(ASK, 0, 3, 0, 2));
        _enter(ALICE, 0, Pack.order(ASK, 0, 13, 0, 3));
        (uint256[] memory orders, uint256 bids, uint256 asks) = this.read(entries, 3, 12);
        vm.assertEq(bids, 1);
        vm.assertEq(asks, 2);
        vm.assertEq(orders[0], uint256(Pack.order(BID, 0, 12, 0, 0)));
        vm.assertEq(orders[3], uint256(Pack.order(ASK, 0, 3, 0, 2)) | 3);
        vm.assertEq(orders[4], uint256(Pack.order(ASK, 0, 12, 0, 3)) | 4, "cut off");
    }

    /* CANCELS */

    function test_WhenAnEntryIsCancelled() public {
        _enter(ALICE, 0, Pack.order(ASK, 7, 1, 0, 1));
        _enter(ALICE, 7, Pack.order(BID, 7, 1, 0, 0));
        _cancel(ALICE, 0);
        _cancel(ALICE, 1);
        _expectNothing();
    }

    function test_WhenTheCancelIsNotALaterOneOfTheSameAccount() public {
        _cancel(ALICE, 1);
        bytes32 data = Pack.order(BID, 7, 1, 0, 0);
        _enter(ALICE, 7, data);
        _cancel(BOB, 1);
        _cancel(ALICE, 3);
        _cancel(ALICE, type(uint32).max);
        _expectStanding(1, uint256(data) | 1);
    }

    function test_WhenACancelIsCancelled() public {
        bytes32 data = Pack.order(BID, 7, 1, 0, 0);
        _enter(ALICE, 7, data);
        _cancel(ALICE, 0);
        _cancel(ALICE, 1);
        _expectStanding(0, uint256(data));

        // and once more
        _cancel(ALICE, 2);
        _expectNothing();
    }

    function test_WhenACancelIsMalformed() public {
        bytes32 data = Pack.order(BID, 7, 1, 0, 0);
        _enter(ALICE, 7, data);
        _enter(ALICE, 0, Pack.order(CANCEL, 1, 0, 0, 0));
        _enter(ALICE, 0, Pack.order(CANCEL, 0, 0, 1, 0));
        _enter(ALICE, 0, Pack.order(CANCEL, 0, 0, 0, 1));
        _enter(ALICE, 0, bytes32(uint256(Pack.order(CANCEL, 0, 0, 0, 0)) | 1));
        entries = bytes.concat(entries, Pack.head(ALICE, true, 0), Pack.order(CANCEL, 0, 0, 0, 0));
        _expectStanding(0, uint256(data));
    }

    /* DATASETS */

    function test_WhenADatasetIsAskedForAgain() public {
        bytes32 last = Pack.order(ASK, 9, 1, 0, 5);
        _enter(ALICE, 0, Pack.order(ASK, 7, 1, 0, 5));
        _enter(BOB, 0, last);
        // none of these counts
        _enter(ALICE, 0, Pack.order(ASK, 1, 0, 0, 5));
        _enter(ALICE, 0, Pack.order(ASK, 1, 1, 16, 5));
        _expectStanding(1, uint256(last) | 1);

        _cancel(BOB, 1);
        _expectNothing();
    }

    /// @dev Each of them is asked for in turn, so that only the asks of the last turn stand.
    function testFuzz_WhenDatasetsAreMany(uint64 seed, uint256 distinct) public view {
        distinct = bound(distinct, 1, 300);
        uint256 asked = 400;
        bytes memory list;
        for (uint256 i; i < asked; ++i) {
            uint64 dataset = uint64(uint256(keccak256(abi.encode(seed, i % distinct))) | 1);
            list = bytes.concat(list, Pack.entry(ALICE, 0, Pack.order(ASK, 1, 1, 0, dataset)));
        }
        (uint256[] memory orders,, uint256 asks) = this.read(list, 1, LARGEST);
        vm.assertEq(asks, distinct);
        for (uint256 i; i < asked; ++i) {
            vm.assertTrue((orders[i] != 0) == (i + distinct >= asked), "the last of each");
        }
    }

    function test_RevertWhen_ThereAreMoreEntriesThanAnyRoundMayHave() public {
        bytes memory list = new bytes(1500 * 64);
        this.read(list, 1, LARGEST);
        list = new bytes(1501 * 64);
        vm.expectRevert(abi.encodeWithSelector(IChecker.TooManyEntries.selector, 1501, 1500));
        this.read(list, 1, LARGEST);
    }

    /* SPLIT */

    function testFuzz_Split(uint88[20] calldata prices, uint88 from, bool bids) public view {
        bytes memory list;
        uint256 before;
        uint256 next = type(uint256).max;
        uint256 key = uint256(from) << 16 | 7;
        for (uint16 i; i < prices.length; ++i) {
            bytes32 data = bids ? Pack.order(BID, prices[i], 1, 0, 0) : Pack.order(ASK, prices[i], 1, 0, i + 1);
            list = bytes.concat(list, Pack.entry(ALICE, type(uint88).max, data));
            uint256 own = uint256(bids ? type(uint88).max - prices[i] : prices[i]) << 16 | i;
            if (own < key) ++before;
            else if (own < next) next = own;
        }
        (uint256 counted, uint256 found) = this.split(list, bids, key);
        vm.assertEq(counted, before, "before");
        vm.assertEq(found, next, "next");
    }

    /* HELPERS */

    function _enter(address who, uint88 lock, bytes32 data) private {
        entries = bytes.concat(entries, Pack.entry(who, lock, data));
    }

    function _cancel(address who, uint32 target) private {
        _enter(who, 0, Pack.order(CANCEL, 0, target, 0, 0));
    }

    function _expectNothing() private view {
        (uint256[] memory orders, uint256 bids, uint256 asks) = this.read(entries, 1, LARGEST);
        vm.assertEq(bids + asks, 0);
        for (uint256 i; i < orders.length; ++i) {
            vm.assertEq(orders[i], 0);
        }
    }

    /// @dev Nothing else stands.
    function _expectStanding(uint256 entry, uint256 order) private view {
        (uint256[] memory orders, uint256 bids, uint256 asks) = this.read(entries, 1, LARGEST);
        vm.assertEq(bids + asks, 1);
        vm.assertEq(orders[entry], order);
    }

    /// @return orders by entry, after comparing them with the book's own lists of bids and asks
    function read(bytes calldata list, uint256 least, uint256 most)
        external
        pure
        returns (uint256[] memory orders, uint256 bids, uint256 asks)
    {
        Book memory book = OrderBook.read(list, least, most);
        orders = new uint256[](book.entries);
        uint256 ask = book.askCount;
        for (uint256 i; i < book.entries; ++i) {
            orders[i] = book.orders.get(i);
            if (StandingOrder.side(orders[i]) == BID) vm.assertEq(book.bids.get(bids++), orders[i], "bids in entry order");
            if (StandingOrder.side(orders[i]) == ASK) vm.assertEq(book.asks.get(--ask), orders[i], "asks in reverse");
        }
        vm.assertEq(bids, book.bidCount);
        vm.assertEq(ask, 0);
        asks = book.askCount;
    }

    function split(bytes calldata list, bool bids, uint256 key) external pure returns (uint256, uint256) {
        Book memory book = OrderBook.read(list, 1, LARGEST);
        return bids
            ? OrderBook.split(book.bids, book.bidCount, StandingOrder.BID_FLIP, key)
            : OrderBook.split(book.asks, book.askCount, StandingOrder.ASK_FLIP, key);
    }
}
