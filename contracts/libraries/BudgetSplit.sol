// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Claim, IChecker} from "../interfaces/IChecker.sol";
import {Amounts} from "./Amounts.sol";
import {Coalition, CoalitionRole} from "./CoalitionEntries.sol";
import {ContractSlots} from "./ContractSlots.sol";
import {WordRows, Words} from "./Words.sol";

/// @title The money of a contract game
/// @notice A contract with members pays its budget to the last unit, in proportion to samples: shares are rounded down, and the units that
/// are left go one each to the largest remainders, of equal ones to the lower entry.
/// @dev Nothing is sorted. Each payment is the share rounded down or one unit more; they sum to the budget; and the best claim of those
/// rounded down is below the worst of those rounded up. Then the latter are the largest remainders, and as many as units were left.
library BudgetSplit {
    using Amounts for bytes;
    using CoalitionRole for uint256;

    /// @dev The device's payment is neither its share of the contract's budget rounded down nor one unit more.
    error NotTheShare(uint256 entry, uint256 roundedDown);
    /// @dev The contract's members are paid this sum instead of its budget.
    error NotTheBudget(uint256 number, uint256 paid);
    /// @dev Entry `up` has the extra unit, and `down`, whose claim to it is better, does not.
    error WrongRounding(uint256 up, uint256 down);

    // words of a slot, behind those of ContractSlots
    /// @dev What was paid so far.
    uint256 private constant PAID = 0x60;
    /// @dev Claims are remainder << 16 | 2^16 - 1 - entry. The best of those rounded down.
    uint256 private constant DOWN = 0x80;
    /// @dev The worst of those rounded up, turned over, so that the highest is looked for as well.
    uint256 private constant UP = 0xa0;

    /// @notice Requires that debits and credits are those of the placement.
    /// Reverts with `WrongDebit`, `TrailingDebits`, `TrailingCredits`, `NotTheShare`, `NotTheBudget`, `WrongRounding`.
    /// @dev An item that a list ends before is read from what follows the list; its length, compared at the end, tells.
    function requirePaid(Words slots, Coalition memory coalition, uint256 entryBond, Claim calldata claim) internal pure {
        (uint256 place, uint256 end) = (coalition.roles.addressOf(0), coalition.roles.addressOf(coalition.entries));
        bytes calldata debits = claim.debits;
        uint256 debited;
        uint256 credited;
        // places are addresses; the counters stay at or below the number of entries
        unchecked {
            for (; true; place += 32) {
                (place, credited) = _skipPaid(place, end, claim.credits, credited);
                if (place == end) break;
                uint256 role = WordRows.load(place);
                uint256 entry = (place - coalition.roles.addressOf(0)) >> 5;
                if (role.merit() != 0) revert NotTheShare(entry, _share(role));
                uint256 amount = role.isForfeit() ? entryBond : _spent(slots, role);
                if (amount == 0) continue;
                if (debits.item(debited++) != Amounts.pack(entry, amount)) revert IChecker.WrongDebit(entry, amount);
            }
            if (debits.length != debited * Amounts.SIZE) revert IChecker.TrailingDebits();
            if (claim.credits.length != credited * Amounts.SIZE) revert IChecker.TrailingCredits();
        }
        for (uint256 i; i < coalition.contractCount; ++i) {
            _requireSplit(slots, i);
        }
    }

    /// @notice From one place in the row of roles to the next that no credit settles: a buyer, a forfeit, a device that is paid wrongly, or
    /// `end`.
    /// @param credited number of credits before
    /// @return reached the place
    /// @return next number of credits up to there
    function _skipPaid(uint256 place, uint256 end, bytes calldata credits, uint256 credited)
        private
        pure
        returns (uint256 reached, uint256 next)
    {
        uint256 merits = 0xffffffffffff;
        assembly ("memory-safe") {
            let credit := add(credits.offset, shl(4, credited))
            for {} lt(place, end) { place := add(place, 32) } {
                let role := mload(place)
                if iszero(role) { continue }
                let claim_ := and(role, merits)
                if iszero(claim_) { break }
                let slot := shr(64, role)
                // in no contract: paid nothing
                if iszero(slot) { continue }
                // 88 bits times 32 bits, divided by at least the second
                let product := mul(mload(slot), and(shr(16, claim_), 0xffffffff))
                let load := mload(add(slot, 0x20))
                // the amount if the item is of this entry, otherwise far above
                let amount := sub(shr(128, calldataload(credit)), shl(96, sub(0xffff, and(claim_, 0xffff))))
                // an amount of 0 is none: the item is left over
                let paid := lt(sub(amount, 1), 0xffffffffffffffffffffffff)
                amount := mul(amount, paid)
                credit := add(credit, shl(4, paid))
                let up := sub(amount, div(product, load))
                if gt(up, 1) { break }
                claim_ := xor(or(shl(16, mod(product, load)), and(claim_, 0xffff)), sub(0, up))
                let best := add(slot, add(DOWN, shl(5, up)))
                if gt(claim_, mload(best)) { mstore(best, claim_) }
                mstore(add(slot, PAID), add(mload(add(slot, PAID)), amount))
            }
            reached := place
            next := shr(4, sub(credit, credits.offset))
        }
    }

    /// @notice What a placed device gets, if it is not rounded up.
    function _share(uint256 role) private pure returns (uint256) {
        uint256 slot = role >> 64;
        return WordRows.load(slot + ContractSlots.BUDGET) * role.samples() / WordRows.load(slot + ContractSlots.LOAD);
    }

    /// @notice The budgets of a buyer's contracts that have members.
    function _spent(Words slots, uint256 role) private pure returns (uint256 sum) {
        (uint256 number, uint256 end) = role.contractsOf();
        for (; number < end; ++number) {
            uint256 slot = ContractSlots.addressOf(slots, number);
            if (WordRows.load(slot + ContractSlots.LOAD) != 0) sum += WordRows.load(slot + ContractSlots.BUDGET);
        }
    }

    /// @notice Requires that those rounded up, of the members of one contract, are the right ones.
    function _requireSplit(Words slots, uint256 number) private pure {
        uint256 slot = ContractSlots.addressOf(slots, number);
        if (WordRows.load(slot + ContractSlots.LOAD) == 0) return;
        uint256 paid = WordRows.load(slot + PAID);
        if (paid != WordRows.load(slot + ContractSlots.BUDGET)) revert NotTheBudget(number, paid);
        uint256 down = WordRows.load(slot + DOWN);
        uint256 up = ~WordRows.load(slot + UP);
        if (down > up) revert WrongRounding(CoalitionRole.entry(up), CoalitionRole.entry(down));
    }
}
