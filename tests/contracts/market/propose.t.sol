// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IAccounts} from "../../../contracts/interfaces/IAccounts.sol";
import {IChecker} from "../../../contracts/interfaces/IChecker.sol";
import {Claim} from "../../../contracts/interfaces/IChecker.sol";
import {IMarket} from "../../../contracts/interfaces/IMarket.sol";
import {FickleChecker} from "../mocks/FickleChecker.sol";
import {HostileChallengeable} from "../mocks/HostileChallengeable.sol";
import {Pack} from "../utils/Pack.sol";
import {PhasedTest} from "../utils/PhasedTest.sol";

contract ProposeTest is PhasedTest {
    HostileChallengeable private hostile;
    FickleChecker private fickle;

    function setUp() public override {
        (hostile, fickle) = (new HostileChallengeable(), new FickleChecker());
        super.setUp();
        _fund(alice, BALANCE);
        _fund(PROPOSER, BALANCE);
        _open(_phased(true, BOND));
    }

    /// @dev No solver is preferred, unless a test says so.
    function _config() internal view override returns (IMarket.SeriesConfig memory config) {
        config = super._config();
        config.solver = address(0);
        config.checkers = new address[](4);
        (config.checkers[0], config.checkers[1]) = (address(checker), address(challengeable));
        (config.checkers[2], config.checkers[3]) = (address(hostile), address(fickle));
    }

    /* TERMS AND TIME */

    function testFuzz_RevertWhen_TheSeriesDoesNotExist(uint64 unknown) public {
        vm.assume(unknown != series);
        terms.series = unknown;
        _expectRefusal(abi.encodeWithSelector(IAccounts.UnknownSeries.selector, unknown));
    }

    function testFuzz_RevertWhen_TheTermsAreAltered(uint32 window, uint32 later) public {
        vm.assume(window != terms.challengeWindow || later != 0);
        vm.warp(terms.revealBy);
        terms.challengeWindow = window;
        terms.settleBy += later;
        _expectRefusal(abi.encodeWithSelector(IMarket.WrongTerms.selector, termsHash, market.termsHashOf(terms)));
    }

    function testFuzz_RevertWhen_OutcomesOfTheRuleAreSettledAtOnce(bool reveals) public {
        _leave();
        _open(_phased(reveals, 0));
        vm.warp(terms.revealBy);
        _expectRefusal(abi.encodeWithSelector(IMarket.WrongWayToSettle.selector, false));
    }

    function testFuzz_RevertWhen_EntriesCanStillBeOpened(uint40 time) public {
        vm.warp(bound(time, START, terms.revealBy - 1));
        _expectRefusal(abi.encodeWithSelector(IMarket.TooEarly.selector, terms.revealBy));
    }

    function testFuzz_RevertWhen_SettleByHasCome(uint40 time) public {
        vm.warp(bound(time, terms.settleBy, type(uint40).max));
        _expectRefusal(abi.encodeWithSelector(IMarket.TooLate.selector, terms.settleBy));
    }

    function testFuzz_RevertWhen_SomebodyElseThanTheSolverComesInItsSeconds(uint40 time) public {
        IMarket.SeriesConfig memory config = _config();
        config.solver = SOLVER;
        series = market.createSeries(config);
        _fund(PROPOSER, BALANCE);
        _open(_phased(true, BOND));
        uint256 until = uint256(terms.revealBy) + SOLVER_SECONDS;
        vm.warp(bound(time, terms.revealBy, until - 1));
        _expectRefusal(abi.encodeWithSelector(IMarket.OnlySolverUntil.selector, until));
        vm.warp(until);
        _propose(TRUTH);
    }

    /* OTHER PROPOSALS */

    function testFuzz_RevertWhen_AProposalStands(uint40 time) public {
        vm.warp(terms.revealBy);
        _propose(LIE);
        uint40 until = terms.revealBy + WINDOW;
        vm.warp(bound(time, terms.revealBy, terms.settleBy + 2 * WINDOW - 1));
        _expectRefusal(abi.encodeWithSelector(IMarket.ProposalStands.selector, PROPOSER, until));
    }

    function testFuzz_RevertWhen_AProposalWasNotFinalisedInTime(uint40 time) public {
        vm.warp(terms.revealBy);
        _propose(TRUTH);
        uint40 end = terms.settleBy + 2 * WINDOW;
        vm.warp(bound(time, end, type(uint40).max));
        _expectRefusal(abi.encodeWithSelector(IMarket.TooLate.selector, end));
    }

    function testFuzz_RevertWhen_AProposalWasFinalised(uint40 time) public {
        vm.warp(terms.revealBy);
        _propose(TRUTH);
        vm.warp(terms.revealBy + WINDOW);
        _finalise(_outcome(TRUTH));
        vm.warp(bound(time, terms.revealBy, type(uint40).max));
        _expectRefusal(abi.encodeWithSelector(IMarket.AlreadySettled.selector));
    }

    /* ENTRIES AND CHECKER */

    function test_RevertWhen_EntriesPayloadsOrPostsAreNotTheRecordedOnes() public {
        _enterWith(alice, 10, "payload");
        _seal(alice, 10, "sealed");
        vm.warp(terms.closeAt);
        _reveal(1, alice, "sealed");
        vm.warp(terms.revealBy);
        IMarket.Settlement memory right = _outcome(TRUTH);
        IMarket.Settlement memory wrong = _outcome(TRUTH);
        wrong.entries = Pack.corrupt(right.entries, 40, 0x01);
        _expectRefusal(wrong, abi.encodeWithSelector(IMarket.WrongEntries.selector));
        wrong = _outcome(TRUTH);
        wrong.payloads = "";
        _expectRefusal(wrong, abi.encodeWithSelector(IMarket.WrongPayloads.selector));
        wrong = _outcome(TRUTH);
        wrong.posts = "";
        _expectRefusal(wrong, abi.encodeWithSelector(IMarket.WrongPosts.selector));
        _propose(right);
    }

    function test_RevertWhen_TheCheckerRefuses() public {
        _leave();
        _open(_hostileTerms(hostile.REFUSES()));
        vm.warp(terms.revealBy);
        bytes memory cause = abi.encodePacked(HostileChallengeable.NotCommittable.selector);
        _expectRefusal(abi.encodeWithSelector(IMarket.CheckerRefused.selector, cause));
    }

    function test_RevertWhen_TheCheckerAnswersLessThanAWord() public {
        _leave();
        _open(_hostileTerms(hostile.SHORT_MAGIC()));
        vm.warp(terms.revealBy);
        _expectRefusal(abi.encodeWithSelector(IMarket.CheckerRefused.selector, ""));
    }

    function testFuzz_WhenTheCheckerIsAsked(bytes memory hints) public {
        _leave();
        _open(_hostileTerms(hostile.SHOWS_CLAIM()));
        _seal(alice, 10, "sealed");
        _enterWith(alice, 10, "payload");
        vm.warp(terms.closeAt);
        _reveal(0, alice, "sealed");
        vm.warp(terms.revealBy);
        IMarket.Settlement memory settlement = _settlement(Pack.amount(0, 3), Pack.amount(1, 2));
        (settlement.alloc, settlement.hints) = ("alloc", hints);
        Claim memory claim = Claim({
            context: market.contextOf(series, 2, termsHash),
            params: terms.params,
            entries: entries,
            payloads: payloads,
            posts: posts,
            debits: settlement.debits,
            credits: settlement.credits,
            alloc: settlement.alloc,
            hints: hints
        });
        _expectProposed(settlement, 1, keccak256(abi.encode(claim)));
        _propose(settlement);
    }

    /* BOND */

    function testFuzz_RevertWhen_TheBondExceedsTheFreeBalance(uint88 bond) public {
        _leave();
        bond = uint88(bound(bond, BALANCE + 1, type(uint88).max));
        _open(_phased(false, bond));
        vm.warp(terms.revealBy);
        _expectRefusal(abi.encodeWithSelector(IAccounts.InsufficientFree.selector, series, PROPOSER, BALANCE, bond));
    }

    function testFuzz_WhenTheCheckerNamesAnotherBondThanAtTheOpening(uint88 other) public {
        _leave();
        IMarket.Terms memory next = _terms(address(fickle), "");
        next.challengeWindow = WINDOW;
        fickle.setBond(BOND);
        _open(next);
        vm.warp(terms.revealBy);
        fickle.setBond(other);
        _propose(TRUTH);
        _assertAccount(PROPOSER, BALANCE - BOND, BOND, 0);
    }

    function testFuzz_WhenTheProposerHasEntriesInTheRound(uint88 lock) public {
        lock = uint88(bound(lock, 0, BALANCE - 2 * FEE - BOND));
        _enter(PROPOSER, lock, DATA);
        _enter(PROPOSER, 0, DATA);
        vm.warp(terms.revealBy);
        _propose(TRUTH);
        uint256 locked = uint256(lock) + 2 * FEE + BOND;
        _assertAccount(PROPOSER, BALANCE - locked, locked, 2);
    }

    function testFuzz_WhenTheProposerStillHasALockOfARoundThatIsOver(bool settled) public {
        _enter(PROPOSER, BALANCE - FEE - BOND, DATA);
        _enter(alice, 10, DATA);
        vm.warp(terms.revealBy);
        _propose(TRUTH);
        vm.warp(settled ? terms.revealBy + WINDOW : terms.settleBy + 2 * WINDOW);
        if (settled) _finalise(_outcome(TRUTH));
        _open(_phased(false, BOND));
        vm.warp(terms.revealBy);
        _propose(TRUTH);
        // of a settled round it has the fees, its own and Alice's
        _assertAccount(PROPOSER, (settled ? BALANCE + FEE : BALANCE) - BOND, BOND, 0);
    }

    /* PROPOSED */

    function testFuzz_WhenTheOutcomeIsWhatTheCheckerCanAccept(uint88 bond, uint40 time, bytes memory debits, bytes memory alloc) public {
        bond = uint88(bound(bond, 1, BALANCE));
        _leave();
        _open(_phased(true, bond));
        _enter(alice, 10, DATA);
        time = uint40(bound(time, terms.revealBy, terms.settleBy - 1));
        vm.warp(time);
        // what the Market could not apply is up to the checker
        IMarket.Settlement memory settlement = _settlement(debits, "credits");
        settlement.alloc = alloc;
        _expectProposed(settlement, bond, keccak256(alloc));
        _propose(settlement);

        _assertAccount(PROPOSER, BALANCE - bond, bond, 0);
        vm.assertEq(_account(PROPOSER).round, 2, "round");
        _assertAccount(alice, BALANCE - 10 - FEE, 10 + FEE, 1);
        IMarket.RoundView memory round = market.roundOf(series);
        vm.assertTrue(round.status == IMarket.Status.Proposed, "status");
        vm.assertEq(round.settleBy, terms.settleBy + 2 * WINDOW, "settleBy");
        vm.assertEq(round.challengeUntil, time + WINDOW, "challengeUntil");
        vm.assertEq(round.proposer, PROPOSER, "proposer");
        vm.assertEq(market.held(), 2 * BALANCE, "held");
    }

    /* HELPERS */

    /// @dev The round that `setUp` opened times out.
    function _leave() private {
        vm.warp(terms.settleBy);
    }

    function _hostileTerms(uint8 mode) private view returns (IMarket.Terms memory hostileTerms) {
        hostileTerms = _phased(true, 1);
        (hostileTerms.checker, hostileTerms.params) = (address(hostile), abi.encodePacked(mode));
    }

    function _expectProposed(IMarket.Settlement memory settlement, uint88 bond, bytes32 commitment) private {
        uint40 until = uint40(vm.getBlockTimestamp()) + WINDOW;
        vm.expectEmit(address(market));
        emit IMarket.Proposed(_slot(), PROPOSER, bond, until, commitment, settlement.debits, settlement.credits, settlement.alloc);
    }

    function _expectRefusal(bytes memory cause) private {
        _expectRefusal(_outcome(TRUTH), cause);
    }

    function _expectRefusal(IMarket.Settlement memory settlement, bytes memory cause) private {
        vm.expectRevert(cause);
        vm.prank(PROPOSER);
        market.propose(terms, settlement);
    }
}
