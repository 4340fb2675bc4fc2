// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {PriceSearch, ValidPrice} from "../../../contracts/libraries/ValidPrice.sol";
import {WordRows, Words} from "../../../contracts/libraries/Words.sol";
import {Pack} from "../utils/Pack.sol";
import {Test} from "../utils/Test.sol";

/// @dev Compared, in every round, with Algorithm 2 taken literally (section 3 of the double auction).
contract ValidPriceTest is Test {
    /// @param price small, so that there are ties
    struct Order {
        uint8 price;
        uint8 quality;
    }

    function testFuzz_WhenTheHighestBidsLeaveOneByOne(Order[9] memory bids, Order[9] memory asks, uint8 bidCount, uint8 askCount)
        public
        pure
    {
        bidCount = uint8(bound(bidCount, 1, 9));
        askCount = uint8(bound(askCount, 1, 9));
        Order[] memory b = _sorted(bids, bidCount, true);
        Order[] memory a = _sorted(asks, askCount, false);
        PriceSearch memory search = ValidPrice.start(_row(1, b), bidCount, _row(2, a), askCount);
        for (uint256 round; round < bidCount; ++round) {
            (uint256 critical, uint256 sellers) = search.find();
            (uint256 expectedCritical, uint256 expectedSellers) = _literal(_from(b, round), a);
            vm.assertEq(sellers, expectedSellers, "sellers");
            if (sellers != 0) {
                vm.assertEq(critical, expectedCritical, "critical bid");
                bool second = round + 1 < bidCount && b[round + 1].price >= critical;
                vm.assertEq(search.secondPrice(critical), b[second ? round + 1 : round].price, "second price");
                vm.assertEq(search.highest() & 0xffff, round, "highest");
            }
            search.advance();
        }
        vm.assertEq(search.pairs, 0, "nobody is left");
    }

    /// @return critical p_v^b
    /// @return sellers how many asks cost at most p_v^s; 0: there is no valid price
    function _literal(Order[] memory b, Order[] memory a) private pure returns (uint256 critical, uint256 sellers) {
        uint256 pairs = _cross(b, a, false);
        if (pairs == 0) return (0, 0);
        Order[] memory needs = _byNeed(_first(b, pairs));
        Order[] memory offers = _byOffer(_first(a, pairs));
        uint256 length = _cross(needs, offers, true);
        if (length == 0) return (0, 0);
        critical = _padded(needs, length).price;
        for (; sellers < a.length && a[sellers].price <= _padded(offers, length).price; ++sellers) {}
    }

    /// @return pairs up to which all pairs of the padded sides match, by price or by quality
    function _cross(Order[] memory b, Order[] memory a, bool quality) private pure returns (uint256 pairs) {
        uint256 most = b.length > a.length ? b.length : a.length;
        for (; pairs < most; ++pairs) {
            (Order memory x, Order memory y) = (_padded(b, pairs + 1), _padded(a, pairs + 1));
            if (quality ? y.quality < x.quality : x.price < y.price) break;
        }
    }

    function _padded(Order[] memory side, uint256 position) private pure returns (Order memory) {
        return side[(position < side.length ? position : side.length) - 1];
    }

    /// @dev Need order: quality ascends, bid order within.
    function _byNeed(Order[] memory b) private pure returns (Order[] memory sorted) {
        sorted = new Order[](b.length);
        uint256 next;
        for (uint256 grade; grade < 16; ++grade) {
            for (uint256 i; i < b.length; ++i) {
                if (b[i].quality == grade) sorted[next++] = b[i];
            }
        }
    }

    /// @dev Offer order: quality descends, ask order within.
    function _byOffer(Order[] memory a) private pure returns (Order[] memory sorted) {
        sorted = new Order[](a.length);
        uint256 next;
        for (uint256 grade = 16; grade > 0; --grade) {
            for (uint256 i; i < a.length; ++i) {
                if (a[i].quality == grade - 1) sorted[next++] = a[i];
            }
        }
    }

    function _sorted(Order[9] memory orders, uint256 count, bool descending) private pure returns (Order[] memory sorted) {
        sorted = new Order[](count);
        for (uint256 i; i < count; ++i) {
            Order memory order = Order(orders[i].price % 32, orders[i].quality % 16);
            uint256 place = i;
            for (; place > 0 && (descending ? sorted[place - 1].price < order.price : sorted[place - 1].price > order.price); --place) {
                sorted[place] = sorted[place - 1];
            }
            sorted[place] = order;
        }
    }

    function _first(Order[] memory side, uint256 count) private pure returns (Order[] memory part) {
        part = new Order[](count < side.length ? count : side.length);
        for (uint256 i; i < part.length; ++i) {
            part[i] = side[i];
        }
    }

    function _from(Order[] memory side, uint256 start) private pure returns (Order[] memory part) {
        part = new Order[](side.length - start);
        for (uint256 i; i < part.length; ++i) {
            part[i] = side[start + i];
        }
    }

    /// @dev Standing orders whose entries are in the order of their ranks.
    function _row(uint8 side, Order[] memory orders) private pure returns (Words row) {
        row = WordRows.allocate(orders.length);
        for (uint256 i; i < orders.length; ++i) {
            row.set(i, uint256(Pack.order(side, orders[i].price, 1, orders[i].quality, 0)) | i);
        }
    }
}
