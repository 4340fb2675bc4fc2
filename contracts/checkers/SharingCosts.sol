// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IChallengeable} from "../interfaces/IChallengeable.sol";
import {Claim, IChecker, SecondPhase} from "../interfaces/IChecker.sol";
import {AdditiveSellers} from "../libraries/AdditiveSellers.sol";
import {BestSellers} from "../libraries/BestSellers.sol";
import {BetterBundle} from "../libraries/BetterBundle.sol";
import {Calldata} from "../libraries/Calldata.sol";
import {CostMatrices, CostMatrix} from "../libraries/CostMatrix.sol";
import {Entries} from "../libraries/Entries.sol";
import {MerkleRoot} from "../libraries/MerkleRoot.sol";
import {Bundle, PurchaseClaims} from "../libraries/PurchaseClaims.sol";
import {PurchaseRow} from "../libraries/PurchaseRow.sol";
import {SellerRanks, Sellers} from "../libraries/SellerRanks.sol";
import {SettlementCost} from "../libraries/SettlementCost.sol";
import {SharingOutcome, SharingOutcomes} from "../libraries/SharingOutcome.sol";
import {SharingParams} from "../libraries/SharingParams.sol";
import {Payments, SharingPayments} from "../libraries/SharingPayments.sol";
import {AgentWord, Reports, SharingReports} from "../libraries/SharingReports.sol";
import {WordRows, Words} from "../libraries/Words.sol";

/// @dev A round as it is read, and room for what one buyer can buy: of whom, and what.
struct Round {
    Reports reports;
    Sellers sellers;
    CostMatrix matrix;
    Words others;
    Words purchases;
}

