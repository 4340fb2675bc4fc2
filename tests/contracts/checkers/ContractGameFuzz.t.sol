// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IChecker} from "../../../contracts/interfaces/IChecker.sol";
import {ContractGameTest} from "../utils/ContractGameTest.sol";
import {Pack} from "../utils/Pack.sol";

/// @dev Any round, against the reference; see ContractGame.tree.
contract ContractGameFuzzTest is ContractGameTest {
    uint256 private seed;

    function testFuzz_WhenTheRoundIsAny(uint256 seed_) public {
        _enterAnything(seed_);
        _claimTruth();
        _expectAccepted();
    }

    function testFuzz_RevertWhen_AByteIsAnotherOne(uint256 seed_) public {
        _enterAnything(seed_);
        _claimTruth();
        (bytes memory debited, bytes memory credited, bytes memory placed) = (debits, credits, alloc);
        bytes1 mask = bytes1(uint8(1 + _draw(255)));
        for (uint256 i; i < 4; ++i) {
            if (debited.length != 0) debits = Pack.corrupt(debited, _draw(debited.length), mask);
            if (debited.length != 0) _requireRefused(_claim(), "debits");
            debits = debited;
            if (credited.length != 0) credits = Pack.corrupt(credited, _draw(credited.length), mask);
            if (credited.length != 0) _requireRefused(_claim(), "credits");
            credits = credited;
            if (placed.length != 0) alloc = Pack.corrupt(placed, _draw(placed.length), mask);
            if (placed.length != 0) _requireRefused(_claim(), "alloc");
            alloc = placed;
        }
    }

    function testFuzz_RevertWhen_AUnitGoesToAnotherDevice(uint256 seed_) public {
        _enterAnything(seed_);
        _claimTruth();
        uint256 count = credits.length / 16;
        if (count < 2) return;
        uint256 from = _draw(count);
        uint256 to = (from + 1 + _draw(count - 1)) % count;
        (uint256 entry, uint256 amount) = Pack.amountAt(credits, from);
        credits = Pack.withAmount(credits, from, Pack.amount(entry, amount - 1));
        (entry, amount) = Pack.amountAt(credits, to);
        credits = Pack.withAmount(credits, to, Pack.amount(entry, amount + 1));
        _requireRefused(_claim(), "same sum");
    }

    function testFuzz_RevertWhen_ItemsAreExchangedOrMissing(uint256 seed_) public {
        _enterAnything(seed_);
        _claimTruth();
        (bytes memory debited, bytes memory credited, bytes memory placed) = (debits, credits, alloc);
        if (placed.length > 3) {
            uint256 i = _draw(placed.length / 3 - 1);
            alloc = Pack.swapped(placed, 3 * i, 3 * i + 3, 3);
            _requireRefused(_claim(), "alloc out of order");
            alloc = placed;
        }
        if (credited.length != 0) {
            credits = Pack.withAmount(credited, _draw(credited.length / 16), "");
            _requireRefused(_claim(), "credit left out");
            credits = credited;
        }
        if (debited.length != 0) {
            debits = Pack.withAmount(debited, _draw(debited.length / 16), "");
            _requireRefused(_claim(), "debit left out");
            debits = debited;
        }
        _debit(_draw(20), 1);
        _requireRefused(_claim(), "debit too many");
        debits = debited;
        _credit(_draw(20), 1);
        _requireRefused(_claim(), "credit too many");
    }

    /// @dev Hints are no part of the outcome: wrong ones are refused, and none lead to another outcome.
    function testFuzz_WhenHintsAreAny(uint256 seed_) public {
        _enterAnything(seed_);
        _claimTruth();
        for (uint256 i; i < hints.length / 2; ++i) {
            bytes memory right = hints;
            hints = Pack.replaced(right, 2 * i, abi.encodePacked(_draw(3) == 0 ? type(uint16).max : uint16(_draw(_next() + 1))));
            (bool accepted, bytes memory answer) = address(CHECKER).staticcall(abi.encodeCall(IChecker.check, (_claim())));
            // the selector that a cause or an answer begins with
            // forge-lint: disable-next-line(unsafe-typecast)
            if (!accepted) vm.assertTrue(bytes4(answer) == bytes4(keccak256("WrongSplit(uint256)")), "cause");
            if (!accepted) hints = right;
        }
        _expectAccepted();
    }

    /* ROUNDS */

    /// @dev Few datasets, types and samples in some rounds, so that things are equal; all there are in others.
    function _enterAnything(uint256 seed_) private {
        seed = seed_;
        mostContracts = uint8(1 + _draw(_draw(2) == 0 ? 4 : 30));
        uint256 kinds = 1 + _draw(3);
        uint256 samples = _draw(2) == 0 ? 3 : type(uint32).max;
        uint256 money = _draw(2) == 0 ? 40 : type(uint88).max / 4;
        uint256 datasets = _draw(2) == 0 ? 9 : type(uint64).max;
        uint256 count = _draw(16);
        for (uint256 i; i < count; ++i) {
            uint256 what = _draw(10);
            if (what < 2) {
                _buyAnything(kinds, money);
            } else if (what == 2) {
                _enter(uint88(_draw(10)), bytes32(_draw(6) << 248));
            } else {
                _sealWith(uint88(ENTRY_BOND - 1 + _draw(5)));
            }
        }
        _openAnything(kinds, samples, datasets);
    }

    function _buyAnything(uint256 kinds, uint256 money) private {
        uint256 count = _draw(4);
        bytes memory payload = abi.encodePacked(uint8(_draw(20) == 0 ? 6 : 5));
        uint256 sum;
        for (uint256 i; i < count; ++i) {
            uint256 budget = _draw(12) == 0 ? 0 : 1 + _draw(money);
            sum += budget;
            payload = bytes.concat(payload, _offer(_draw(kinds + 1), budget));
        }
        if (_draw(20) == 0) payload = bytes.concat(payload, hex"00");
        _enterWith(_draw(8) == 0 && sum != 0 ? sum - 1 : sum, payload);
    }

    /// @dev Most of what was sealed, from any entry on.
    function _openAnything(uint256 kinds, uint256 samples, uint256 datasets) private {
        uint256 count = _next();
        uint256 first = count == 0 ? 0 : _draw(count);
        for (uint256 i; i < count; ++i) {
            uint256 entry = (first + i) % count;
            if (entries[64 * entry + 32] != 0x04 || entries[64 * entry + 20] != 0 || _draw(8) == 0) continue;
            bytes memory statement = _statement(uint64(_draw(datasets)), _draw(12) == 0 ? 0 : 1 + _draw(samples), _draw(kinds + 1));
            if (_draw(15) == 0) statement = bytes.concat(statement, hex"00");
            if (_draw(15) == 0) statement = "";
            _post(entry, statement);
        }
    }

    /// @dev Below `limit`.
    function _draw(uint256 limit) private returns (uint256) {
        seed = uint256(keccak256(abi.encode(seed)));
        return seed % limit;
    }
}
