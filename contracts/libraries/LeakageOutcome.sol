// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IChecker} from "../interfaces/IChecker.sol";
import {Amounts} from "./Amounts.sol";
import {Coalition, CoalitionRole} from "./CoalitionEntries.sol";
import {Coalitions} from "./Coalitions.sol";
import {LeakageDemand, LeakageDemands} from "./LeakageDemand.sol";
import {LeakagePayoff} from "./LeakagePayoff.sol";
import {LeakagePlayerWords} from "./LeakagePlayer.sol";
import {Players} from "./LeakagePlayers.sol";
import {LeakageRules} from "./LeakageRules.sol";
import {Words} from "./Words.sol";

/// @title What follows from a partition of the devices: what their data are worth, what they are paid and what the buyers pay
/// @dev An item that a list of amounts ends before is read from what follows the list; its length, compared at the end, tells.
library LeakageOutcome {
    using Amounts for bytes;
    using CoalitionRole for uint256;

    /// @dev This entry would be paid less than nothing in its coalition: its device would rather be alone.
    error NegativePayment(uint256 entry);

    uint256 private constant MONEY = 0xffffffffffffffffffffff;

    /// @notice Requires that `credits` are what the devices are paid, and adds up what the buyers pay for each type.
    /// Reverts with `NegativePayment`, `WrongCredit`, `TrailingCredits`.
    function requireCredits(LeakageRules memory rules, Players memory players, Coalitions memory coalitions, bytes calldata credits)
        internal
        pure
    {
        (uint256 paid, uint256 credited, uint256 worth, uint256 costs) = _pay(rules, players, coalitions, credits);
        if (paid != players.count) {
            uint256 entry = players.get(paid).entry();
            if (worth < costs) revert NegativePayment(entry);
            unchecked {
                revert IChecker.WrongCredit(entry, worth - costs);
            }
        }
        if (credits.length != credited) revert IChecker.TrailingCredits();
    }

    /// @return paid how many devices, in order, `credits` pay what they are due
    /// @return credited bytes of `credits` that do
    /// @return worth of the data of the first device that is not paid so, if there is one
    /// @return costs of its coalition
    /// @dev p D / (D + G), rounded down, less cost (|S| - 1). See LeakagePayoff for why nothing overflows; all devices of a type together
    /// are worth at most its budget.
    function _pay(LeakageRules memory rules, Players memory players, Coalitions memory coalitions, bytes calldata credits)
        private
        pure
        returns (uint256 paid, uint256 credited, uint256 worth, uint256 costs)
    {
        (Words words, uint256 count, LeakageDemand demands) = (players.words, players.count, players.demands);
        (uint256 first, uint256 stride, uint256 row) = (coalitions.first, coalitions.stride, coalitions.row);
        (uint256 whole, uint256 cost, Words everybody) = (LeakagePayoff.whole(count), rules.cost, _everybody(rules, players));
        (uint256 worthAt, uint256 bits, uint256 kindBits) = (LeakageDemands.WORTH, LeakageDemands.BITS, LeakagePlayerWords.KIND);
        (uint256 priceBits, uint256 coalitionBits) = (LeakagePlayerWords.PRICE, LeakagePlayerWords.COALITION);
        assembly ("memory-safe") {
            let place := words
            for { let end := add(place, shl(5, count)) } lt(place, end) { place := add(place, 32) } {
                let player := mload(place)
                let kind := and(shr(kindBits, player), 0xffff)
                let record := add(first, mul(shr(coalitionBits, player), stride))
                // no lane of a part is above that of the whole
                let lanes := shl(5, shr(3, kind))
                let leak := sub(mload(add(everybody, lanes)), mload(add(record, lanes)))
                leak := and(shr(shl(5, and(kind, 7)), leak), 0xffffffff)

                worth := div(mul(and(shr(priceBits, player), MONEY), whole), add(whole, leak))
                let sum := add(add(demands, shl(bits, kind)), worthAt)
                mstore(sum, add(mload(sum), worth))
                // coalition(2) members(2)
                costs := mul(cost, sub(and(shr(224, mload(add(record, row))), 0xffff), 1))
                if eq(worth, costs) { continue }
                // entry(4) amount(12)
                let item := add(shl(96, sub(0xffff, and(player, 0xffff))), sub(worth, costs))
                if or(lt(worth, costs), xor(shr(128, calldataload(add(credits.offset, credited))), item)) { break }
                credited := add(credited, 16)
            }
            paid := shr(5, sub(place, words))
        }
    }

    /// @notice Requires that `debits` are what the buyers pay, and the bonds of the devices that stayed sealed.
    /// Reverts with `WrongDebit`, `TrailingDebits`.
    function requireDebits(Coalition memory entered, Players memory players, uint256 entryBond, bytes calldata debits) internal pure {
        (Words roles, uint256 entries) = (entered.roles, entered.entries);
        uint256 debited;
        // fewer than 2^16 items of 16 bytes
        unchecked {
            for (uint256 i; i < entries; ++i) {
                uint256 role = roles.get(i);
                // nothing, or a device
                if (role == 0 || role.merit() != 0) continue;
                uint256 amount = role.isForfeit() ? entryBond : _bought(entered, players, role);
                if (amount == 0) continue;
                if (debits.item(debited++) != Amounts.pack(i, amount)) revert IChecker.WrongDebit(i, amount);
            }
            if (debits.length != debited * Amounts.SIZE) revert IChecker.TrailingDebits();
        }
    }

    /// @notice The influence of all devices on each type.
    function _everybody(LeakageRules memory rules, Players memory players) private pure returns (Words vector) {
        vector = rules.influence.zeros();
        for (uint256 kind; kind < players.kinds; ++kind) {
            rules.influence.add(vector, kind, players.demands.ofKind(kind).get(LeakageDemands.DEVICES));
        }
    }

    /// @notice What the devices are worth that a buyer's contracts pay for.
    function _bought(Coalition memory entered, Players memory players, uint256 role) private pure returns (uint256 amount) {
        (uint256 number, uint256 end) = role.contractsOf();
        // at most the sum of the budgets, which the lock covers
        unchecked {
            for (; number < end; ++number) {
                uint256 kind = entered.contracts.get(number) >> 88;
                if (kind >= players.kinds) continue;
                LeakageDemand demand = players.demands.ofKind(kind);
                if (demand.get(LeakageDemands.CONTRACT) == number) amount += demand.get(LeakageDemands.WORTH);
            }
        }
    }
}
