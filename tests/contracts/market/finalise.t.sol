// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IAccounts} from "../../../contracts/interfaces/IAccounts.sol";
import {IMarket} from "../../../contracts/interfaces/IMarket.sol";
import {Pack} from "../utils/Pack.sol";
import {PhasedTest} from "../utils/PhasedTest.sol";

contract FinaliseTest is PhasedTest {
    uint88 private constant LOCK = 100;

    function setUp() public override {
        super.setUp();
        _fund(alice, BALANCE);
        _fund(bob, BALANCE);
        _fund(PROPOSER, BALANCE);
        _open(_phased(true, BOND));
    }

    function _config() internal view override returns (IMarket.SeriesConfig memory config) {
        config = super._config();
        config.solver = address(0);
    }

    /* WHEN */

    function testFuzz_RevertWhen_TheSeriesDoesNotExist(uint64 unknown) public {
        vm.assume(unknown != series);
        terms.series = unknown;
        _expectRefusal(abi.encodeWithSelector(IAccounts.UnknownSeries.selector, unknown));
    }

    function testFuzz_RevertWhen_TheTermsAreAltered(uint32 later) public {
        vm.assume(later != 0);
        _proposeAndWait();
        terms.settleBy += later;
        _expectRefusal(abi.encodeWithSelector(IMarket.WrongTerms.selector, termsHash, market.termsHashOf(terms)));
    }

    function testFuzz_RevertWhen_NothingWasProposed(uint40 time) public {
        vm.warp(bound(time, START, type(uint40).max));
        _expectRefusal(abi.encodeWithSelector(IMarket.NoProposal.selector));
    }

    function test_RevertWhen_TheProposalWasVoided() public {
        vm.warp(terms.revealBy);
        _propose(LIE);
        _challenge(LIE);
        vm.warp(terms.revealBy + WINDOW);
        _expectRefusal(_outcome(LIE), abi.encodeWithSelector(IMarket.NoProposal.selector));
    }

    function testFuzz_RevertWhen_TheProposalWasFinalised(uint40 time) public {
        _proposeAndWait();
        _finalise(_outcome(TRUTH));
        vm.warp(bound(time, terms.revealBy, type(uint40).max));
        _expectRefusal(abi.encodeWithSelector(IMarket.AlreadySettled.selector));
    }

    function testFuzz_RevertWhen_TheProposalCanStillBeChallenged(uint40 time) public {
        vm.warp(terms.revealBy + 7);
        _propose(TRUTH);
        uint40 until = terms.revealBy + 7 + WINDOW;
        vm.warp(bound(time, terms.revealBy + 7, until - 1));
        _expectRefusal(abi.encodeWithSelector(IMarket.TooEarly.selector, until));
    }

    function testFuzz_RevertWhen_TheRoundHasTimedOut(uint40 time) public {
        _proposeAndWait();
        uint40 end = terms.settleBy + 2 * WINDOW;
        vm.warp(bound(time, end, type(uint40).max));
        _expectRefusal(abi.encodeWithSelector(IMarket.TooLate.selector, end));
    }

    /* WHAT */

    function testFuzz_RevertWhen_EntriesDebitsCreditsOrAllocAreNotThoseProposed(uint8 field, uint256 position, uint8 mask) public {
        (IMarket.Settlement memory wrong,) = _proposeMoney(30, 20);
        bytes memory list = field % 4 == 0 ? wrong.entries : field % 4 == 1 ? wrong.debits : field % 4 == 2 ? wrong.credits : wrong.alloc;
        position %= list.length;
        list[position] ^= bytes1(mask == 0 ? 1 : mask);
        vm.warp(terms.revealBy + WINDOW);
        _expectRefusal(wrong, abi.encodeWithSelector(IMarket.NotTheProposal.selector));
    }

    function test_RevertWhen_TheOutcomeIsOneThatWasVoided() public {
        vm.warp(terms.revealBy);
        _propose(LIE);
        _challenge(LIE);
        _propose(TRUTH);
        vm.warp(terms.revealBy + WINDOW);
        _expectRefusal(_outcome(LIE), abi.encodeWithSelector(IMarket.NotTheProposal.selector));
    }

    function testFuzz_RevertWhen_TheCheckerLetSomethingPassThatTheMarketCannotApply(uint96 debit) public {
        debit = uint96(bound(debit, LOCK + 1, type(uint96).max));
        (IMarket.Settlement memory settlement,) = _proposeMoney(debit, 0);
        vm.warp(terms.revealBy + WINDOW);
        _expectRefusal(settlement, abi.encodeWithSelector(IMarket.AmountOutOfRange.selector, 0, debit));
        _assertStatus(IMarket.Status.Finalisable);
        vm.warp(terms.settleBy + 2 * WINDOW);
        _assertEverythingBack();
    }

    /* BOND */

    function testFuzz_WhenNobodyFinalises(uint40 time) public {
        _enter(alice, LOCK, DATA);
        _proposeAndWait();
        vm.warp(bound(time, terms.settleBy + 2 * WINDOW, type(uint40).max));
        _assertStatus(IMarket.Status.Aborted);
        _assertEverythingBack();
    }

    function testFuzz_WhenManyRoundsHavePassedSinceTheBondWasLocked(bool settled, uint256 age, uint256 mixture) public {
        _proposeAndWait();
        _assertAccount(PROPOSER, BALANCE - BOND, BOND, 0);
        if (settled) _finalise(_outcome(TRUTH));
        else vm.warp(terms.settleBy + 2 * WINDOW);
        for (uint256 i; i < age % 20; ++i) {
            _open();
            _pass((mixture >> i) & 1 == 1);
        }
        _assertAccount(PROPOSER, BALANCE, 0, 0);
        vm.prank(PROPOSER);
        market.withdraw(series, PROPOSER, BALANCE);
    }

    function testFuzz_WhenTheProposerHasEntriesInTheRound(uint88 lock, uint88 debit) public {
        lock = uint88(bound(lock, 1, BALANCE - 2 * FEE - BOND));
        debit = uint88(bound(debit, 1, lock));
        _enter(PROPOSER, lock, DATA);
        _enter(PROPOSER, 0, DATA);
        _enter(alice, LOCK, DATA);
        vm.warp(terms.revealBy);
        IMarket.Settlement memory settlement = _settlement(Pack.amount(0, debit), Pack.amount(2, debit));
        _propose(settlement);
        vm.warp(terms.revealBy + WINDOW);
        _finalise(settlement);
        _assertAccount(PROPOSER, BALANCE - debit - 2 * FEE + 3 * FEE, 0, 0);
        _assertAccount(alice, BALANCE + debit - FEE, 0, 0);
    }

    /* FINALISED */

    function test_WhenTheProposalWasMadeInTheLastSecond() public {
        vm.warp(terms.settleBy - 1);
        _propose(TRUTH);
        uint40 end = terms.settleBy + 2 * WINDOW;
        uint40 from = terms.settleBy - 1 + WINDOW;
        vm.assertEq(end - from, WINDOW + 1, "time for finalising");
        vm.warp(end - 1);
        uint256 before = vm.snapshotState();
        _finalise(_outcome(TRUTH));
        vm.revertToState(before);
        vm.warp(from);
        _finalise(_outcome(TRUTH));
        _assertStatus(IMarket.Status.Settled);
    }

    function testFuzz_WhenTheTimeForChallengesIsOver(address sender, uint40 time, uint88 debit, uint88 credit, bool other) public {
        debit = uint88(bound(debit, 1, LOCK));
        credit = uint88(bound(credit, 1, debit));
        (IMarket.Settlement memory settlement, uint256 fees) = _proposeMoney(debit, credit);
        vm.warp(bound(time, terms.revealBy + WINDOW, terms.settleBy + 2 * WINDOW - 1));
        bytes memory unseen = other ? bytes("not looked at") : bytes("");
        (settlement.payloads, settlement.posts, settlement.hints) = (unseen, unseen, unseen);
        vm.expectEmit(address(market));
        emit IMarket.Settled(_slot(), PROPOSER, fees, debit - credit, settlement.debits, settlement.credits, settlement.alloc);
        vm.prank(sender);
        market.finalise(terms, settlement);

        _assertStatus(IMarket.Status.Settled);
        vm.assertEq(market.roundOf(series).proposer, address(0), "proposer");
        _assertAccount(alice, BALANCE - debit - FEE, 0, 0);
        _assertAccount(bob, BALANCE + credit - FEE, 0, 0);
        _assertAccount(BENEFICIARY, debit - credit, 0, 0);
        _assertAccount(PROPOSER, BALANCE + fees, 0, 0);
        vm.assertEq(market.held(), 3 * BALANCE, "held");
        _open(_phased(true, BOND));
        vm.assertEq(market.roundOf(series).round, 2, "round");
    }

    /* HELPERS */

    function _proposeAndWait() private {
        vm.warp(terms.revealBy);
        _propose(TRUTH);
        vm.warp(terms.revealBy + WINDOW);
    }

    /// @dev A debit of Alice's entry and a credit to Bob's, which was sealed, opened and has a payload before it.
    function _proposeMoney(uint96 debit, uint96 credit) private returns (IMarket.Settlement memory settlement, uint256 fees) {
        _enter(alice, LOCK, DATA);
        _seal(bob, 0, "sealed");
        vm.warp(terms.closeAt);
        _reveal(1, bob, "sealed");
        vm.warp(terms.revealBy);
        settlement = _settlement(Pack.amount(0, debit), Pack.amount(1, credit));
        (settlement.alloc, settlement.hints) = (TRUTH, "hints");
        _propose(settlement);
        fees = 2 * FEE;
    }

    function _assertEverythingBack() private view {
        _assertAccount(alice, BALANCE, 0, 0);
        _assertAccount(bob, BALANCE, 0, 0);
        _assertAccount(PROPOSER, BALANCE, 0, 0);
    }

    function _expectRefusal(bytes memory cause) private {
        _expectRefusal(_outcome(TRUTH), cause);
    }

    function _expectRefusal(IMarket.Settlement memory settlement, bytes memory cause) private {
        vm.expectRevert(cause);
        vm.prank(RELAYER);
        market.finalise(terms, settlement);
    }
}
