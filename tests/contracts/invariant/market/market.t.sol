// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Market} from "../../../../contracts/Market.sol";
import {IAccounts} from "../../../../contracts/interfaces/IAccounts.sol";
import {IMarket} from "../../../../contracts/interfaces/IMarket.sol";
import {Test} from "../../utils/Test.sol";
import {ProposingHandler} from "./ProposingHandler.sol";

/// @dev The handler brings every call to where it must succeed: a revert is a failure.
/// forge-config: default.invariant.fail-on-revert = true
/// forge-config: default.invariant.depth = 100
contract MarketInvariantTest is Test {
    ProposingHandler private handler;
    Market private market;
    uint256 private actors;
    uint256 private count;

    function setUp() public {
        handler = new ProposingHandler();
        market = handler.market();
        (actors, count) = (handler.ACTORS(), handler.SERIES());
        for (uint256 i; i < actors * count; ++i) {
            handler.deposit(i, i / count, i, 1e6);
        }
    }

    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(handler);
    }

    function invariant_Everything() public {
        vm.warp(handler.clock());
        _holdsAsManyTokensAsAllAccountsHaveTogether();
        _showsInEveryAccountWhatAPlainModelSays();
        _leavesNoLockOfARoundThatIsOver();
        _endsEveryRoundInTime();
        _canOpenTheNextRoundWhenTheLongestRoundHasPassed();
    }

    function _holdsAsManyTokensAsAllAccountsHaveTogether() private view {
        uint256 sum;
        for (uint256 s; s < count; ++s) {
            for (uint256 a; a < actors; ++a) {
                IAccounts.Account memory account = market.accountOf(handler.number(s), handler.actor(a));
                sum += uint256(account.free) + account.locked;
            }
        }
        vm.assertEq(market.held(), sum, "held");
        vm.assertEq(handler.token().balanceOf(address(market)), sum, "tokens");
    }

    function _showsInEveryAccountWhatAPlainModelSays() private view {
        for (uint256 s; s < count; ++s) {
            for (uint256 a; a < actors; ++a) {
                address who = handler.actor(a);
                IAccounts.Account memory account = market.accountOf(handler.number(s), who);
                uint256 locked = handler.lockedOf(s, who);
                vm.assertEq(account.locked, locked, "locked");
                vm.assertEq(account.free, handler.worth(handler.number(s), who) - locked, "free");
            }
        }
    }

    function _leavesNoLockOfARoundThatIsOver() private view {
        for (uint256 s; s < count; ++s) {
            if (!handler.isFinal(s)) continue;
            for (uint256 a; a < actors; ++a) {
                IAccounts.Account memory account = market.accountOf(handler.number(s), handler.actor(a));
                vm.assertEq(uint256(account.locked) + account.entries, 0, "lock");
            }
        }
    }

    function _endsEveryRoundInTime() private {
        for (uint256 s; s < count; ++s) {
            uint40 end = handler.endOf(s);
            if (end < handler.clock()) end = handler.clock();
            vm.warp(end);
            vm.assertTrue(handler.isFinal(s), "over");
        }
        vm.warp(handler.clock());
    }

    function _canOpenTheNextRoundWhenTheLongestRoundHasPassed() private {
        for (uint256 s; s < count; ++s) {
            IMarket.RoundView memory round = market.roundOf(handler.number(s));
            uint40 latest = handler.openedAt(s) + handler.LONGEST_ROUND();
            if (latest < handler.clock()) latest = handler.clock();
            IMarket.Terms memory terms = handler.nextTerms(s, latest, 100);
            address operator = handler.OPERATOR();
            uint256 before = vm.snapshotState();
            vm.warp(latest);
            vm.prank(operator);
            market.open(terms);
            vm.assertEq(market.roundOf(handler.number(s)).round, uint256(round.round) + 1, "round");
            vm.revertToState(before);
        }
    }

    /// @dev 3,000 calls, drawn here so that the numbers are the same on every machine.
    function test_WhenTheSameSequenceIsDrawnWithoutForge() public {
        bytes4[19] memory actions = _actions();
        uint256 calls = 3000;
        for (uint256 i; i < calls; ++i) {
            bytes4 action = actions[_draw(i, 0) % actions.length];
            bytes memory payload = abi.encode(_draw(i, 5), new bytes(_draw(i, 6) % 99));
            bytes memory arguments = action == handler.enterWith.selector
                ? abi.encode(_draw(i, 1), _draw(i, 2), _draw(i, 3), payload)
                : abi.encode(_draw(i, 1), _draw(i, 2), _draw(i, 3), _draw(i, 4));
            (bool ok,) = address(handler).call(bytes.concat(action, arguments));
            vm.assertTrue(ok, "call");
            if (i % 50 == 0) invariant_Everything();
        }
        invariant_Everything();

        uint256 sum;
        for (uint256 i; i < actions.length; ++i) {
            uint256 done = handler.done(actions[i]);
            sum += done;
            vm.assertGe(done, 20, "calls of one kind that did something");
        }
        vm.assertGe(sum, calls / 2, "calls that did something");
    }

    /* HELPERS */

    function _actions() private view returns (bytes4[19] memory) {
        return [
            handler.deposit.selector,
            handler.withdraw.selector,
            handler.move.selector,
            handler.open.selector,
            handler.enter.selector,
            handler.enterWith.selector,
            handler.enterBatch.selector,
            handler.enterSigned.selector,
            handler.invalidate.selector,
            handler.settle.selector,
            handler.settleLying.selector,
            handler.timeOut.selector,
            handler.reveal.selector,
            handler.revealWrongly.selector,
            handler.propose.selector,
            handler.proposeLying.selector,
            handler.challenge.selector,
            handler.finalise.selector,
            handler.finaliseLying.selector
        ];
    }

    function _draw(uint256 call, uint256 argument) private pure returns (uint256) {
        return uint256(keccak256(abi.encode("databourse", call, argument)));
    }
}
