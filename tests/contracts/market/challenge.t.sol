// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IAccounts} from "../../../contracts/interfaces/IAccounts.sol";
import {IChallengeable} from "../../../contracts/interfaces/IChallengeable.sol";
import {IMarket} from "../../../contracts/interfaces/IMarket.sol";
import {FickleChecker} from "../mocks/FickleChecker.sol";
import {HostileChallengeable} from "../mocks/HostileChallengeable.sol";
import {HostileChecker} from "../mocks/HostileChecker.sol";
import {ScriptedChallengeable} from "../mocks/ScriptedChallengeable.sol";
import {PhasedTest} from "../utils/PhasedTest.sol";

contract ChallengeTest is PhasedTest {
    HostileChallengeable private hostile;
    FickleChecker private fickle;

    function setUp() public override {
        (hostile, fickle) = (new HostileChallengeable(), new FickleChecker());
        super.setUp();
        _fund(alice, BALANCE);
        _fund(PROPOSER, BALANCE);
        _open(_phased(true, BOND));
    }

    function _config() internal view override returns (IMarket.SeriesConfig memory config) {
        config = super._config();
        config.solver = address(0);
        config.checkers = new address[](3);
        (config.checkers[0], config.checkers[1], config.checkers[2]) = (address(challengeable), address(hostile), address(fickle));
    }

    /* WHEN */

    function testFuzz_RevertWhen_TheSeriesDoesNotExist(uint64 unknown) public {
        vm.assume(unknown != series);
        terms.series = unknown;
        _expectRefusal(abi.encodeWithSelector(IAccounts.UnknownSeries.selector, unknown), LIE);
    }

    function testFuzz_RevertWhen_TheTermsAreAltered(uint32 later) public {
        vm.assume(later != 0);
        _start();
        terms.settleBy += later;
        _expectRefusal(abi.encodeWithSelector(IMarket.WrongTerms.selector, termsHash, market.termsHashOf(terms)), LIE);
    }

    function testFuzz_RevertWhen_NothingWasProposed(uint40 time) public {
        vm.warp(bound(time, START, type(uint40).max));
        _expectRefusal(abi.encodeWithSelector(IMarket.NoProposal.selector), LIE);
    }

    function test_RevertWhen_TheProposalWasVoided() public {
        _start();
        _challenge(LIE);
        _expectRefusal(abi.encodeWithSelector(IMarket.NoProposal.selector), LIE);
    }

    function test_RevertWhen_TheProposalWasFinalised() public {
        _start();
        vm.warp(terms.revealBy + WINDOW);
        _finalise(_outcome(LIE));
        _expectRefusal(abi.encodeWithSelector(IMarket.AlreadySettled.selector), LIE);
    }

    function test_RevertWhen_TheProposalIsOfARoundThatTimedOut() public {
        _start();
        vm.warp(terms.settleBy + 2 * WINDOW);
        _expectRefusal(abi.encodeWithSelector(IMarket.TooLate.selector, terms.revealBy + WINDOW), LIE);
        _open(_phased(true, BOND));
        _expectRefusal(abi.encodeWithSelector(IMarket.NoProposal.selector), LIE);
        vm.warp(terms.revealBy);
        _expectRefusal(abi.encodeWithSelector(IMarket.NoProposal.selector), LIE);
        _propose(TRUTH);
    }

    function testFuzz_RevertWhen_TheChallengeWindowIsOver(uint40 time) public {
        _start();
        uint40 until = terms.revealBy + WINDOW;
        vm.warp(bound(time, until, terms.settleBy + 2 * WINDOW - 1));
        _expectRefusal(abi.encodeWithSelector(IMarket.TooLate.selector, until), LIE);
    }

    /* OBJECTIONS */

    function testFuzz_RevertWhen_TheCheckerRefusesTheObjection(bytes memory objection) public {
        vm.assume(objection.length != 0 && keccak256(objection) != keccak256(TRUTH));
        vm.warp(terms.revealBy);
        _propose(TRUTH);
        _expectObjectionRefused("", IChallengeable.ObjectionMalformed.selector);
        _expectObjectionRefused(objection, IChallengeable.NotCommitted.selector);
        _expectObjectionRefused(TRUTH, ScriptedChallengeable.NoLie.selector);
        _assertStatus(IMarket.Status.Proposed);
        _assertAccount(PROPOSER, BALANCE - BOND, BOND, 0);
        vm.warp(terms.revealBy + WINDOW);
        _finalise(_outcome(TRUTH));
    }

    function testFuzz_RevertWhen_TheObjectionIsToAnEarlierProposal(bytes memory other) public {
        bytes memory lie = bytes.concat(LIE, hex"00", other);
        _start();
        _challenge(LIE);
        _propose(lie);
        _expectObjectionRefused(LIE, IChallengeable.NotCommitted.selector);
        _challenge(lie);
    }

    function test_RevertWhen_TheCheckerMisbehaves() public {
        _openUnder(address(hostile), hex"00");
        uint8[5] memory silent =
            [hostile.WRONG_MAGIC(), hostile.BURNS_GAS(), hostile.NO_DATA(), hostile.SHORT_MAGIC(), hostile.LONG_MAGIC()];
        for (uint256 i; i < silent.length; ++i) {
            _expectRefusal(abi.encodeWithSelector(IMarket.ChallengeRefused.selector, ""), abi.encodePacked(silent[i]));
        }
        _expectObjectionRefused(abi.encodePacked(hostile.REFUSES()), HostileChecker.Refused.selector);
        bytes memory said = abi.encodePacked(hostile.SAYS(), "any cause");
        _expectRefusal(abi.encodeWithSelector(IMarket.ChallengeRefused.selector, "any cause"), said);
        try market.challenge(terms, abi.encodePacked(hostile.HUGE_CAUSE())) {
            vm.assertTrue(false, "voided");
        } catch (bytes memory cause) {
            // only the selector matters
            // forge-lint: disable-next-line(unsafe-typecast)
            vm.assertTrue(bytes4(cause) == IMarket.ChallengeRefused.selector, "cause");
        }
    }

    /* BOND */

    /// @dev Were the checker asked again, it could make money out of nothing.
    function testFuzz_WhenTheCheckerNamesAnotherBondThanAtTheOpening(uint88 other) public {
        fickle.setBond(BOND);
        _openUnder(address(fickle), "");
        fickle.setBond(other);
        _challenge("");
        _assertAccount(PROPOSER, BALANCE - BOND, 0, 0);
        _assertAccount(CHALLENGER, BOND, 0, 0);
    }

    function testFuzz_WhenTheProposerHasEntriesInTheRound(uint88 lock) public {
        lock = uint88(bound(lock, 0, BALANCE - FEE - BOND));
        _enter(PROPOSER, lock, DATA);
        _start();
        _challenge(LIE);
        _assertAccount(PROPOSER, BALANCE - lock - FEE - BOND, lock + FEE, 1);
        vm.warp(terms.settleBy);
        _assertAccount(PROPOSER, BALANCE - BOND, 0, 0);
    }

    function test_WhenTheProposerChallengesItsOwnProposal() public {
        _start();
        vm.prank(PROPOSER);
        market.challenge(terms, LIE);
        _assertAccount(PROPOSER, BALANCE, 0, 0);
        _assertStatus(IMarket.Status.Settleable);
    }

    /* VOIDED */

    function testFuzz_WhenSettleByHasPassed(uint40 time) public {
        _enter(alice, 10, DATA);
        vm.warp(terms.settleBy - 1);
        _propose(LIE);
        vm.warp(bound(time, terms.settleBy, terms.settleBy + WINDOW - 2));
        _assertStatus(IMarket.Status.Proposed);
        _assertAccount(alice, BALANCE - 10 - FEE, 10 + FEE, 1);
        _challenge(LIE);
        _assertStatus(IMarket.Status.Aborted);
        _assertAccount(alice, BALANCE, 0, 0);
        _assertAccount(PROPOSER, BALANCE - BOND, 0, 0);
        _assertAccount(CHALLENGER, BOND, 0, 0);
        _open(_phased(true, BOND));
    }

    function testFuzz_WhenTheObjectionIsRight(address sender, uint40 time) public {
        vm.assume(sender != alice && sender != PROPOSER);
        _enter(alice, 10, DATA);
        _start();
        vm.warp(bound(time, terms.revealBy, terms.revealBy + WINDOW - 1));
        vm.expectEmit(address(market));
        emit IMarket.Voided(_slot(), sender, BOND, LIE);
        vm.prank(sender);
        market.challenge(terms, LIE);

        _assertAccount(PROPOSER, BALANCE - BOND, 0, 0);
        _assertAccount(sender, BOND, 0, 0);
        _assertAccount(alice, BALANCE - 10 - FEE, 10 + FEE, 1);
        IMarket.RoundView memory round = market.roundOf(series);
        vm.assertTrue(round.status == IMarket.Status.Settleable, "status");
        vm.assertEq(round.settleBy, terms.settleBy, "settleBy");
        vm.assertEq(round.proposer, address(0), "proposer");
        vm.assertEq(round.challengeUntil, 0, "challengeUntil");
        _propose(TRUTH);
        _assertAccount(PROPOSER, BALANCE - 2 * BOND, BOND, 0);
    }

    /* HELPERS */

    /// @dev A false proposal in the first second.
    function _start() private {
        vm.warp(terms.revealBy);
        _propose(LIE);
    }

    /// @dev A round under that checker, with a proposal in its last second.
    function _openUnder(address checker_, bytes memory params) private {
        vm.warp(terms.settleBy);
        IMarket.Terms memory next = _phased(checker_ == address(hostile), 1);
        (next.checker, next.params) = (checker_, params);
        _open(next);
        vm.warp(terms.settleBy - 1);
        _propose(TRUTH);
    }

    function _expectObjectionRefused(bytes memory objection, bytes4 cause) private {
        _expectRefusal(abi.encodeWithSelector(IMarket.ChallengeRefused.selector, abi.encodePacked(cause)), objection);
    }

    function _expectRefusal(bytes memory cause, bytes memory objection) private {
        vm.expectRevert(cause);
        vm.prank(CHALLENGER);
        market.challenge(terms, objection);
    }
}
