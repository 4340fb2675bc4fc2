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

contract KthPrice is IChecker {
    using OrderBook for Book;
    using Outcome for Words;
    using StandingOrder for uint256;

    function check(Claim calldata claim) external pure returns (bytes4) {
        ProviderBound memory bound = ProviderBounds.parse(claim.params, 2);
        Book memory book = OrderBook.read(claim.entries, bound.least(), bound.most());
        Words owed = Outcome.create(book);
        uint256 k = uint16(bytes2(claim.params[:2]));
        if (k == 0) k = Math.sqrt(book.askCount, Math.Rounding.Ceil);
        if (book.askCount > k) _trade(book, k, claim.hints, owed);
        else if (claim.hints.length != 0) revert HintsMalformed();
        owed.requireExactly(book, claim);
        return IChecker.check.selector;
    }

    function limits(bytes calldata) external pure returns (uint32 maxEntries, uint32 maxPerAccount) {
        return (1500, 375);
    }

    function _trade(Book memory book, uint256 k, bytes calldata hints, Words owed) private pure {
        if (hints.length != (k + 1) * RankedHints.SIZE) revert HintsMalformed();
        Words asks = RankedHints.asks(book, hints, 0, k + 1);
        (uint256 rank,) = OrderBook.split(book.asks, book.askCount, StandingOrder.ASK_FLIP, asks.get(k).key(StandingOrder.ASK_FLIP));
        if (rank != k) revert HintsIncomplete();
        uint256 price = asks.get(k).price();
        Supply memory supply = Supplies.create(asks, k, owed);
        unchecked {
            for (uint256 i; i < book.bidCount; ++i) {
                uint256 bid = book.bids.get(i);
                if (bid.price() < price) continue;
                owed.set(bid.entry(), price * supply.sell(bid.quality(), bid.quantity()));
            }
        }
        supply.close();
    }
}
