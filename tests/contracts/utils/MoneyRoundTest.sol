// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

import {Claim, IChecker} from "../../../contracts/interfaces/IChecker.sol";
import {Pack} from "./Pack.sol";
import {SharingReference} from "./SharingReference.sol";
import {Test} from "./Test.sol";

/// @title A round that sells data for money and a claim about its outcome
/// @dev Entries are made one by one. `_claimTruth` then works the outcome out from what was entered, the slow way.
abstract contract MoneyRoundTest is Test {
    using SafeCast for uint256;
    using SharingReference for SharingReference.Game;

    uint32 internal constant LOT = 100;
    uint8 internal constant COMPETITIVE = 0;
    uint8 internal constant VCG = 1;
    uint8 internal constant MIXED = 2;

    IChecker internal checker;
    uint8 internal mode;
    uint32 internal share;
    /// @dev The last field of the parameters.
    uint88 internal amount;

    bytes internal entries;
    bytes internal payloads;
    /// @dev Of the reports that count.
    SharingReference.Agent[] private agents;
    SharingReference.Sponsor[] private sponsors;
    uint256 private state;

    bytes internal debits;
    bytes internal credits;
    bytes internal alloc;
    bytes internal hints;

    /* ENTRIES, EACH OF AN ACCOUNT OF ITS OWN */

    /// @dev An agent with a table.
    function _agent(uint16 size, uint88 cost, uint88[] memory values) internal {
        SharingReference.Agent memory agent = _nobody();
        (agent.size, agent.cost, agent.values) = (size, cost, _wide(values));
        _enter(agent);
    }

    /// @dev An agent that buys nothing.
    function _seller(uint16 size, uint88 cost) internal {
        _agent(size, cost, new uint88[](0));
    }

    function _enter(SharingReference.Agent memory agent) internal {
        agents.push(agent);
        _enterWith(agent.who, _worth(agent).toUint88(), _report(agent, _dataset(agent)));
    }

    function _sponsor(uint88 cap) internal {
        _sponsor(cap, cap);
    }

    /// @param lock at least the cap
    function _sponsor(uint88 cap, uint88 lock) internal {
        sponsors.push(SharingReference.Sponsor(_next(), cap));
        _enterWith(_account(_next()), lock, abi.encodePacked(uint8(9), cap));
    }

    /// @dev Something that is nothing in such a round.
    function _nothing() internal {
        entries = bytes.concat(entries, Pack.entry(_account(_next()), 1, bytes32(uint256(8) << 248)));
    }

    function _enterWith(address who, uint88 lock, bytes memory payload) internal virtual {
        entries = bytes.concat(entries, Pack.entryWith(who, lock, payload));
        payloads = bytes.concat(payloads, Pack.payload(payload));
    }

    /// @dev An agent with the next entry that neither sells nor buys.
    function _nobody() internal view returns (SharingReference.Agent memory agent) {
        (agent.who, agent.entry) = (_account(_next()), _next());
    }

    function _report(SharingReference.Agent memory agent, uint64 dataset) internal pure returns (bytes memory payload) {
        payload = abi.encodePacked(uint8(8), dataset, agent.size.toUint16(), LOT, agent.cost.toUint88());
        payload = abi.encodePacked(payload, agent.exceptions.length.toUint8());
        for (uint256 i; i < agent.exceptions.length; ++i) {
            payload = abi.encodePacked(payload, agent.exceptions[i], agent.exceptionCosts[i].toUint88());
        }
        payload = abi.encodePacked(payload, agent.additive, agent.values.length.toUint8());
        for (uint256 i; i < agent.values.length; ++i) {
            if (agent.additive) payload = abi.encodePacked(payload, agent.accounts[i]);
            payload = abi.encodePacked(payload, agent.values[i].toUint88());
        }
    }

    function _dataset(SharingReference.Agent memory agent) internal pure returns (uint64) {
        return agent.size == 0 ? 0 : (1000 + agent.entry).toUint64();
    }

    /// @dev What the lock must cover.
    function _worth(SharingReference.Agent memory agent) internal pure returns (uint256 worth) {
        uint256 count = agent.values.length;
        if (!agent.additive) return count == 0 ? 0 : agent.values[count - 1];
        for (uint256 i; i < count; ++i) {
            worth += agent.values[i];
        }
    }

    /// @dev Nobody has entered anything.
    function _forget() internal {
        (entries, payloads) = ("", "");
        delete agents;
        delete sponsors;
    }

    function _next() internal view returns (uint256) {
        return entries.length / 64;
    }

    /// @dev They do not rise with the entries.
    function _account(uint256 entry) internal pure returns (address) {
        return address(uint160(uint256(keccak256(abi.encode(entry)))));
    }

    function _wide(uint88[] memory values) internal pure returns (uint256[] memory wide) {
        wide = new uint256[](values.length);
        for (uint256 i; i < values.length; ++i) {
            wide[i] = values[i];
        }
    }

    function _values(uint88 one, uint88 two, uint88 three) internal pure returns (uint88[] memory values) {
        values = new uint88[](3);
        (values[0], values[1], values[2]) = (one, two, three);
    }

    /* CHANCE */

    function _seed(uint256 seed) internal {
        state = seed;
    }

    /// @dev From 0 to `most`.
    function _draw(uint256 most) internal returns (uint256) {
        state = uint256(keccak256(abi.encode(state)));
        return state % (most + 1);
    }

    /// @dev Values whose steps, from at most `step` on, never grow.
    function _concave(uint256 count, uint256 step) internal returns (uint88[] memory values) {
        values = new uint88[](count);
        uint256 sum;
        for (uint256 i; i < count; ++i) {
            step -= _draw(step > 3 ? 3 : step);
            sum += step;
            values[i] = sum.toUint88();
        }
    }

    /// @dev Values that never fall.
    function _rising(uint256 count, uint256 step) internal returns (uint88[] memory values) {
        values = new uint88[](count);
        uint256 sum;
        for (uint256 i; i < count; ++i) {
            sum += _draw(step);
            values[i] = sum.toUint88();
        }
    }

    /// @dev Small numbers, so that ties are frequent; costs differ, every fourth agent is additive.
    function _drawAnyCosts(uint256 count) internal {
        for (uint256 i; i < count; ++i) {
            if (_draw(4) == 0) _sponsor((1 + _draw(20)).toUint88());
            SharingReference.Agent memory agent = _nobody();
            (agent.size, agent.cost, agent.additive) = (_draw(3), _draw(4), _draw(3) == 0);
            (agent.exceptions, agent.exceptionCosts) = _drawNamed(4);
            if (agent.additive) (agent.accounts, agent.values) = _drawNamed(9);
            else agent.values = _wide(_rising(_draw(6), 4));
            _enter(agent);
        }
        if (_draw(1) == 0) _sponsor((1 + _draw(60)).toUint88());
    }

    /// @dev Some of the first accounts, in rising order, and an amount for each.
    function _drawNamed(uint256 most) internal returns (address[] memory accounts, uint256[] memory amounts) {
        accounts = new address[](_draw(4));
        amounts = new uint256[](accounts.length);
        uint256 first = _draw(3);
        for (uint256 i; i < accounts.length; ++i) {
            address account = _account(first + i);
            uint256 place = i;
            for (; place != 0 && accounts[place - 1] > account; --place) {
                accounts[place] = accounts[place - 1];
            }
            accounts[place] = account;
            amounts[i] = _draw(most);
        }
    }

    /* THE CLAIM */

    function _game() internal view returns (SharingReference.Game memory) {
        return SharingReference.Game(mode, share, agents, sponsors);
    }

    function _claimTruth() internal {
        SharingReference.Game memory game = _game();
        SharingReference.Plan memory plan = game.plan();
        SharingReference.Money memory money = game.money(plan);
        (debits, credits) = (game.debits(money), game.credits(money));
        (alloc, hints) = (game.alloc(plan, money), game.rankHints());
    }

    /// @dev The outcome that follows if this is what everybody buys.
    function _propose(SharingReference.Plan memory said) internal {
        SharingReference.Game memory game = _game();
        SharingReference.Money memory money = game.money(said);
        (debits, credits) = (game.debits(money), game.credits(money));
        (alloc, hints) = (game.proposalAlloc(said, money), game.proposalHints(said));
    }

    function _params() internal view returns (bytes memory) {
        return abi.encodePacked(mode, share, LOT, amount);
    }

    function _claim() internal view returns (Claim memory) {
        return Claim({
            context: keccak256("context"),
            params: _params(),
            entries: entries,
            payloads: payloads,
            posts: "",
            debits: debits,
            credits: credits,
            alloc: alloc,
            hints: hints
        });
    }

    function _expectAccepted() internal view {
        vm.assertTrue(checker.check(_claim()) == IChecker.check.selector, "magic");
    }

    function _expectTruthAccepted() internal {
        _claimTruth();
        _expectAccepted();
    }

    function _expectRefused(bytes memory cause) internal {
        Claim memory claim = _claim();
        vm.expectRevert(cause);
        checker.check(claim);
    }

    /// @dev The claim with another byte in one place, whichever, is refused.
    function _expectNoOtherByte(uint256 position, uint8 mask) internal {
        if (debits.length + credits.length + alloc.length + hints.length == 0) return;
        Claim memory claim = _claimWithOtherByte(position, mask);
        vm.expectRevert();
        checker.check(claim);
    }

    /// @dev There is something in it.
    function _claimWithOtherByte(uint256 position, uint8 mask) internal view returns (Claim memory claim) {
        bytes memory all = bytes.concat(debits, credits, alloc, hints);
        all = Pack.corrupt(all, position % all.length, bytes1(mask == 0 ? 1 : mask));
        claim = _claim();
        (claim.debits, all) = _cut(all, debits.length);
        (claim.credits, all) = _cut(all, credits.length);
        (claim.alloc, claim.hints) = _cut(all, alloc.length);
    }

    function _cut(bytes memory data, uint256 length) private pure returns (bytes memory head, bytes memory tail) {
        head = new bytes(length);
        tail = new bytes(data.length - length);
        for (uint256 i; i < data.length; ++i) {
            if (i < length) head[i] = data[i];
            else tail[i - length] = data[i];
        }
    }
}
