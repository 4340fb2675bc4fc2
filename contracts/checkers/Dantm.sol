// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Claim, IChecker} from "../interfaces/IChecker.sol";
import {Book, OrderBook} from "../libraries/OrderBook.sol";
import {Outcome} from "../libraries/Outcome.sol";
import {RankedHints} from "../libraries/RankedHints.sol";
import {StandingOrder} from "../libraries/StandingOrder.sol";
import {Ladder, SupplyLadder} from "../libraries/SupplyLadder.sol";
import {PriceSearch, ValidPrice} from "../libraries/ValidPrice.sol";
import {WordRows, Words} from "../libraries/Words.sol";

contract Dantm is IChecker {
    using Outcome for Words;
    using StandingOrder for uint256;
    using SupplyLadder for uint256;

    uint256 private constant FILTER = 1;

    /// @inheritdoc IChecker
    function check(Claim calldata claim) external pure returns (bytes4) {
        bool filter = _parse(claim.params);
        Book memory book = OrderBook.read(claim.entries, 1, type(uint32).max);
        Words owed = WordRows.allocate(book.entries);
        if (claim.hints.length != (book.bids + book.asks) * RankedHints.SIZE) revert HintsMalformed();
        Words bids = RankedHints.bids(book, claim.hints, 0, book.bids);
        Words asks = RankedHints.asks(book, claim.hints, book.bids, book.asks);
        if (book.bids != 0 && book.asks != 0) _trade(ValidPrice.start(bids, book.bids, asks, book.asks), filter, owed);
        owed.requireExactly(book, claim);
        return IChecker.check.selector;
    }

    function _trade(PriceSearch memory search, bool filter, Words owed) private pure {
        Words ladders = WordRows.allocate(OrderBook.BEST_QUALITY + 1);
        while (search.pairs != 0) {
            (uint256 criticalBid, uint256 sellers) = search.find();
            if (sellers != 0) {
                uint256 bid = search.bids.get(search.first);
                Ladder ladder = _ladder(search, ladders, filter ? bid.quality() : 0);
                uint256 units = _serve(ladder, bid.quantity(), search.asks.addressOf(sellers), owed);
                owed.set(bid.bidEntry(), units * _price(search, bid, criticalBid));
            }
            search.advance();
        }
        _payFullSellers(ladders, owed);
    }

    function _price(PriceSearch memory search, uint256 bid, uint256 criticalBid) private pure returns (uint256) {
        unchecked {
            uint256 next = search.first + 1;
            if (next == search.bidCount) return bid.price();
            uint256 second = search.bids.get(next).price();
            return second >= criticalBid ? second : bid.price();
        }
    }

    /// @notice Algorithm 3: sellers in ask order until the demand is met or the asks that cost at most p_v^s are exhausted, all paid the
    /// ask of the first unused one, or of the last used one when none is left.
    /// @param ladder of the asks that may serve the buyer
    /// @param beyond where in memory the first ask is that costs more than p_v^s
    /// @return units that the buyer gets
    function _serve(Ladder ladder, uint256 demand, uint256 beyond, Words owed) private pure returns (uint256 units) {
        uint256 first = ladder.first();
        // see SupplyLadder; prices below 2^88 add up over fewer than 2^11 buyers
        unchecked {
            // the first seller that is not used up, if any
            uint256 next = SupplyLadder.reaching(first, ladder.end(), demand + 1);
            if (next != first && WordRows.load(next - 32).askAddress() >= beyond) next = _firstFrom(beyond, first, next - 32);
            uint256 full = next == first ? 0 : WordRows.load(next - 32);
            uint256 partly = WordRows.load(next);
            units = full.units();

            uint256 price;
            if (partly.askAddress() >= beyond) {
                if (next == first) return 0;
                price = full.ask().price();
            } else if (units == demand) {
                price = partly.ask().price();
            } else {
                uint256 unused = WordRows.load(next + 32);
                price = (unused.askAddress() < beyond ? unused : partly).ask().price();
                owed.add(partly.ask().askEntry(), price * (demand - units));
                units = demand;
            }
            if (next != first) WordRows.store(next - 32, full.raise(price));
        }
    }

    /// @notice The first of the steps from address `low` to address `high` whose ask is at `beyond` or behind; the one at `high` is.
    function _firstFrom(uint256 beyond, uint256 low, uint256 high) private pure returns (uint256) {
        unchecked {
            // addresses
            while (low != high) {
                uint256 middle = low + ((high - low) >> 6 << 5);
                if (WordRows.load(middle).askAddress() < beyond) low = middle + 32;
                else high = middle;
            }
        }
        return low;
    }

    /// @dev A step's value is what was paid per unit, summed over the buyers whose last full seller it was; the sellers of the steps
    /// before it were full as well.
    function _payFullSellers(Words ladders, Words owed) private pure {
        for (uint256 quality; quality <= OrderBook.BEST_QUALITY; ++quality) {
            Ladder ladder = Ladder.wrap(ladders.get(quality));
            if (Ladder.unwrap(ladder) == 0) continue;
            uint256 paid;
            // as in `_serve`
            unchecked {
                for (uint256 at = ladder.end(); at != ladder.first();) {
                    at -= 32;
                    uint256 step = WordRows.load(at);
                    paid += step.value();
                    owed.add(step.ask().askEntry(), paid * step.ask().quantity());
                }
            }
        }
    }

    function _ladder(PriceSearch memory search, Words ladders, uint256 quality) private pure returns (Ladder ladder) {
        ladder = Ladder.wrap(ladders.get(quality));
        if (Ladder.unwrap(ladder) != 0) return ladder;
        ladder = SupplyLadder.build(search.asks, search.askCount, quality, false);
        ladders.set(quality, Ladder.unwrap(ladder));
        // more than any demand, and beyond all asks
        WordRows.store(ladder.end(), SupplyLadder.pack(type(uint48).max, 0, search.asks.addressOf(search.askCount)));
    }

    function _parse(bytes calldata params) private pure returns (bool filter) {
        if (params.length != 1 || uint8(params[0]) > FILTER) revert InvalidParams(params);
        return uint8(params[0]) == FILTER;
    }

    /// @inheritdoc IChecker
    function limits(bytes calldata params) external pure returns (uint32 maxEntries, uint32 maxPerAccount) {
        _parse(params);
        return (1500, 375);
    }
}
