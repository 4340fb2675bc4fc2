// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Calldata} from "./Calldata.sol";
import {Coalition} from "./CoalitionEntries.sol";
import {CoalitionRole} from "./CoalitionEntries.sol";
import {WordRows, Words} from "./Words.sol";

/// @title The contracts of a round while devices are placed and paid
/// @dev A slot is eight words, so that numbers follow from addresses by a shift: budget, load (samples of its members), address of the next
/// slot for the same type (0: none), and three that belong to BudgetSplit.
library ContractSlots {
    using Calldata for bytes;
    using CoalitionRole for uint256;

    /// @dev Not as many devices are allocated as there are.
    error AllocMalformed(uint256 length, uint256 expected);
    /// @dev The entry is no device, or does not come after the one before it.
    error AllocOutOfOrder(uint256 entry);
    /// @dev The placement gives this device another contract; 255: none.
    error WrongContract(uint256 entry, uint256 expected);

    uint256 internal constant BUDGET = 0;
    uint256 internal constant LOAD = 0x20;
    uint256 internal constant NEXT = 0x40;

    /// @dev Bytes of an allocated device: entry(2) contract(1).
    uint256 private constant ALLOCATED = 3;
    uint256 private constant SLOT_BITS = 8;
    uint256 private constant NONE = 0xff;

    // masks
    uint256 private constant MONEY = 0xffffffffffffffffffffff;
    uint256 private constant MERIT = 0xffffffffffff;
    uint256 private constant SAMPLES = 0xffffffff;
    uint256 private constant ADDRESS = 0xffffffffffff;

    /// @notice One slot a contract, empty.
    function create(Coalition memory coalition) internal pure returns (Words slots) {
        uint256 count = coalition.contractCount;
        slots = WordRows.allocate(count << (SLOT_BITS - 5));
        for (uint256 i; i < count; ++i) {
            WordRows.store(addressOf(slots, i) + BUDGET, coalition.contracts.get(i) & MONEY);
        }
    }

    /// @notice Address of slot `number`.
    function addressOf(Words slots, uint256 number) internal pure returns (uint256) {
        unchecked {
            // fewer than 256 slots
            return slots.addressOf(0) + (number << SLOT_BITS);
        }
    }

    /// @notice Requires that `alloc` is the placement: devices by samples, of equal ones the earlier entry first, each in the contract of
    /// its type with the highest budget a sample once the device is in, of equal ones the lowest number.
    /// @dev Leaves each device's slot (its address) in its role from bit 64 on, and its samples in the slot's load.
    /// Reverts with `AllocMalformed`, `AllocOutOfOrder`, `WrongContract`.
    function place(Words slots, Coalition memory coalition, bytes calldata alloc) internal pure {
        if (alloc.length != coalition.devices * ALLOCATED) revert AllocMalformed(alloc.length, coalition.devices * ALLOCATED);
        (Words table, uint256 mask) = _byType(slots, coalition);
        (Words roles, uint256 entries, uint256 seed) = (coalition.roles, coalition.entries, coalition.seed);
        uint256 next;
        uint256 end;
        uint256 entry;
        uint256 expected;
        assembly ("memory-safe") {
            next := alloc.offset
            end := add(next, alloc.length)
            // merits fall strictly: as many devices as there are, and none twice, are all of them
            let above := MERIT
            for {} lt(next, end) { next := add(next, ALLOCATED) } {
                let item := calldataload(next)
                entry := shr(240, item)
                expected := 0x100
                let place_ := add(roles, shl(5, mul(entry, lt(entry, entries))))
                let role := mul(mload(place_), lt(entry, entries))
                let merit := and(role, MERIT)
                // a merit of 0, of what is no device, is not below
                if iszero(lt(sub(merit, 1), above)) { break }
                above := sub(merit, 1)

                expected := NONE
                let kind := shr(48, role)
                let place2 := and(shr(200, mul(kind, seed)), mask)
                let best := mload(add(table, place2))
                // ends, because half of the table stays empty
                for {} mul(best, xor(shr(48, best), kind)) {} {
                    place2 := and(add(place2, 32), mask)
                    best := mload(add(table, place2))
                }
                best := and(best, ADDRESS)
                if best {
                    let samples := and(shr(16, merit), SAMPLES)
                    let budget := mload(best)
                    let load := add(mload(add(best, LOAD)), samples)
                    // 88 bits times 43 bits
                    for { let slot := mload(add(best, NEXT)) } slot { slot := mload(add(slot, NEXT)) } {
                        let otherBudget := mload(slot)
                        let otherLoad := add(mload(add(slot, LOAD)), samples)
                        if gt(mul(otherBudget, load), mul(budget, otherLoad)) {
                            best := slot
                            budget := otherBudget
                            load := otherLoad
                        }
                    }
                    mstore(add(best, LOAD), load)
                    mstore(place_, or(merit, shl(64, best)))
                    expected := shr(SLOT_BITS, sub(best, slots))
                }
                if xor(expected, and(shr(232, item), 0xff)) { break }
            }
        }
        table.release();
        if (next == end) return;
        if (expected > NONE) revert AllocOutOfOrder(entry);
        revert WrongContract(entry, expected);
    }

    /// @notice A table with open addressing, at most half full: type << 48 | address of the first slot for it.
    /// @dev From the last slot to the first, so that the slots of a type are linked in order.
    function _byType(Words slots, Coalition memory coalition) private pure returns (Words table, uint256 mask) {
        uint256 size = 1;
        while (size < 2 * coalition.contractCount) size <<= 1;
        table = WordRows.allocate(size);
        uint256 seed = coalition.seed;
        Words contracts = coalition.contracts;
        uint256 count = coalition.contractCount;
        assembly ("memory-safe") {
            mask := shl(5, sub(size, 1))
            for { let i := count } i {} {
                i := sub(i, 1)
                let slot := add(slots, shl(SLOT_BITS, i))
                let kind := shr(88, mload(add(contracts, shl(5, i))))
                let place_ := and(shr(200, mul(kind, seed)), mask)
                let found := mload(add(table, place_))
                for {} mul(found, xor(shr(48, found), kind)) {} {
                    place_ := and(add(place_, 32), mask)
                    found := mload(add(table, place_))
                }
                mstore(add(slot, NEXT), and(found, ADDRESS))
                mstore(add(table, place_), or(shl(48, kind), slot))
            }
        }
    }
}
