// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {StandingOrder} from "../../../contracts/libraries/StandingOrder.sol";
import {Pack} from "../utils/Pack.sol";
import {Test} from "../utils/Test.sol";

contract StandingOrderTest is Test {
    using StandingOrder for uint256;

    uint8 private constant BID = 1;
    uint8 private constant ASK = 2;

    function testFuzz_WhenAnOrderWordCarriesItsEntry(
        uint8 side,
        uint88 price,
        uint32 quantity,
        uint16 quality,
        uint64 dataset,
        uint16 entry
    ) public pure {
        uint256 order = uint256(Pack.order(side, price, quantity, quality, dataset)) | entry;
        vm.assertEq(order.side(), side, "side");
        vm.assertEq(order.price(), price, "price");
        vm.assertEq(order.quantity(), quantity, "quantity");
        vm.assertEq(order.quality(), quality, "quality");
        vm.assertEq(order.entry(), entry, "entry");
    }

    function testFuzz_WhenTwoBidsAreComparedByKey(uint88 price, uint88 other, uint16 entry, uint16 otherEntry, bool tie) public pure {
        if (tie) other = price;
        bool first = price > other || (price == other && entry < otherEntry);
        vm.assertTrue((_bidKey(price, entry) < _bidKey(other, otherEntry)) == first, "order");
        vm.assertEq(_bidKey(price, entry).bidKeyPrice(), price, "price");
        vm.assertEq(_bidKey(price, entry).keyEntry(), entry, "entry");
    }

    function testFuzz_WhenTwoAsksAreComparedByKey(uint88 price, uint88 other, uint16 entry, uint16 otherEntry, bool tie) public pure {
        if (tie) other = price;
        bool first = price < other || (price == other && entry < otherEntry);
        vm.assertTrue((_askKey(price, entry) < _askKey(other, otherEntry)) == first, "order");
        vm.assertEq(_askKey(price, entry).askKeyPrice(), price, "price");
        vm.assertEq(_askKey(price, entry).keyEntry(), entry, "entry");
    }

    function _bidKey(uint88 price, uint16 entry) private pure returns (uint256) {
        return (uint256(Pack.order(BID, price, 7, 3, 0)) | entry).key(StandingOrder.BID_FLIP);
    }

    function _askKey(uint88 price, uint16 entry) private pure returns (uint256) {
        return (uint256(Pack.order(ASK, price, 7, 3, 9)) | entry).key(StandingOrder.ASK_FLIP);
    }
}