/// @title Data for money at any costs
/// @notice As Sharing, but a seller's costs may differ from buyer to buyer and from those of others, and tables need only never fall, or
/// values are additive. What is best for a buyer is then hard to find (it contains the subset sum problem), except by looking at every set
/// of sellers: small rounds are checked like that. In larger ones an outcome is proposed, and a better set of sellers refutes it. Of the
/// sets with the greatest surplus a buyer takes the smallest, of those the first by rank of the sellers, compared from the best on. (An
/// additive buyer: those that are worth more than they cost.)
///
/// params, 20 bytes: mode(1) share(4) lot(4) bond(11), the first three as for Sharing. bond: what stands behind a proposal; 0: outcomes are
/// settled at once, in rounds of at most 12 entries.
/// Entries: see SharingReports. debits, credits: as for Sharing.
/// alloc and hints with bond 0: as for Sharing.
/// alloc with a bond: traded(1), then for each agent count(1) and for each seller that it buys from, by rank, seller(1) margin(11); in mode
/// 2 then data(12), as for Sharing. traded is 1; it is 0, and nobody buys anything, if the caps of the sponsors do not cover the margins
/// (mode 1).
/// hints with a bond: those of Sharing, and then for each purchase of a buyer with a table, in the order of alloc, toggles(1) and as many
/// agent numbers, 1 byte each, strictly rising. Those that are bought from (other than the seller itself) are taken out and the others put
/// in: the result is a set without the seller with the surplus that the margin says.
/// @dev commitment: MerkleRoot over one row for each buyer with a table, by agent number; 0 where there is none. Row: buyer(1) agents(1)
/// bought(32, bit i is agent i) surplus(11), then for each agent size(2) cost(11) without(11), then count(1) value(11)...: the size and the
/// cost for this buyer, 0 both for the buyer itself; the surplus without this seller, if it is bought from, otherwise 0; and the table.
/// objection: row, the number of steps of its proof(1), the proof (32 bytes a step), without(1) and a set: agent numbers, 1 byte each,
/// strictly rising. without is 255: the set has a greater surplus than `bought`, or the same and comes first. Otherwise it is a seller that
/// is bought from and not in the set: the set has a greater surplus than the row's for that seller.
contract SharingCosts is IChallengeable {
    using AgentWord for uint256;
    using Entries for bytes;
    using SellerRanks for Sellers;

    /// @dev The buyer, who is additive, buys something else, or a margin is another one.
    error WrongPurchases(uint256 buyer);
    /// @dev What is allocated to the agents ends elsewhere.
    error AllocMalformed(uint256 length, uint256 expected);
    /// @dev Something is traded if the caps of the sponsors cover the margins, otherwise not.
    error WrongTraded(bool expected);

    /// @dev Where every set of sellers is looked at.
    uint256 private constant MOST_SETTLED = 12;
    /// @dev Where every margin has a witness, which can be as long as there are sellers.
    uint256 private constant MOST_PROPOSED = 40;

    /* SETTLED AT ONCE */

    /// @inheritdoc IChecker
    function check(Claim calldata claim) external pure returns (bytes4 magic) {
        (uint256 mode, uint256 share, uint256 lot, uint256 bond) = SharingParams.parse(claim.params);
        if (bond != 0) revert MustBeProposed();
        Round memory round = _read(claim, lot, MOST_SETTLED);
        uint256 agents = round.reports.count;
        if (claim.hints.length != round.sellers.count) revert HintsMalformed();
        SharingOutcome memory outcome = SharingOutcomes.create(agents, mode, share);
        for (uint256 buyer; buyer < agents; ++buyer) {
            (uint256 bought, uint256 value) = _best(round, buyer);
            outcome.add(buyer, round.purchases, bought, value, claim.alloc);
        }
        outcome.requireExactly(round.reports, claim);
        return IChecker.check.selector;
    }

    /// @notice What the buyer buys, left in `round.purchases`.
    function _best(Round memory round, uint256 buyer) private pure returns (uint256 bought, uint256 value) {
        uint256 agent = round.reports.agents.get(buyer);
        Words costs = round.matrix.row(buyer);
        uint256 count = round.sellers.others(agent, round.others);
        if (!agent.isAdditive()) return BestSellers.buy(agent, costs, round.others, count, round.purchases);
        Words values = round.matrix.valuesOf(agent);
        (bought, value) = AdditiveSellers.buy(values, costs, round.others, count, round.purchases);
        values.release();
    }

    /* PROPOSED */

    /// @inheritdoc IChallengeable
    function commit(Claim calldata claim) external pure returns (bytes32 commitment) {
        (uint256 mode, uint256 share, uint256 lot, uint256 bond) = SharingParams.parse(claim.params);
        if (bond == 0) revert InvalidParams(claim.params);
        Round memory round = _read(claim, lot, MOST_PROPOSED);
        Payments memory payments = SharingPayments.create(round.reports.count, mode, share);
        commitment = _take(round, payments, claim);
        bool traded = SharingPayments.isCovered(payments, round.reports);
        if (uint8(claim.alloc[0]) != (traded ? 1 : 0)) revert WrongTraded(traded);
        if (traded) SharingPayments.requireMoney(payments, round.reports, claim);
        else SharingPayments.requireNothing(claim);
    }

    /// @notice Takes in what everybody is said to buy.
    /// @return root over the rows of the buyers with tables
    function _take(Round memory round, Payments memory payments, Claim calldata claim) private pure returns (bytes32 root) {
        Reports memory reports = round.reports;
        // behind traded(1), and behind the ranks
        PurchaseClaims memory claims = PurchaseClaims({reports: reports, alloc: 1, hints: round.sellers.count});
        Words leaves = WordRows.reserve(reports.count);
        uint256 rows;
        for (uint256 buyer; buyer < reports.count; ++buyer) {
            Words costs = round.matrix.row(buyer);
            Bundle memory bundle = claims.read(buyer, costs, round.purchases, claim.alloc);
            uint256 value;
            if (reports.agents.get(buyer).isAdditive()) {
                value = _requireAdditive(round, buyer, bundle.count);
            } else {
                value = claims.requireWitnesses(buyer, bundle, costs, round.purchases, claim.hints);
                bytes32 leaf = PurchaseRow.leaf(reports, buyer, bundle, value - bundle.costs, costs, round.purchases);
                leaves.set(rows++, uint256(leaf));
            }
            if (payments.mode == SharingParams.MIXED_VCG) payments.data.set(buyer, claims.readData(claim.alloc));
            SharingPayments.add(payments, buyer, round.purchases, bundle.count, value);
        }
        if (claim.alloc.length != claims.alloc) revert AllocMalformed(claim.alloc.length, claims.alloc);
        if (claim.hints.length != claims.hints) revert HintsMalformed();
        if (rows != 0) root = MerkleRoot.root(leaves, rows);
    }

    /// @notice Requires that the first `count` purchases are those of an additive buyer. Reverts with `WrongPurchases`.
    /// @return value of what it buys
    function _requireAdditive(Round memory round, uint256 buyer, uint256 count) private pure returns (uint256 value) {
        Words claimed = round.purchases;
        round.purchases = WordRows.reserve(round.sellers.count);
        uint256 bought;
        (bought, value) = _best(round, buyer);
        if (bought != count) revert WrongPurchases(buyer);
        for (uint256 i; i < count; ++i) {
            if (claimed.get(i) != round.purchases.get(i)) revert WrongPurchases(buyer);
        }
        round.purchases.release();
        round.purchases = claimed;
    }

    /// @inheritdoc IChallengeable
    function refutes(bytes calldata params, bytes32 commitment, bytes calldata objection) external pure returns (bytes4 magic) {
        SharingParams.parse(params);
        BetterBundle.requireBetter(commitment, objection);
        return IChallengeable.refutes.selector;
    }

    /* BOTH */

    /// @inheritdoc IChecker
    function phases(bytes calldata params) external pure returns (SecondPhase second, uint88 bond) {
        (,,, uint256 amount) = SharingParams.parse(params);
        // it was cut out of a word with that many bits
        // forge-lint: disable-next-line(unsafe-typecast)
        return (SecondPhase.None, uint88(amount));
    }

    /// @inheritdoc IChecker
    function limits(bytes calldata params) external pure returns (uint32 maxEntries, uint32 maxPerAccount) {
        (,,, uint256 bond) = SharingParams.parse(params);
        return SettlementCost.shares(bond == 0 ? MOST_SETTLED : MOST_PROPOSED);
    }

    function _read(Claim calldata claim, uint256 lot, uint256 most) private pure returns (Round memory round) {
        uint256 count = claim.entries.count();
        if (count > most) revert TooManyEntries(count, most);
        round.reports = SharingReports.read(claim, SharingParams.anyCosts(lot));
        round.sellers = SellerRanks.read(round.reports, claim.hints);
        round.matrix = CostMatrices.create(round.reports);
        round.others = WordRows.reserve(round.sellers.count);
        round.purchases = WordRows.reserve(round.sellers.count);
    }
}
