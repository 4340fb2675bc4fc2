// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IChallengeable} from "../interfaces/IChallengeable.sol";

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
abstract contract SharingCosts is IChallengeable {}
