// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

import {OrderedMatch} from "../../../contracts/checkers/OrderedMatch.sol";
import {IChecker, SecondPhase} from "../../../contracts/interfaces/IChecker.sol";
import {SharingAgentRows} from "../../../contracts/libraries/SharingAgents.sol";
import {Pack} from "../utils/Pack.sol";
import {SharingTest} from "../utils/SharingTest.sol";

contract OrderedMatchTest is SharingTest {
    using SafeCast for uint256;

    /* PARAMETERS */

    function test_RevertWhen_TheParametersAreMalformed() public {
        _expectInvalidParams("");
        _expectInvalidParams(abi.encodePacked(uint32(1)));
        _expectInvalidParams(_params(1, ""));
        _expectInvalidParams(_params(0, _concave()));
        _expectInvalidParams(bytes.concat(_params(1, _concave()), hex"00"));
        _expectInvalidParams(abi.encodePacked(uint32(1), uint8(2), uint64(1)));
        _expectInvalidParams(_params(1, abi.encodePacked(uint64(1), uint64(3), uint64(2))));
    }

    function test_WhenTheParametersAreWellFormed() public view {
        _expectLimits(_params(1, abi.encodePacked(uint64(0))));
        _expectLimits(_params(type(uint32).max, abi.encodePacked(uint64(3), uint64(3), type(uint64).max)));
        _expectLimits(_params(1, new bytes(8 * 255)));
    }

    function test_WhenThePhasesAreAskedFor() public view {
        (SecondPhase second, uint88 bond) = checker.phases(params);
        vm.assertTrue(second == SecondPhase.None && bond == 0, "settled at once");
    }

    /* WHO IS AN AGENT */

    function test_WhenNobodyEntered() public view {
        _expectAccepted();
    }

    function test_WhenThereIsOneAgent() public {
        _agent(1, 1, 0);
        _hint(0);
        _expectAccepted();
    }

    function test_WhenAnEntryIsNoAgent() public {
        _enter(0, _sharing(0, 1, 1, 0));
        _enter(0, _sharing(7, 0, 1, 0));
        _enter(0, _sharing(7, 1, 0, 0));
        _enter(0, _sharing(7, 1, 1, 0) | bytes32(uint256(1)));
        _enter(0, _sharing(7, 1, 1, 0) | bytes32(uint256(1) << 31));
        _enter(0, _sharing(7, 1, 1, 0) ^ bytes32(uint256(1) << 248));
        _enter(0, Pack.order(2, 1, 1, 1, 7));
        bytes32 data = _sharing(7, 1, 1, 0);
        entries = abi.encodePacked(entries, Pack.head(address(1), true, 0), data);
        _expectAccepted();

        _hint(7);
        _expectRefused(IChecker.HintsMalformed.selector);
        _agent(2, 1, 0);
        for (uint16 i; i < 8; ++i) {
            hints = "";
            _hint(i);
            _expectRefused(SharingAgentRows.NotAnAgent.selector, i);
        }
        hints = "";
        _hint(8);
        _expectAccepted();
    }

    /// @dev The last one for dataset 7 that is well formed.
    function test_WhenADatasetIsEnteredAgain() public {
        _enter(0, _sharing(7, 3, 1, 0));
        _enter(0, _sharing(8, 1, 1, 0));
        _enter(0, _sharing(7, 1, 1, 0));
        _enter(0, _sharing(7, 0, 1, 0));
        _hint(1);
        _hint(2);
        _edge(1, 2);
        _expectAccepted();

        hints = "";
        _hint(0);
        _hint(1);
        _expectRefused(SharingAgentRows.NotAnAgent.selector, 0);
        hints = "";
        _hint(0);
        _hint(1);
        _hint(2);
        _expectRefused(IChecker.HintsMalformed.selector);
    }

    /// @dev Both gain 2^32 - 1 times 2^64 - 1.
    function test_WhenTheFieldsAreAsLargeAsTheyCanBe() public {
        params = _params(type(uint32).max, abi.encodePacked(uint64(0), uint64(0), type(uint64).max));
        uint88 most = type(uint88).max;
        _enter(0, _sharing(type(uint64).max, type(uint32).max, type(uint32).max, most));
        _enter(0, _sharing(type(uint64).max - 1, type(uint32).max, type(uint32).max, most));
        _hint(0);
        _hint(1);
        _edge(0, 1);
        _expectAccepted();
    }

    /* THE RANKING */

    function test_RevertWhen_TheHintsAreNotTheRanking() public {
        _agent(2, 1, 100);
        _agent(3, 1, 100);
        _agent(2, 1, 100);
        _hint(1);
        _hint(0);
        _hint(2);
        _expectAccepted();

        hints = hex"000100020000";
        _expectRefused(IChecker.HintsOutOfOrder.selector, 0);
        hints = hex"000000010002";
        _expectRefused(IChecker.HintsOutOfOrder.selector, 1);
        hints = hex"000100000000";
        _expectRefused(IChecker.HintsOutOfOrder.selector, 0);
        hints = hex"000100000003";
        _expectRefused(SharingAgentRows.NotAnAgent.selector, 3);
        hints = hex"00010000";
        _expectRefused(IChecker.HintsMalformed.selector);
        hints = hex"00010000000200";
        _expectRefused(IChecker.HintsMalformed.selector);
    }

    /* WHO SHARES WITH WHOM */

    /// @dev Five agents of size 1: each goes from f(1) = 10 to 18, 24, 28, 30. Costs of 3 leave out what gains 2.
    function test_WhenAllWantTheSame() public {
        for (uint256 i; i < 5; ++i) {
            _agent(1, 1, 3);
        }
        hints = hex"00000001000200030004";
        _edge(0, 1);
        _edge(0, 2);
        _edge(0, 3);
        _edge(1, 2);
        _edge(1, 3);
        _edge(2, 3);
        _expectAccepted();
    }

    function test_WhenThePartnerRefuses() public {
        _agent(2, 1, 0);
        _agent(1, 1, 13);
        // as the one before it gains 24 - 10, which is what it costs
        _agent(1, 1, 14);
        hints = hex"000000010002";
        _edge(0, 1);
        _expectAccepted();
    }

    /// @dev From f(1) = 10 to f(2) = 18: 8 more for each of scale.
    function test_WhenAGainIsAsLargeAsTheCost() public {
        _agent(1, 3, 24);
        _agent(1, 3, 23);
        _agent(1, 3, 23);
        hints = hex"000000010002";
        _edge(1, 2);
        _expectAccepted();
    }

    /// @dev f rises at every third unit only: 2 + 2 reach it, 2 + 2 + 1 reach no more.
    function test_WhenALotHasSeveralUnits() public {
        params = _params(3, abi.encodePacked(uint64(0), uint64(10), uint64(20)));
        _agent(2, 1, 1);
        _agent(2, 1, 1);
        _agent(1, 1, 1);
        hints = hex"000000010002";
        _edge(0, 1);
        _expectAccepted();
    }

    /// @dev f(2), the last value, counts for everything beyond.
    function test_WhenTheTableEnds() public {
        params = _params(1, abi.encodePacked(uint64(0), uint64(1), uint64(5)));
        _agent(1, 1, 0);
        _agent(1, 1, 0);
        _agent(1, 1, 0);
        hints = hex"000000010002";
        _edge(0, 1);
        _expectAccepted();
        _agent(1_000_000, 1, 0);
        hints = hex"0003000000010002";
        _expectAccepted();
    }

    /* ANOTHER MATCH */

    function test_RevertWhen_AnEdgeIsLeftOut() public {
        _enterFour();
        bytes memory right = alloc;
        for (uint256 i; i < right.length / 4; ++i) {
            alloc = _without(right, i);
            (uint16 entry, uint16 partner) = _edgeAt(right, i);
            _expectRefused(OrderedMatch.WrongEdge.selector, entry, partner);
        }
    }

    function test_RevertWhen_AnEdgeIsAnotherOne() public {
        _enterFour();
        for (uint256 i; i < alloc.length; ++i) {
            bytes memory right = alloc;
            (uint16 entry, uint16 partner) = _edgeAt(right, i / 4);
            alloc = Pack.corrupt(right, i, 0x01);
            _expectRefused(OrderedMatch.WrongEdge.selector, entry, partner);
            alloc = right;
        }
    }

    function test_RevertWhen_TheFirstOfAPairIsNotTheBetterRanked() public {
        _enterFour();
        alloc = bytes.concat(hex"00010000", _without(alloc, 0));
        _expectRefused(OrderedMatch.WrongEdge.selector, 0, 1);
    }

    function test_RevertWhen_AnEdgeIsAdded() public {
        _enterFour();
        bytes memory right = alloc;
        _edge(2, 3);
        _expectRefused(OrderedMatch.TrailingEdges.selector);
        alloc = bytes.concat(right, hex"00");
        _expectRefused(OrderedMatch.TrailingEdges.selector);
    }

    function test_RevertWhen_MoneyMoves() public {
        _enterFour();
        _debit(0, 1);
        _expectRefused(IChecker.TrailingDebits.selector);
        debits = "";
        _credit(1, 1);
        _expectRefused(IChecker.TrailingCredits.selector);
    }

    function test_RevertWhen_ThereAreTooManyEntries() public {
        entries = new bytes(230 * 64);
        _expectAccepted();
        entries = new bytes(231 * 64);
        _expectRefused(IChecker.TooManyEntries.selector, 231, 230);
    }

    /* WHAT IT COSTS */

    /// @dev Everybody shares with everybody, and the table is as long as it can be. Beside the check, the
    /// transaction pays 1.2 million for its bytes and, as the edges are copied into a call and an event, about as much in the Market.
    function test_WhenARoundIsAsFullAsItCanBe() public {
        bytes memory values = new bytes(255 * 8);
        for (uint256 i; i < 255; ++i) {
            // 230 agents with a unit each: the last partner still adds 1
            values[8 * i + 7] = bytes1((i < 230 ? i : 230).toUint8());
        }
        params = _params(1, values);
        bytes memory claimed = new bytes(4 * 230 * 229 / 2);
        uint256 place;
        for (uint256 i; i < 230; ++i) {
            _agent(1, 1, 0);
            _hint(i.toUint16());
            for (uint256 j = i + 1; j < 230; ++j) {
                (claimed[place + 1], claimed[place + 3]) = (bytes1(i.toUint8()), bytes1(j.toUint8()));
                place += 4;
            }
        }
        alloc = claimed;
        vm.assertTrue(checker.check{gas: 11_500_000}(_claim()) == IChecker.check.selector, "magic");
    }

    /* HELPERS */

    /// @dev Sizes 2, 1, 1, 1: 0 takes 1, 2 and 3, since 18, 24, 28, 30; 1 has 3 units then and takes 2, since 24, 28.
    function _enterFour() private {
        _agent(2, 1, 1);
        _agent(1, 1, 3);
        _agent(1, 1, 3);
        _agent(1, 1, 5);
        hints = hex"0000000100020003";
        _edge(0, 1);
        _edge(0, 2);
        _edge(0, 3);
        _edge(1, 2);
        _expectAccepted();
    }

    function _edgeAt(bytes memory edges, uint256 i) private pure returns (uint16 entry, uint16 partner) {
        entry = (uint16(uint8(edges[4 * i])) << 8) | uint8(edges[4 * i + 1]);
        partner = (uint16(uint8(edges[4 * i + 2])) << 8) | uint8(edges[4 * i + 3]);
    }

    function _without(bytes memory edges, uint256 i) private pure returns (bytes memory rest) {
        for (uint256 j; j < edges.length; ++j) {
            if (j / 4 != i) rest = bytes.concat(rest, edges[j]);
        }
    }

    function _expectLimits(bytes memory allowed) private view {
        (uint32 most, uint32 perAccount) = checker.limits(allowed);
        vm.assertEq(most, 230, "most entries");
        vm.assertEq(perAccount, 57, "a quarter");
    }
}
