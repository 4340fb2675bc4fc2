// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Claim, IChecker, SecondPhase} from "../interfaces/IChecker.sol";
import {LargestSellers} from "../libraries/LargestSellers.sol";
import {SellerRanks, Sellers} from "../libraries/SellerRanks.sol";
import {SettlementCost} from "../libraries/SettlementCost.sol";
import {SharingOutcome, SharingOutcomes} from "../libraries/SharingOutcome.sol";
import {SharingParams} from "../libraries/SharingParams.sol";
import {Reports, SharingReports} from "../libraries/SharingReports.sol";
import {WordRows, Words} from "../libraries/Words.sol";

/// @title Data for money where every seller has the same costs
/// @notice Sections 2 to 5 of sharing. Everybody reports what data are worth to it, as a table over the lots that it buys. With equal costs
/// and tables that rise less and less, the best that a buyer can do is to take the largest sellers, as long as the next one adds more than
/// it costs. So everything can be checked: purchases, the greatest price that each supports, and the payments.
///
/// params, 20 bytes: mode(1) share(4) lot(4) cost(11). mode: 0 competitive, 1 vcg, 2 mixed-vcg; share: at most 10^9, 0 in modes 1 and 2;
/// lot at least 1.
/// Entries: see SharingReports. A report counts as well formed only if its cost is that of the round, it has no exceptions, and its values
/// are a table whose steps never grow (the first is the first value).
///
/// With W the surplus of a buyer (value minus costs of what it buys), the margin of a purchase is W minus what W would be if that seller
/// did not sell. Each seller gets cost + rest: 0 competitive, rest = floor(margin share / 10^9), but 0 for all sellers of a buyer whose
/// prices would otherwise sum to more than its value; the buyer pays the same. 1, 2: rest = margin, but the buyer pays only the cost. The
/// sum of all margins is the deficit. 1: sponsors pay it in entry order, each up to its cap; if all caps together are less, nothing is
/// traded. 2: it is paid in data. Agents stand by what they pay less what they get, the least first, of equal ones the higher number; each
/// that gets more than it pays takes data for it, as far as the deficit goes, and money for what is left.
/// debits: of each report that pays more than it gets the difference, and of each sponsor what it pays; credits: of each report that gets
/// more than it pays the difference. Both in entry order.
/// alloc: for each agent count(1) and the sellers it buys from, 1 byte each: agent numbers, by rank. In mode 2 then data(12), the worth of
/// the data that it is paid with. If nothing is traded: a count of 0 for each agent.
/// hints: the agents that sell, 1 byte each: agent numbers, by rank.
contract Sharing is IChecker {
    using SellerRanks for Sellers;

    /// @dev The work grows with the square of the reports: see the tests of `limits`.
    uint256 private constant MOST_ENTRIES = 150;

    /// @inheritdoc IChecker
    function check(Claim calldata claim) external pure returns (bytes4 magic) {
        (uint256 mode, uint256 share, uint256 lot, uint256 cost) = SharingParams.parse(claim.params);
        Reports memory reports = SharingReports.read(claim, SharingParams.equalCosts(lot, cost));
        Sellers memory sellers = SellerRanks.read(reports, claim.hints);
        if (claim.hints.length != sellers.count) revert HintsMalformed();
        SharingOutcome memory outcome = SharingOutcomes.create(reports.count, mode, share);
        bytes calldata alloc = claim.alloc;
        (Words others, Words purchases) = (WordRows.reserve(sellers.count), WordRows.reserve(sellers.count));
        for (uint256 buyer; buyer < reports.count; ++buyer) {
            uint256 agent = reports.agents.get(buyer);
            uint256 count = sellers.others(agent, others);
            (uint256 bought, uint256 value) = LargestSellers.buy(agent, others, count, cost, purchases);
            outcome.add(buyer, purchases, bought, value, alloc);
        }
        outcome.requireExactly(reports, claim);
        return IChecker.check.selector;
    }

    /// @inheritdoc IChecker
    function phases(bytes calldata params) external pure returns (SecondPhase second, uint88 bond) {
        SharingParams.parse(params);
        return (SecondPhase.None, 0);
    }

    /// @inheritdoc IChecker
    function limits(bytes calldata params) external pure returns (uint32 maxEntries, uint32 maxPerAccount) {
        SharingParams.parse(params);
        return SettlementCost.shares(MOST_ENTRIES);
    }
}
