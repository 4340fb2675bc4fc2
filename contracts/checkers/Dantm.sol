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

    function _serve(Ladder ladder, uint256 demand, uint256 beyond, Words owed) private pure returns (uint256 units) {
        (uint256 first, uint256 end) = (ladder.first(), ladder.end());
        unchecked {
            // the first seller that is not used up
            uint256 next = SupplyLadder.reaching(first, end, demand + 1);
            if (next != first && WordRows.load(next - 32).askAddress() >= beyond) next = _firstBeyond(first, next - 32, beyond);

            units = next == first ? 0 : WordRows.load(next - 32).units();
            uint256 step = WordRows.load(next);
            if (step.askAddress() >= beyond) {
                if (next == first) return 0;
                // everybody is used up: the last one sets the price
                WordRows.store(next - 32, WordRows.load(next - 32).raise(WordRows.load(next - 32).ask().price()));
                return units;
            }
            uint256 price = step.ask().price();
            uint256 rest = demand - units;
            if (rest != 0) {
                uint256 unused = WordRows.load(next + 32);
            }
        }
    }
}
