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

    /// @param last key of the order in the last pair that crosses
    /// @param rank number of orders up to it
    /// @param next key of the first order behind it, if any
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
        uint256 bid = RankedHints.bids(book, hints, 0, 1).get(0);
        Words asks = RankedHints.asks(book, hints, 1, named - 1);
        uint256 ask = asks.get(named - 2);
        _requireLastPair(book, _margin(book.bids, book.bidCount, StandingOrder.BID_PRICE, bid.bidKey()), _margin(book.asks, book.askCount, 0, ask.askKey()), named - 1);
        Supply memory supply = Supplies.create(asks, named - 2, owed);
        unchecked {
            for (uint256 i; i < book.bidCount; ++i) {
                uint256 order = book.bids.get(i);
                if (order.bidKey() >= bid.bidKey()) continue;
                owed.set(order.entry(), bid.price() * supply.sell(order.quality(), order.quantity()));
            }
        }
        supply.close();
    }

    function _requireNoPair(Book memory book) private pure {
        if (book.bidCount == 0 || book.askCount == 0) return;
        //uint256 bid = _bidMargin(book, 0).next;
        //_askMargin(book, 0).next;
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
        return type(uint88).max - (bidKey >> 16) >= askKey >> 16;
    }

    /// @param flip what turns the key of an ask into the key of an order of this side
    function _margin(Words orders, uint256 count, uint256 flip, uint256 last) private pure returns (Margin memory margin) {
        uint256 rank;
        uint256 next = type(uint256).max;
        unchecked {
            for (uint256 i; i < count; ++i) {
                uint256 key = (orders.get(i) ^ flip).askKey();
                if (key <= last) ++rank;
                else if (key < next) next = key;
            }
        }
        margin = Margin(last, rank, next);
    }

    /// @inheritdoc IChecker
    function limits(bytes calldata params) external pure returns (uint32 maxEntries, uint32 maxPerAccount) {
        ProviderBounds.parse(params, 0);
        return (1500, 375);
    }
}
