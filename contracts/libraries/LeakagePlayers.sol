// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Coalition} from "./CoalitionEntries.sol";
import {LeakageDemand, LeakageDemands} from "./LeakageDemand.sol";
import {LeakagePlayer, LeakagePlayerWords} from "./LeakagePlayer.sol";
import {WordRows, Words} from "./Words.sol";

/// @param kinds how many types the game has
/// @param demands of the types
/// @param words the devices that take part, in entry order: see LeakagePlayer
/// @param count how many they are
struct Players {
    uint256 kinds;
    LeakageDemand demands;
    Words words;
    uint256 count;
}

using LeakagePlayers for Players global;

/// @title Who takes part in a leakage game
/// @notice The devices of types that the game has and that a contract pays for.
library LeakagePlayers {
    // masks: in a role; samples shifted to the right
    uint256 private constant MERIT = 0xffffffffffff;
    uint256 private constant SAMPLES = 0xffffffff;

    /// @param kinds how many types the game has
    /// @return players without prices and coalitions
    function read(Coalition memory entered, uint256 kinds) internal pure returns (Players memory players) {
        (players.kinds, players.demands) = (kinds, LeakageDemands.create(kinds));
        players.words = WordRows.reserve(entered.devices);
        _fund(entered, players);
        _gather(entered, players);
    }

    /// @notice The device with this number.
    function get(Players memory players, uint256 number) internal pure returns (LeakagePlayer) {
        return LeakagePlayer.wrap(players.words.get(number));
    }

    /// @notice How many devices of each type take part, 2 bytes a type.
    function totals(Players memory players) internal pure returns (bytes memory packed) {
        packed = new bytes(2 * players.kinds);
        for (uint256 kind; kind < players.kinds; ++kind) {
            uint256 devices = players.demands.ofKind(kind).get(LeakageDemands.DEVICES);
            assembly ("memory-safe") {
                let place := add(add(packed, 32), shl(1, kind))
                mstore8(place, shr(8, devices))
                mstore8(add(place, 1), devices)
            }
        }
    }

    /// @notice The first contract of each type.
    function _fund(Coalition memory entered, Players memory players) private pure {
        for (uint256 number; number < entered.contractCount; ++number) {
            uint256 contract_ = entered.contracts.get(number);
            uint256 kind = contract_ >> 88;
            if (kind >= players.kinds) continue;
            LeakageDemand demand = players.demands.ofKind(kind);
            if (demand.get(LeakageDemands.BUDGET) != 0) continue;
            demand.set(LeakageDemands.BUDGET, contract_ & type(uint88).max);
            demand.set(LeakageDemands.CONTRACT, number);
        }
    }

    /// @notice The devices of these types.
    function _gather(Coalition memory entered, Players memory players) private pure {
        (Words roles, uint256 entries) = (entered.roles, entered.entries);
        (uint256 kinds, LeakageDemand demands, Words words) = (players.kinds, players.demands, players.words);
        (uint256 devicesAt, uint256 samplesAt) = (LeakageDemands.DEVICES, LeakageDemands.SAMPLES);
        (uint256 bits, uint256 kindBits) = (LeakageDemands.BITS, LeakagePlayerWords.KIND);
        uint256 count;
        assembly ("memory-safe") {
            let next := words
            for { let end := add(roles, shl(5, entries)) } lt(roles, end) { roles := add(roles, 32) } {
                let role := mload(roles)
                // of what is no device the lowest 64 bits are zero
                let kind := and(shr(kindBits, role), 0xffff)
                if or(iszero(and(role, MERIT)), iszero(lt(kind, kinds))) { continue }
                let demand := add(demands, shl(bits, kind))
                if iszero(mload(demand)) { continue }
                mstore(next, role)
                next := add(next, 32)
                let place := add(demand, devicesAt)
                mstore(place, add(mload(place), 1))
                place := add(demand, samplesAt)
                mstore(place, add(mload(place), and(shr(16, role), SAMPLES)))
            }
            count := shr(5, sub(next, words))
        }
        players.count = count;
    }
}
