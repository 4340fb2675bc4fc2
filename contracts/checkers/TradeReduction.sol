// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

import {Claim, IChecker} from "../interfaces/IChecker.sol";
import {Book, OrderBook} from "../libraries/OrderBook.sol";
import {Outcome} from "../libraries/Outcome.sol";
import {ProviderBound, ProviderBounds} from "../libraries/ProviderBound.sol";
import {RankedHints} from "../libraries/RankedHints.sol";
import {SettlementCost} from "../libraries/SettlementCost.sol";
import {StandingOrder} from "../libraries/StandingOrder.sol";
import {Supplies, Supply} from "../libraries/Supply.sol";
import {Words} from "../libraries/Words.sol";
import {OneShot} from "./OneShot.sol";

/// @title Trade reduction
/// @notice Section 7.1 of the double auction. Bids and asks are paired by rank, the shorter side padded with its last order; the last pair
/// that crosses sets the prices and does not trade. Bids before it pay its bid price per unit; asks before it sell, each to any number of
/// buyers whose lowest quality it has, and get their Clarke payments with its ask price as the reserve.
///
/// params, 6 bytes: lot(4) providers(2), see ProviderBounds.
/// debits: of each bid that gets something, price times units. credits: of each ask that is paid something. alloc: empty.
/// hints: 2 bytes each, the entry of the last pair's bid, then the entries of all asks up to the last pair's, in ask order; empty when no
/// pair crosses.
contract TradeReduction is OneShot {
    using Outcome for Words;
    using StandingOrder for uint256;

    /// @dev The last pair that crosses, seen from one side. Keys: see StandingOrder.
    /// @param last key of the side's order in it
    /// @param rank number of orders up to this one
    /// @param next key of the order behind it; 2^256 - 1 if there is none
    struct Margin {
        uint256 last;
        uint256 rank;
        uint256 next;
    }

    /// @inheritdoc IChecker
    function check(Claim calldata claim) external pure returns (bytes4 magic) {
        ProviderBound memory bound = ProviderBounds.parse(claim.params, 0);
        Book memory book = OrderBook.read(claim.entries, bound.least(), bound.most());
        Words owed = Outcome.create(book);
        if (claim.hints.length == 0) _requireNoPair(book);
        else _trade(book, claim.hints, owed);
        owed.requireExactly(book, claim);
        return IChecker.check.selector;
    }

    function _requireNoPair(Book memory book) private pure {
        if (book.bidCount == 0 || book.askCount == 0) return;
        (, uint256 bid) = OrderBook.split(book.bids, book.bidCount, StandingOrder.BID_FLIP, 0);
        (, uint256 ask) = OrderBook.split(book.asks, book.askCount, StandingOrder.ASK_FLIP, 0);
        if (_cross(bid, ask)) revert PairCrosses(bid.keyEntry(), ask.keyEntry());
    }

    function _trade(Book memory book, bytes calldata hints, Words owed) private pure {
        // one bid and at least one ask
        uint256 named = hints.length / RankedHints.SIZE;
        if (named < 2 || hints.length % RankedHints.SIZE != 0) revert HintsMalformed();
        Words asks = RankedHints.asks(book, hints, 1, named - 1);

        Margin memory ask;
        ask.last = asks.get(named - 2).key(StandingOrder.ASK_FLIP);
        (ask.rank, ask.next) = OrderBook.split(book.asks, book.askCount, StandingOrder.ASK_FLIP, ask.last + 1);
        // as many come up to the last one named as are named: these are they
        if (ask.rank != named - 1) revert HintsIncomplete();

        Margin memory bid;
        bid.last = RankedHints.bids(book, hints, 0, 1).get(0).key(StandingOrder.BID_FLIP);
        Supply memory supply = Supplies.create(asks, ask.rank - 1, owed);
        _sell(book, bid, supply);
        supply.close();
        _requireLast(book, bid, ask);
    }

    /// @notice Serves all bids before the margin, and finds the rank of the margin's bid and the one behind it on the way.
    function _sell(Book memory book, Margin memory margin, Supply memory supply) private pure {
        (Words bids, uint256 count, uint256 last) = (book.bids, book.bidCount, margin.last);
        uint256 price = last.bidKeyPrice();
        uint256 rank = 1;
        uint256 next = type(uint256).max;
        // a buyer pays at most its price times quantity, which its lock covers
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

    /// @notice Reverts unless the two are a pair, cross, and are the last pair that does. Pairs cross up to some rank and not behind it, so
    /// the next one decides.
    function _requireLast(Book memory book, Margin memory bid, Margin memory ask) private pure {
        uint256 pairs = Math.max(bid.rank, ask.rank);
        bool paired = Math.min(pairs, book.bidCount) == bid.rank && Math.min(pairs, book.askCount) == ask.rank;
        if (!paired || !_cross(bid.last, ask.last)) revert NotAPair(bid.last.keyEntry(), ask.last.keyEntry());
        if (pairs == Math.max(book.bidCount, book.askCount)) return;
        uint256 nextBid = pairs < book.bidCount ? bid.next : bid.last;
        uint256 nextAsk = pairs < book.askCount ? ask.next : ask.last;
        if (_cross(nextBid, nextAsk)) revert PairCrosses(nextBid.keyEntry(), nextAsk.keyEntry());
    }

    function _cross(uint256 bidKey, uint256 askKey) private pure returns (bool) {
        return bidKey.bidKeyPrice() >= askKey.askKeyPrice();
    }

    /// @inheritdoc IChecker
    function limits(bytes calldata params) external pure returns (uint32 maxEntries, uint32 maxPerAccount) {
        ProviderBound memory bound = ProviderBounds.parse(params, 0);
        uint256 most = OrderBook.MOST_ENTRIES;
        // at worst some sell and everybody else buys from all of them; steps of an eighth do, as the worst number is not a sharp one
        for (uint256 sellers = 1; sellers < most && sellers <= bound.steps(); sellers += 1 + sellers / 8) {
            uint256 spent = SettlementCost.FIXED + sellers * (SettlementCost.TRADE + SettlementCost.STEP);
            most = Math.min(most, sellers + SettlementCost.fitting(spent, SettlementCost.TRADE + SettlementCost.buyer(bound, sellers)));
        }
        return SettlementCost.shares(most);
    }
}
