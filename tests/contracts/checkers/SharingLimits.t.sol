// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

import {Sharing} from "../../../contracts/checkers/Sharing.sol";
import {SharingCosts} from "../../../contracts/checkers/SharingCosts.sol";
import {IChallengeable} from "../../../contracts/interfaces/IChallengeable.sol";
import {Claim, IChecker} from "../../../contracts/interfaces/IChecker.sol";
import {SharingOutcomes} from "../../../contracts/libraries/SharingOutcome.sol";
import {MoneyRoundTest} from "../utils/MoneyRoundTest.sol";
import {Pack} from "../utils/Pack.sol";

/// @dev Rounds that are as hard to settle as was found possible, as large as `limits` allows.
contract SharingLimitsTest is MoneyRoundTest {
    using SafeCast for uint256;

    uint256 private constant BUDGET = 15_000_000;
    /// @dev The Market's part, besides calldata: hashing and copying what was entered, and an amount for each entry.
    uint256 private constant PER_ENTRY = 8000;
    uint256 private constant PER_BYTE = 16 + 2;
    /// @dev Of what is allocated, which is also logged.
    uint256 private constant PER_LOGGED_BYTE = 16 + 8 + 2;
    uint256 private constant FIXED = 150_000;
    /// @dev That all payloads of a round can have.
    uint256 private constant MOST_PAYLOAD_BYTES = 65_536;

    bytes private ranks;

    /// @dev Everybody sells one lot, no two the same number, and buys as many lots as a payload can name values.
    function test_WhenCostsAreEqual() public {
        checker = new Sharing();
        mode = VCG;
        (uint32 most,) = checker.limits(_params());
        vm.assertEq(most, 150);
        uint256 values = (MOST_PAYLOAD_BYTES / most - 29) / 11;
        // accounts with the same last byte are compared with each other
        for (uint256 i; i < most; ++i) {
            _enterTable(i, 1, values, 1000);
        }
        _requireAffordable(most);
    }

    function test_WhenEverySetIsLookedAt() public {
        checker = new SharingCosts();
        mode = VCG;
        (uint32 most,) = checker.limits(_params());
        for (uint256 i; i < most; ++i) {
            _enterTable(i, 1, 20, 1000);
        }
        _requireAffordable(most);
    }

    /// @dev Everybody needs all others, so that without any of them nothing is left: every witness takes all others out.
    function test_WhenEveryMarginHasTheLongestWitness() public {
        SharingCosts costs = new SharingCosts();
        (mode, amount) = (VCG, 1);
        (uint256 most,) = costs.limits(_params());
        bytes memory allocs = hex"00";
        bytes memory witnesses;
        for (uint256 i; i < most; ++i) {
            _enterNeedy(i, most - 1);
            ranks = abi.encodePacked(ranks, i.toUint8());
            bytes memory part = abi.encodePacked((most - 1).toUint8());
            bytes memory toggles;
            for (uint256 k; k < most; ++k) {
                if (k == i) continue;
                part = abi.encodePacked(part, k.toUint8(), uint88(1e18));
                toggles = abi.encodePacked(toggles, (most - 2).toUint8(), _allBut(i, k, most));
            }
            (allocs, witnesses) = (bytes.concat(allocs, part), bytes.concat(witnesses, toggles));
        }
        Claim memory claim = _claim();
        (claim.alloc, claim.hints) = (allocs, bytes.concat(ranks, witnesses));
        bytes memory call = abi.encodeCall(IChallengeable.commit, (claim));
        uint256 before = gasleft();
        (bool committed,) = address(costs).staticcall(call);
        uint256 used = before - gasleft();
        vm.assertTrue(committed, "committed");
        used += FIXED + PER_BYTE * (entries.length + payloads.length + claim.hints.length) + PER_LOGGED_BYTE * allocs.length;
        vm.assertLe(used, BUDGET, "too expensive");
    }

    /* HELPERS */

    /// @dev Steps of the table fall from `step` on, by one each time.
    function _enterTable(uint256 i, uint16 size, uint256 count, uint256 step) private {
        bytes memory values;
        uint256 sum;
        for (uint256 k; k < count; ++k) {
            sum += step - k;
            values = abi.encodePacked(values, sum.toUint88());
        }
        _enterValues(i, size, count, values, sum.toUint88());
    }

    /// @dev All others or nothing.
    function _enterNeedy(uint256 i, uint256 count) private {
        bytes memory values = bytes.concat(new bytes(11 * (count - 1)), abi.encodePacked(uint88(1e18)));
        _enterValues(i, 1, count, values, 1e18);
    }

    function _enterValues(uint256 i, uint16 size, uint256 count, bytes memory values, uint88 lock) private {
        bytes memory head = abi.encodePacked(uint8(8), (256 * (1 + i)).toUint64(), size, LOT, uint88(0), uint16(0));
        _enterWith(address(((1 + i) << 8).toUint160()), lock, abi.encodePacked(head, count.toUint8(), values));
        if (amount == 0) hints = abi.encodePacked(hints, i.toUint8());
    }

    function _allBut(uint256 one, uint256 other, uint256 count) private pure returns (bytes memory list) {
        list = new bytes(count - 2);
        uint256 place;
        for (uint256 i; i < count; ++i) {
            if (i != one && i != other) list[place++] = bytes1(i.toUint8());
        }
    }

    /// @dev What is right is what the refusal says: there is no sponsor, so that nothing is traded, which is seen when all work is done.
    function _requireAffordable(uint256 most) private {
        (, bytes memory cause) = _check();
        // the selector that a cause or an answer begins with
        // forge-lint: disable-next-line(unsafe-typecast)
        vm.assertTrue(bytes4(cause) == SharingOutcomes.WrongAlloc.selector, "alloc");
        assembly ("memory-safe") {
            let length := sub(mload(cause), 4)
            cause := add(cause, 4)
            mstore(cause, length)
        }
        alloc = abi.decode(cause, (bytes));
        uint256 used;
        (used, cause) = _check();
        vm.assertEq(cause.length, 0, "nothing is traded: there is no sponsor");
        used += FIXED + PER_ENTRY * most + PER_BYTE * (entries.length + payloads.length) + PER_LOGGED_BYTE * alloc.length;
        vm.assertLe(used, BUDGET, "too expensive");
    }

    function _check() private view returns (uint256 used, bytes memory cause) {
        bytes memory call = abi.encodeCall(IChecker.check, (_claim()));
        used = gasleft();
        bool accepted;
        (accepted, cause) = address(checker).staticcall(call);
        used -= gasleft();
        if (accepted) cause = "";
    }
}
