// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Calldata} from "./Calldata.sol";
import {Coalition, CoalitionRole} from "./CoalitionEntries.sol";
import {WordRows, Words} from "./Words.sol";

/// @title The contracts of a round while devices are placed and paid
/// @dev A slot is eight words, so that numbers follow from addresses by a shift: budget, load (samples of its members), address of the next
/// slot for the same type (the slots of a type are a ring), the type, and two that belong to BudgetSplit.
library ContractSlots {
    using Calldata for bytes;
    using CoalitionRole for uint256;

    /// @dev Not as many devices are allocated as there are.
    error AllocMalformed(uint256 length, uint256 expected);
    /// @dev The entry is no device, or does not come after the one before it.
    error AllocOutOfOrder(uint256 entry);
    /// @dev The placement gives this device another contract; 255: none.
    error WrongContract(uint256 entry, uint256 expected);

    // words of a slot; the first one is the budget
    uint256 internal constant LOAD = 0x20;
    uint256 private constant NEXT = 0x40;
    uint256 private constant TYPE = 0x60;
    uint256 internal constant PAID = 0x80;
    uint256 internal constant CUT = 0xa0;
    uint256 internal constant SLOT_BITS = 8;

    /// @dev Bytes of an allocated device: entry(2) contract(1).
    uint256 private constant ALLOCATED = 3;
    uint256 private constant NONE = 0xff;

    uint256 private constant MONEY = 0xffffffffffffffffffffff;
    uint256 private constant MERIT = 0xffffffffffff;

    /// @notice One slot a contract, empty.
    function create(Coalition memory coalition) internal pure returns (Words slots) {
        (uint256 count, Words contracts) = (coalition.contractCount, coalition.contracts);
        slots = WordRows.allocate(count << (SLOT_BITS - 5));
        assembly ("memory-safe") {
            for { let i := 0 } lt(i, count) { i := add(i, 1) } {
                let slot := add(slots, shl(SLOT_BITS, i))
                let contract_ := mload(add(contracts, shl(5, i)))
                let kind := shr(88, contract_)
                mstore(slot, and(contract_, MONEY))
                mstore(add(slot, TYPE), kind)
                mstore(add(slot, NEXT), slot)
                // behind any other of its type
                for { let other := slots } lt(other, slot) { other := add(other, shl(SLOT_BITS, 1)) } {
                    if eq(mload(add(other, TYPE)), kind) {
                        mstore(add(slot, NEXT), mload(add(other, NEXT)))
                        mstore(add(other, NEXT), slot)
                        break
                    }
                }
            }
        }
    }

    /// @notice Address of slot `number`.
    function slotOf(Words slots, uint256 number) internal pure returns (uint256) {
        unchecked {
            // fewer than 256 slots
            return slots.addressOf(0) + (number << SLOT_BITS);
        }
    }

    /// @notice Requires that `alloc` is the placement: devices by samples, of equal ones the earlier entry first, each in the contract of
    /// its type with the highest budget a sample once the device is in, of equal ones the lowest number.
    /// @dev Leaves each device's slot (its address) in its role from bit 64 on, and its samples in the slot's load. The role of a device
    /// that has no contract becomes zero.
    /// Reverts with `AllocMalformed`, `AllocOutOfOrder`, `WrongContract`.
    function place(Words slots, Coalition memory coalition, bytes calldata alloc) internal pure {
        uint256 length = coalition.devices * ALLOCATED;
        if (alloc.length != length) revert AllocMalformed(alloc.length, length);
        (uint256 offset, uint256 above) = (0, MERIT);
        while (true) {
            (offset, above) = _skipPlaced(slots, coalition, alloc, offset, above);
            if (offset == length) return;
            uint256 item = uint256(alloc.wordAt(offset));
            uint256 entry = item >> 240;
            uint256 role = entry < coalition.entries ? coalition.roles.get(entry) : 0;
            unchecked {
                // as in _skipPlaced
                if (role.merit() - 1 >= above) revert AllocOutOfOrder(entry);
                above = role.merit() - 1;
                uint256 expected = _best(slots, coalition.contractCount, role);
                if (expected != NONE || (item >> 232) & NONE != NONE) revert WrongContract(entry, expected);
                coalition.roles.set(entry, 0);
                offset += ALLOCATED;
            }
        }
    }

    /// @notice Places devices from `offset` in `alloc` on, up to the first that is out of order, in the wrong contract, or in none.
    /// @param above merits fall strictly, so that as many devices as there are, and none twice, are all of them: a merit less 1 is below
    /// the one before less 1, which this is; that of what is no device, 0 less 1, is not
    /// @return reached offset of that device
    /// @return last `above` for it
    function _skipPlaced(Words slots, Coalition memory coalition, bytes calldata alloc, uint256 offset, uint256 above)
        private
        pure
        returns (uint256 reached, uint256 last)
    {
        (Words roles, uint256 entries, uint256 count) = (coalition.roles, coalition.entries, coalition.contractCount);
        assembly ("memory-safe") {
            let next := add(alloc.offset, offset)
            for { let end := add(alloc.offset, alloc.length) } lt(next, end) { next := add(next, ALLOCATED) } {
                let item := calldataload(next)
                let entry := shr(240, item)
                let number_ := byte(2, item)
                if iszero(and(lt(entry, entries), lt(number_, count))) { break }
                let place_ := add(roles, shl(5, entry))
                let role := mload(place_)
                let merit := sub(and(role, MERIT), 1)
                let slot := add(slots, shl(SLOT_BITS, number_))
                if or(xor(shr(48, role), mload(add(slot, TYPE))), iszero(lt(merit, above))) { break }
                let samples := and(shr(16, role), 0xffffffff)
                let budget := mload(slot)
                let load := add(mload(add(slot, LOAD)), samples)
                let worse := 0
                for { let other := mload(add(slot, NEXT)) } xor(other, slot) { other := mload(add(other, NEXT)) } {
                    // 88 bits times 43 bits; of equal ones the lower number is the better one
                    let pays := add(mul(mload(other), load), lt(other, slot))
                    worse := or(worse, gt(pays, mul(budget, add(mload(add(other, LOAD)), samples))))
                }
                if worse { break }
                mstore(add(slot, LOAD), load)
                mstore(place_, or(and(role, MERIT), shl(64, slot)))
                above := merit
            }
            reached := sub(next, alloc.offset)
            last := above
        }
    }

    /// @notice Number of the contract that a device belongs in, by all the contracts of the round.
    function _best(Words slots, uint256 count, uint256 role) private pure returns (uint256 best) {
        best = NONE;
        (uint256 budget, uint256 load) = (0, 1);
        for (uint256 i; i < count; ++i) {
            uint256 slot = slotOf(slots, i);
            if (WordRows.load(slot + TYPE) != role.kind()) continue;
            (uint256 offered, uint256 shared) = (WordRows.load(slot), WordRows.load(slot + LOAD) + role.samples());
            if (offered * load > budget * shared) (best, budget, load) = (i, offered, shared);
        }
    }
}
