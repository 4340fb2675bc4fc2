// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

import {SharingEvidence} from "../../../contracts/SharingEvidence.sol";
import {OrderedMatch} from "../../../contracts/checkers/OrderedMatch.sol";
import {IChecker} from "../../../contracts/interfaces/IChecker.sol";
import {IMarket} from "../../../contracts/interfaces/IMarket.sol";
import {ISharingEvidence} from "../../../contracts/interfaces/ISharingEvidence.sol";
import {SharingAgentRows} from "../../../contracts/libraries/SharingAgents.sol";
import {MarketTest} from "../utils/MarketTest.sol";
import {Pack} from "../utils/Pack.sol";

/// @dev Three units are worth 9, fewer nothing, more no more. Agents 0 to 3 have 2, 1, 1 and 1 units and cost 1, 0, 1 and 1 a partner: 0 and
/// 1 share, and nobody else, for two units are worth nothing to 2 and 3, and to 0 and 1 more are worth no more. Entry 4 is no agent.
contract RecordTest is MarketTest {
    using SafeCast for uint256;

    OrderedMatch private matching;
    SharingEvidence private evidence;
    IMarket.Settlement private settlement;

    function setUp() public override {
        matching = new OrderedMatch();
        super.setUp();
        evidence = new SharingEvidence(market, matching);
        _fund(alice, BALANCE);
        _play(hex"00000001");
    }

    function _config() internal view override returns (IMarket.SeriesConfig memory config) {
        config = super._config();
        address[] memory checkers = new address[](2);
        (checkers[0], checkers[1]) = (address(checker), address(matching));
        config.checkers = checkers;
    }

    /* COALITIONS THAT BLOCK */

    /// @dev 2 and 3 lack a unit, which 1 has and shares without cost.
    function test_WhenTheCoalitionBlocks() public {
        _expectRecorded(hex"000100020003", hex"00000001000100020001000300020003");
    }

    function test_WhenAMemberDropsAnEdge() public {
        _expectRecorded(hex"000100020003", hex"000100020001000300020003");
    }

    /// @dev 0 is as well off with 2 as it is with 1, and 2 is better off.
    function test_WhenOnlyOneGains() public {
        _expectRecorded(hex"00000002", hex"00000002");
    }

    function test_WhenItIsRecordedAgain() public {
        _expectRecorded(hex"00000002", hex"00000002");
        _expectRecorded(hex"00000002", hex"00000002");
    }

    /* COALITIONS THAT DO NOT */

    /// @dev Beside 1, 2 is worth nothing to 0, and costs it 1.
    function test_RevertWhen_AMemberIsWorseOff() public {
        _expectRefused(hex"00000002", hex"0000000100000002", abi.encodeWithSelector(ISharingEvidence.WorseOff.selector, 0));
        _expectRefused(hex"0000", "", abi.encodeWithSelector(ISharingEvidence.WorseOff.selector, 0));
        _expectRefused(hex"000100020003", hex"0000000100020003", abi.encodeWithSelector(ISharingEvidence.WorseOff.selector, 2));
    }

    function test_RevertWhen_NobodyGains() public {
        bytes memory cause = abi.encodeWithSelector(ISharingEvidence.NobodyGains.selector);
        _expectRefused(hex"00000001", hex"00000001", cause);
        _expectRefused(hex"0000", hex"00000001", cause);
        _expectRefused(hex"0003", "", cause);
    }

    function test_RevertWhen_TheCoalitionIsMalformed() public {
        bytes memory cause = abi.encodeWithSelector(ISharingEvidence.CoalitionMalformed.selector);
        _expectRefused("", "", cause);
        _expectRefused(hex"00", "", cause);
        _expectRefused(hex"0000000200", hex"00000002", cause);
        _expectRefused(hex"00020000", hex"00000002", cause);
        _expectRefused(hex"000000000002", hex"00000002", cause);
    }

    function test_RevertWhen_AMemberIsNoAgent() public {
        _expectRefused(hex"00020004", "", abi.encodeWithSelector(SharingAgentRows.NotAnAgent.selector, 4));
        _expectRefused(hex"00020005", "", abi.encodeWithSelector(SharingAgentRows.NotAnAgent.selector, 5));
    }

    function test_RevertWhen_TheEdgesAreMalformed() public {
        bytes memory cause = abi.encodeWithSelector(ISharingEvidence.EdgesMalformed.selector);
        bytes memory coalition = hex"000100020003";
        _expectRefused(coalition, hex"0001000200", cause);
        _expectRefused(coalition, hex"000100030001000200020003", cause);
        _expectRefused(coalition, hex"0001000200010002000100030002000300020003", cause);
        _expectRefused(coalition, hex"000200010002000300010003", cause);
        _expectRefused(coalition, hex"00010001", cause);
    }

    function test_RevertWhen_AnEdgeIsOutsideTheCoalition() public {
        _expectRefused(hex"00020003", hex"00000001", abi.encodeWithSelector(ISharingEvidence.EdgeOutsideCoalition.selector, 0, 1));
        _expectRefused(hex"00020003", hex"00030005", abi.encodeWithSelector(ISharingEvidence.EdgeOutsideCoalition.selector, 3, 5));
    }

    function test_RevertWhen_AnOutsiderDoesNotShare() public {
        _expectRefused(hex"00020003", hex"00010002", abi.encodeWithSelector(ISharingEvidence.EdgeNotInMatch.selector, 1, 2));
        _expectRefused(hex"0002", hex"00020003", abi.encodeWithSelector(ISharingEvidence.EdgeNotInMatch.selector, 2, 3));
        _expectRefused(hex"0003", hex"00030004", abi.encodeWithSelector(ISharingEvidence.EdgeNotInMatch.selector, 3, 4));
    }

    /* ROUNDS OF WHICH NOTHING CAN BE SAID */

    function test_RevertWhen_TheMatchIsAnotherOne() public {
        settlement.alloc = hex"0000000100000002";
        _expectRefused(hex"00000002", hex"00000002", abi.encodeWithSelector(OrderedMatch.TrailingEdges.selector));
        settlement.alloc = "";
        _expectRefused(hex"00000002", hex"00000002", abi.encodeWithSelector(OrderedMatch.WrongEdge.selector, 0, 1));
        settlement.hints = hex"000000010002";
        _expectRefused(hex"00000002", hex"00000002", abi.encodeWithSelector(IChecker.HintsMalformed.selector));
    }

    function test_RevertWhen_TheEntriesAreOthers() public {
        bytes memory cause = abi.encodeWithSelector(ISharingEvidence.WrongEntries.selector);
        bytes memory right = settlement.entries;
        settlement.entries = Pack.corrupt(right, 64 + 40, 0x01);
        _expectRefused(hex"00000002", hex"00000002", cause);
        settlement.entries = bytes.concat(right, hex"00");
        _expectRefused(hex"00000002", hex"00000002", cause);
        settlement.entries = bytes.concat(right, new bytes(64));
        _expectRefused(hex"00000002", hex"00000002", cause);
    }

    function test_RevertWhen_TheRoundIsNotSettled() public {
        _start();
        _expectRefused(hex"00000002", hex"00000002", _notSettled(IMarket.Status.Open));
        vm.warp(terms.closeAt);
        _expectRefused(hex"00000002", hex"00000002", _notSettled(IMarket.Status.Settleable));
        vm.warp(terms.settleBy);
        _expectRefused(hex"00000002", hex"00000002", _notSettled(IMarket.Status.Aborted));
    }

    function test_RevertWhen_AnotherRoundIsCurrent() public {
        IMarket.Terms memory old = terms;
        _start();
        bytes32 current = termsHash;
        terms = old;
        bytes memory cause = abi.encodeWithSelector(ISharingEvidence.NotTheSettledRound.selector, current, IMarket.Status.Open);
        _expectRefused(hex"00000002", hex"00000002", cause);
    }

    function test_RevertWhen_TheRuleIsAnotherOne() public {
        _open(_terms());
        _expectRefused(hex"00000002", hex"00000002", abi.encodeWithSelector(ISharingEvidence.OtherRule.selector, address(checker)));
    }

    /* HELPERS */

    function _start() private {
        bytes memory values = abi.encodePacked(uint64(0), uint64(0), uint64(0), uint64(9));
        _open(_terms(address(matching), abi.encodePacked(uint32(1), uint8(4), values)));
    }

    /// @dev A round that is settled with this match.
    function _play(bytes memory edges) private {
        _start();
        _agent(2, 1);
        _agent(1, 0);
        _agent(1, 1);
        _agent(1, 1);
        _enter(alice, 0, DATA);
        settlement = _settlement("", "");
        (settlement.alloc, settlement.hints) = (edges, hex"0000000100020003");
        vm.warp(terms.closeAt);
        vm.prank(SOLVER);
        market.settle(terms, settlement);
    }

    function _agent(uint32 size, uint88 cost) private {
        uint64 dataset = (entries.length / 64 + 1).toUint64();
        _enter(alice, 0, bytes32(abi.encodePacked(uint8(7), dataset, size, uint32(1), cost, uint32(0))));
    }

    function _notSettled(IMarket.Status status) private view returns (bytes memory) {
        return abi.encodeWithSelector(ISharingEvidence.NotTheSettledRound.selector, termsHash, status);
    }

    function _expectRecorded(bytes memory coalition, bytes memory edges) private {
        vm.expectEmit(address(evidence));
        emit ISharingEvidence.BlockingCoalition((uint256(series) << 32) | 1, CAROL, coalition, edges);
        vm.prank(CAROL);
        evidence.record(terms, settlement, coalition, edges);
    }

    function _expectRefused(bytes memory coalition, bytes memory edges, bytes memory cause) private {
        IMarket.Terms memory named = terms;
        IMarket.Settlement memory shown = settlement;
        vm.expectRevert(cause);
        evidence.record(named, shown, coalition, edges);
    }
}
