// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Claim, IChecker} from "../interfaces/IChecker.sol";
import {SettlementCost} from "../libraries/SettlementCost.sol";
import {SharingAgentRows, SharingAgents} from "../libraries/SharingAgents.sol";
import {SharingCurve, SharingCurves} from "../libraries/SharingCurve.sol";
import {Words} from "../libraries/Words.sol";
import {OneShot} from "./OneShot.sol";

/// @title Ordered match
/// @notice Section 1 of sharing: data for data, without money. Agents propose to all that rank below them, in the order of the ranking; two
/// share their data with each other iff both are strictly better off with it, as things stand when it is proposed. An agent with scale s
/// and cost c that has D units in the end, its own included, of k partners, is as well off as s f(D) - c k.
/// With f concave as well as nondecreasing the match is stable, unless somebody is indifferent; otherwise some agents may wish they had
/// agreed on something else. That does not void a match; it can be put on record, see ISharingEvidence.
///
/// params: lot(4) count(1) then count values of 8 bytes, f(0), f(1), ... by whole lots of data, see SharingCurves.
/// Entries: see SharingAgentRows and SharingWord.
/// debits, credits: empty.
/// alloc: 4 bytes for each two that share, in the order of proposal: entry(2) of the one that ranks first, entry(2) of the other.
/// hints: the entries of all agents by rank, 2 bytes each.
contract OrderedMatch is OneShot {
    /// @dev The next two that share are these, and the allocation names others.
    error WrongEdge(uint256 entry, uint256 partner);
    /// @dev The allocation goes on, or ends, where the match does not.
    error TrailingEdges();

    /// @dev All may share with all, which needs 4 bytes for each two: a transaction that nodes pass on has at most 128 KiB. Settling costs
    /// 13.3 million gas then.
    uint256 private constant MOST_ENTRIES = 230;

    uint256 private constant EDGE = 4;
    uint256 private constant ROW = 160;

    /// @inheritdoc IChecker
    function check(Claim calldata claim) external pure returns (bytes4 magic) {
        SharingCurve memory curve = SharingCurves.parse(claim.params);
        if (claim.entries.length > MOST_ENTRIES * 64) revert TooManyEntries(claim.entries.length / 64, MOST_ENTRIES);
        SharingAgents memory agents = SharingAgentRows.read(claim.entries, claim.hints, curve);
        _replay(agents, curve, claim.alloc);
        if (claim.debits.length != 0) revert TrailingDebits();
        if (claim.credits.length != 0) revert TrailingCredits();
        return IChecker.check.selector;
    }

    /// @inheritdoc IChecker
    function limits(bytes calldata params) external pure returns (uint32 maxEntries, uint32 maxPerAccount) {
        SharingCurves.parse(params);
        return SettlementCost.shares(MOST_ENTRIES);
    }

    /// @dev An edge that the allocation ends before is read from what follows it; its length, compared at the end, tells.
    function _replay(SharingAgents memory agents, SharingCurve memory curve, bytes calldata alloc) private pure {
        (uint256 own, uint256 end) = (agents.rows.addressOf(0), agents.rows.addressOf(agents.count * SharingAgentRows.FIELDS));
        (uint256 lot, Words values) = (curve.lot, curve.values);
        uint256 last = values.addressOf(curve.last);
        uint256 edge;
        uint256 wrong;
        // fields of a row: see SharingAgents; totals stay below 2^48, bars below 2^90
        assembly ("memory-safe") {
            edge := alloc.offset
            // scratch space: the edge that is not as it should be
            mstore(0x00, 0)
            for {} lt(own, end) { own := add(own, ROW) } {
                let total := mload(add(own, 64))
                let bar := mload(add(own, 96))
                for { let other := add(own, ROW) } lt(other, end) { other := add(other, ROW) } {
                    let more := add(total, mload(other))
                    let place := add(values, shl(5, div(more, lot)))
                    if gt(place, last) { place := last }
                    let value := mload(place)
                    if iszero(gt(value, bar)) { continue }

                    let theirs := add(mload(add(other, 64)), mload(own))
                    place := add(values, shl(5, div(theirs, lot)))
                    if gt(place, last) { place := last }
                    place := mload(place)
                    if iszero(gt(place, mload(add(other, 96)))) { continue }

                    total := more
                    bar := add(value, mload(add(own, 32)))
                    mstore(add(other, 64), theirs)
                    mstore(add(other, 96), add(place, mload(add(other, 32))))
                    let pair := or(shl(16, mload(add(own, 128))), mload(add(other, 128)))
                    if xor(shr(224, calldataload(edge)), pair) {
                        mstore(0x00, or(shl(32, 1), pair))
                        other := end
                        own := end
                    }
                    edge := add(edge, EDGE)
                }
            }
            edge := sub(edge, alloc.offset)
            wrong := mload(0x00)
        }
        if (wrong != 0) revert WrongEdge((wrong >> 16) & type(uint16).max, wrong & type(uint16).max);
        if (edge != alloc.length) revert TrailingEdges();
    }
}
