// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Claim, IChecker} from "../interfaces/IChecker.sol";
import {Amounts} from "./Amounts.sol";
import {LearningRound} from "./LearningRound.sol";
import {WordRows, Words} from "./Words.sol";

/// @param alone by present party, the count of its own model
/// @param together the count of everybody's
/// @param worth by present party, m! times its Shapley value, in counts
struct Values {
    Words alone;
    uint256 together;
    Words worth;
}

/// @title Money for accuracy
/// @notice With G_i the count of party i's own model and G(M) that of everybody's, i gains a_i = G(M) - G_i. The pot is the budget times the
/// sum of all gains, as parts of the size, rounded down. It is charged in proportion to the gains and paid out in proportion to the Shapley
/// values, both by largest remainder, ties to the lower party.
library LearningPayments {
    using Amounts for bytes;

    /// @notice Requires that this is the money that moves: debits are the charges, credits the payouts that are not 0, in entry order.
    /// Reverts with `WrongDebit`, `WrongCredit`, `TrailingDebits`, `TrailingCredits`.
    /// @dev No charge is above the budget, which the lock covers. An item that a list ends before is read from what follows the list; its
    /// length, compared at the end, tells.
    function requireExactly(LearningRound memory round, Values memory values, uint256 budget, Claim calldata claim) internal pure {
        uint256 count = round.count;
        Words gains = WordRows.reserve(count);
        uint256 pot;
        // at most 20 counts of 16 bits, and a budget of 88 bits
        unchecked {
            for (uint256 i; i < count; ++i) {
                uint256 gain = values.together - values.alone.get(i);
                gains.set(i, gain);
                pot += gain;
            }
            if (pot != 0) pot = budget * pot / round.size;
        }
        _share(pot, gains, count);
        _share(pot, values.worth, count);
        uint256 debited;
        uint256 credited;
        // at most 20 of each
        unchecked {
            for (uint256 i; i < count; ++i) {
                uint256 entry = round.entries.get(i);
                (uint256 charge, uint256 payout) = (gains.get(i), values.worth.get(i));
                if (charge != 0 && claim.debits.item(debited++) != Amounts.pack(entry, charge)) {
                    revert IChecker.WrongDebit(entry, charge);
                }
                if (payout != 0 && claim.credits.item(credited++) != Amounts.pack(entry, payout)) {
                    revert IChecker.WrongCredit(entry, payout);
                }
            }
            if (claim.debits.length != debited * Amounts.SIZE) revert IChecker.TrailingDebits();
            if (claim.credits.length != credited * Amounts.SIZE) revert IChecker.TrailingCredits();
        }
    }

    /// @notice Replaces weights by their parts of the total, by largest remainder, ties to the lower index.
    /// @dev If there is something to share somebody has a weight. Totals are below 2^93, weights below 2^105.
    function _share(uint256 total, Words weights, uint256 count) private pure {
        Words ranks = WordRows.reserve(count);
        uint256 whole;
        // products of 198 bits; at most 20 of everything
        unchecked {
            for (uint256 i; i < count; ++i) {
                whole += weights.get(i);
            }
            if (whole == 0) return;
            uint256 left = total;
            for (uint256 i; i < count; ++i) {
                uint256 product = total * weights.get(i);
                uint256 part = product / whole;
                left -= part;
                weights.set(i, part);
                // no rank is 0; of equal remainders that of the lower index is higher
                ranks.set(i, ((product - part * whole) << 8) | (count - i));
            }
            for (; left != 0; --left) {
                uint256 most;
                for (uint256 i; i < count; ++i) {
                    uint256 rank = ranks.get(i);
                    if (rank > most) most = rank;
                }
                uint256 best = count - (most & type(uint8).max);
                ranks.set(best, 0);
                weights.add(best, 1);
            }
        }
        ranks.release();
    }
}
