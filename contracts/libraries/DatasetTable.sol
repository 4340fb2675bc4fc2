// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {WordRows, Words} from "./Words.sol";

/// @param slots numbers of datasets, 0 where there is none
/// @param mask number of slots, a power of 2, less 1
/// @param seed odd
struct DatasetTable {
    Words slots;
    uint256 mask;
    uint256 seed;
}

using DatasetTables for DatasetTable global;

/// @title Which datasets have been seen
/// @dev Open addressing, at most half full. Where a number goes depends on a hash over all entries of the round, so nobody can choose
/// numbers that collide: the last one to enter changes the places of all.
library DatasetTables {
    /// @param entries of the round
    /// @param most datasets that are added
    function create(bytes calldata entries, uint256 most) internal pure returns (DatasetTable memory table) {
        uint256 size = 2;
        while (size < 2 * most) size <<= 1;
        table.mask = size - 1;
        table.seed = uint256(keccak256(entries)) | 1;
        table.slots = WordRows.allocate(size);
    }

    /// @param dataset not 0
    /// @return isNew whether it had not been added before
    function add(DatasetTable memory table, uint256 dataset) internal pure returns (bool isNew) {
        (Words slots, uint256 mask) = (table.slots, table.mask);
        // wraps around, as it should; indices stay within the mask
        unchecked {
            uint256 slot = ((dataset * table.seed) >> 200) & mask;
            // ends, because half of the table stays empty
            for (uint256 found = slots.get(slot); found != 0; found = slots.get(slot)) {
                if (found == dataset) return false;
                slot = (slot + 1) & mask;
            }
            slots.set(slot, dataset);
        }
        return true;
    }
}
