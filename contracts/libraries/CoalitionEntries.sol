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
struct Coalition {
    uint256 entries;
    Words roles;
    uint256 devices;
    Words contracts;
    uint256 contractCount;
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

    /// @dev Bytes of a post with a device's statement: index(4) length(2) statement(15).
    uint256 private constant POST = 21;
    /// @dev length(2) and first byte of a device's statement.
    uint256 private constant STATEMENT_START = 0x0f06;

    uint256 private constant SEALED = 4;
    uint256 private constant CONTRACTS = 5;
    uint256 private constant CONTRACT = 13;

    // masks; in a statement, shifted to the right: dataset 16 bits above, samples 16 bits above the type
    uint256 private constant DATASET = 0xffffffffffffffff0000;
    uint256 private constant STATED = 0xffffffffffff;
    uint256 private constant SAMPLES = 0xffffffff0000;
    uint256 private constant TYPE = 0xffff;
    uint256 private constant MONEY = 0xffffffffffffffffffffff;
    uint256 private constant WITH_PAYLOAD = 1 << 88;

    // of a role, see CoalitionRole
    uint256 private constant FORFEIT = 1 << 255;
    uint256 private constant BUYER = 1 << 254;
    uint256 private constant NOTHING = 1 << 253;
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
        uint256 opened;
        (opened, coalition.devices) = _readPosts(claim, entryBond, coalition.roles);
        coalition.contractCount = _readOthers(claim, entryBond, mostContracts, coalition, count - opened);
    }

    /// @notice Gives every entry that was opened its role.
    /// @return opened how many entries were
    /// @return devices how many of them are devices
    /// @dev The datasets seen are kept in a table with open addressing, at most half full: dataset << 16 | entry. Where a number goes
    /// depends on a hash over all that was opened, after everybody had entered, so nobody can choose numbers that collide.
    function _readPosts(Claim calldata claim, uint256 entryBond, Words roles) private pure returns (uint256 opened, uint256 devices) {
        bytes calldata entries = claim.entries;
        bytes calldata posts = claim.posts;
        uint256 mask;
        while (mask < 64 * (posts.length / POST)) mask = (mask << 1) | 32;
        uint256 seed;
        assembly ("memory-safe") {
            // copied to where the table will stand: memory costs more the more of it there is
            let scratch := mload(0x40)
            calldatacopy(scratch, posts.offset, posts.length)
            seed := keccak256(scratch, posts.length)
        }
        Words table = WordRows.allocate((mask >> 5) + 1);
        assembly ("memory-safe") {
            // scratch space: how many are no devices; how many bytes posts are longer than a device's (modulo 2^256: some are shorter)
            mstore(0x00, 0)
            mstore(0x20, 0)
            let post := posts.offset
            for { let end := add(post, posts.length) } lt(post, end) { post := add(post, POST) } {
                let word := calldataload(post)
                let index := shr(224, word)
                let place := add(roles, shl(5, index))
                let lock := and(calldataload(add(entries.offset, shl(6, index))), MONEY)
                let stated := and(shr(88, word), STATED)
                let dataset := and(shr(120, word), DATASET)
                let wrong := or(xor(and(shr(200, word), 0xffffff), STATEMENT_START), lt(lock, entryBond))
                if or(wrong, or(lt(stated, 0x10000), iszero(dataset))) {
                    mstore(place, NOTHING)
                    mstore(0x00, add(mload(0x00), 1))
                    let more := sub(and(shr(208, word), 0xffff), 15)
                    mstore(0x20, add(mload(0x20), more))
                    post := add(post, more)
                    continue
                }
                let role := or(or(shl(48, and(stated, TYPE)), and(stated, SAMPLES)), sub(LAST_ENTRY, index))
                // squared: datasets of one owner follow each other, and so would their places
                let slot := mul(dataset, seed)
                slot := and(shr(200, mul(slot, slot)), mask)
                let found := mload(add(table, slot))
                // ends, because half of the table stays empty
                for {} found {} {
                    if iszero(shr(16, xor(found, dataset))) {
                        mstore(0x00, add(mload(0x00), 1))
                        let other := and(found, LAST_ENTRY)
                        switch lt(other, index)
                        case 1 {
                            role := NOTHING
                            index := other
                        }
                        default { mstore(add(roles, shl(5, other)), NOTHING) }
                        break
                    }
                    slot := and(add(slot, 32), mask)
                    found := mload(add(table, slot))
                }
                mstore(add(table, slot), or(dataset, index))
                mstore(place, role)
            }
            opened := div(sub(posts.length, mload(0x20)), POST)
            devices := sub(opened, mload(0x00))
        }
        table.release();
    }

    /// @notice Gives the entries that were not opened their roles, and numbers the contracts of buyers.
    /// @param others how many there are; once they are found the rest of the round need not be looked at
    /// @return count number of contracts
    function _readOthers(Claim calldata claim, uint256 entryBond, uint256 mostContracts, Coalition memory coalition, uint256 others)
        private
        pure
        returns (uint256 count)
    {
        bytes calldata entries = claim.entries;
        bytes calldata payloads = claim.payloads;
        (Words place, Words contracts) = (coalition.roles, coalition.contracts);
        assembly ("memory-safe") {
            let payload := payloads.offset
            let entry := entries.offset
            for {} others {
                place := add(place, 32)
                entry := add(entry, 64)
            } {
                if mload(place) { continue }
                others := sub(others, 1)
                let head := calldataload(entry)
                if iszero(and(head, WITH_PAYLOAD)) {
                    if or(xor(byte(0, calldataload(add(entry, 32))), SEALED), lt(and(head, MONEY), entryBond)) { continue }
                    mstore(place, FORFEIT)
                    continue
                }
                // length(4) payload(length), of which the first byte is the tag
                let length := shr(224, calldataload(payload))
                let next := add(payload, 5)
                let tag := byte(0, calldataload(sub(next, 1)))
                payload := add(add(payload, 4), length)
                length := mul(sub(length, 1), and(eq(tag, CONTRACTS), gt(length, 1)))
                let offers := div(length, CONTRACT)
                if or(iszero(offers), mod(length, CONTRACT)) { continue }
                if gt(add(count, offers), mostContracts) { continue }
                let to := add(contracts, shl(5, count))
                let sum := 0
                for {} lt(next, payload) { next := add(next, CONTRACT) } {
                    let contract_ := shr(152, calldataload(next))
                    let budget := and(contract_, MONEY)
                    // what no lock covers
                    if iszero(budget) { budget := shl(88, 1) }
                    sum := add(sum, budget)
                    mstore(to, contract_)
                    to := add(to, 32)
                }
                if gt(sum, and(head, MONEY)) { continue }
                mstore(place, or(BUYER, or(shl(80, offers), shl(64, count))))
                count := add(count, offers)
            }
        }
    }
}

/// @title What an entry of a coalition round is, in one word
/// @dev Zero where it is nothing. A device: from bit 48 its type(16), then samples(32), and 2^16 - 1 less the entry index (16); what is
/// above bit 64 is for the checker to use. Of all others the lowest 64 bits are zero. An entry that nobody opened: bit 255. A buyer:
/// bit 254, from bit 80 the number(16) of its contracts, from bit 64 that(16) of the first one. Opened and no device: bit 253.
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
