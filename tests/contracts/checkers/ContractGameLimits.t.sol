// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

import {ContractGame} from "../../../contracts/checkers/ContractGame.sol";
import {Claim, IChecker} from "../../../contracts/interfaces/IChecker.sol";
import {Pack} from "../utils/Pack.sol";
import {Test} from "../utils/Test.sol";

/// @dev Rounds that are as hard to settle as was found possible, as large as `limits` allows, with outcomes that are plain to see.
contract ContractGameLimitsTest is Test {
    using SafeCast for uint256;

    uint256 private constant BUDGET = 15_000_000;
    /// @dev The Market's part, calldata included: as measured with bytes that are not zero.
    uint256 private constant PER_ENTRY = 1300;
    uint256 private constant PER_DEVICE = 700;
    uint256 private constant PER_AMOUNT = 6000;
    uint256 private constant PER_CONTRACT = 250;
    uint256 private constant FIXED = 100_000;
    /// @dev The longest payload is this divided by the entries of the round; see Market.
    uint256 private constant PAYLOADS = 65_536;

    uint88 private constant ENTRY_BOND = 1e18;
    uint88 private constant PRICE = 1e18;

    IChecker private immutable CHECKER = new ContractGame();

    /// @dev A round under construction. Its lists have room for all that may come: copying them each time would take too much memory.
    struct Round {
        uint256 entries;
        uint256 contracts;
        uint256 buyers;
        Claim claim;
    }

    function testFuzz_WhenTheParametersAllowARound(uint88 entryBond, uint8 contracts) public view {
        (entryBond, contracts) = (uint88(bound(entryBond, 1, type(uint88).max)), uint8(bound(contracts, 1, 255)));
        (uint32 most, uint32 perAccount) = CHECKER.limits(abi.encodePacked(entryBond, contracts));
        vm.assertGe(most, 2, "a buyer and a device");
        vm.assertLe(most, 1500, "can be read");
        vm.assertEq(perAccount, most / 4, "a quarter");
        // in payloads as long as the Market takes them
        uint256 each = (PAYLOADS / most - 1) / 13;
        vm.assertGe(most, (uint256(contracts) + each - 1) / each + 100, "all the contracts fit in, and many devices");
    }

    function test_WhenTheParametersAreOrdinary() public view {
        _expectMost(1, 1500);
        _expectMost(4, 1466);
        _expectMost(10, 1359);
        _expectMost(50, 909);
        _expectMost(255, 276);
    }

    function _expectMost(uint8 contracts, uint256 expected) private view {
        (uint32 most,) = CHECKER.limits(abi.encodePacked(ENTRY_BOND, contracts));
        vm.assertEq(most, expected, "most entries");
    }

    /// @dev Everybody looks at every contract.
    function test_WhenAllContractsAreForOneType() public view {
        uint8[5] memory numbers = [uint8(1), 2, 10, 60, 255];
        for (uint256 i; i < numbers.length; ++i) {
            Round memory round = _start(numbers[i]);
            for (uint256 j; j < numbers[i]; ++j) {
                _buy(round, 0, PRICE * uint88(_members(round, j)));
            }
            _fill(round, true);
            _requireAffordable(round);
        }
    }

    function test_WhenNoDeviceHasAContract() public view {
        uint8[4] memory numbers = [uint8(1), 10, 60, 255];
        for (uint256 i; i < numbers.length; ++i) {
            Round memory round = _start(numbers[i]);
            for (uint256 j; j < numbers[i]; ++j) {
                _buy(round, 1, PRICE);
            }
            _fill(round, false);
            _requireAffordable(round);
        }
    }

    function test_WhenAllTypesDiffer() public view {
        Round memory round = _start(255);
        for (uint256 j; j < 254; ++j) {
            _buy(round, 1000 + j, PRICE);
        }
        _buy(round, 0, PRICE * uint88(round.entries - round.buyers));
        _fill(round, true);
        _requireAffordable(round);
    }

    /* ROUNDS */

    function _start(uint8 contracts) private view returns (Round memory round) {
        round.claim.params = abi.encodePacked(ENTRY_BOND, contracts);
        (uint32 most,) = CHECKER.limits(round.claim.params);
        uint256 each = (PAYLOADS / most - 1) / 13;
        (round.entries, round.buyers) = (most, (uint256(contracts) + each - 1) / each);
        Claim memory claim = round.claim;
        (claim.entries, claim.posts, claim.alloc) =
        (_reserve(64 * uint256(most)), _reserve(21 * uint256(most)), _reserve(3 * uint256(most)));
        (claim.debits, claim.credits) = (_reserve(16 * uint256(most)), _reserve(16 * uint256(most)));
        (claim.payloads, claim.hints) = (_reserve(18 * uint256(contracts)), _reserve(2 * uint256(contracts)));
    }

    /// @dev How many devices contract `number` gets when all contracts pay a member the same at the end, and devices are alike. The budgets are
    /// that many times the price, so the first ones of the richer contracts come first, and everybody is paid the price.
    function _members(Round memory round, uint256 number) private pure returns (uint256) {
        uint256 contracts = uint8(round.claim.params[11]);
        uint256 devices = round.entries - round.buyers;
        return devices / contracts + (number < devices % contracts ? 1 : 0);
    }

    /// @dev The contracts are put into as few entries as the Market lets them be.
    function _buy(Round memory round, uint256 kind, uint88 budget) private pure {
        uint256 each = (PAYLOADS / round.entries - 1) / 13;
        Claim memory claim = round.claim;
        if (round.contracts % each == 0) {
            uint256 left = uint8(claim.params[11]) - round.contracts;
            uint256 length = 1 + 13 * (left < each ? left : each);
            _append(claim.payloads, abi.encodePacked(length.toUint32(), uint8(5)));
            _append(claim.entries, bytes.concat(Pack.head(_account(round.contracts), true, 1e26), keccak256("not looked at")));
        }
        _append(claim.payloads, abi.encodePacked(kind.toUint16(), budget));
        _append(claim.hints, abi.encodePacked(type(uint16).max));
        ++round.contracts;
    }

    /// @dev Devices of type 0 in all the entries that are left, with as many samples each.
    function _fill(Round memory round, bool placed) private pure {
        Claim memory claim = round.claim;
        vm.assertEq(claim.entries.length / 64, round.buyers, "buyers");
        for (uint256 entry = round.buyers; entry < round.entries; ++entry) {
            bytes32 data = bytes32((uint256(4) << 248) | (uint256(keccak256(abi.encode(entry))) >> 8));
            _append(claim.entries, Pack.entry(_account(entry), ENTRY_BOND, data));
            bytes memory statement = abi.encodePacked(uint8(6), uint64(uint256(data)), uint32(0xfffffffe), uint16(0));
            _append(claim.posts, abi.encodePacked(entry.toUint32(), uint16(15), statement));
            if (placed) _append(claim.credits, Pack.amount(entry, PRICE));
            else _append(claim.alloc, abi.encodePacked(entry.toUint16(), uint8(255)));
        }
        if (placed) _place(round);
    }

    /// @dev Each device to the contract that pays it most, of equal ones the first.
    function _place(Round memory round) private pure {
        uint256 contracts = uint8(round.claim.params[11]);
        // all types differ: the last one
        bool apart = contracts > 1 && uint16(bytes2(bytes.concat(round.claim.payloads[5], round.claim.payloads[6]))) != 0;
        uint256[] memory loads = new uint256[](contracts);
        for (uint256 entry = round.buyers; entry < round.entries; ++entry) {
            uint256 best = apart ? contracts - 1 : 0;
            for (uint256 i = 1; i < contracts && !apart; ++i) {
                if (_members(round, i) * (loads[best] + 1) > _members(round, best) * (loads[i] + 1)) best = i;
            }
            ++loads[best];
            _append(round.claim.alloc, abi.encodePacked(entry.toUint16(), best.toUint8()));
        }
        uint256 each = (PAYLOADS / round.entries - 1) / 13;
        for (uint256 i; i < round.buyers; ++i) {
            uint256 spent;
            for (uint256 j = i * each; j < contracts && j < (i + 1) * each; ++j) {
                if (loads[j] != 0) spent += PRICE * loads[j];
            }
            if (spent != 0) _append(round.claim.debits, Pack.amount(i, spent));
        }
    }

    function _reserve(uint256 size) private pure returns (bytes memory list) {
        list = new bytes(size + 32);
        assembly ("memory-safe") {
            mstore(list, 0)
        }
    }

    /// @dev Into the room that is reserved for it, in whole words.
    function _append(bytes memory list, bytes memory piece) private pure {
        assembly ("memory-safe") {
            let to := add(add(list, 32), mload(list))
            for { let i := 0 } lt(i, mload(piece)) { i := add(i, 32) } {
                mstore(add(to, i), mload(add(add(piece, 32), i)))
            }
            mstore(list, add(mload(list), mload(piece)))
        }
    }

    function _account(uint256 i) private pure returns (address) {
        return address(uint160(uint256(keccak256(abi.encode(i)))));
    }

    function _requireAffordable(Round memory round) private view {
        bytes memory call = abi.encodeCall(IChecker.check, (round.claim));
        uint256 before = gasleft();
        (bool accepted, bytes memory answer) = address(CHECKER).staticcall(call);
        uint256 used = before - gasleft();
        // the selector that a cause or an answer begins with
        // forge-lint: disable-next-line(unsafe-typecast)
        vm.assertTrue(accepted && bytes4(answer) == IChecker.check.selector, "all the work is done");
        uint256 devices = round.entries - round.buyers;
        used += FIXED + PER_ENTRY * round.entries + PER_DEVICE * devices + PER_CONTRACT * round.contracts;
        used += PER_AMOUNT * (round.claim.credits.length + round.claim.debits.length) / 16;
        vm.assertLe(used, BUDGET, "too expensive");
        vm.assertGe(used, BUDGET / 3, "far too cheap to tell anything");
    }
}
