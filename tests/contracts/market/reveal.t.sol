// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IAccounts} from "../../../contracts/interfaces/IAccounts.sol";
import {IMarket} from "../../../contracts/interfaces/IMarket.sol";
import {ScriptedGate} from "../mocks/ScriptedGate.sol";
import {Pack} from "../utils/Pack.sol";
import {PhasedTest} from "../utils/PhasedTest.sol";

contract RevealTest is PhasedTest {
    bytes private constant STATEMENT = "what was sealed";

    function setUp() public override {
        super.setUp();
        _fund(alice, BALANCE);
        _fund(bob, BALANCE);
        _open(_phased(true, 0));
    }

    /* WHEN */

    function testFuzz_RevertWhen_TheSeriesDoesNotExist(uint64 unknown) public {
        vm.assume(unknown != series);
        series = unknown;
        _expectRefusal(abi.encodeWithSelector(IAccounts.UnknownSeries.selector, unknown), 0, alice, STATEMENT);
    }

    function testFuzz_RevertWhen_OtherTermsAreNamed(bytes32 other) public {
        vm.assume(other != termsHash);
        _close();
        bytes memory cause = abi.encodeWithSelector(IMarket.WrongTerms.selector, termsHash, other);
        termsHash = other;
        _expectRefusal(cause, 0, alice, STATEMENT);
    }

    function testFuzz_RevertWhen_TheRoundHasNotClosed(uint40 time) public {
        _seal(alice, 10, STATEMENT);
        vm.warp(bound(time, START, terms.closeAt - 1));
        _expectRefusal(abi.encodeWithSelector(IMarket.TooEarly.selector, terms.closeAt), 0, alice, STATEMENT);
    }

    function testFuzz_RevertWhen_RevealByHasCome(uint40 time, bool settled) public {
        _seal(alice, 10, STATEMENT);
        if (settled) _settle("", "");
        vm.warp(bound(time, terms.revealBy, type(uint40).max));
        _expectRefusal(abi.encodeWithSelector(IMarket.TooLate.selector, terms.revealBy), 0, alice, STATEMENT);
    }

    function testFuzz_RevertWhen_EntriesOfTheRoundAreNotOpened(bool challenged) public {
        _pass(true);
        _open(_phased(false, challenged ? BOND : 0));
        _seal(alice, 10, STATEMENT);
        vm.warp(terms.closeAt);
        uint40 until = challenged ? terms.closeAt : 0;
        _expectRefusal(abi.encodeWithSelector(IMarket.TooLate.selector, until), 0, alice, STATEMENT);
    }

    /* WHAT */

    function testFuzz_RevertWhen_TheStatementExceedsTheEntrysShareOf65535Bytes(uint16 maxEntries, uint8 excess) public {
        maxEntries = uint16(bound(maxEntries, 1, 200));
        _pass(true);
        IMarket.Terms memory phased = _phased(true, 0);
        phased.params = abi.encodePacked(uint32(maxEntries), uint32(1), true, uint88(0));
        _open(phased);
        uint256 most = 65_535 / uint256(maxEntries);
        _seal(alice, 10, new bytes(most));
        vm.warp(terms.closeAt);
        uint256 length = most + 1 + excess;
        _expectRefusal(abi.encodeWithSelector(IMarket.StatementTooLong.selector, length, most), 0, alice, new bytes(length));
        _reveal(0, alice, new bytes(most));
        _settle("", "");
    }

    function testFuzz_RevertWhen_NothingWasSealedAtTheIndex(uint8 tag, uint32 beyond) public {
        vm.assume(tag != 4);
        _seal(alice, 10, STATEMENT);
        _enter(alice, 10, bytes32(uint256(tag) << 248 | 1));
        bytes memory payload = _payloadThatLooksSealed();
        _enterWith(alice, 10, payload);
        vm.warp(terms.closeAt);
        _expectNothingSealed(1);
        _expectNothingSealed(2);
        _expectNothingSealed(uint32(bound(beyond, 3, type(uint32).max)));
        _reveal(0, alice, STATEMENT);
    }

    function test_RevertWhen_TheEntryWasOpenedBefore() public {
        _close();
        _reveal(0, alice, STATEMENT);
        _expectNothingSealed(0);
    }

    function testFuzz_RevertWhen_AnEntryOfAnEarlierRoundWithThatIndexStayedSealed(bool settled) public {
        _seal(alice, 10, STATEMENT);
        _pass(settled);
        _open(_phased(true, 0));
        _enter(alice, 10, DATA);
        vm.warp(terms.closeAt);
        _expectNothingSealed(0);
    }

    function testFuzz_RevertWhen_AccountSaltOrStatementAreNotThoseThatWereSealed(address who, bytes32 salt, bytes calldata statement)
        public
    {
        vm.assume(who != alice && salt != SALT && statement.length <= 655 && keccak256(statement) != keccak256(STATEMENT));
        _close();
        _expectWrongOpening(0, who, SALT, STATEMENT);
        _expectWrongOpening(0, alice, salt, STATEMENT);
        _expectWrongOpening(0, alice, SALT, statement);
    }

    function test_RevertWhen_TheDataWordWasCopiedFromSomebodyElse() public {
        bytes32 copied = Pack.sealedData(termsHash, alice, SALT, STATEMENT);
        _enter(bob, 10, copied);
        _enter(alice, 10, copied);
        vm.warp(terms.closeAt);
        for (uint256 i; i < 2; ++i) {
            _expectWrongOpening(0, bob, SALT, STATEMENT);
            _expectWrongOpening(0, alice, SALT, STATEMENT);
            if (i == 0) _reveal(1, alice, STATEMENT);
        }
    }

    function test_WhenAnAccountEnteredTheSameDataWordTwice() public {
        _seal(alice, 10, STATEMENT);
        _seal(alice, 20, STATEMENT);
        vm.warp(terms.closeAt);
        _reveal(1, alice, STATEMENT);
        _expectNothingSealed(1);
        _reveal(0, alice, STATEMENT);
        _expectNothingSealed(0);
        _settle("", "");
    }

    /* GATE */

    function test_RevertWhen_TheGateRefuses() public {
        ScriptedGate gate = _openWithGate();
        gate.set(ScriptedGate.Mode.Refuses);
        bytes memory cause = abi.encodePacked(ScriptedGate.Refused.selector);
        _expectRefusal(abi.encodeWithSelector(IMarket.GateRefused.selector, cause), 0, alice, STATEMENT);
        gate.set(ScriptedGate.Mode.Admits);
        _reveal(0, alice, STATEMENT);
        _settle("", "");
    }

    function test_WhenTheGateIsAsked() public {
        ScriptedGate gate = _openWithGate();
        gate.set(ScriptedGate.Mode.ShowsQuestion);
        bytes32 data = Pack.sealedData(termsHash, alice, SALT, STATEMENT);
        bytes memory shown = abi.encodeWithSelector(ScriptedGate.Shown.selector, market, series, alice, data, STATEMENT);
        _expectRefusal(abi.encodeWithSelector(IMarket.GateRefused.selector, shown), 0, alice, STATEMENT);
    }

    /* OPENED */

    function testFuzz_WhenTheEntriesWereMadeAloneInABatchOrSigned(bytes calldata statement) public {
        vm.assume(statement.length <= 655);
        _seal(bob, 1, statement);
        bytes32 data = Pack.sealedData(termsHash, alice, SALT, statement);
        vm.prank(alice);
        market.enterBatch(series, termsHash, bytes.concat(Pack.batchEntry(2, DATA), Pack.batchEntry(3, data)));
        Order memory order = _order(alice, 4, 0);
        order.data = data;
        vm.prank(RELAYER);
        market.enterSigned(series, termsHash, 3, bytes.concat(_sign(BOB_KEY, order), _sign(ALICE_KEY, order)));
        entries = bytes.concat(entries, Pack.entry(alice, 2, DATA), Pack.entry(alice, 3, data), Pack.entry(alice, 4, data));

        vm.warp(terms.closeAt);
        _expectNothingSealed(1);
        _reveal(3, alice, statement);
        _reveal(0, bob, statement);
        _reveal(2, alice, statement);
        vm.assertEq(uint256(market.roundOf(series).posts) & type(uint32).max, 3, "posts");
        _settle("", "");
    }

    function testFuzz_WhenTheOpeningIsRight(address who, bytes32 salt, bytes calldata statement, address sender, uint40 time) public {
        vm.assume(statement.length <= 655 && who != address(market));
        _fund(who, BALANCE);
        _enter(who, 0, Pack.sealedData(termsHash, who, SALT, "another"));
        _enter(who, 7, Pack.sealedData(termsHash, who, salt, statement));
        vm.warp(bound(time, terms.closeAt, terms.revealBy - 1));
        _reveal(0, who, "another");
        IMarket.RoundView memory before = market.roundOf(series);
        bytes memory account = abi.encode(_account(who));

        vm.expectEmit(address(market));
        emit IMarket.Revealed(_slot(), 1, who, salt, statement);
        vm.prank(sender);
        market.reveal(series, termsHash, 1, who, salt, statement);
        bytes32 hash = keccak256(abi.encodePacked(before.posts, Pack.post(1, statement)));
        before.posts = hash >> 32 << 32 | bytes32(uint256(2));
        vm.assertEq(abi.encode(market.roundOf(series)), abi.encode(before), "round");
        vm.assertEq(abi.encode(_account(who)), account, "account");
    }

    /* HELPERS */

    /// @dev A sealed entry of Alice, in a round that has closed.
    function _close() private {
        _seal(alice, 10, STATEMENT);
        vm.warp(terms.closeAt);
    }

    function _openWithGate() private returns (ScriptedGate gate) {
        gate = new ScriptedGate();
        IMarket.SeriesConfig memory config = _config();
        config.gate = address(gate);
        series = market.createSeries(config);
        _fund(alice, BALANCE);
        _open(_phased(true, 0));
        _close();
    }

    /// @return payload whose hash starts with the byte 4
    function _payloadThatLooksSealed() private pure returns (bytes memory payload) {
        for (uint256 i; uint256(keccak256(payload)) >> 248 != 4; ++i) {
            payload = abi.encode(i);
        }
    }

    function _expectNothingSealed(uint32 index) private {
        _expectRefusal(abi.encodeWithSelector(IMarket.NothingSealed.selector, index), index, alice, STATEMENT);
    }

    function _expectWrongOpening(uint32 index, address who, bytes32 salt, bytes memory statement) private {
        vm.expectRevert(abi.encodeWithSelector(IMarket.WrongOpening.selector, index));
        market.reveal(series, termsHash, index, who, salt, statement);
    }

    function _expectRefusal(bytes memory cause, uint32 index, address who, bytes memory statement) private {
        vm.expectRevert(cause);
        market.reveal(series, termsHash, index, who, SALT, statement);
    }
}
