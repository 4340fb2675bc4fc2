// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IAccounts} from "../../../contracts/interfaces/IAccounts.sol";
import {IMarket} from "../../../contracts/interfaces/IMarket.sol";
import {Pack} from "../utils/Pack.sol";
import {PhasedTest} from "../utils/PhasedTest.sol";

/// @dev Who may settle what, and when. What an outcome may be is the matter of settleOutcome.t.sol.
contract SettleTest is PhasedTest {
    function setUp() public override {
        super.setUp();
        _fund(alice, BALANCE);
        _fund(bob, BALANCE);
    }

    /* TERMS */

    function testFuzz_RevertWhen_TheSeriesDoesNotExist(uint64 unknown) public {
        vm.assume(unknown != series);
        series = unknown;
        terms = _terms();
        _expectRefusal(abi.encodeWithSelector(IAccounts.UnknownSeries.selector, unknown), SOLVER);
    }

    function test_RevertWhen_NoRoundWasOpened() public {
        terms = _terms();
        _expectRefusal(_wrongTerms(0), SOLVER);
    }

    function testFuzz_RevertWhen_TheTermsAreAltered(uint8 field, uint32 by) public {
        vm.assume(by != 0);
        _openFilled();
        field %= 6;
        if (field == 0) terms.checker = address(uint160(terms.checker) ^ by);
        if (field == 1) terms.closeAt ^= by;
        if (field == 2) terms.revealBy ^= by;
        if (field == 3) terms.settleBy ^= by;
        if (field == 4) terms.challengeWindow ^= by;
        if (field == 5) terms.params = abi.encodePacked(terms.params, by);
        vm.warp(START + 100);
        _expectRefusal(_wrongTerms(termsHash), SOLVER);
    }

    function testFuzz_RevertWhen_TheTermsAreThoseOfAnEarlierRound(bool settled) public {
        _open();
        IMarket.Terms memory earlier = terms;
        _pass(settled);
        _open();
        vm.warp(terms.closeAt);
        terms = earlier;
        _expectRefusal(_wrongTerms(termsHash), SOLVER);
    }

    function testFuzz_RevertWhen_OutcomesOfTheRuleMustBeProposed(bool reveals, bool proposed) public {
        _fund(PROPOSER, BOND);
        _open(_phased(reveals, BOND));
        vm.warp(terms.settleBy - 1);
        if (proposed) _propose(TRUTH);
        vm.warp(proposed ? terms.settleBy + WINDOW : terms.settleBy - 1);
        _expectRefusal(abi.encodeWithSelector(IMarket.WrongWayToSettle.selector, true), SOLVER);
    }

    /* TIME */

    function testFuzz_RevertWhen_TheRoundHasNotClosed(uint40 time) public {
        _openFilled();
        vm.warp(bound(time, START, terms.closeAt - 1));
        _expectRefusal(abi.encodeWithSelector(IMarket.TooEarly.selector, terms.closeAt), SOLVER);
    }

    function testFuzz_RevertWhen_EntriesCanStillBeOpened(uint40 time) public {
        _open(_phased(true, 0));
        vm.warp(bound(time, START, terms.revealBy - 1));
        _expectRefusal(abi.encodeWithSelector(IMarket.TooEarly.selector, terms.revealBy), SOLVER);
        vm.warp(terms.revealBy);
        _assertSettles(SOLVER);
    }

    function testFuzz_RevertWhen_SettleByHasCome(uint40 time) public {
        _openFilled();
        vm.warp(bound(time, terms.settleBy, type(uint40).max));
        _expectRefusal(abi.encodeWithSelector(IMarket.TooLate.selector, terms.settleBy), SOLVER);
    }

    function testFuzz_RevertWhen_TheRoundWasSettled(uint40 time) public {
        _openFilled();
        _settle("", "");
        vm.warp(bound(time, terms.closeAt, type(uint40).max));
        _expectRefusal(abi.encodeWithSelector(IMarket.AlreadySettled.selector), SOLVER);
    }

    function testFuzz_RevertWhen_SomebodyElseThanTheSolverComesInItsSeconds(address sender, uint40 time) public {
        vm.assume(sender != SOLVER);
        _openFilled();
        uint256 until = uint256(terms.closeAt) + SOLVER_SECONDS;
        vm.warp(bound(time, terms.closeAt, until - 1));
        _expectRefusal(abi.encodeWithSelector(IMarket.OnlySolverUntil.selector, until), sender);
    }

    function testFuzz_WhenTheSolversSecondsAreOver(address sender, uint40 time) public {
        _openFilled();
        vm.warp(bound(time, uint256(terms.closeAt) + SOLVER_SECONDS, terms.settleBy - 1));
        _assertSettles(sender);
    }

    function testFuzz_WhenTheSeriesPrefersNoSolver(address sender) public {
        IMarket.SeriesConfig memory config = _config();
        config.solver = address(0);
        series = market.createSeries(config);
        _open();
        vm.warp(terms.closeAt);
        _assertSettles(sender);
    }

    /* ENTRIES */

    function testFuzz_RevertWhen_AnEntryIsLeftOut(uint256 index) public {
        _close();
        entries = this.cut(entries, bound(index, 0, 3));
        _expectRefusal(abi.encodeWithSelector(IMarket.WrongEntries.selector), SOLVER);
    }

    function testFuzz_RevertWhen_AnEntryIsAdded(uint256 index, uint88 lock, bytes32 data) public {
        _close();
        entries = this.insert(entries, bound(index, 0, 4), Pack.entry(alice, lock, data));
        _expectRefusal(abi.encodeWithSelector(IMarket.WrongEntries.selector), SOLVER);
    }

    function test_RevertWhen_TwoEntriesChangePlaces() public {
        _open();
        _enter(alice, 1, DATA);
        _enter(bob, 1, DATA);
        vm.warp(terms.closeAt);
        entries = bytes.concat(Pack.entry(bob, 1, DATA), Pack.entry(alice, 1, DATA));
        _expectRefusal(abi.encodeWithSelector(IMarket.WrongEntries.selector), SOLVER);
    }

    function testFuzz_RevertWhen_AnyByteOfTheEntriesDiffers(uint256 position, uint8 mask) public {
        _close();
        entries = Pack.corrupt(entries, position % entries.length, bytes1(mask == 0 ? 1 : mask));
        _expectRefusal(abi.encodeWithSelector(IMarket.WrongEntries.selector), SOLVER);
    }

    function testFuzz_RevertWhen_BytesFollowTheEntries(bytes calldata trailing) public {
        vm.assume(trailing.length != 0);
        _close();
        entries = bytes.concat(entries, trailing);
        _expectRefusal(abi.encodeWithSelector(IMarket.WrongEntries.selector), SOLVER);
    }

    /// @dev What is missing would be read from the padding behind the entries, and hash to the same.
    function testFuzz_RevertWhen_ZerosAreMissingAtTheEndOfTheEntries(uint256 missing) public {
        bytes32 data = bytes32(uint256(1) << 248);
        _open();
        _enter(alice, 1, data);
        vm.warp(terms.closeAt);
        entries = this.cutTo(Pack.entry(alice, 1, data), 64 - bound(missing, 1, 31));
        _expectRefusal(abi.encodeWithSelector(IMarket.WrongEntries.selector), SOLVER);
    }

    function testFuzz_RevertWhen_TheEntriesAreThoseOfAnotherRound(bool settled) public {
        _openFilled();
        (bytes memory earlier, bytes memory earlierPayloads) = (entries, payloads);
        _pass(settled);
        _close();
        vm.assertEq(entries, earlier, "the same entries");
        _assertSettles(SOLVER);

        _open();
        vm.warp(terms.closeAt);
        (entries, payloads) = (earlier, earlierPayloads);
        _expectRefusal(abi.encodeWithSelector(IMarket.WrongEntries.selector), SOLVER);
    }

    /* PAYLOADS */

    function testFuzz_RevertWhen_PayloadsAreMissing(uint256 length) public {
        _close();
        payloads = this.cutTo(payloads, bound(length, 0, payloads.length - 1));
        _expectRefusal(abi.encodeWithSelector(IMarket.WrongPayloads.selector), SOLVER);
    }

    function testFuzz_RevertWhen_BytesFollowThePayloads(bytes calldata trailing) public {
        vm.assume(trailing.length != 0);
        _close();
        payloads = bytes.concat(payloads, trailing);
        _expectRefusal(abi.encodeWithSelector(IMarket.WrongPayloads.selector), SOLVER);
    }

    function testFuzz_RevertWhen_AnyByteOfThePayloadsDiffers(uint256 position, uint8 mask) public {
        _close();
        payloads = Pack.corrupt(payloads, position % payloads.length, bytes1(mask == 0 ? 1 : mask));
        _expectRefusal(abi.encodeWithSelector(IMarket.WrongPayloads.selector), SOLVER);
    }

    /* SETTLED */

    function test_WhenTheRoundIsEmpty() public {
        _open();
        vm.warp(terms.closeAt);
        _assertSettles(SOLVER);
        _assertAccount(SOLVER, 0, 0, 0);
    }

    function test_WhenTheEntriesAreTheRecordedOnes() public {
        _close();
        _assertSettles(SOLVER);
        _open();
        vm.assertEq(market.roundOf(series).round, 2);
    }

    /* HELPERS */

    /// @dev Four entries, two of them with payloads.
    function _openFilled() private {
        _open();
        _enter(alice, 10, DATA);
        _enterWith(bob, 20, "a payload");
        _enter(alice, 30, DATA);
        _enterWith(alice, 40, "");
    }

    function _close() private {
        _openFilled();
        vm.warp(terms.closeAt);
    }

    function cut(bytes calldata list, uint256 index) external pure returns (bytes memory) {
        return bytes.concat(list[:index * 64], list[index * 64 + 64:]);
    }

    function insert(bytes calldata list, uint256 index, bytes calldata entry) external pure returns (bytes memory) {
        return bytes.concat(list[:index * 64], entry, list[index * 64:]);
    }

    function cutTo(bytes calldata list, uint256 length) external pure returns (bytes memory) {
        return list[:length];
    }

    function _wrongTerms(bytes32 expected) private view returns (bytes memory) {
        return abi.encodeWithSelector(IMarket.WrongTerms.selector, expected, market.termsHashOf(terms));
    }

    function _expectRefusal(bytes memory cause, address sender) private {
        IMarket.Settlement memory settlement = _settlement("", "");
        vm.expectRevert(cause);
        vm.prank(sender);
        market.settle(terms, settlement);
    }

    function _assertSettles(address sender) private {
        IMarket.Settlement memory settlement = _settlement("", "");
        vm.prank(sender);
        market.settle(terms, settlement);
        vm.assertTrue(market.roundOf(series).status == IMarket.Status.Settled, "status");
    }
}
