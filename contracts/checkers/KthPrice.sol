// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

import {Claim, IChecker} from "../interfaces/IChecker.sol";
import {Calldata} from "../libraries/Calldata.sol";
import {Book, OrderBook} from "../libraries/OrderBook.sol";
import {Outcome} from "../libraries/Outcome.sol";
import {ProviderBound, ProviderBounds} from "../libraries/ProviderBound.sol";
import {RankedHints} from "../libraries/RankedHints.sol";
import {SettlementCost} from "../libraries/SettlementCost.sol";
import {StandingOrder} from "../libraries/StandingOrder.sol";
import {Supplies, Supply} from "../libraries/Supply.sol";
import {Words} from "../libraries/Words.sol";
import {OneShot} from "./OneShot.sol";

/// @title (K+1)-th ask price
/// @notice Section 7.2 of the double auction. The price is that of the ask of rank K+1, which does not sell. Bids that reach it trade at
/// it; the K cheaper asks sell, each to any number of buyers whose lowest quality it has, and get their Clarke payments. With fewer than
/// K+1 asks nobody trades.
///
/// params, 8 bytes: k(2) lot(4) providers(2). k = 0: K is the square root of the number of standing asks, rounded up. The rest: see
/// ProviderBounds.
/// debits: of each bid that gets something, price times units. credits: of each ask that is paid something. alloc: empty.
/// hints: 2 bytes each, the entries of the K+1 cheapest standing asks in ask order; empty when there are fewer.
contract KthPrice is OneShot {
    using Calldata for bytes;
    using Outcome for Words;
    using StandingOrder for uint256;

    uint256 private constant K_SIZE = 2;

    /// @inheritdoc IChecker
    function check(Claim calldata claim) external pure returns (bytes4 magic) {
        (uint256 k, ProviderBound memory bound) = _parse(claim.params);
        Book memory book = OrderBook.read(claim.entries, bound.least(), bound.most());
        Words owed = Outcome.create(book);
        if (k == 0) k = Math.sqrt(book.askCount, Math.Rounding.Ceil);
        if (book.askCount > k) _trade(book, k, claim.hints, owed);
        else if (claim.hints.length != 0) revert HintsMalformed();
        owed.requireExactly(book, claim);
        return IChecker.check.selector;
    }

    function _trade(Book memory book, uint256 k, bytes calldata hints, Words owed) private pure {
        if (hints.length != (k + 1) * RankedHints.SIZE) revert HintsMalformed();
        Words asks = RankedHints.asks(book, hints, 0, k + 1);
        uint256 setter = asks.get(k);
        // K asks come before the last one named, and K that come before it are named: these are they
        (uint256 cheaper,) = OrderBook.split(book.asks, book.askCount, StandingOrder.ASK_FLIP, setter.key(StandingOrder.ASK_FLIP));
        if (cheaper != k) revert HintsIncomplete();

        uint256 price = setter.price();
        Supply memory supply = Supplies.create(asks, k, owed);
        // a buyer pays at most its price times quantity, which its lock covers
        unchecked {
            for (uint256 i; i < book.bidCount; ++i) {
                uint256 bid = book.bids.get(i);
                if (bid.price() < price) continue;
                owed.set(bid.entry(), price * supply.sell(bid.quality(), bid.quantity()));
            }
        }
        supply.close();
    }

    /// @inheritdoc IChecker
    function limits(bytes calldata params) external pure returns (uint32 maxEntries, uint32 maxPerAccount) {
        (uint256 k, ProviderBound memory bound) = _parse(params);
        uint256 most = OrderBook.MOST_ENTRIES;
        if (k != 0) {
            most = Math.min(most, _mostEntries(bound, k, k + 1));
        } else {
            // every number of sellers that so many entries can lead to, each with the fewest asks that do
            for (uint256 sellers = 2; (sellers - 1) ** 2 < most; ++sellers) {
                most = Math.min(most, _mostEntries(bound, sellers, (sellers - 1) ** 2 + 1));
            }
        }
        // with so few nobody could ever trade
        if (most < k + 2) revert InvalidParams(params);
        return SettlementCost.shares(most);
    }

    /// @return how many entries fit when `sellers` of `asks` asks sell and everybody else buys from all of them
    function _mostEntries(ProviderBound memory bound, uint256 sellers, uint256 asks) private pure returns (uint256) {
        uint256 spent = SettlementCost.FIXED + sellers * SettlementCost.TRADE + (asks - sellers) * SettlementCost.IDLE;
        spent += Math.min(sellers, bound.steps()) * SettlementCost.STEP;
        return asks + SettlementCost.fitting(spent, SettlementCost.TRADE + SettlementCost.buyer(bound, sellers));
    }

    function _parse(bytes calldata params) private pure returns (uint256 k, ProviderBound memory bound) {
        bound = ProviderBounds.parse(params, K_SIZE);
        k = uint256(params.wordAt(0)) >> 240;
    }
}
