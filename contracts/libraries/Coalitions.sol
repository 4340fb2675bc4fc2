// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {CoalitionRow} from "./CoalitionRow.sol";
import {Influence, InfluenceMatrix} from "./InfluenceMatrix.sol";
import {MerkleRoot} from "./MerkleRoot.sol";
import {WordRows, Words} from "./Words.sol";

/// @param influence among the types
/// @param first where the records of the coalitions begin
/// @param stride bytes of a record
/// @param count how many there are
struct Coalitions {
    Influence influence;
    uint256 first;
    uint256 stride;
    uint256 count;
}

using CoalitionRecords for Coalitions global;

/// @title The coalitions of a partition
/// @notice Numbered by first appearance when the devices are gone through in order.
/// @dev A record is a vector of InfluenceMatrix, the influence of the coalition's members on each type, and behind it its CoalitionRow.
/// Records follow each other without gaps: nothing else may be allocated between the first founding and the last one.
library CoalitionRecords {
    using CoalitionRow for uint256;

    /// @notice No coalition yet.
    function create(Influence memory influence) internal pure returns (Coalitions memory coalitions) {
        coalitions.influence = influence;
        unchecked {
            // the row's last cell is read and written as a word, 8 bytes longer than it is
            coalitions.stride = (influence.width << 5) + ((CoalitionRow.size(influence.kinds) + 8 + 31) & ~uint256(31));
        }
    }

    /// @notice A device of a type joins a coalition, which it founds if that has the next number.
    /// @return joined whether the number is that of a coalition or the next one
    function join(Coalitions memory coalitions, uint256 number, uint256 kind, uint256 price) internal pure returns (bool joined) {
        if (number >= coalitions.count) {
            if (number != coalitions.count) return false;
            _found(coalitions, number);
        }
        Influence memory influence = coalitions.influence;
        Words record = _record(coalitions, number);
        influence.add(record, kind, 1);
        // addresses within the record; fewer than 2^16 members
        unchecked {
            uint256 row = record.addressOf(influence.width);
            WordRows.store(row, WordRows.load(row) + (1 << 224));
            uint256 place = row + CoalitionRow.HEAD + kind * CoalitionRow.CELL;
            uint256 word = WordRows.load(place);
            WordRows.store(place, ((word >> 64).with(price) << 64) | (word & type(uint64).max));
        }
        return true;
    }

    function members(Coalitions memory coalitions, uint256 number) internal pure returns (uint256) {
        uint256 row = _record(coalitions, number).addressOf(coalitions.influence.width);
        return (WordRows.load(row) >> 224) & type(uint16).max;
    }

    /// @notice The influence of a coalition's members on a type.
    function inner(Coalitions memory coalitions, uint256 number, uint256 kind) internal pure returns (uint256) {
        return InfluenceMatrix.lane(_record(coalitions, number), kind);
    }

    /// @notice The Merkle root over the rows; 0 if there are none.
    function root(Coalitions memory coalitions) internal pure returns (bytes32) {
        uint256 count = coalitions.count;
        if (count == 0) return 0;
        Influence memory influence = coalitions.influence;
        uint256 size = CoalitionRow.size(influence.kinds);
        Words leaves = WordRows.reserve(count);
        for (uint256 number; number < count; ++number) {
            uint256 row = _record(coalitions, number).addressOf(influence.width);
            bytes32 once;
            assembly ("memory-safe") {
                once := keccak256(row, size)
            }
            leaves.set(number, uint256(MerkleRoot.leaf(once)));
        }
        return MerkleRoot.root(leaves, count);
    }

    function _found(Coalitions memory coalitions, uint256 number) private pure {
        Words record = WordRows.allocate(coalitions.stride >> 5);
        if (number == 0) coalitions.first = record.addressOf(0);
        WordRows.store(record.addressOf(coalitions.influence.width), number << 240);
        unchecked {
            coalitions.count = number + 1;
        }
    }

    function _record(Coalitions memory coalitions, uint256 number) private pure returns (Words) {
        unchecked {
            return Words.wrap(coalitions.first + number * coalitions.stride);
        }
    }
}
