// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Claim, IChecker} from "./interfaces/IChecker.sol";
import {IMarket} from "./interfaces/IMarket.sol";
import {ISharingEvidence} from "./interfaces/ISharingEvidence.sol";
import {Calldata} from "./libraries/Calldata.sol";
import {Entries} from "./libraries/Entries.sol";
import {LogWord} from "./libraries/LogWord.sol";
import {SharingAgentRows} from "./libraries/SharingAgents.sol";
import {SharingCurve, SharingCurves} from "./libraries/SharingCurve.sol";
import {SharingPayoffRows, SharingPayoffs} from "./libraries/SharingPayoffs.sol";
import {WordRows, Words} from "./libraries/Words.sol";

/// @title SharingEvidence: coalitions that would rather have shared otherwise
/// @dev Documented at ISharingEvidence, with the assumptions it stands on.
contract SharingEvidence is ISharingEvidence {
    using Calldata for bytes;
    using Entries for bytes;
    using LogWord for uint256;

    uint256 private constant MEMBER_SIZE = 2;
    uint256 private constant EDGE_SIZE = 4;

    /// @dev By entry.
    uint256 private constant AGENT = 1;
    uint256 private constant MEMBER = 2;

    IMarket public immutable MARKET;
    /// @notice Of ordered matches.
    IChecker public immutable CHECKER;

    /// @param roles by entry: AGENT, MEMBER, or 0
    /// @param shared by entry: bit i: it shares with entry i, the higher one; the checker lets no round have more than 256
    /// @param before payoffs in the match
    /// @param afterwards payoffs with the coalition's edges; only its members' are true
    struct Graph {
        Words roles;
        Words shared;
        SharingPayoffs before;
        SharingPayoffs afterwards;
    }

    constructor(IMarket market, IChecker checker) {
        (MARKET, CHECKER) = (market, checker);
    }

    /// @inheritdoc ISharingEvidence
    function record(IMarket.Terms calldata terms, IMarket.Settlement calldata settlement, bytes calldata coalition, bytes calldata edges)
        external
    {
        uint32 round = _requireMatch(terms, settlement);
        Graph memory graph = _graph(settlement);
        _enrol(graph, coalition, settlement.entries.count());
        _connect(graph, settlement.entries, edges);
        _requireBlocking(graph, settlement.entries, coalition, SharingCurves.parse(terms.params));
        emit BlockingCoalition((uint256(terms.series) << 32) | round, msg.sender, coalition, edges);
    }

    /// @dev The settlement has the entries and the match of the series' current round.
    function _requireMatch(IMarket.Terms calldata terms, IMarket.Settlement calldata settlement) private view returns (uint32 round) {
        if (terms.checker != address(CHECKER)) revert OtherRule(terms.checker);
        IMarket.RoundView memory current = MARKET.roundOf(terms.series);
        bytes32 termsHash = MARKET.termsHashOf(terms);
        if (current.termsHash != termsHash || current.status != IMarket.Status.Settled) {
            revert NotTheSettledRound(current.termsHash, current.status);
        }
        round = current.round;
        bytes32 context = MARKET.contextOf(terms.series, round, termsHash);
        (uint256 word,) = LogWord.start(context).replay(settlement.entries);
        if (settlement.entries.length != uint256(current.count) * Entries.SIZE || bytes32(word) != current.log) revert WrongEntries();
        // who is an agent depends on the entries alone, and of agents there is one match
        Claim memory claim = Claim({
            context: context,
            params: terms.params,
            entries: settlement.entries,
            payloads: "",
            posts: "",
            debits: "",
            credits: "",
            alloc: settlement.alloc,
            hints: settlement.hints
        });
        CHECKER.check(claim);
    }

    /// @dev The match: what the checker agreed to.
    function _graph(IMarket.Settlement calldata settlement) private pure returns (Graph memory graph) {
        uint256 count = settlement.entries.count();
        (graph.roles, graph.shared) = (WordRows.allocate(count), WordRows.allocate(count));
        (graph.before, graph.afterwards) = (SharingPayoffRows.create(count), SharingPayoffRows.create(count));
        for (uint256 offset; offset < settlement.hints.length; offset += SharingAgentRows.HINT) {
            graph.roles.set(uint256(settlement.hints.wordAt(offset)) >> 240, AGENT);
        }
        for (uint256 offset; offset < settlement.alloc.length; offset += EDGE_SIZE) {
            (uint256 entry, uint256 partner) = _edgeAt(settlement.alloc, offset);
            graph.before.connect(settlement.entries, entry, partner);
            if (entry > partner) (entry, partner) = (partner, entry);
            graph.shared.set(entry, graph.shared.get(entry) | (1 << partner));
        }
    }

    function _enrol(Graph memory graph, bytes calldata coalition, uint256 count) private pure {
        if (coalition.length == 0 || coalition.length % MEMBER_SIZE != 0) revert CoalitionMalformed();
        uint256 least;
        for (uint256 offset; offset < coalition.length; offset += MEMBER_SIZE) {
            uint256 entry = uint256(coalition.wordAt(offset)) >> 240;
            if (entry < least) revert CoalitionMalformed();
            if (entry >= count || graph.roles.get(entry) != AGENT) revert SharingAgentRows.NotAnAgent(entry);
            graph.roles.set(entry, MEMBER);
            least = entry + 1;
        }
    }

    function _connect(Graph memory graph, bytes calldata entries, bytes calldata edges) private pure {
        if (edges.length % EDGE_SIZE != 0) revert EdgesMalformed();
        uint256 count = entries.count();
        uint256 least;
        for (uint256 offset; offset < edges.length; offset += EDGE_SIZE) {
            (uint256 entry, uint256 partner) = _edgeAt(edges, offset);
            uint256 key = (entry << 16) | partner;
            if (key < least || entry >= partner) revert EdgesMalformed();
            least = key + 1;
            bool inside = partner < count;
            bool first = inside && graph.roles.get(entry) == MEMBER;
            bool second = inside && graph.roles.get(partner) == MEMBER;
            if (!first && !second) revert EdgeOutsideCoalition(entry, partner);
            if ((!first || !second) && (graph.shared.get(entry) >> partner) & 1 == 0) revert EdgeNotInMatch(entry, partner);
            graph.afterwards.connect(entries, entry, partner);
        }
    }

    function _requireBlocking(Graph memory graph, bytes calldata entries, bytes calldata coalition, SharingCurve memory curve)
        private
        pure
    {
        bool gains;
        for (uint256 offset; offset < coalition.length; offset += MEMBER_SIZE) {
            uint256 entry = uint256(coalition.wordAt(offset)) >> 240;
            (uint256 worth, uint256 cost) = graph.before.payoff(entries, entry, curve);
            (uint256 worthThen, uint256 costThen) = graph.afterwards.payoff(entries, entry, curve);
            // worth less cost, without negative numbers
            (uint256 here, uint256 there) = (worth + costThen, worthThen + cost);
            if (there < here) revert WorseOff(entry);
            if (there > here) gains = true;
        }
        if (!gains) revert NobodyGains();
    }

    function _edgeAt(bytes calldata list, uint256 offset) private pure returns (uint256 entry, uint256 partner) {
        uint256 edge = uint256(list.wordAt(offset));
        return (edge >> 240, (edge >> 224) & type(uint16).max);
    }
}
