// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {WordRows, Words} from "./Words.sol";

/// @param slots a power of two of them, at least twice as many as datasets can come; an empty one is 0
/// @param mask number of slots minus one
/// @param seed see `DatasetSets`
struct DatasetSet {
    Words slots;
    uint256 mask;
    uint256 seed;
}

/// @title Set of dataset numbers in memory
/// @dev Open addressing, at most half full. Where a number goes depends on a hash over all entries of the round, so nobody can choose
/// numbers that collide: the last one to enter changes the places of all.
library DatasetSets {
    /// @param most number of datasets that can be added
    /// @param entries what the seed is taken from
    function create(uint256 most, bytes calldata entries) internal pure returns (DatasetSet memory set) {
        uint256 size = 2;
        while (size < 2 * most) size <<= 1;
        set.seed = uint256(keccak256(entries));
        set.slots = WordRows.allocate(size);
        set.mask = size - 1;
    }

    /// @param dataset not 0
    /// @return isNew whether it was not in the set
    function add(DatasetSet memory set, uint256 dataset) internal pure returns (bool isNew) {
        Words slots = set.slots;
        uint256 mask = set.mask;
        uint256 seed = set.seed;
        uint256 slot;
        assembly ("memory-safe") {
            // the scratch space of Solidity
            mstore(0x00, dataset)
            mstore(0x20, seed)
            slot := and(keccak256(0x00, 0x40), mask)
        }
        uint256 found = slots.get(slot);
        // ends, because half of the slots stay empty
        while (found != 0) {
            if (found == dataset) return false;
            unchecked {
                // below twice the mask
                slot = (slot + 1) & mask;
            }
            found = slots.get(slot);
        }
        slots.set(slot, dataset);
        return true;
    }
}
