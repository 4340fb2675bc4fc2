// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Claim, IChecker} from "../interfaces/IChecker.sol";
import {Entries} from "./Entries.sol";
import {WordRows, Words} from "./Words.sol";

/// @param entries how many entries there are
/// @param roles by entry index: what the entry is in the game, see CoalitionRole
/// @param devices how many entries are devices
/// @param contracts by contract number: type(16) budget(88), in the lowest bits
/// @param contractCount how many they are
/// @param seed nobody could know it when entries were made: for tables in memory, odd
struct Coalition {
    uint256 entries;
    Words roles;
    uint256 devices;
    Words contracts;
    uint256 contractCount;
    uint256 seed;
}

/// @title What the entries of a coalition round are: contracts of buyers, devices, and sealed entries that nobody opened
/// @notice Never refuses an entry: what is nothing by the rule does not count.
///
/// Contracts: an entry with a payload, the byte 5 and then 13 bytes each, type(2) budget(11). It counts if there is at least one, every
/// budget is above 0, its lock covers their sum, and with those before there are at most as many as the round may have; it counts whole
/// or not at all. Contracts are numbered through the round in entry order.
///
/// Devices: a sealed entry (no payload, data starts with the byte 4) whose lock covers the entry bond, opened with a statement of 15
/// bytes, 0x06 dataset(8) samples(4) type(2), dataset and samples above 0. Of several for one dataset the first entered counts. Opened
/// with anything else it is nothing; not opened its bond is forfeited.
library CoalitionEntries {
    using Entries for bytes;

    /// @notice Of a round of any checker that reads coalitions. Entry indices fit into 16 bits with room to spare.
    uint256 internal constant MOST_ENTRIES = 1500;

    /// @dev Bytes of the shortest post that can make a device: index(4) length(2) statement(15).
    uint256 private constant POST = 21;
    /// @dev length(2) and first byte of a device's statement.
    uint256 private constant STATEMENT_START = 0x0f06;
    /// @dev In the place of an entry that was opened, until its turn comes. Below: dataset(64) samples(32) type(16).
    uint256 private constant OPENED = 1 << 255;

    uint256 private constant SEALED = 4;
    uint256 private constant CONTRACTS = 5;
    uint256 private constant CONTRACT = 13;

    // masks
    uint256 private constant WITH_PAYLOAD = 1 << 88;
    uint256 private constant MONEY = 0xffffffffffffffffffffff;
    uint256 private constant STATED = 0xffffffffffffffffffffffffffff;
    uint256 private constant DATASET = 0xffffffffffffffff;
    uint256 private constant SAMPLES = 0xffffffff0000;
    uint256 private constant TYPE = 0xffff;

    // of a role, see CoalitionRole
    uint256 private constant FORFEIT = 1 << 255;
    uint256 private constant BUYER = 1 << 254;
    uint256 private constant LAST_ENTRY = 0xffff;

    /// @param entryBond of a device, in base units
    /// @param mostContracts that the round may have, at most 255
    /// Reverts with `TooManyEntries`, which no round opened within the checker's limits can meet.
    /// @dev Trusts what the Market has authenticated: payloads are those of the entries, posts open sealed entries once each.
    function read(Claim calldata claim, uint256 entryBond, uint256 mostContracts) internal pure returns (Coalition memory coalition) {
        uint256 count = claim.entries.count();
        if (count > MOST_ENTRIES) revert IChecker.TooManyEntries(count, MOST_ENTRIES);
        coalition.entries = count;
        coalition.roles = WordRows.allocate(count);
        coalition.contracts = WordRows.reserve(mostContracts);
        coalition.seed = _open(claim.posts, coalition.roles);
        _assign(claim, entryBond, mostContracts, coalition);
    }

    /// @notice Puts what was stated into the places of the entries that were opened.
    /// @return seed depends on all of it
    function _open(bytes calldata posts, Words roles) private pure returns (uint256 seed) {
        assembly ("memory-safe") {
            let post := posts.offset
            for { let end := add(post, posts.length) } lt(post, end) {} {
                // index(4) length(2) statement(length)
                let word := calldataload(post)
                let stated := mul(and(shr(88, word), STATED), eq(and(shr(200, word), 0xffffff), STATEMENT_START))
                mstore(add(roles, shl(5, shr(224, word))), or(OPENED, stated))
                post := add(add(post, 6), and(shr(208, word), 0xffff))
            }
            // copied to where the table of datasets will stand: memory costs more the more of it there is
            let scratch := mload(0x40)
            calldatacopy(scratch, posts.offset, posts.length)
            seed := or(keccak256(scratch, posts.length), 1)
        }
    }

    /// @notice Gives every entry its role, in entry order.
    /// @dev The datasets seen are kept in a table with open addressing, at most half full. Where a number goes depends on a hash over all
    /// that was opened, after everybody had entered, so nobody can choose numbers that collide.
    function _assign(Claim calldata claim, uint256 entryBond, uint256 mostContracts, Coalition memory coalition) private pure {
        bytes calldata entries = claim.entries;
        bytes calldata payloads = claim.payloads;
        (Words roles, Words contracts) = (coalition.roles, coalition.contracts);
        (uint256 devices, uint256 contractCount, uint256 seed) = (0, 0, coalition.seed);
        uint256 size = 1;
        while (size < 2 * (claim.posts.length / POST)) size <<= 1;
        Words table = WordRows.allocate(size);
        assembly ("memory-safe") {
            let mask := shl(5, sub(size, 1))
            let payload := payloads.offset
            let entry := entries.offset
            let end := add(entry, entries.length)
            for { let place := roles } lt(entry, end) {
                place := add(place, 32)
                entry := add(entry, 64)
            } {
                let head := calldataload(entry)
                let opened := mload(place)
                if and(head, WITH_PAYLOAD) {
                    let length := shr(224, calldataload(payload))
                    let at := add(payload, 5)
                    let tag := byte(0, calldataload(sub(at, 1)))
                    payload := add(add(payload, 4), length)
                    length := mul(sub(length, 1), and(eq(tag, CONTRACTS), gt(length, 1)))
                    let offers := div(length, CONTRACT)
                    if or(iszero(offers), mod(length, CONTRACT)) { continue }
                    if gt(add(contractCount, offers), mostContracts) { continue }
                    let to := add(contracts, shl(5, contractCount))
                    let sum := 0
                    for {} lt(at, payload) { at := add(at, CONTRACT) } {
                        let contract_ := shr(152, calldataload(at))
                        let budget := and(contract_, MONEY)
                        // what no lock covers
                        if iszero(budget) { budget := shl(88, 1) }
                        sum := add(sum, budget)
                        mstore(to, contract_)
                        to := add(to, 32)
                    }
                    if gt(sum, and(head, MONEY)) { continue }
                    mstore(place, or(BUYER, or(shl(80, offers), shl(64, contractCount))))
                    contractCount := add(contractCount, offers)
                    continue
                }
                // 0 unless it is sealed and has the bond
                mstore(place, 0)
                if or(xor(byte(0, calldataload(add(entry, 32))), SEALED), lt(and(head, MONEY), entryBond)) { continue }
                if iszero(opened) {
                    mstore(place, FORFEIT)
                    continue
                }
                let dataset := and(shr(48, opened), DATASET)
                let samples := and(opened, SAMPLES)
                if iszero(mul(dataset, samples)) { continue }
                let slot := and(shr(200, mul(dataset, seed)), mask)
                let found := mload(add(table, slot))
                // ends, because half of the table stays empty
                for {} mul(found, sub(found, dataset)) {} {
                    slot := and(add(slot, 32), mask)
                    found := mload(add(table, slot))
                }
                if found { continue }
                mstore(add(table, slot), dataset)
                devices := add(devices, 1)
                mstore(place, or(or(shl(48, and(opened, TYPE)), samples), sub(LAST_ENTRY, shr(5, sub(place, roles)))))
            }
        }
        table.release();
        (coalition.devices, coalition.contractCount) = (devices, contractCount);
    }
}

