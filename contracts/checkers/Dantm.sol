// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Claim, IChecker} from "../interfaces/IChecker.sol";
import {Book, OrderBook} from "../libraries/OrderBook.sol";
import {Outcome} from "../libraries/Outcome.sol";
import {PrefixPaymentLists, PrefixPayments} from "../libraries/PrefixPayments.sol";
import {RankedHints} from "../libraries/RankedHints.sol";
import {SettlementCost} from "../libraries/SettlementCost.sol";
import {StandingOrder} from "../libraries/StandingOrder.sol";
import {Ladder, STEP, SupplyLadder} from "../libraries/SupplyLadder.sol";
import {PriceSearch, ValidPrice} from "../libraries/ValidPrice.sol";
import {WordRows, Words} from "../libraries/Words.sol";
import {OneShot} from "./OneShot.sol";

/// @title DANTM, the auction as published
/// @notice Sections 3 to 5 of the double auction (DANTM paper, Alg. 1 to 3) with extended pairing. Round by round the highest bid that is
/// left buys, if there is a valid price, from the asks that cost at most that; it pays the second candidate's price, its sellers get that
/// of the first seller that it does not need. Known not to be truthful (section 10).
///
/// params, 1 byte: bit 0: quality filter, nobody is served by asks below its lowest quality. Other bits 0.
/// debits: of each bid that gets something and has a price above 0, price times units. credits: of each ask that is paid something.
/// alloc: empty.
/// hints: 2 bytes each, the entries of all standing bids in bid order, then those of all standing asks in ask order.
contract Dantm is OneShot {
    using Outcome for Words;
    using StandingOrder for uint256;
    using SupplyLadder for uint256;

    uint256 private constant FILTER = 1;

    /// @dev Entries that can be settled at worst, by measurement; see SettlementCost.BUDGET.
    uint256 private constant MOST_UNFILTERED = 1150;
    uint256 private constant MOST_FILTERED = 1000;

    /// @inheritdoc IChecker
    function check(Claim calldata claim) external pure returns (bytes4 magic) {
        bool filter = _parse(claim.params);
        Book memory book = OrderBook.read(claim.entries, 1, type(uint32).max);
        Words owed = Outcome.create(book);
        if (claim.hints.length != (book.bidCount + book.askCount) * RankedHints.SIZE) revert HintsMalformed();
        // as many as there are, and none twice: all of them
        Words bids = RankedHints.bids(book, claim.hints, 0, book.bidCount);
        Words asks = RankedHints.asks(book, claim.hints, book.bidCount, book.askCount);
        if (book.bidCount != 0 && book.askCount != 0) {
            _trade(ValidPrice.start(bids, book.bidCount, asks, book.askCount), filter, owed);
        }
        owed.requireExactly(book, claim);
        return IChecker.check.selector;
    }

    /// @notice Algorithm 1. When no pair crosses any more, none of the bids that are left can buy.
    function _trade(PriceSearch memory search, bool filter, Words owed) private pure {
        PrefixPayments memory payments = PrefixPaymentLists.create(search.asks, search.askCount, search.bidCount);
        Ladder[] memory ladders = SupplyLadder.create(search.asks, search.askCount);
        for (; search.pairs != 0; search.advance()) {
            (uint256 criticalBid, uint256 sellers) = search.find();
            if (sellers == 0) continue;
            uint256 bid = search.highest();
            Ladder memory ladder = ladders[filter ? bid.quality() : 0];
            uint256 units = _serve(ladder, bid.quantity(), search.asks.addressOf(sellers), payments, owed);
            // at most the bid's price times quantity, which its lock covers
            unchecked {
                owed.set(bid.entry(), units * search.secondPrice(criticalBid));
            }
        }
        SupplyLadder.release(ladders);
        payments.settle(owed);
    }

    /// @notice Algorithm 3: sellers in ask order until the demand is met or the asks that cost at most p_v^s are exhausted, all paid the
    /// ask of the first unused one, or of the last used one when none is left.
    /// @param ladder of the asks that may serve the buyer
    /// @param beyond address of the first ask that costs more than p_v^s
    /// @return units that the buyer gets
    function _serve(Ladder memory ladder, uint256 demand, uint256 beyond, PrefixPayments memory payments, Words owed)
        private
        pure
        returns (uint256 units)
    {
        uint256 first = ladder.first;
        // see SupplyLadder; prices below 2^88 add up over fewer than 2^11 buyers
        unchecked {
            uint256 next = _firstNotFull(ladder, demand, beyond);
            uint256 full = WordRows.load(next - STEP);
            uint256 partly = WordRows.load(next);
            units = full.units();

            uint256 price;
            if (partly.askAddress() >= beyond) {
                if (next == first) return 0;
                price = full.ask().price();
            } else if (units == demand) {
                price = partly.ask().price();
            } else {
                uint256 unused = _above(ladder, next);
                price = (unused.askAddress() < beyond ? unused : partly).ask().price();
                owed.add(partly.ask().entry(), price * (demand - units));
                units = demand;
            }
            if (next != first) payments.pay((full.askAddress() - payments.asks.addressOf(0)) >> 5, ladder.quality, price);
        }
    }

    /// @notice Address of the first step whose seller is not used up by `demand` units, or costs more than p_v^s.
    function _firstNotFull(Ladder memory ladder, uint256 demand, uint256 beyond) private pure returns (uint256 low) {
        if (WordRows.load(ladder.top).units() <= demand) ladder.grow(demand + 1);
        low = ladder.first;
        uint256 high = ladder.top;
        // addresses
        unchecked {
            while (low != high) {
                uint256 middle = low + ((high - low) >> 10 << 9);
                uint256 step = WordRows.load(middle);
                if (step.units() > demand || step.askAddress() >= beyond) high = middle;
                else low = middle + STEP;
            }
        }
    }

    /// @notice The step above the one at `address_`.
    function _above(Ladder memory ladder, uint256 address_) private pure returns (uint256) {
        if (address_ == ladder.top) ladder.grow(WordRows.load(address_).units() + 1);
        return WordRows.load(address_ + STEP);
    }

    /// @inheritdoc IChecker
    function limits(bytes calldata params) external pure returns (uint32 maxEntries, uint32 maxPerAccount) {
        return SettlementCost.shares(_parse(params) ? MOST_FILTERED : MOST_UNFILTERED);
    }

    function _parse(bytes calldata params) private pure returns (bool filter) {
        if (params.length != 1 || uint8(params[0]) > FILTER) revert InvalidParams(params);
        return uint8(params[0]) == FILTER;
    }
}
