// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

import {Claim, IChecker} from "../interfaces/IChecker.sol";
import {Book, OrderBook} from "../libraries/OrderBook.sol";
import {Outcome} from "../libraries/Outcome.sol";
import {ProviderBound, ProviderBounds} from "../libraries/ProviderBound.sol";
import {RankedHints} from "../libraries/RankedHints.sol";
import {StandingOrder} from "../libraries/StandingOrder.sol";
import {Supplies, Supply} from "../libraries/Supply.sol";
import {WordRows, Words} from "../libraries/Words.sol";

contract TradeReduction is IChecker {
    using Outcome for Words;
    using StandingOrder for uint256;

    /// @param last key of the side's order in the last pair that crosses
    /// @param rank number of orders up to it
    /// @param next key of the first order behind it; 2^256 - 1 if there is none
    struct Margin {
        uint256 last;
        uint256 rank;
        uint256 next;
    }

    /// @inheritdoc IChecker
    function check(Claim calldata claim) external pure returns (bytes4) {
        ProviderBound memory bound = ProviderBounds.parse(claim.params, 0);
        Book memory book = OrderBook.read(claim.entries, bound.least(), bound.most());
        Words owed = Outcome.create(book);
        if (claim.hints.length == 0) _requireNoPair(book);
        else _trade(book, claim.hints, owed);
        owed.requireExactly(book, claim);
        return IChecker.check.selector;
    }

    function _trade(Book memory book, bytes calldata hints, Words owed) private pure {
        uint256 named = hints.length / RankedHints.SIZE;
        if (named < 2 || hints.length % RankedHints.SIZE != 0) revert HintsMalformed();
        uint256 lastBid = RankedHints.bids(book, hints, 0, 1).get(0);
        Words asks = RankedHints.asks(book, hints, 1, named - 1);

        Margin memory bids;
        Margin memory asks_;
        asks_.last = asks.get(named - 2).key(StandingOrder.ASK_FLIP);
        (asks_.rank, asks_.next) = OrderBook.split(book.asks, book.askCount, StandingOrder.ASK_FLIP, asks_.last + 1);
        bids.last = lastBid.key(StandingOrder.BID_FLIP);
        Supply memory supply = Supplies.create(asks, named - 2, owed);
        _sell(book, bids, supply);
        supply.close();
        _requireLastPair(book, bids, asks_, named - 1);
    }

    function _sell(Book memory book, Margin memory margin, Supply memory supply) private pure {
        (Words bids, uint256 count) = (book.bids, book.bidCount);
        uint256 last = margin.last;
        uint256 price = _bidPrice(last);
        uint256 rank = 1;
        uint256 next = type(uint256).max;
        unchecked {
            for (uint256 i; i < count; ++i) {
                uint256 bid = bids.get(i);
                uint256 key = bid.key(StandingOrder.BID_FLIP);
                if (key < last) {
                    ++rank;
                    supply.owed.set(bid.entry(), price * supply.sell(bid.quality(), bid.quantity()));
                } else if (key < next && key != last) {
                    next = key;
                }
            }
        }
        (margin.rank, margin.next) = (rank, next);
    }

    function _requireNoPair(Book memory book) private pure {
        if (book.bidCount == 0 || book.askCount == 0) return;
        (, uint256 bid) = OrderBook.split(book.bids, book.bidCount, StandingOrder.BID_FLIP, 0);
        (, uint256 ask) = OrderBook.split(book.asks, book.askCount, StandingOrder.ASK_FLIP, 0);
        if (_crosses(bid, ask)) revert PairCrosses(uint16(bid), uint16(ask));
    }

    function _bidPrice(uint256 key) private pure returns (uint256) {
        return type(uint88).max - (key >> 16);
    }

    function _requireLastPair(Book memory book, Margin memory bid, Margin memory ask, uint256 askRank) private pure {
        if (ask.rank != askRank) revert HintsIncomplete();
        uint256 pairs = Math.max(bid.rank, ask.rank);
        if (Math.min(pairs, book.bidCount) != bid.rank || Math.min(pairs, book.askCount) != ask.rank || !_crosses(bid.last, ask.last)) {
            revert NotAPair(uint16(bid.last), uint16(ask.last));
        }
        if (pairs == Math.max(book.bidCount, book.askCount)) return;
        uint256 nextBid = pairs < book.bidCount ? bid.next : bid.last;
        uint256 nextAsk = pairs < book.askCount ? ask.next : ask.last;
        if (_crosses(nextBid, nextAsk)) revert PairCrosses(uint16(nextBid), uint16(nextAsk));
    }

    function _crosses(uint256 bidKey, uint256 askKey) private pure returns (bool) {
        return _bidPrice(bidKey) >= askKey >> 16;
    }

    /// @inheritdoc IChecker
    function limits(bytes calldata params) external pure returns (uint32 maxEntries, uint32 maxPerAccount) {
        ProviderBounds.parse(params, 0);
        return (1500, 375);
    }
}
