// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {SecondPhase} from "../../../contracts/interfaces/IChecker.sol";
import {IMarket} from "../../../contracts/interfaces/IMarket.sol";
import {PhasedTest} from "../utils/PhasedTest.sol";

contract OpenPhasesTest is PhasedTest {
    function setUp() public override {
        super.setUp();
        _fund(alice, BALANCE);
        _fund(PROPOSER, BALANCE);
    }

    function _config() internal view override returns (IMarket.SeriesConfig memory config) {
        config = super._config();
        config.solver = address(0);
    }

    function testFuzz_RevertWhen_APhaseThatTheCheckerNeedsIsMissingOrShorterThan60Seconds(uint40 revealing, uint32 window, bool first)
        public
    {
        IMarket.Terms memory phased = _phased(true, BOND);
        if (first) phased.revealBy = uint40(bound(revealing, 0, phased.closeAt + 59));
        else phased.challengeWindow = uint32(bound(window, 0, 59));
        _expectRefusal(abi.encodeWithSelector(IMarket.WrongPhases.selector, SecondPhase.Reveal, true, 60), phased);
    }

    function testFuzz_RevertWhen_ThereIsAPhaseThatTheCheckerDoesNotNeed(uint40 revealBy, uint32 window) public {
        IMarket.Terms memory phased = _phased(false, BOND);
        vm.assume(revealBy != phased.closeAt && window != 0);
        phased.revealBy = revealBy;
        _expectRefusal(abi.encodeWithSelector(IMarket.WrongPhases.selector, SecondPhase.None, true, 60), phased);
        phased = _phased(true, 0);
        phased.challengeWindow = window;
        _expectRefusal(abi.encodeWithSelector(IMarket.WrongPhases.selector, SecondPhase.Reveal, false, 60), phased);
    }

    function testFuzz_RevertWhen_OthersThanTheSolverWouldHaveTooLittleTimeAfterRevealBy(uint40 settleBy) public {
        IMarket.Terms memory hasty = _phased(true, BOND);
        uint256 earliest = uint256(hasty.revealBy) + SOLVER_SECONDS + 60;
        hasty.settleBy = uint40(bound(settleBy, 0, earliest - 1));
        _expectRefusal(abi.encodeWithSelector(IMarket.SettlementWindowTooShort.selector, hasty.settleBy, earliest), hasty);
    }

    function testFuzz_RevertWhen_TheRoundWithTwoChallengeWindowsWouldEndTooLate(uint40 settleBy, uint32 window) public {
        IMarket.Terms memory long = _phased(true, BOND);
        uint256 latest = START + LONGEST_ROUND;
        long.settleBy = uint40(bound(settleBy, long.settleBy, latest - 120));
        long.challengeWindow = uint32(bound(window, (latest - long.settleBy) / 2 + 1, type(uint32).max));
        uint256 end = uint256(long.settleBy) + 2 * uint256(long.challengeWindow);
        _expectRefusal(abi.encodeWithSelector(IMarket.RoundTooLong.selector, end, latest), long);
        long.challengeWindow = uint32((latest - long.settleBy) / 2);
        _open(long);
    }

    function testFuzz_RevertWhen_TheProposalOfThePreviousRoundStillStands(uint40 time) public {
        _open(_phased(true, BOND));
        vm.warp(terms.settleBy - 1);
        _propose(TRUTH);
        uint40 end = terms.settleBy + 2 * WINDOW;
        vm.warp(bound(time, terms.settleBy - 1, end - 1));
        _expectRefusal(abi.encodeWithSelector(IMarket.PreviousRoundUnfinished.selector, 1, end), _phased(true, BOND));
        vm.warp(end);
        _open(_phased(true, BOND));
    }

    function test_WhenThePhasesAreAsShortAsTheyMayBe() public {
        IMarket.Terms memory tight = _phased(true, BOND);
        (tight.closeAt, tight.revealBy) = (START + 1, START + 61);
        tight.settleBy = tight.revealBy + SOLVER_SECONDS + 60;
        tight.challengeWindow = 60;
        _open(tight);
        _seal(alice, 1, "sealed");
        vm.warp(tight.revealBy - 1);
        _reveal(0, alice, "sealed");
        vm.warp(tight.settleBy - 1);
        _propose(TRUTH);
        vm.warp(tight.settleBy + 59);
        _finalise(_outcome(TRUTH));
    }

    function testFuzz_WhenAnEarlierRoundLeftOpeningsOrAProposalBehind(bool reveals, bool challenged) public {
        _open(_phased(true, BOND));
        _seal(alice, 1, "sealed");
        vm.warp(terms.closeAt);
        _reveal(0, alice, "sealed");
        vm.warp(terms.revealBy);
        _propose(TRUTH);
        vm.warp(terms.settleBy + 2 * WINDOW);

        _open(_phased(reveals, challenged ? BOND : 0));
        _assertFresh(reveals);
        vm.warp(terms.revealBy);
        _assertStatus(IMarket.Status.Settleable);
        if (challenged) _propose(TRUTH);
        else _settle("", "");
    }

    function testFuzz_WhenEntriesAreOpenedOrOutcomesChallenged(bool reveals, bool challenged) public {
        IMarket.Terms memory next = _phased(reveals, challenged ? BOND : 0);
        bytes32 hash = keccak256(abi.encode(keccak256(abi.encode(_config())), next));
        vm.expectEmit(address(market));
        emit IMarket.RoundOpened(series, 1, hash, next);
        _open(next);
        _assertFresh(reveals);
    }

    /* HELPERS */

    function _assertFresh(bool reveals) private view {
        IMarket.RoundView memory round = market.roundOf(series);
        vm.assertTrue(round.status == IMarket.Status.Open, "status");
        vm.assertEq(round.closeAt, terms.closeAt, "closeAt");
        vm.assertEq(round.revealBy, terms.revealBy, "revealBy");
        vm.assertEq(round.settleBy, terms.settleBy, "settleBy");
        vm.assertEq(round.challengeUntil, 0, "challengeUntil");
        vm.assertEq(round.proposer, address(0), "proposer");
        vm.assertEq(round.posts, reveals ? round.log : bytes32(0), "posts");
        vm.assertEq(round.log, market.contextOf(series, round.round, termsHash) >> 32 << 32, "log");
    }

    function _expectRefusal(bytes memory cause, IMarket.Terms memory refused) private {
        vm.expectRevert(cause);
        vm.prank(OPERATOR);
        market.open(refused);
    }
}
