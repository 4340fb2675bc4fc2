// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IChallengeable} from "../../../contracts/interfaces/IChallengeable.sol";
import {LeakageMoves} from "../../../contracts/libraries/LeakageMove.sol";
import {LeakageOutcome} from "../../../contracts/libraries/LeakageOutcome.sol";
import {LeakagePrices} from "../../../contracts/libraries/LeakagePrices.sol";
import {LeakageReference} from "../utils/LeakageReference.sol";
import {LeakageTest} from "../utils/LeakageTest.sol";
import {Pack} from "../utils/Pack.sol";

/// @dev Random rounds against LeakageReference. Money is small, so that things are often equal, or as large as it can be.
contract LeakageGameStabilityTest is LeakageTest {
    using LeakageReference for LeakageReference.Game;

    uint256 private constant ALONE = LeakageReference.ALONE;
    uint256 private constant MOST_DEVICES = 7;
    uint256 private constant MOST_KINDS = 3;

    /// @dev From one type that there are devices of to the next: the rows of a matrix can be several words long.
    uint256 private _step;
    uint256 private _drawn;

    /* OBJECTIONS */

    /// @dev Of every objection that can be made the verdict is the reference's; and some are accepted exactly if somebody would move.
    function testFuzz_WhenObjectionsAreMade(uint256 seed) public {
        _enterAny(seed);
        LeakageReference.Game memory game = _game();
        bytes32 commitment = game.commitment();
        bool refuted;
        uint256 count = game.coalitions();
        for (uint256 home; home < count; ++home) {
            for (uint256 i; i <= count; ++i) {
                uint256 target = i == count ? ALONE : i;
                if (target == home) continue;
                for (uint256 kind; kind < influence.length; kind += _step) {
                    if (_object(game, commitment, home, target, kind, false)) refuted = true;
                    if (_object(game, commitment, home, target, kind, true)) refuted = true;
                }
            }
        }
        vm.assertEq(refuted ? 1 : 0, game.isStable() ? 0 : 1, "stable iff nothing refutes it");
    }

    /// @return accepted whether the objection refutes the outcome
    function _object(LeakageReference.Game memory game, bytes32 commitment, uint256 home, uint256 target, uint256 kind, bool greatest)
        private
        view
        returns (bool accepted)
    {
        uint256 device = game.extreme(home, kind, greatest);
        bytes memory objection = game.objection(home, target, kind, greatest);
        try CHECKER.refutes(_params(), commitment, objection) returns (bytes4 magic) {
            vm.assertTrue(magic == IChallengeable.refutes.selector, "magic");
            vm.assertTrue(device != ALONE && game.gains(device, target), "gains");
            vm.assertEq(game.minding(device, target), ALONE, "minding");
            return true;
        } catch (bytes memory cause) {
            bytes memory expected = abi.encodeWithSelector(IChallengeable.NotCommitted.selector);
            if (device != ALONE) {
                expected = abi.encodeWithSelector(LeakageMoves.NoGain.selector);
                if (game.gains(device, target)) {
                    expected = abi.encodeWithSelector(LeakageMoves.NotWelcome.selector, game.minding(device, target));
                }
            }
            vm.assertEq(cause, expected, "cause");
        }
    }

    /* OUTCOMES */

    function testFuzz_WhenAnOutcomeIsCommittedTo(uint256 seed) public {
        _enterAny(seed);
        _claimTruth();
        uint256 entry = _firstUnpaid();
        if (entry != ALONE) _expectUncommitted(abi.encodeWithSelector(LeakageOutcome.NegativePayment.selector, entry));
        else _expectCommitted();
    }

    /// @dev A unit, or an entry, more or less in any item; an item too few or too many.
    function testFuzz_WhenAnAmountIsWrong(uint256 seed, uint256 which) public {
        _enterAny(seed);
        _claimTruth();
        if (_firstUnpaid() != ALONE) return;
        (bytes memory rightDebits, bytes memory rightCredits) = (debits, credits);
        debits = _changed(debits, which);
        if (keccak256(debits) != keccak256(rightDebits)) _expectAnyRefusal();
        debits = rightDebits;
        credits = _changed(credits, which);
        if (keccak256(credits) != keccak256(rightCredits)) _expectAnyRefusal();
    }

    /// @dev Another cut than the right one gives other prices, whose sum is wrong.
    function testFuzz_WhenAHintIsAnother(uint256 seed, uint256 place, uint16 entry) public {
        _enterAny(seed);
        _claimTruth();
        if (_firstUnpaid() != ALONE) return;
        place = 2 * bound(place, 0, influence.length - 1);
        entry = uint16(bound(entry, 0, _next()));
        bytes memory hint = abi.encodePacked(entry);
        (hints[place], hints[place + 1]) = (hint[0], hint[1]);
        try CHECKER.commit(_claim()) returns (bytes32 commitment) {
            // the outcome is the same, whatever is hinted
            vm.assertEq(commitment, _game().commitment(), "commitment");
        } catch (bytes memory cause) {
            vm.assertEq(cause, abi.encodeWithSelector(LeakagePrices.WrongCut.selector, place / 2), "cause");
        }
    }

    function _changed(bytes memory list, uint256 which) private pure returns (bytes memory) {
        uint256 change = which % 6;
        if (change == 0) return bytes.concat(list, Pack.amount(which % 1000, 1));
        if (list.length == 0) return list;
        uint256 i = which % (list.length / 16);
        (uint256 entry, uint256 amount) = Pack.amountAt(list, i);
        if (change == 1) return Pack.withAmount(list, i, "");
        if (change == 2) return Pack.withAmount(list, i, Pack.amount(entry, amount + 1));
        if (change == 3) return Pack.withAmount(list, i, Pack.amount(entry, amount - 1));
        if (change == 4) return Pack.withAmount(list, i, Pack.amount(entry + 1, amount));
        return bytes.concat(list, hex"00");
    }

    function _expectAnyRefusal() private view {
        (bool accepted,) = address(CHECKER).staticcall(abi.encodeCall(IChallengeable.commit, (_claim())));
        vm.assertFalse(accepted, "accepted");
    }

    /// @return entry of the first device that would be paid less than nothing; ALONE: there is none
    function _firstUnpaid() private view returns (uint256) {
        LeakageReference.Game memory game = _game();
        Device[] memory players = _players();
        for (uint256 i; i < players.length; ++i) {
            if (game.worth(i) < game.costs(i)) return players[i].entry;
        }
        return ALONE;
    }

    /* RANDOM ROUNDS */

    function _enterAny(uint256 seed) private {
        _drawn = seed;
        uint256 kinds = _draw(1, MOST_KINDS);
        _step = _draw(0, 3) == 0 ? 9 : 1;
        _useKinds((kinds - 1) * _step + 1);
        for (uint256 kind; kind < kinds; ++kind) {
            for (uint256 other; other <= kind; ++other) {
                uint256 units = 65_536 * _draw(0, 4) / 4;
                _influence(kind * _step, other * _step, _draw(0, 2) == 0 ? _draw(0, 65_536) : units);
            }
        }
        bool large = _draw(0, 3) == 0;
        if (large) cost = uint88(_draw(0, 1) == 0 ? _draw(0, type(uint88).max) : _draw(0, type(uint88).max / 100));
        else cost = uint88(_draw(0, 8));
        uint256 devices_ = _draw(0, MOST_DEVICES);
        uint256 entries_ = devices_ + _draw(1, 5);
        uint256 homes;
        for (uint256 i; i < entries_; ++i) {
            uint256 role = _draw(0, 9);
            // one type more than there are
            uint256 kind = _draw(0, kinds) * _step;
            if (role == 0) _forfeit();
            else if (role == 1) _nothing();
            else if (role < 5) _contract(kind, large ? _draw(1, type(uint88).max) : _draw(1, 120));
            else _device(kind, _draw(0, 3) == 0 ? _draw(1, type(uint32).max) : _draw(1, 5), 0);
        }
        // coalitions of those that take part, numbered in order
        for (uint256 i; i < devices.length; ++i) {
            if (!_takesPart(devices[i].kind)) continue;
            devices[i].home = _draw(0, homes);
            if (devices[i].home == homes) ++homes;
        }
    }

    function _takesPart(uint256 kind) private view returns (bool) {
        for (uint256 i; i < contracts.length; ++i) {
            if (kind < influence.length && contracts[i].kind == kind) return true;
        }
        return false;
    }

    function _draw(uint256 least, uint256 most) private returns (uint256) {
        _drawn = uint256(keccak256(abi.encode(_drawn)));
        return least + _drawn % (most - least + 1);
    }
}
