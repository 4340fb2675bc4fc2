// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IAccounts} from "../../../contracts/interfaces/IAccounts.sol";
import {SecondPhase} from "../../../contracts/interfaces/IChecker.sol";
import {IMarket} from "../../../contracts/interfaces/IMarket.sol";
import {Pack} from "../utils/Pack.sol";
import {PhasedTest} from "../utils/PhasedTest.sol";

contract PostTest is PhasedTest {
    address private constant ARBITER = address(0xA2B17E2);
    bytes private constant STATEMENT = "what was measured";

    function setUp() public override {
        super.setUp();
        _fund(alice, BALANCE);
        _open(_phased(SecondPhase.Post, 0));
    }

    function _config() internal view override returns (IMarket.SeriesConfig memory config) {
        config = super._config();
        config.arbiter = ARBITER;
    }

    /* REFUSED */

    function testFuzz_RevertWhen_TheSeriesDoesNotExist(uint64 unknown) public {
        vm.assume(unknown != series);
        series = unknown;
        _expectRefusal(abi.encodeWithSelector(IAccounts.UnknownSeries.selector, unknown), OPERATOR, STATEMENT);
    }

    function testFuzz_RevertWhen_OtherTermsAreNamed(bytes32 other) public {
        vm.assume(other != termsHash);
        vm.warp(terms.closeAt);
        bytes memory cause = abi.encodeWithSelector(IMarket.WrongTerms.selector, termsHash, other);
        termsHash = other;
        _expectRefusal(cause, OPERATOR, STATEMENT);
    }

    function testFuzz_RevertWhen_TheRoundHasNotClosed(uint40 time) public {
        vm.warp(bound(time, START, terms.closeAt - 1));
        _expectRefusal(abi.encodeWithSelector(IMarket.TooEarly.selector, terms.closeAt), SOLVER, STATEMENT);
    }

    function testFuzz_RevertWhen_RevealByHasCome(uint40 time) public {
        vm.warp(bound(time, terms.revealBy, type(uint40).max));
        _expectRefusal(abi.encodeWithSelector(IMarket.TooLate.selector, terms.revealBy), SOLVER, STATEMENT);
    }

    function testFuzz_RevertWhen_TheRoundsRuleHasNoUseForStatements(bool reveals) public {
        _abort();
        _open(_phased(reveals, BOND));
        vm.warp(terms.closeAt);
        bytes memory late = abi.encodeWithSelector(IMarket.TooLate.selector, terms.closeAt);
        bytes memory useless = abi.encodeWithSelector(IMarket.NothingPosted.selector);
        _expectRefusal(reveals ? useless : late, OPERATOR, STATEMENT);
    }

    function testFuzz_RevertWhen_TheSenderIsNeitherOperatorNorSolverNorArbiter(address sender, uint8 part) public {
        address[3] memory others = [BENEFICIARY, alice, address(0)];
        if (part < 3) sender = others[part];
        vm.assume(sender != OPERATOR && sender != SOLVER && sender != ARBITER);
        vm.warp(terms.closeAt);
        _expectRefusal(abi.encodeWithSelector(IMarket.MayNotPost.selector, sender), sender, STATEMENT);
    }

    function testFuzz_RevertWhen_TheStatementHasMoreThan65535Bytes(uint16 excess) public {
        uint256 length = 65_536 + uint256(excess);
        vm.warp(terms.closeAt);
        bytes memory cause = abi.encodeWithSelector(IMarket.StatementTooLong.selector, length, 65_535);
        _expectRefusal(cause, OPERATOR, new bytes(length));
    }

    function test_RevertWhen_AnEntryOfTheRoundLooksSealed() public {
        _seal(alice, 10, STATEMENT);
        vm.warp(terms.closeAt);
        vm.expectRevert(abi.encodeWithSelector(IMarket.NothingSealed.selector, 0));
        market.reveal(series, termsHash, 0, alice, SALT, STATEMENT);
    }

    /* RECORDED */

    function testFuzz_WhenTheSenderMayPost(uint8 who, uint40 time, bytes calldata statement) public {
        _enter(alice, 10, DATA);
        vm.warp(bound(time, terms.closeAt, terms.revealBy - 1));
        IMarket.RoundView memory before = market.roundOf(series);
        address sender = _poster(who);
        vm.expectEmit(address(market));
        emit IMarket.Posted(uint256(series) << 32 | 1, sender, statement);
        _post(sender, statement);

        bytes32 hash = keccak256(abi.encodePacked(before.posts, type(uint32).max, uint16(statement.length), statement));
        IMarket.RoundView memory round = market.roundOf(series);
        vm.assertEq(round.posts, bytes32((uint256(hash) & ~uint256(type(uint32).max)) | 1), "posts");
        before.posts = round.posts;
        vm.assertEq(abi.encode(round), abi.encode(before), "nothing else");
    }

    function testFuzz_WhenSeveralStatementsArePosted(uint8 first, uint8 second, uint16 length) public {
        _enter(alice, 10, DATA);
        vm.warp(terms.closeAt);
        _post(_poster(first), STATEMENT);
        _post(_poster(second), new bytes(length));
        bytes memory right = posts;
        vm.warp(terms.revealBy);

        posts = bytes.concat(Pack.post(type(uint32).max, new bytes(length)), Pack.post(type(uint32).max, STATEMENT));
        _expectWrongPosts();
        posts = Pack.post(type(uint32).max, STATEMENT);
        _expectWrongPosts();
        posts = bytes.concat(Pack.post(0, STATEMENT), Pack.post(type(uint32).max, new bytes(length)));
        _expectWrongPosts();
        posts = right;
        _settle("", "");
    }

    function test_WhenTheLongestStatementIsPosted() public {
        vm.warp(terms.closeAt);
        _post(ARBITER, new bytes(65_535));
        vm.warp(terms.revealBy);
        _settle("", "");
    }

    /* HELPERS */

    function _poster(uint8 who) private pure returns (address) {
        return [OPERATOR, SOLVER, ARBITER][who % 3];
    }

    function _post(address sender, bytes memory statement) private {
        vm.prank(sender);
        market.post(series, termsHash, statement);
        posts = bytes.concat(posts, Pack.post(type(uint32).max, statement));
    }

    function _abort() private {
        vm.warp(terms.settleBy);
    }

    function _expectWrongPosts() private {
        IMarket.Settlement memory settlement = _settlement("", "");
        vm.expectRevert(IMarket.WrongPosts.selector);
        vm.prank(SOLVER);
        market.settle(terms, settlement);
    }

    function _expectRefusal(bytes memory cause, address sender, bytes memory statement) private {
        vm.expectRevert(cause);
        vm.prank(sender);
        market.post(series, termsHash, statement);
    }
}
