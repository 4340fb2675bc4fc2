// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IChecker} from "../interfaces/IChecker.sol";
import {Calldata} from "./Calldata.sol";
import {Coalition, CoalitionRole} from "./CoalitionEntries.sol";
import {LargestRemainder} from "./LargestRemainder.sol";
import {LeakagePlayer, LeakagePlayerWords} from "./LeakagePlayer.sol";
import {WordRows, Words} from "./Words.sol";

/// @notice A type of devices and the contract that pays for their data.
/// @param budget of the first contract of the type; 0: there is none
/// @param contract_ its number
/// @param devices of the type
/// @param samples of them all
/// @param cut see LargestRemainder
/// @param left of the budget when every device has its price
/// @param worth of the data of all devices, in their coalitions
struct Demand {
    uint256 budget;
    uint256 contract_;
    uint256 devices;
    uint256 samples;
    uint256 cut;
    uint256 left;
    uint256 worth;
}

/// @param demands by type
/// @param words of the devices that take part, in entry order: see `get`
/// @param count how many they are
struct Players {
    Demand[] demands;
    Words words;
    uint256 count;
}

using LeakagePlayers for Players global;

/// @title Who takes part in a leakage game, and at what price
/// @notice The devices of types that the game has and a contract pays for. A device's price is its part of the budget, by samples.
library LeakagePlayers {
    using Calldata for bytes;
    using CoalitionRole for uint256;

    /// @dev The device that the hint names is not the last one of this type whose part is rounded up.
    error WrongCut(uint256 kind);

    uint256 private constant HINT = 2;
    uint256 private constant LAST_ENTRY = type(uint16).max;

    /// @param kinds how many types the game has
    /// @param hints for each type the entry(2) of the last device that is rounded up; one that does not exist where none is
    /// Reverts with `HintsMalformed`, `WrongCut`.
    function read(Coalition memory entered, uint256 kinds, bytes calldata hints) internal pure returns (Players memory players) {
        if (hints.length != kinds * HINT) revert IChecker.HintsMalformed();
        Demand[] memory demands = new Demand[](kinds);
        (players.demands, players.words) = (demands, WordRows.reserve(entered.devices));
        _fund(entered, demands);
        _count(entered, demands);
        for (uint256 kind; kind < kinds; ++kind) {
            _cut(entered, demands[kind], uint256(hints.wordAt(kind * HINT)) >> 240);
        }
        _split(entered, players);
        for (uint256 kind; kind < kinds; ++kind) {
            if (demands[kind].left != 0) revert WrongCut(kind);
        }
    }

    /// @notice The device with this number.
    function get(Players memory players, uint256 number) internal pure returns (LeakagePlayer) {
        return LeakagePlayer.wrap(players.words.get(number));
    }

    function set(Players memory players, uint256 number, LeakagePlayer player) internal pure {
        players.words.set(number, LeakagePlayer.unwrap(player));
    }

    /// @notice How many devices take part, 2 bytes a type.
    function totals(Players memory players) internal pure returns (bytes memory packed) {
        Demand[] memory demands = players.demands;
        packed = new bytes(2 * demands.length);
        for (uint256 kind; kind < demands.length; ++kind) {
            uint256 devices = demands[kind].devices;
            assembly ("memory-safe") {
                let place := add(add(packed, 32), shl(1, kind))
                mstore8(place, shr(8, devices))
                mstore8(add(place, 1), devices)
            }
        }
    }

    function _fund(Coalition memory entered, Demand[] memory demands) private pure {
        for (uint256 i; i < entered.contractCount; ++i) {
            uint256 contract_ = entered.contracts.get(i);
            uint256 kind = contract_ >> 88;
            if (kind >= demands.length || demands[kind].budget != 0) continue;
            (demands[kind].budget, demands[kind].contract_) = (contract_ & type(uint88).max, i);
        }
    }

    function _count(Coalition memory entered, Demand[] memory demands) private pure {
        // of at most 1,500 devices
        unchecked {
            for (uint256 i; i < entered.entries; ++i) {
                uint256 role = entered.roles.get(i);
                if (!_takesPart(role, demands)) continue;
                Demand memory demand = demands[role.kind()];
                ++demand.devices;
                demand.samples += role.samples();
                demand.left = demand.budget;
            }
        }
    }

    /// @dev Whatever the entry is, what it would get in this place ranks above some devices of the type and below the others.
    function _cut(Coalition memory entered, Demand memory demand, uint256 entry) private pure {
        demand.cut = LargestRemainder.NONE;
        if (entry >= entered.entries || demand.devices == 0) return;
        uint256 samples = entered.roles.get(entry).samples();
        demand.cut = LargestRemainder.rank(demand.budget, samples, demand.samples, LAST_ENTRY - entry);
    }

    function _split(Coalition memory entered, Players memory players) private pure {
        Demand[] memory demands = players.demands;
        // what is left goes below 0, and around, where too many parts are rounded up
        unchecked {
            for (uint256 i; i < entered.entries; ++i) {
                uint256 role = entered.roles.get(i);
                if (!_takesPart(role, demands)) continue;
                Demand memory demand = demands[role.kind()];
                uint256 price = LargestRemainder.part(demand.budget, role.samples(), demand.samples, LAST_ENTRY - i, demand.cut);
                demand.left -= price;
                players.set(players.count++, LeakagePlayerWords.pack(price, role.kind(), i));
            }
        }
    }

    function _takesPart(uint256 role, Demand[] memory demands) private pure returns (bool) {
        return role.merit() != 0 && role.kind() < demands.length && demands[role.kind()].budget != 0;
    }
}
