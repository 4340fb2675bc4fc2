// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Claim, IChecker} from "../interfaces/IChecker.sol";
import {Amounts} from "./Amounts.sol";
import {PurchaseWord} from "./PurchaseWord.sol";
import {SharingParams} from "./SharingParams.sol";
import {AgentWord, Reports} from "./SharingReports.sol";
import {WordRows, Words} from "./Words.sol";

/// @param mode and
/// @param share see SharingParams
/// @param net by agent, what it pays less what it gets, in two's complement
/// @param data by agent, the worth of the data that it is claimed to be paid with; only in the mode that has them
/// @param deficit what sellers get beyond what buyers pay
struct Payments {
    uint256 mode;
    uint256 share;
    Words net;
    Words data;
    uint256 deficit;
}

/// @title What follows from purchases and their margins: who pays and who gets how much
library SharingPayments {
    using AgentWord for uint256;
    using Amounts for bytes;
    using PurchaseWord for uint256;

    /// @dev The agent is paid more in data than it gets.
    error DataPaymentTooLarge(uint256 agent);
    /// @dev All together are paid this much in data.
    error DataPaymentsNotTheDeficit(uint256 sum, uint256 deficit);
    /// @dev The first agent is not paid all that it gets in data, and the other, whose turn comes later, is paid in data.
    error DataPaymentsOutOfOrder(uint256 first, uint256 later);

    uint256 private constant MONEY = 0xffffffffffffffffffffff;

    function create(uint256 agents, uint256 mode, uint256 share) internal pure returns (Payments memory payments) {
        payments.mode = mode;
        payments.share = share;
        payments.net = WordRows.allocate(agents);
        if (mode == SharingParams.MIXED_VCG) payments.data = WordRows.reserve(agents);
    }

    /// @notice Takes in what one buyer buys.
    /// @param purchases see PurchaseWord; written over in the competitive mode
    /// @param value of what it buys; only for the competitive mode
    function add(Payments memory payments, uint256 buyer, Words purchases, uint256 count, uint256 value) internal pure {
        Words net = payments.net;
        uint256 costs;
        uint256 margins;
        if (payments.mode == SharingParams.COMPETITIVE) _toPrices(payments.share, purchases, count, value);
        assembly ("memory-safe") {
            for { let end := add(purchases, shl(5, count)) } lt(purchases, end) { purchases := add(purchases, 32) } {
                let purchase := mload(purchases)
                let cost := and(shr(88, purchase), MONEY)
                let margin := and(purchase, MONEY)
                costs := add(costs, cost)
                margins := add(margins, margin)
                let place := add(net, shl(5, shr(176, purchase)))
                mstore(place, sub(mload(place), add(cost, margin)))
            }
        }
        // at most 2^16 amounts of 88 bits
        unchecked {
            if (payments.mode == SharingParams.COMPETITIVE) costs += margins;
            else payments.deficit += margins;
        }
        net.add(buyer, costs);
    }

    /// @notice Replaces margins by the parts of them that sellers get, rounded down; by nothing if that were more than the buyer can pay.
    function _toPrices(uint256 share, Words purchases, uint256 count, uint256 value) private pure {
        // at most 255 amounts of 88 bits; shares of at most the whole
        unchecked {
            uint256 sum;
            for (uint256 i; i < count; ++i) {
                uint256 purchase = purchases.get(i);
                uint256 part = purchase.margin() * share / SharingParams.WHOLE;
                sum += PurchaseWord.cost(purchase) + part;
                purchases.set(i, purchase.withMargin(part));
            }
            if (sum <= value) return;
            for (uint256 i; i < count; ++i) {
                purchases.set(i, purchases.get(i).withMargin(0));
            }
        }
    }

    /// @notice Whether something is traded: the caps of the sponsors cover the deficit, where that is theirs to pay.
    function isCovered(Payments memory payments, Reports memory reports) internal pure returns (bool) {
        if (payments.mode != SharingParams.VCG) return true;
        uint256 caps;
        // at most 255 amounts of 88 bits
        unchecked {
            for (uint256 i; i < reports.sponsorCount; ++i) {
                caps += reports.sponsors.get(i) & MONEY;
            }
        }
        return caps >= payments.deficit;
    }

    /// @notice Requires that no money moves. Reverts with `TrailingDebits`, `TrailingCredits`.
    function requireNothing(Claim calldata claim) internal pure {
        if (claim.debits.length != 0) revert IChecker.TrailingDebits();
        if (claim.credits.length != 0) revert IChecker.TrailingCredits();
    }

    /// @notice Requires that this is the money that moves, of payments that are covered. Reverts with `DataPaymentTooLarge`,
    /// `DataPaymentsNotTheDeficit`, `DataPaymentsOutOfOrder`, `WrongDebit`, `WrongCredit`, `TrailingDebits`, `TrailingCredits`.
    /// @dev An item that a list ends before is read from what follows the list; its length, compared at the end, tells.
    function requireMoney(Payments memory payments, Reports memory reports, Claim calldata claim) internal pure {
        if (payments.mode == SharingParams.MIXED_VCG) _takeData(payments, reports.count);
        bytes calldata debits = claim.debits;
        bytes calldata credits = claim.credits;
        uint256 left = payments.mode == SharingParams.VCG ? payments.deficit : 0;
        uint256 sponsor;
        uint256 debited;
        uint256 credited;
        // the counters stay at or below the number of entries
        unchecked {
            for (uint256 i; i < reports.count; ++i) {
                uint256 entry = reports.agents.get(i).entry();
                if (left != 0) (left, sponsor, debited) = _sponsored(reports, entry, left, sponsor, debited, debits);
                uint256 amount = payments.net.get(i);
                if (amount >> 255 != 0) {
                    amount = 0 - amount;
                    if (credits.item(credited++) != Amounts.pack(entry, amount)) revert IChecker.WrongCredit(entry, amount);
                } else if (amount != 0) {
                    if (debits.item(debited++) != Amounts.pack(entry, amount)) revert IChecker.WrongDebit(entry, amount);
                }
            }
            (,, debited) = _sponsored(reports, type(uint256).max, left, sponsor, debited, debits);
            if (debits.length != debited * Amounts.SIZE) revert IChecker.TrailingDebits();
            if (credits.length != credited * Amounts.SIZE) revert IChecker.TrailingCredits();
        }
    }

    /// @notice Requires the debits of the sponsors that come before entry `end`, from `sponsor` on, as long as there is something left to
    /// pay.
    function _sponsored(Reports memory reports, uint256 end, uint256 left, uint256 sponsor, uint256 debited, bytes calldata debits)
        private
        pure
        returns (uint256, uint256, uint256)
    {
        // as in `requireMoney`
        unchecked {
            while (left != 0) {
                uint256 word = reports.sponsors.get(sponsor);
                uint256 entry = word >> 88;
                if (entry > end) break;
                uint256 amount = word & MONEY;
                if (amount > left) amount = left;
                if (debits.item(debited++) != Amounts.pack(entry, amount)) revert IChecker.WrongDebit(entry, amount);
                left -= amount;
                ++sponsor;
            }
        }
        return (left, sponsor, debited);
    }

    /// @notice Requires that the data payments are the deficit, given to those first who get most, of equal ones to the higher number; and
    /// takes them out of what is paid in money.
    /// @dev Nothing is sorted: nobody whose turn comes before that of somebody who is paid in data is left without a part of what it gets. Then
    /// at most one is paid in part, and as many are paid as the sum takes.
    function _takeData(Payments memory payments, uint256 agents) private pure {
        uint256 sum;
        // turns: what the agent gets << 8 | its number
        uint256 lastPaid = type(uint256).max;
        uint256 firstLeft;
        // at most 2^16 amounts of 88 bits, and 255 of 96 bits
        unchecked {
            for (uint256 i; i < agents; ++i) {
                uint256 amount = payments.net.get(i);
                uint256 gets = amount >> 255 == 0 ? 0 : 0 - amount;
                uint256 paid = payments.data.get(i);
                if (paid > gets) revert DataPaymentTooLarge(i);
                uint256 turn = (gets << 8) | i;
                if (paid != 0 && turn < lastPaid) lastPaid = turn;
                if (paid != gets && turn > firstLeft) firstLeft = turn;
                sum += paid;
                payments.net.add(i, paid);
            }
        }
        if (sum != payments.deficit) revert DataPaymentsNotTheDeficit(sum, payments.deficit);
        if (firstLeft > lastPaid) revert DataPaymentsOutOfOrder(firstLeft & 0xff, lastPaid & 0xff);
    }
}