/// @title What an entry of a coalition round is, in one word
/// @dev Zero where it is nothing. A device: from bit 48 its type(16), then samples(32), and 2^16 - 1 less the entry index (16); what is
/// above bit 64 is for the checker to use. An entry that nobody opened: bit 255. A buyer: bit 254, from bit 80 the number(16) of its
/// contracts, from bit 64 that(16) of the first one; the lowest 64 bits are zero.
library CoalitionRole {
    uint256 private constant FORFEIT = 1 << 255;
    uint256 private constant MERIT = 0xffffffffffff;
    uint256 private constant LAST_ENTRY = 0xffff;

    /// @notice Samples, and of equal ones the earlier entry: higher comes first. Of no two devices the same; 0 of what is no device.
    function merit(uint256 role) internal pure returns (uint256) {
        return role & MERIT;
    }

    /// @notice Index of the entry that a merit, or anything that ends like it, belongs to.
    function entry(uint256 merit_) internal pure returns (uint256) {
        unchecked {
            return LAST_ENTRY - (merit_ & LAST_ENTRY);
        }
    }

    function samples(uint256 role) internal pure returns (uint256) {
        return (role >> 16) & type(uint32).max;
    }

    /// @notice Of a device.
    function kind(uint256 role) internal pure returns (uint256) {
        return (role >> 48) & type(uint16).max;
    }

    /// @notice Whether the entry was sealed and not opened: its bond is forfeited.
    function isForfeit(uint256 role) internal pure returns (bool) {
        return role & FORFEIT != 0;
    }

    /// @notice The contracts of a buyer, by number from `first` to before `end`.
    function contractsOf(uint256 role) internal pure returns (uint256 first, uint256 end) {
        unchecked {
            first = (role >> 64) & type(uint16).max;
            end = first + ((role >> 80) & type(uint16).max);
        }
    }
}
