// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

import {Claim} from "../../../../contracts/interfaces/IChecker.sol";
import {IMarket} from "../../../../contracts/interfaces/IMarket.sol";
import {Pack} from "../../utils/Pack.sol";
import {SharingReference} from "../../utils/SharingReference.sol";
import {Handler} from "./Handler.sol";

/// @title The ends of rounds, at random: true and false outcomes, settled or proposed, challenged and finalised
/// @dev What is true is worked out by the reference. What must hold of money is read from the Market.
contract SettlingHandler is Handler {
    using SafeCast for uint256;
    using SafeCast for int256;
    using SharingReference for SharingReference.Game;

    uint8 private constant ANYBODY = 255;

    /// @dev Of the standing proposal: the buyer that is said to buy nothing. NOBODY: the proposal is true.
    uint256 private liedAbout;
    /// @dev Ends of rounds in which money went around, by mode.
    mapping(uint256 mode => uint256) public paid;
    /// @dev Ends of rounds whose deficit the sponsors did not cover.
    uint256 public untraded;
    uint256 public refuted;

    /* AT ONCE */

    function settle(uint256 seed) external timed {
        if (!_isDue(seed) || isProposed()) return;
        _claimTruth();
        uint256[] memory before = _totals();
        IMarket.Settlement memory settlement = _settlement(_claim());
        vm.prank(SOLVER);
        market.settle(terms, settlement);
        _requireFair(before);
        ++done[msg.sig];
    }

    function settleLying(uint256 seed, uint256 lie, uint256 position, uint8 mask) external timed {
        if (!_isDue(seed) || isProposed()) return;
        _claimTruth();
        _expectRefusal(SOLVER, abi.encodeCall(market.settle, (terms, _settlement(_lie(lie, position, mask)))));
        ++done[msg.sig];
    }

    /* PROPOSED */

    /// @dev One in two is false, if anybody with a table buys something.
    function propose(uint256 seed) external timed {
        if (_isDue(seed) && isProposed()) _propose(seed % 2 == 1);
    }

    function _propose(bool lying) private {
        SharingReference.Plan memory said = _game().plan();
        liedAbout = lying ? _buyer(said) : SharingReference.NOBODY;
        if (liedAbout != SharingReference.NOBODY) said.sets[liedAbout] = 0;
        _propose(said);
        IMarket.Settlement memory settlement = _settlement(_claim());
        vm.prank(SOLVER);
        market.propose(terms, settlement);
        vm.assertTrue(_status() == IMarket.Status.Proposed, "proposed");
        ++done[this.propose.selector];
    }

    /// @dev Whatever shows without an objection. Other hints may be as good.
    function proposeLying(uint256 seed, uint256 lie, uint256 position, uint8 mask) external timed {
        if (!_isDue(seed) || !isProposed()) return;
        _propose(_game().plan());
        position %= debits.length + credits.length + alloc.length;
        _expectRefusal(SOLVER, abi.encodeCall(market.propose, (terms, _settlement(_lie(lie, position, mask)))));
        ++done[msg.sig];
    }

    /// @dev What the buyer would rather have refutes a false proposal. What it has refutes nothing.
    function challenge(uint256 seed) external timed {
        if (_isDue(seed) && isProposed()) _propose(seed % 2 == 1);
        if (_status() != IMarket.Status.Proposed) return;
        SharingReference.Game memory game = _game();
        SharingReference.Plan memory said = game.plan();
        bool lied = liedAbout != SharingReference.NOBODY;
        uint256 buyer = lied ? liedAbout : _buyer(said);
        if (buyer == SharingReference.NOBODY) return;
        bytes memory set = SharingReference.members(said.sets[buyer]);
        if (lied) said.sets[buyer] = 0;
        bytes memory objection = bytes.concat(game.proven(said, buyer), bytes1(ANYBODY), set);
        if (lied) _challenge(objection);
        else _expectRefusal(CHALLENGER, abi.encodeCall(market.challenge, (terms, objection)));
        ++done[msg.sig];
    }

    function _challenge(bytes memory objection) private {
        uint256 before = account(CHALLENGER).free;
        vm.prank(CHALLENGER);
        market.challenge(terms, objection);
        vm.assertEq(account(CHALLENGER).free, before + BOND, "bond");
        vm.assertTrue(_status() == IMarket.Status.Settleable, "voided");
        ++refuted;
    }

    /// @dev True ones. A false one would be final as well if nobody challenged it in time.
    function finalise(uint256 seed) external timed {
        if (_isDue(seed) && isProposed()) _propose(false);
        if (_status() != IMarket.Status.Proposed || liedAbout != SharingReference.NOBODY) return;
        _warp(market.roundOf(series).challengeUntil);
        uint256[] memory before = _totals();
        IMarket.Settlement memory settlement = _settlement(_claim());
        (settlement.payloads, settlement.posts) = ("", "");
        vm.prank(CHALLENGER);
        market.finalise(terms, settlement);
        _requireFair(before);
        ++done[msg.sig];
    }

    /* WHAT MUST HOLD */

    /// @param before what everybody had
    function _requireFair(uint256[] memory before) private {
        vm.assertTrue(_status() == IMarket.Status.Settled, "settled");
        uint256[] memory afterwards = _totals();
        (uint256 sum, uint256 sumBefore) = (0, 0);
        for (uint256 i; i <= MOST_ENTRIES; ++i) {
            (sum, sumBefore) = (sum + afterwards[i], sumBefore + before[i]);
            if (i < _next()) vm.assertGe(afterwards[i] + mostLost[i] + FEE, before[i], "loses more than its lock or cap");
        }
        vm.assertEq(sum, sumBefore, "budget");
        vm.assertEq(afterwards[MOST_ENTRIES], before[MOST_ENTRIES] + _next() * FEE, "fees");
        _requireRational(before, afterwards);
    }

    /// @dev Nobody whose report counts is worse off than without the round: by what it buys, bears, pays and gets, data included.
    function _requireRational(uint256[] memory before, uint256[] memory afterwards) private {
        SharingReference.Game memory game = _game();
        SharingReference.Plan memory plan = game.plan();
        SharingReference.Money memory money = game.money(plan);
        if (!money.traded) ++untraded;
        else if (credits.length != 0) ++paid[mode];
        for (uint256 i; i < game.agents.length; ++i) {
            uint256 entry = game.agents[i].entry;
            int256 gain = (afterwards[entry] + FEE).toInt256() - before[entry].toInt256();
            if (money.traded) {
                gain += (game.valueOf(i, plan.sets[i]) + money.data[i]).toInt256();
                for (uint256 buyer; buyer < game.agents.length; ++buyer) {
                    if (plan.sets[buyer] >> i & 1 == 1) gain -= game.costOf(i, buyer).toInt256();
                }
            }
            vm.assertGe(gain, int256(0), "worse off");
        }
    }

    /* HELPERS */

    /// @return buyer the first with a table that buys something; NOBODY if there is none
    function _buyer(SharingReference.Plan memory plan) private view returns (uint256 buyer) {
        SharingReference.Agent[] memory agents = _game().agents;
        for (; buyer < agents.length; ++buyer) {
            if (!agents[buyer].additive && plan.sets[buyer] != 0) return buyer;
        }
        return SharingReference.NOBODY;
    }

    function _settlement(Claim memory claim) private pure returns (IMarket.Settlement memory) {
        return IMarket.Settlement({
            entries: claim.entries,
            payloads: claim.payloads,
            posts: "",
            debits: claim.debits,
            credits: claim.credits,
            alloc: claim.alloc,
            hints: claim.hints
        });
    }

    /// @dev The outcome with another byte, or money that nobody pays, or without any money, or with money the other way round.
    function _lie(uint256 lie, uint256 position, uint8 mask) private view returns (Claim memory claim) {
        claim = _claim();
        bool money = debits.length != 0;
        if (lie % 4 == 0) claim.credits = bytes.concat(credits, Pack.amount(MOST_ENTRIES, 1));
        else if (lie % 4 == 1 && money) (claim.debits, claim.credits) = ("", "");
        else if (lie % 4 == 2 && money) (claim.debits, claim.credits) = (credits, debits);
        else if (debits.length + credits.length + alloc.length + hints.length != 0) claim = _claimWithOtherByte(position, mask);
        else claim.hints = hex"00";
    }

    function _expectRefusal(address sender, bytes memory call) private {
        bytes32 before = _state();
        vm.prank(sender);
        (bool accepted,) = address(market).call(call);
        vm.assertFalse(accepted, "a lie was accepted");
        vm.assertEq(_state(), before, "state");
    }
}
