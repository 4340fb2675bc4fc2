// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Lanes} from "./Lanes.sol";
import {StandingOrder} from "./StandingOrder.sol";
import {WordRows, Words} from "./Words.sol";

/// @param bids all standing bids in bid order
/// @param asks all standing asks in ask order
/// @param bidCount number of bids, at least 1
/// @param askCount number of asks, at least 1
/// @param needs prices of the bids in need order: by lowest quality, then in bid order
/// @param offers for each ask, by quality and then in ask order: how many asks cost at most as much as it
/// @param offerStarts lanes: where the grade starts in `offers`
/// @param first rank of the highest active bid: those before it have left
/// @param pairs T of the price step
/// @param refinedNeeds lanes: refined bids with this lowest quality
/// @param refinedOffers lanes: refined asks of this quality
/// @param needStarts lanes: where the active bids with this lowest quality start in `needs`
struct PriceSearch {
    Words bids;
    Words asks;
    uint256 bidCount;
    uint256 askCount;
    Words needs;
    Words offers;
    uint256 offerStarts;
    uint256 first;
    uint256 pairs;
    uint256 refinedNeeds;
    uint256 refinedOffers;
    uint256 needStarts;
}

using ValidPrice for PriceSearch global;

/// @title Valid price of every round of the DANTM auction
/// @notice Section 3 of the double auction (DANTM paper, Alg. 2), extended pairing, for the bids that are left when the highest ones have
/// left one by one (the structure lemma of section 5).
/// @dev The refined bids are a window of the bid order, the refined asks a prefix of the ask order. When the highest bid leaves, T stays or
/// falls by one: a pair that matches without it matched with it, and pair T - 1 has the bid that pair T had and no dearer ask. So both
/// ends move by at most one rank a round.
///
/// The quality step asks for the largest t at which the t-th neediest of the refined bids still gets what the t-th best of the refined
/// asks offers, both sides padded with their last. That is the largest t with t <= N(v) and t <= O(v) for some grade v, where N(v) refined
/// bids are content with v and O(v) refined asks offer v. N rises with v and O falls, so the largest is next to where they cross.
library ValidPrice {
    using Lanes for uint256;
    using StandingOrder for uint256;

    /// @notice The search before anybody has left.
    function start(Words bids, uint256 bidCount, Words asks, uint256 askCount) internal pure returns (PriceSearch memory search) {
        search.bids = bids;
        search.asks = asks;
        search.bidCount = bidCount;
        search.askCount = askCount;
        (search.needs, search.needStarts) = _inNeedOrder(bids, bidCount);
        (search.offers, search.offerStarts) = _inOfferOrder(asks, askCount);

        uint256 most = _max(bidCount, askCount);
        uint256 pairs;
        uint256 needs;
        uint256 offers;
        // ranks and counts
        unchecked {
            while (pairs < most && _matches(search, _min(pairs, bidCount - 1), _min(pairs, askCount - 1))) {
                if (pairs < bidCount) needs += Lanes.one(bids.get(pairs).quality());
                if (pairs < askCount) offers += Lanes.one(asks.get(pairs).quality());
                ++pairs;
            }
        }
        search.pairs = pairs;
        search.refinedNeeds = needs;
        search.refinedOffers = offers;
    }

    /// @notice The valid price among the active bids and all asks.
    /// @return criticalBid p_v^b in base units
    /// @return sellers how many asks cost at most p_v^s, those of equal price included; 0: there is no valid price
    function find(PriceSearch memory search) internal pure returns (uint256 criticalBid, uint256 sellers) {
        uint256 pairs = search.pairs;
        if (pairs == 0) return (0, 0);
        // positions from 1 on, at most 2^11; lane -1 is shifted out and reads 0, as lane 16 does
        unchecked {
            uint256 bids = _min(pairs, search.bidCount - search.first);
            uint256 asks = _min(pairs, search.askCount);
            // lane v: N(v) and O(v)
            uint256 content = search.refinedNeeds.sums();
            uint256 offering = Lanes.all(asks) - search.refinedOffers.sumsBelow();

            uint256 grades = offering.countAtLeast(content);
            uint256 length = _max(content.lane(grades - 1), offering.lane(grades));
            if (length == 0) return (0, 0);

            // where the padding of one side starts, the other may go on
            uint256 need = length;
            uint256 offer = length;
            if (length == bids) offer = offering.lane(_lowestGrade(content, need));
            uint256 offered = offering.countAtLeast(Lanes.all(offer)) - 1;
            if (length == asks && length < bids) need = content.lane(offered);
            uint256 needed = _lowestGrade(content, need);

            criticalBid = search.needs.get(search.needStarts.lane(needed) + need - 1 - content.lane(needed - 1));
            sellers = search.offers.get(search.offerStarts.lane(offered) + offer - 1 - (offering >> 16).lane(offered));
        }
    }

    /// @notice The highest active bid, whose turn it is.
    function highest(PriceSearch memory search) internal pure returns (uint256 bid) {
        return search.bids.get(search.first);
    }

    /// @notice Price of the second candidate, if there is one, or else the highest bid's own.
    function secondPrice(PriceSearch memory search, uint256 criticalBid) internal pure returns (uint256 price) {
        unchecked {
            // a rank
            uint256 next = search.first + 1;
            if (next < search.bidCount) price = search.bids.get(next).price();
            if (next == search.bidCount || price < criticalBid) price = highest(search).price();
        }
    }

    /// @notice The highest active bid leaves.
    function advance(PriceSearch memory search) internal pure {
        uint256 pairs = search.pairs;
        if (pairs == 0) return;
        (uint256 bidCount, uint256 askCount) = (search.bidCount, search.askCount);
        // ranks and counts; what is taken from a lane was added to it before
        unchecked {
            uint256 leaving = Lanes.one(search.bids.get(search.first).quality());
            search.refinedNeeds -= leaving;
            search.needStarts += leaving;
            // rank of the bid in pair T of what is left
            uint256 next = search.first + pairs;
            uint256 active = bidCount - ++search.first;
            if (active == 0) {
                search.pairs = 0;
            } else if (pairs <= _max(active, askCount) && _matches(search, _min(next, bidCount - 1), _min(pairs, askCount) - 1)) {
                if (next < bidCount) search.refinedNeeds += Lanes.one(search.bids.get(next).quality());
            } else {
                if (pairs <= askCount) search.refinedOffers -= Lanes.one(search.asks.get(pairs - 1).quality());
                search.pairs = pairs - 1;
            }
        }
    }

    function _matches(PriceSearch memory search, uint256 bid, uint256 ask) private pure returns (bool) {
        return search.bids.get(bid).price() >= search.asks.get(ask).price();
    }

    /// @notice The lowest grade with which `count` refined bids are content.
    function _lowestGrade(uint256 content, uint256 count) private pure returns (uint256) {
        unchecked {
            // positive
            return Lanes.all(count - 1).countAtLeast(content);
        }
    }

    /// @dev Counting sort. @return prices see `PriceSearch.needs`. @return starts lanes: where each grade starts
    function _inNeedOrder(Words bids, uint256 count) private pure returns (Words prices, uint256 starts) {
        prices = WordRows.allocate(count);
        starts = _gradeCounts(bids, count).sumsBelow();
        uint256 next = starts;
        // ranks
        unchecked {
            for (uint256 i; i < count; ++i) {
                uint256 bid = bids.get(i);
                uint256 grade = bid.quality();
                prices.set(next.lane(grade), bid.price());
                next += Lanes.one(grade);
            }
        }
    }

    /// @dev Counting sort, from the last ask to the first: so the end of each run of equal prices is known when its asks come.
    function _inOfferOrder(Words asks, uint256 count) private pure returns (Words upTo, uint256 starts) {
        upTo = WordRows.allocate(count);
        uint256 counts = _gradeCounts(asks, count);
        starts = counts.sumsBelow();
        // ranks
        unchecked {
            uint256 next = starts + counts;
            uint256 price = type(uint256).max;
            uint256 end;
            for (uint256 i = count; i != 0; --i) {
                uint256 ask = asks.get(i - 1);
                if (ask.price() != price) (price, end) = (ask.price(), i);
                uint256 grade = ask.quality();
                next -= Lanes.one(grade);
                upTo.set(next.lane(grade), end);
            }
        }
    }

    function _gradeCounts(Words orders, uint256 count) private pure returns (uint256 counts) {
        unchecked {
            for (uint256 i; i < count; ++i) {
                counts += Lanes.one(orders.get(i).quality());
            }
        }
    }

    function _min(uint256 a, uint256 b) private pure returns (uint256) {
        return a < b ? a : b;
    }

    function _max(uint256 a, uint256 b) private pure returns (uint256) {
        return a > b ? a : b;
    }
}
