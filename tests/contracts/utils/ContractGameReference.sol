// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

import {Claim} from "../../../contracts/interfaces/IChecker.sol";
import {Pack} from "./Pack.sol";

/// @title The contract game as its rule has it, slowly, and without any of the checker's code
library ContractGameReference {
    using SafeCast for uint256;

    uint256 private constant NONE = 0xff;

    struct Contract {
        uint256 entry;
        uint256 kind;
        uint256 budget;
        uint256 load;
        uint256 last;
    }

    struct Device {
        uint256 entry;
        uint256 dataset;
        uint256 samples;
        uint256 kind;
        uint256 home;
        uint256 paid;
        bool placed;
        bool up;
    }

    struct Round {
        uint256 entryBond;
        uint256 mostContracts;
        Contract[] contracts;
        Device[] devices;
        uint256[] forfeits;
    }

    /// @notice The claim with the outcome of its round, and the hints for it.
    function outcome(Claim memory claim) internal pure returns (Claim memory) {
        Round memory round = _read(claim);
        (claim.debits, claim.credits, claim.alloc, claim.hints) = ("", "", "", "");
        for (uint256 rank; rank < round.devices.length; ++rank) {
            Device memory device = _largest(round.devices);
            device.placed = true;
            device.home = _place(round.contracts, device);
            if (device.home != NONE) round.contracts[device.home].load += device.samples;
            claim.alloc = abi.encodePacked(claim.alloc, device.entry.toUint16(), device.home.toUint8());
        }
        for (uint256 i; i < round.contracts.length; ++i) {
            _pay(round.contracts[i], i, round.devices);
            claim.hints = abi.encodePacked(claim.hints, round.contracts[i].last.toUint16());
        }
        for (uint256 entry; entry < claim.entries.length / 64; ++entry) {
            uint256 debit = _debit(round, entry);
            if (debit != 0) claim.debits = bytes.concat(claim.debits, Pack.amount(entry, debit));
        }
        for (uint256 i; i < round.devices.length; ++i) {
            Device memory device = round.devices[i];
            if (device.paid != 0) claim.credits = bytes.concat(claim.credits, Pack.amount(device.entry, device.paid));
        }
        return claim;
    }

    /* WHO TAKES PART */

    function _read(Claim memory claim) private pure returns (Round memory round) {
        (round.entryBond, round.mostContracts) = (_number(claim.params, 0, 11), _number(claim.params, 11, 1));
        uint256 payloads;
        for (uint256 i; i < claim.entries.length / 64; ++i) {
            uint256 lock = _number(claim.entries, 64 * i + 21, 11);
            if (_number(claim.entries, 64 * i + 20, 1) != 0) {
                uint256 length = _number(claim.payloads, payloads, 4);
                _buy(round, i, lock, _slice(claim.payloads, payloads + 4, length));
                payloads += 4 + length;
            } else if (claim.entries[64 * i + 32] == 0x04 && lock >= round.entryBond) {
                (bool opened, bytes memory statement) = _statement(claim.posts, i);
                if (opened) _join(round, i, statement);
                else round.forfeits = _and(round.forfeits, i);
            }
        }
    }

    function _buy(Round memory round, uint256 entry, uint256 lock, bytes memory payload) private pure {
        if (payload.length < 14 || payload[0] != 0x05 || payload.length % 13 != 1) return;
        uint256 count = payload.length / 13;
        uint256 had = round.contracts.length;
        if (had + count > round.mostContracts) return;
        Contract[] memory contracts = new Contract[](had + count);
        uint256 sum;
        for (uint256 i; i < had + count; ++i) {
            if (i < had) {
                contracts[i] = round.contracts[i];
                continue;
            }
            uint256 at_ = 1 + 13 * (i - had);
            uint256 budget = _number(payload, at_ + 2, 11);
            if (budget == 0) return;
            sum += budget;
            contracts[i] = Contract(entry, _number(payload, at_, 2), budget, 0, type(uint16).max);
        }
        if (sum <= lock) round.contracts = contracts;
    }

    function _join(Round memory round, uint256 entry, bytes memory statement) private pure {
        if (statement.length != 15 || statement[0] != 0x06) return;
        (uint256 dataset, uint256 samples) = (_number(statement, 1, 8), _number(statement, 9, 4));
        if (dataset == 0 || samples == 0) return;
        Device[] memory devices = new Device[](round.devices.length + 1);
        for (uint256 i; i < round.devices.length; ++i) {
            devices[i] = round.devices[i];
            if (devices[i].dataset == dataset) return;
        }
        devices[round.devices.length] = Device(entry, dataset, samples, _number(statement, 13, 2), NONE, 0, false, false);
        round.devices = devices;
    }

    function _statement(bytes memory posts, uint256 entry) private pure returns (bool, bytes memory) {
        for (uint256 offset; offset < posts.length;) {
            uint256 length = _number(posts, offset + 4, 2);
            if (_number(posts, offset, 4) == entry) return (true, _slice(posts, offset + 6, length));
            offset += 6 + length;
        }
        return (false, "");
    }

    /* PLACEMENT */

    /// @dev Of those that are not placed; of equal ones the first.
    function _largest(Device[] memory devices) private pure returns (Device memory largest) {
        for (uint256 i; i < devices.length; ++i) {
            if (!devices[i].placed && devices[i].samples > largest.samples) largest = devices[i];
        }
    }

    function _place(Contract[] memory contracts, Device memory device) private pure returns (uint256 best) {
        best = NONE;
        for (uint256 i; i < contracts.length; ++i) {
            if (contracts[i].kind != device.kind) continue;
            if (best == NONE) {
                best = i;
                continue;
            }
            uint256 here = contracts[i].budget * (contracts[best].load + device.samples);
            if (here > contracts[best].budget * (contracts[i].load + device.samples)) best = i;
        }
    }

    /* MONEY */

    function _pay(Contract memory contract_, uint256 number, Device[] memory devices) private pure {
        if (contract_.load == 0) return;
        uint256 left = contract_.budget;
        for (uint256 i; i < devices.length; ++i) {
            if (devices[i].home != number) continue;
            devices[i].paid = contract_.budget * devices[i].samples / contract_.load;
            left -= devices[i].paid;
        }
        for (; left != 0; --left) {
            Device memory best;
            uint256 remainder;
            for (uint256 i; i < devices.length; ++i) {
                if (devices[i].home != number || devices[i].up) continue;
                uint256 own = contract_.budget * devices[i].samples % contract_.load;
                if (best.samples == 0 || own > remainder) (best, remainder) = (devices[i], own);
            }
            best.up = true;
            ++best.paid;
            contract_.last = best.entry;
        }
    }

    function _debit(Round memory round, uint256 entry) private pure returns (uint256 amount) {
        for (uint256 i; i < round.forfeits.length; ++i) {
            if (round.forfeits[i] == entry) return round.entryBond;
        }
        for (uint256 i; i < round.contracts.length; ++i) {
            if (round.contracts[i].entry == entry && round.contracts[i].load != 0) amount += round.contracts[i].budget;
        }
    }

    /* BYTES */

    function _number(bytes memory data, uint256 offset, uint256 size) private pure returns (uint256 number) {
        for (uint256 i; i < size; ++i) {
            number = number * 256 + uint8(data[offset + i]);
        }
    }

    function _slice(bytes memory data, uint256 offset, uint256 length) private pure returns (bytes memory slice) {
        slice = new bytes(length);
        for (uint256 i; i < length; ++i) {
            slice[i] = data[offset + i];
        }
    }

    function _and(uint256[] memory list, uint256 item) private pure returns (uint256[] memory longer) {
        longer = new uint256[](list.length + 1);
        for (uint256 i; i < list.length; ++i) {
            longer[i] = list[i];
        }
        longer[list.length] = item;
    }
}
