// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Claim} from "../../../contracts/interfaces/IChecker.sol";
import {IMarket} from "../../../contracts/interfaces/IMarket.sol";
import {HostileChecker} from "../mocks/HostileChecker.sol";
import {MarketTest} from "../utils/MarketTest.sol";
import {Pack} from "../utils/Pack.sol";

contract SettleCheckerTest is MarketTest {
    HostileChecker private hostile;

    function setUp() public override {
        hostile = new HostileChecker();
        super.setUp();
        _fund(alice, BALANCE);
    }

    function _config() internal view override returns (IMarket.SeriesConfig memory config) {
        config = super._config();
        config.checkers = new address[](2);
        (config.checkers[0], config.checkers[1]) = (address(checker), address(hostile));
    }

    function testFuzz_WhenTheCheckerIsAsked(bytes calldata params, bytes calldata payload, bytes calldata alloc, bytes calldata hints)
        public
    {
        vm.assume(payload.length <= 655);
        _open(_terms(address(hostile), bytes.concat(bytes1(hostile.SHOWS_CLAIM()), params)));
        _enter(alice, 10, DATA);
        _enterWith(alice, 10, payload);
        vm.warp(terms.closeAt);
        IMarket.Settlement memory settlement =
            IMarket.Settlement(entries, payloads, "", Pack.amount(0, 1), bytes.concat(Pack.amount(0, 1), hex"00"), alloc, hints);
        Claim memory claim = Claim({
            context: keccak256(abi.encode(block.chainid, market, series, uint32(1), termsHash)),
            params: terms.params,
            entries: entries,
            payloads: payloads,
            posts: "",
            debits: settlement.debits,
            credits: settlement.credits,
            alloc: alloc,
            hints: hints
        });
        bytes memory shown = abi.encodeWithSelector(HostileChecker.Shown.selector, keccak256(abi.encode(claim)));
        vm.expectRevert(abi.encodeWithSelector(IMarket.CheckerRefused.selector, shown));
        vm.prank(SOLVER);
        market.settle(terms, settlement);
    }

    function test_RevertWhen_TheCheckerRefuses() public {
        _close(hostile.REFUSES());
        _expectRefusal(abi.encodePacked(HostileChecker.Refused.selector));
    }

    function test_RevertWhen_TheCauseHasAnyLength() public {
        bytes memory cause;
        for (uint256 length = 1; length <= 65; ++length) {
            cause = bytes.concat(cause, hex"a5");
            uint256 before = vm.snapshotState();
            _open(_terms(address(hostile), bytes.concat(bytes1(hostile.SAYS()), cause)));
            vm.warp(terms.closeAt);
            _expectRefusal(cause);
            vm.revertToState(before);
        }
    }

    function test_RevertWhen_TheCheckerAnswersWithAnotherMagic() public {
        _close(hostile.WRONG_MAGIC());
        _expectRefusal("");
    }

    function test_RevertWhen_TheCheckerAnswersWithPartOfTheMagicOrMoreThanIt() public {
        uint256 before = vm.snapshotState();
        _close(hostile.LONG_MAGIC());
        _expectRefusal("");
        vm.revertToState(before);
        _close(hostile.SHORT_MAGIC());
        _expectRefusal("");
    }

    function test_RevertWhen_TheCheckerBurnsAllGas() public {
        _close(hostile.BURNS_GAS());
        _expectRefusal("");
    }

    function test_RevertWhen_TheCheckerAnswersWithAHugeCause() public {
        _close(hostile.HUGE_CAUSE());
        IMarket.Settlement memory settlement = _settlement("", "");
        vm.prank(SOLVER);
        try market.settle(terms, settlement) {
            vm.assertTrue(false, "settled");
        } catch (bytes memory cause) {
            // only the selector matters
            // forge-lint: disable-next-line(unsafe-typecast)
            vm.assertTrue(bytes4(cause) == IMarket.CheckerRefused.selector, "cause");
            vm.assertGe(cause.length, 100_000, "length");
        }
    }

    function test_RevertWhen_TheCheckerAnswersNothing() public {
        _close(hostile.NO_DATA());
        _expectRefusal("");
    }

    function testFuzz_WhenTheCheckerNeverLetsTheRoundBeSettled(uint8 mode) public {
        _close(uint8(bound(mode, hostile.WRONG_MAGIC(), hostile.LONG_MAGIC())));
        IMarket.Settlement memory settlement = _settlement("", "");
        vm.prank(SOLVER);
        (bool settled,) = address(market).call(abi.encodeCall(market.settle, (terms, settlement)));
        vm.assertFalse(settled, "settled");
        _assertAccount(alice, BALANCE - 20 - 2 * FEE, 20 + 2 * FEE, 2);

        vm.assertLe(terms.settleBy, START + LONGEST_ROUND, "longest round");
        vm.warp(terms.settleBy);
        _assertAccount(alice, BALANCE, 0, 0);
        _open();
        _enter(alice, 10, DATA);
        _settle("", "");
        _assertAccount(alice, BALANCE - FEE, 0, 0);
    }

    /* HELPERS */

    /// @dev A round with two entries of Alice, under the hostile checker.
    function _close(uint8 mode) private {
        _open(_terms(address(hostile), bytes.concat(bytes1(mode))));
        _enter(alice, 10, DATA);
        _enterWith(alice, 10, "payload");
        vm.warp(terms.closeAt);
    }

    function _expectRefusal(bytes memory cause) private {
        IMarket.Settlement memory settlement = _settlement("", "");
        vm.expectRevert(abi.encodeWithSelector(IMarket.CheckerRefused.selector, cause));
        vm.prank(SOLVER);
        market.settle(terms, settlement);
    }
}
