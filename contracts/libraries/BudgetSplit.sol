// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Claim, IChecker} from "../interfaces/IChecker.sol";
import {Amounts} from "./Amounts.sol";
import {Calldata} from "./Calldata.sol";
import {Coalition, CoalitionRole} from "./CoalitionEntries.sol";
import {ContractSlots} from "./ContractSlots.sol";
import {LargestRemainder} from "./LargestRemainder.sol";
import {WordRows, Words} from "./Words.sol";

/// @title The money of a contract game
/// @notice A contract with members pays its budget to the last unit, in proportion to samples, by LargestRemainder: of equal remainders
/// the lower entry gets the unit. A hint for each contract names the last member that is rounded up.
library BudgetSplit {
    using Amounts for bytes;
    using Calldata for bytes;
    using CoalitionRole for uint256;

    /// @dev Rounded up as far as the hint says, what the members of this contract get is not its budget.
    error WrongSplit(uint256 number);

    uint256 private constant HINT = 2;
    uint256 private constant LAST_ENTRY = 0xffff;

    /// @notice Requires that debits and credits are those of the placement.
    /// @param slots with all devices placed
    /// Reverts with `HintsMalformed`, `WrongSplit`, `WrongDebit`, `WrongCredit`, `TrailingDebits`, `TrailingCredits`.
    /// @dev An item that a list ends before is read from what follows the list; its length, compared at the end, tells.
    function requirePaid(Words slots, Coalition memory coalition, uint256 entryBond, Claim calldata claim) internal pure {
        _cut(slots, coalition, claim.hints);
        uint256 debited;
        uint256 credited;
        // the counters stay at or below the number of entries
        unchecked {
            for (uint256 entry; true; ++entry) {
                (entry, credited) = _skipPaid(coalition, entry, claim.credits, credited);
                if (entry == coalition.entries) break;
                uint256 role = coalition.roles.get(entry);
                if (role.merit() != 0) _refuse(slots, coalition, entry);
                uint256 amount = role.isForfeit() ? entryBond : _spent(slots, role);
                if (amount == 0) continue;
                if (claim.debits.item(debited++) != Amounts.pack(entry, amount)) revert IChecker.WrongDebit(entry, amount);
            }
            _requireBudgets(slots, coalition);
            if (claim.debits.length != debited * Amounts.SIZE) revert IChecker.TrailingDebits();
            if (claim.credits.length != credited * Amounts.SIZE) revert IChecker.TrailingCredits();
        }
    }

    /// @notice Puts the rank of the last member that is rounded up into each slot.
    /// @dev Whatever the entry is, what it would get in this place ranks above some members and below the others.
    function _cut(Words slots, Coalition memory coalition, bytes calldata hints) private pure {
        uint256 count = coalition.contractCount;
        if (hints.length != count * HINT) revert IChecker.HintsMalformed();
        // counters; the precedence of an entry is not negative
        unchecked {
            for (uint256 i; i < count; ++i) {
                uint256 slot = ContractSlots.slotOf(slots, i);
                uint256 entry = uint256(hints.wordAt(i * HINT)) >> 240;
                uint256 cut = LargestRemainder.NONE;
                uint256 load = WordRows.load(slot + ContractSlots.LOAD);
                if (entry < coalition.entries && load != 0) {
                    cut = LargestRemainder.rank(WordRows.load(slot), coalition.roles.get(entry).samples(), load, LAST_ENTRY - entry);
                }
                WordRows.store(slot + ContractSlots.CUT, cut);
            }
        }
    }

    /// @notice From an entry on to the next one that is no device, or whose credit is not what the device gets; or all of them.
    /// @param credited number of credits before
    /// @return reached the entry
    /// @return next number of credits up to there
    function _skipPaid(Coalition memory coalition, uint256 entry, bytes calldata credits, uint256 credited)
        private
        pure
        returns (uint256 reached, uint256 next)
    {
        (Words roles, uint256 entries) = (coalition.roles, coalition.entries);
        (uint256 loadAt, uint256 paidAt, uint256 cutAt) = (ContractSlots.LOAD, ContractSlots.PAID, ContractSlots.CUT);
        assembly ("memory-safe") {
            let credit := add(credits.offset, shl(4, credited))
            let place := add(roles, shl(5, entry))
            for { let end := add(roles, shl(5, entries)) } lt(place, end) { place := add(place, 32) } {
                let role := mload(place)
                // zero and what is no device are not below
                if gt(sub(role, 1), 0xffffffffffffffffffffffffffff) { break }
                let slot := shr(64, role)
                let precedence := and(role, LAST_ENTRY)
                let load := mload(add(slot, loadAt))
                // as LargestRemainder has it
                let product := mul(mload(slot), and(shr(16, role), 0xffffffff))
                let rank := or(shl(16, mod(product, load)), precedence)
                let amount := add(div(product, load), iszero(lt(rank, mload(add(slot, cutAt)))))
                let paid := add(slot, paidAt)
                mstore(paid, add(mload(paid), amount))
                if amount {
                    let item := or(shl(96, sub(LAST_ENTRY, precedence)), amount)
                    if xor(item, shr(128, calldataload(credit))) { break }
                    credit := add(credit, 16)
                }
            }
            reached := shr(5, sub(place, roles))
            next := shr(4, sub(credit, credits.offset))
        }
    }

    /// @notice Requires that every contract with members pays its budget, which the right hints alone make it do.
    function _requireBudgets(Words slots, Coalition memory coalition) private pure {
        for (uint256 i; i < coalition.contractCount; ++i) {
            uint256 slot = ContractSlots.slotOf(slots, i);
            if (WordRows.load(slot + ContractSlots.PAID) != _due(slot)) revert WrongSplit(i);
        }
    }

    /// @notice Reverts, naming the credit that the device of `entry` should have, or a hint from which a wrong one follows.
    function _refuse(Words slots, Coalition memory coalition, uint256 entry) private pure {
        for (uint256 i = entry + 1; i < coalition.entries; ++i) {
            uint256 role = coalition.roles.get(i);
            if (role.merit() == 0) continue;
            uint256 paid = (role >> 64) + ContractSlots.PAID;
            WordRows.store(paid, WordRows.load(paid) + _part(role));
        }
        _requireBudgets(slots, coalition);
        revert IChecker.WrongCredit(entry, _part(coalition.roles.get(entry)));
    }

    /// @notice What a device that was placed gets.
    function _part(uint256 role) private pure returns (uint256) {
        uint256 slot = role >> 64;
        (uint256 load, uint256 cut) = (WordRows.load(slot + ContractSlots.LOAD), WordRows.load(slot + ContractSlots.CUT));
        return LargestRemainder.part(WordRows.load(slot), role.samples(), load, role & LAST_ENTRY, cut);
    }

    /// @notice What a contract pays.
    function _due(uint256 slot) private pure returns (uint256) {
        return WordRows.load(slot + ContractSlots.LOAD) == 0 ? 0 : WordRows.load(slot);
    }

    /// @notice What a buyer pays for all of its contracts; 0 for who is no buyer.
    function _spent(Words slots, uint256 role) private pure returns (uint256 sum) {
        (uint256 number, uint256 end) = role.contractsOf();
        for (; number < end; ++number) {
            sum += _due(ContractSlots.slotOf(slots, number));
        }
    }
}
