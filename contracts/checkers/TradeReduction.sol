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

    /// @param bid the bid of the last pair that crosses, b_(i*)
    /// @param ask its ask, a_(j*)
    /// @param bidRank number of bids up to `bid`
    /// @param askRank number of asks up to `ask`
    /// @param nextBid the best bid behind `bid`; 0: there is none
    /// @param nextAsk the best ask behind `ask`; 2^256 - 1: there is none
    struct Margin {
        uint256 bid;
        uint256 ask;
        uint256 bidRank;
        uint256 askRank;
        uint256 nextBid;
        uint256 nextAsk;
    }

    /// @inheritdoc IChecker
    function check(Claim calldata claim) external pure returns (bytes4) {
        ProviderBound memory bound = ProviderBounds.parse(claim.params, 0);
        Book memory book = OrderBook.read(claim.entries, bound.least(), bound.most());
        Words owed = WordRows.allocate(book.entries);
        if (claim.hints.length == 0) _requireNoPair(book);
        else _trade(book, claim.hints, owed);
        owed.requireExactly(book, claim);
        return IChecker.check.selector;
    }

    function _requireNoPair(Book memory book) private pure {
        Margin memory margin = _rank(book, type(uint256).max, 0);
        if (book.bids != 0 && book.asks != 0 && margin.nextBid.price() >= margin.nextAsk.price()) {
            revert PairCrosses(margin.nextBid.bidEntry(), margin.nextAsk.askEntry());
        }
    }

    function _trade(Book memory book, bytes calldata hints, Words owed) private pure {
        uint256 named = hints.length / RankedHints.SIZE;
        if (named < 2 || hints.length % RankedHints.SIZE != 0) revert HintsMalformed();
        uint256 askRank = named - 1;
        uint256 bid = RankedHints.bids(book, hints, 0, 1).get(0);
        Words asks = RankedHints.asks(book, hints, 1, askRank);
        _requireMargin(book, _rank(book, bid, asks.get(askRank - 1)), askRank);

        Supply memory supply = Supplies.create(asks, askRank - 1, owed);
        uint256 price = bid.price();
        Words orders = book.orders;
        uint256 entries = book.entries;
        unchecked {
            for (uint256 i; i < entries; ++i) {
                uint256 order = orders.get(i);
                if (order > bid && order.isBid()) owed.set(i, price * supply.sell(order.quality(), order.quantity()));
            }
        }
        supply.close();
    }

    function _requireMargin(Book memory book, Margin memory margin, uint256 askRank) private pure {
        (uint256 bid, uint256 ask) = (margin.bid, margin.ask);
        if (margin.askRank != askRank) revert HintsIncomplete();
        uint256 pairs = Math.max(margin.bidRank, askRank);
        if (Math.min(pairs, book.bids) != margin.bidRank || Math.min(pairs, book.asks) != askRank || bid.price() < ask.price()) {
            revert NotAPair(bid.bidEntry(), ask.askEntry());
        }
        if (pairs == Math.max(book.bids, book.asks)) return;
        if (pairs < book.bids) bid = margin.nextBid;
        if (pairs < book.asks) ask = margin.nextAsk;
        if (bid.price() >= ask.price()) revert PairCrosses(bid.bidEntry(), ask.askEntry());
    }

    function _rank(Book memory book, uint256 bid, uint256 ask) private pure returns (Margin memory margin) {
        uint256 bidRank;
        uint256 askRank;
        uint256 nextBid;
        uint256 nextAsk = type(uint256).max;
        unchecked {
            for (uint256 i; i < book.entries; ++i) {
                uint256 order = book.orders.get(i);
                if (order.isBid()) {
                    if (order >= bid) ++bidRank;
                    else if (order > nextBid) nextBid = order;
                } else if (order != 0) {
                    if (order <= ask) ++askRank;
                    else if (order < nextAsk) nextAsk = order;
                }
            }
        }
        margin = Margin(bid, ask, bidRank, askRank, nextBid, nextAsk);
    }

    /// @inheritdoc IChecker
    function limits(bytes calldata params) external pure returns (uint32 maxEntries, uint32 maxPerAccount) {
        ProviderBounds.parse(params, 0);
        return (1500, 375);
    }
}
