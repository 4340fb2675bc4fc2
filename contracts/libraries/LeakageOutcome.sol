// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Claim, IChecker} from "../interfaces/IChecker.sol";
import {Amounts} from "./Amounts.sol";
import {Calldata} from "./Calldata.sol";
import {Coalition, CoalitionRole} from "./CoalitionEntries.sol";
import {CoalitionRecords, Coalitions} from "./Coalitions.sol";
import {InfluenceMatrix} from "./InfluenceMatrix.sol";
import {LeakagePayoff} from "./LeakagePayoff.sol";
import {LeakagePlayer} from "./LeakagePlayer.sol";
import {Demand, Players} from "./LeakagePlayers.sol";
import {LeakageRules} from "./LeakageRules.sol";
import {Words} from "./Words.sol";

/// @title What follows from a partition of the devices: what their data are worth, what they are paid and what the buyers pay
library LeakageOutcome {
    using Amounts for bytes;
    using Calldata for bytes;
    using CoalitionRole for uint256;

    /// @dev Its length is not that of the coalitions of all devices that take part.
    error AllocMalformed(uint256 length, uint256 expected);
    /// @dev The coalition of this entry is neither that of a device before it nor the next number.
    error CoalitionOutOfTurn(uint256 entry);
    /// @dev This entry would be paid less than nothing in its coalition: its device would rather be alone.
    error NegativePayment(uint256 entry);

    uint256 private constant ALLOCATED = 2;

    /// @notice Puts the devices into their coalitions. Reverts with `AllocMalformed`, `CoalitionOutOfTurn`.
    /// @param alloc coalition(2) of each device
    function form(LeakageRules memory rules, Players memory players, bytes calldata alloc)
        internal
        pure
        returns (Coalitions memory coalitions)
    {
        coalitions = CoalitionRecords.create(rules.influence);
        uint256 count = players.count;
        // counts of at most 1,500 devices
        unchecked {
            if (alloc.length != count * ALLOCATED) revert AllocMalformed(alloc.length, count * ALLOCATED);
            for (uint256 i; i < count; ++i) {
                LeakagePlayer player = players.get(i);
                uint256 number = uint256(alloc.wordAt(i * ALLOCATED)) >> 240;
                if (!coalitions.join(number, player.kind(), player.price())) revert CoalitionOutOfTurn(player.entry());
                players.set(i, player.withCoalition(number));
            }
        }
    }

    /// @notice The influence of all devices on each type.
    function everybody(LeakageRules memory rules, Players memory players) internal pure returns (Words vector) {
        vector = rules.influence.zeros();
        for (uint256 kind; kind < players.demands.length; ++kind) {
            rules.influence.add(vector, kind, players.demands[kind].devices);
        }
    }

    /// @notice Requires that `credits` are what the devices are paid, and finds what the buyers pay.
    /// Reverts with `NegativePayment`, `WrongCredit`, `TrailingCredits`.
    /// @dev An item that a list ends before is read from what follows the list; its length, compared at the end, tells.
    function requireCredits(
        LeakageRules memory rules,
        Players memory players,
        Coalitions memory coalitions,
        Words influences,
        bytes calldata credits
    ) internal pure {
        uint256 count = players.count;
        uint256 whole = LeakagePayoff.whole(count);
        uint256 credited;
        // see LeakagePayoff; all devices of a type together are worth at most its budget
        unchecked {
            for (uint256 i; i < count; ++i) {
                LeakagePlayer player = players.get(i);
                (uint256 kind, uint256 number) = (player.kind(), player.coalition());
                uint256 leak = InfluenceMatrix.lane(influences, kind) - coalitions.inner(number, kind);
                uint256 worth = LeakagePayoff.worthDown(player.price(), whole, leak);
                players.demands[kind].worth += worth;
                uint256 cost = rules.cost * (coalitions.members(number) - 1);
                uint256 entry = player.entry();
                if (worth < cost) revert NegativePayment(entry);
                if (worth == cost) continue;
                if (credits.item(credited++) != Amounts.pack(entry, worth - cost)) revert IChecker.WrongCredit(entry, worth - cost);
            }
            if (credits.length != credited * Amounts.SIZE) revert IChecker.TrailingCredits();
        }
    }

    /// @notice Requires that `debits` are what the buyers pay, and the bonds of the devices that stayed sealed.
    /// Reverts with `WrongDebit`, `TrailingDebits`.
    function requireDebits(Coalition memory entered, Players memory players, uint256 entryBond, bytes calldata debits) internal pure {
        uint256 debited;
        // as in `requireCredits`
        unchecked {
            for (uint256 i; i < entered.entries; ++i) {
                uint256 role = entered.roles.get(i);
                // nothing, or a device
                if (role == 0 || role.merit() != 0) continue;
                uint256 amount = role.isForfeit() ? entryBond : _bought(entered, players.demands, role);
                if (amount == 0) continue;
                if (debits.item(debited++) != Amounts.pack(i, amount)) revert IChecker.WrongDebit(i, amount);
            }
            if (debits.length != debited * Amounts.SIZE) revert IChecker.TrailingDebits();
        }
    }

    /// @notice What the devices are worth that a buyer's contracts pay for.
    function _bought(Coalition memory entered, Demand[] memory demands, uint256 role) private pure returns (uint256 amount) {
        (uint256 number, uint256 end) = role.contractsOf();
        // at most the sum of the budgets, which the lock covers
        unchecked {
            for (; number < end; ++number) {
                uint256 kind = entered.contracts.get(number) >> 88;
                if (kind < demands.length && demands[kind].contract_ == number) amount += demands[kind].worth;
            }
        }
    }
}
