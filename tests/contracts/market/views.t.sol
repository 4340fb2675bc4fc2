// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IAccounts} from "../../../contracts/interfaces/IAccounts.sol";
import {IMarket} from "../../../contracts/interfaces/IMarket.sol";
import {PhasedTest} from "../utils/PhasedTest.sol";

/// @dev seriesOf, roundOf, statusOf, termsHashOf, contextOf. accountOf has a file of its own.
contract ViewsTest is PhasedTest {
    function testFuzz_RevertWhen_TheSeriesDoesNotExist(uint64 unknown) public {
        vm.assume(unknown != series);
        bytes memory cause = abi.encodeWithSelector(IAccounts.UnknownSeries.selector, unknown);
        vm.expectRevert(cause);
        market.seriesOf(unknown);
        vm.expectRevert(cause);
        market.roundOf(unknown);
        vm.expectRevert(cause);
        market.statusOf(unknown, 1);
    }

    function test_WhenTimePasses() public {
        _assertStatus(1, IMarket.Status.Never);
        IMarket.RoundView memory none;
        vm.assertEq(abi.encode(market.roundOf(series)), abi.encode(none), "no round");
        _open();
        _assertStatus(1, IMarket.Status.Open);
        vm.warp(terms.closeAt - 1);
        _assertStatus(1, IMarket.Status.Open);
        vm.warp(terms.closeAt);
        _assertStatus(1, IMarket.Status.Settleable);
        vm.warp(terms.settleBy - 1);
        _assertStatus(1, IMarket.Status.Settleable);
        vm.warp(terms.settleBy);
        _assertStatus(1, IMarket.Status.Aborted);
        vm.warp(type(uint40).max);
        _assertStatus(1, IMarket.Status.Aborted);
    }

    function test_WhenTimePassesInARoundWithAllPhases() public {
        _open(_phased(true, BOND));
        vm.warp(terms.closeAt - 1);
        _assertStatus(1, IMarket.Status.Open);
        vm.warp(terms.closeAt);
        _assertStatus(1, IMarket.Status.Revealing);
        vm.warp(terms.revealBy - 1);
        _assertStatus(1, IMarket.Status.Revealing);
        vm.warp(terms.revealBy);
        _assertStatus(1, IMarket.Status.Settleable);
        vm.warp(terms.settleBy - 1);
        _assertStatus(1, IMarket.Status.Settleable);
        vm.warp(terms.settleBy);
        _assertStatus(1, IMarket.Status.Aborted);
    }

    function testFuzz_WhenTimePassesWithAProposal(uint40 time) public {
        _fund(PROPOSER, BOND);
        _open(_phased(false, BOND));
        time = uint40(bound(time, terms.revealBy + SOLVER_SECONDS, terms.settleBy - 1));
        vm.warp(time);
        _propose(TRUTH);
        _assertProposal(IMarket.Status.Proposed, time + WINDOW, PROPOSER);
        vm.warp(time + WINDOW - 1);
        _assertProposal(IMarket.Status.Proposed, time + WINDOW, PROPOSER);
        vm.warp(time + WINDOW);
        _assertProposal(IMarket.Status.Finalisable, time + WINDOW, PROPOSER);
        vm.warp(terms.settleBy + 2 * WINDOW - 1);
        _assertProposal(IMarket.Status.Finalisable, time + WINDOW, PROPOSER);
        vm.warp(terms.settleBy + 2 * WINDOW);
        _assertProposal(IMarket.Status.Aborted, 0, address(0));
    }

    function testFuzz_WhenTheRoundIsSettled(uint40 time, bool proposed) public {
        _fund(PROPOSER, BOND);
        _open(proposed ? _phased(true, BOND) : _terms());
        if (proposed) {
            vm.warp(terms.settleBy - 1);
            _propose(TRUTH);
            vm.warp(terms.settleBy + WINDOW);
            _finalise(_outcome(TRUTH));
        } else {
            _settle("", "");
        }
        vm.warp(bound(time, terms.closeAt, type(uint40).max));
        _assertProposal(IMarket.Status.Settled, 0, address(0));
    }

    function testFuzz_WhenAnotherRoundFollows(bool first, bool second, uint32 later) public {
        later = uint32(bound(later, 4, type(uint32).max));
        _open();
        _pass(first);
        _open();
        _pass(second);
        _open();
        vm.assertTrue(market.statusOf(series, 1) == (first ? IMarket.Status.Settled : IMarket.Status.Aborted), "first");
        vm.assertTrue(market.statusOf(series, 2) == (second ? IMarket.Status.Settled : IMarket.Status.Aborted), "second");
        _assertStatus(3, IMarket.Status.Open);
        vm.assertTrue(market.statusOf(series, later) == IMarket.Status.Never, "later");
        vm.assertTrue(market.statusOf(series, 0) == IMarket.Status.Never, "zero");
    }

    function testFuzz_WhenTheTermsHashIsAskedFor(IMarket.SeriesConfig memory config, IMarket.Terms memory any) public {
        _assumeAllowed(config);
        any.series = market.createSeries(config);
        bytes32 expected = keccak256(abi.encode(keccak256(abi.encode(config)), any));
        vm.assertEq(market.termsHashOf(any), expected);
        config.fee ^= 1;
        any.series = market.createSeries(config);
        vm.assertTrue(market.termsHashOf(any) != expected, "another fee");
    }

    function testFuzz_WhenTheContextIsAskedFor(uint64 any, uint32 round, bytes32 hash, uint32 chain) public {
        vm.assume(chain != 0);
        vm.chainId(chain);
        vm.assertEq(market.contextOf(any, round, hash), keccak256(abi.encode(chain, address(market), any, round, hash)));
    }

    function _assertProposal(IMarket.Status status, uint40 until, address proposer) private view {
        _assertStatus(1, status);
        vm.assertEq(market.roundOf(series).challengeUntil, until, "challengeUntil");
        vm.assertEq(market.roundOf(series).proposer, proposer, "proposer");
    }

    function _assertStatus(uint32 round, IMarket.Status status) private view {
        vm.assertTrue(market.statusOf(series, round) == status, "statusOf");
        vm.assertTrue(market.roundOf(series).status == status, "roundOf");
    }
}
