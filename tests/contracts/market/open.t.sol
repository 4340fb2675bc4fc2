// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IAccounts} from "../../../contracts/interfaces/IAccounts.sol";
import {IChecker, SecondPhase} from "../../../contracts/interfaces/IChecker.sol";
import {IMarket} from "../../../contracts/interfaces/IMarket.sol";
import {MarketTest} from "../utils/MarketTest.sol";

contract OpenTest is MarketTest {
    function testFuzz_RevertWhen_TheSeriesDoesNotExist(uint64 unknown) public {
        vm.assume(unknown != series);
        series = unknown;
        _expectRefusal(abi.encodeWithSelector(IAccounts.UnknownSeries.selector, unknown), _terms());
    }

    function testFuzz_RevertWhen_TheSenderIsNotTheOperator(address sender) public {
        vm.assume(sender != OPERATOR);
        vm.expectRevert(abi.encodeWithSelector(IMarket.NotOperator.selector, sender));
        vm.prank(sender);
        market.open(_terms());
    }

    function testFuzz_RevertWhen_TheCheckerIsNotAllowed(address other) public {
        vm.assume(other != address(checker));
        _expectRefusal(abi.encodeWithSelector(IMarket.CheckerNotAllowed.selector, other), _terms(other, ""));
    }

    function test_RevertWhen_ThePreviousRoundIsNeitherSettledNorTimedOut() public {
        _open();
        uint40 settleBy = terms.settleBy;
        uint40[4] memory times = [START, terms.closeAt - 1, terms.closeAt, settleBy - 1];
        for (uint256 i; i < times.length; ++i) {
            vm.warp(times[i]);
            _expectRefusal(abi.encodeWithSelector(IMarket.PreviousRoundUnfinished.selector, 1, settleBy), _terms());
        }
    }

    function testFuzz_RevertWhen_TheCloseIsNotInTheFuture(uint40 closeAt) public {
        closeAt = uint40(bound(closeAt, 0, START));
        IMarket.Terms memory late = _terms();
        (late.closeAt, late.revealBy) = (closeAt, closeAt);
        _expectRefusal(abi.encodeWithSelector(IMarket.CloseInPast.selector, closeAt), late);
    }

    function testFuzz_RevertWhen_PhasesAreThereWithoutNeed(uint40 revealBy, uint32 challengeWindow) public {
        IMarket.Terms memory phased = _terms();
        vm.assume(revealBy != phased.closeAt || challengeWindow != 0);
        (phased.revealBy, phased.challengeWindow) = (revealBy, challengeWindow);
        _expectRefusal(abi.encodeWithSelector(IMarket.WrongPhases.selector, SecondPhase.None, false, 60), phased);
    }

    function testFuzz_RevertWhen_OthersThanTheSolverWouldHaveTooLittleTimeToSettle(uint40 settleBy) public {
        IMarket.Terms memory hasty = _terms();
        uint256 earliest = uint256(hasty.closeAt) + SOLVER_SECONDS + 60;
        hasty.settleBy = uint40(bound(settleBy, 0, earliest - 1));
        _expectRefusal(abi.encodeWithSelector(IMarket.SettlementWindowTooShort.selector, hasty.settleBy, earliest), hasty);
    }

    function testFuzz_RevertWhen_TheRoundWouldEndTooLate(uint40 settleBy) public {
        IMarket.Terms memory long = _terms();
        uint256 latest = START + LONGEST_ROUND;
        long.settleBy = uint40(bound(settleBy, latest + 1, type(uint40).max));
        _expectRefusal(abi.encodeWithSelector(IMarket.RoundTooLong.selector, long.settleBy, latest), long);
    }

    function test_RevertWhen_TheCheckerRefusesTheParams() public {
        _expectRefusal(abi.encodeWithSelector(IChecker.InvalidParams.selector, hex"0102"), _terms(address(checker), hex"0102"));
    }

    function testFuzz_RevertWhen_TheCheckerWouldTakeNoEntries(uint32 other, bool perAccount) public {
        (uint32 most, uint32 mostPerAccount) = perAccount ? (other, uint32(0)) : (uint32(0), other);
        IMarket.Terms memory empty = _terms(address(checker), abi.encodePacked(most, mostPerAccount));
        _expectRefusal(abi.encodeWithSelector(IMarket.LimitsOutOfRange.selector, most, mostPerAccount), empty);
    }

    function testFuzz_WhenTheCheckerWouldTakeMoreThanFitsIntoATransaction(uint32 most, uint32 mostPerAccount) public {
        most = uint32(bound(most, 1, type(uint32).max));
        mostPerAccount = uint32(bound(mostPerAccount, 1, type(uint32).max));
        _open(_terms(address(checker), abi.encodePacked(most, mostPerAccount)));
        uint256 expected = most < 1500 ? most : 1500;
        vm.assertEq(market.roundOf(series).maxEntries, expected, "entries");
        vm.assertEq(market.roundOf(series).maxPerAccount, mostPerAccount < expected ? mostPerAccount : expected, "per account");
    }

    function test_WhenTheTimesAreAsTightAsTheyMayBe() public {
        IMarket.Terms memory tight = _terms();
        tight.closeAt = START + 1;
        tight.revealBy = tight.closeAt;
        tight.settleBy = tight.closeAt + SOLVER_SECONDS + 60;
        _open(tight);
        vm.warp(tight.settleBy);
        tight = _terms();
        tight.settleBy = uint40(vm.getBlockTimestamp() + LONGEST_ROUND);
        _open(tight);
        vm.assertEq(market.roundOf(series).round, 2);
    }

    function testFuzz_WhenEverythingIsInRange(bool settled) public {
        IMarket.Terms memory next = _terms();
        _expectOpened(1, next);
        _open(next);
        _assertFresh(1);

        _pass(settled);
        next = _terms();
        _expectOpened(2, next);
        _open(next);
        _assertFresh(2);
    }

    /* HELPERS */

    function _expectRefusal(bytes memory cause, IMarket.Terms memory refused) private {
        vm.expectRevert(cause);
        vm.prank(OPERATOR);
        market.open(refused);
    }

    function _expectOpened(uint32 round, IMarket.Terms memory opened) private {
        bytes32 hash = keccak256(abi.encode(keccak256(abi.encode(_config())), opened));
        vm.expectEmit(address(market));
        emit IMarket.RoundOpened(series, round, hash, opened);
    }

    function _assertFresh(uint32 round) private view {
        IMarket.RoundView memory now_ = market.roundOf(series);
        vm.assertEq(now_.round, round, "round");
        vm.assertTrue(now_.status == IMarket.Status.Open, "status");
        vm.assertEq(now_.closeAt, terms.closeAt, "closeAt");
        vm.assertEq(now_.settleBy, terms.settleBy, "settleBy");
        vm.assertEq(now_.count, 0, "count");
        vm.assertEq(now_.maxEntries, 100, "maxEntries");
        vm.assertEq(now_.maxPerAccount, 50, "maxPerAccount");
        vm.assertEq(now_.termsHash, termsHash, "termsHash");
        bytes32 context = keccak256(abi.encode(block.chainid, market, series, round, termsHash));
        vm.assertEq(now_.log, context >> 32 << 32, "log");
    }
}
