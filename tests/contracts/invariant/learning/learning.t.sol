// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Market} from "../../../../contracts/Market.sol";
import {IAccounts} from "../../../../contracts/interfaces/IAccounts.sol";
import {Test} from "../../utils/Test.sol";
import {SettlingHandler} from "./SettlingHandler.sol";

/// @dev The handler brings every call to where it must succeed: a revert is a failure.
/// forge-config: default.invariant.fail-on-revert = true
/// forge-config: default.invariant.runs = 16
contract LearningInvariantTest is Test {
    SettlingHandler private handler;
    Market private market;

    function setUp() public {
        handler = new SettlingHandler();
        market = handler.market();
    }

    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(handler);
    }

    function invariant_Everything() public {
        vm.warp(handler.clock());
        uint256 people = handler.PEOPLE();
        uint256 sum = _sum(handler.SOLVER()) + _sum(handler.CHALLENGER());
        for (uint256 i; i < people; ++i) {
            address who = handler.person(i);
            sum += _sum(who);
            if (handler.isOver()) vm.assertEq(handler.account(who).locked, 0, "lock");
        }
        if (handler.isOver()) vm.assertEq(handler.account(handler.SOLVER()).locked, 0, "bond");
        vm.assertEq(market.held(), sum, "held");
        vm.assertEq(handler.token().balanceOf(address(market)), sum, "tokens");
        vm.assertEq(_sum(handler.BENEFICIARY()), 0, "surplus");
    }

    /// @dev 3,000 calls, drawn here so that the numbers are the same on every machine.
    function test_WhenTheSameSequenceIsDrawnWithoutForge() public {
        bytes4[11] memory actions = _actions();
        for (uint256 i; i < 3000; ++i) {
            // the first three are made more often
            uint256 action = _draw(i, 0) % (2 * actions.length);
            if (action >= actions.length) action %= 3;
            (bool ok,) = address(handler).call(abi.encodePacked(actions[action], _draw(i, 1), _draw(i, 2), _draw(i, 3), _draw(i, 4) % 256));
            vm.assertTrue(ok, "call");
            if (i % 50 == 0) invariant_Everything();
        }
        invariant_Everything();
        for (uint256 i; i < actions.length; ++i) {
            vm.assertGe(handler.done(actions[i]), 15, "calls of one kind that did something");
        }
        vm.assertGe(handler.turnedAway(), 50, "entries without room");
        vm.assertGe(handler.odd(), 15, "entries that are no party");
        vm.assertGe(handler.absent(), 50, "absent parties");
        vm.assertGe(handler.paid(), 40, "rounds that moved money");
        vm.assertGe(handler.decided(), 15, "rounds that the arbiter decided");
        vm.assertGe(handler.undecided(), 25, "outcomes that nothing stands behind");
        vm.assertGe(handler.refuted(), 5, "false proposals");
    }

    /* HELPERS */

    function _actions() private view returns (bytes4[11] memory) {
        return [
            handler.join.selector,
            handler.oddity.selector,
            handler.timeOut.selector,
            handler.post.selector,
            handler.postWrongly.selector,
            handler.settle.selector,
            handler.settleLying.selector,
            handler.propose.selector,
            handler.proposeLying.selector,
            handler.challenge.selector,
            handler.finalise.selector
        ];
    }

    function _sum(address who) private view returns (uint256) {
        IAccounts.Account memory account = handler.account(who);
        return uint256(account.free) + account.locked;
    }

    function _draw(uint256 call, uint256 argument) private pure returns (uint256) {
        return uint256(keccak256(abi.encode("databourse", call, argument)));
    }
}
