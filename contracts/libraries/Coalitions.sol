// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Calldata} from "./Calldata.sol";
import {CoalitionRow} from "./CoalitionRow.sol";
import {Influence, InfluenceMatrix} from "./InfluenceMatrix.sol";
import {LeakagePlayerWords} from "./LeakagePlayer.sol";
import {Players} from "./LeakagePlayers.sol";
import {MerkleRoot} from "./MerkleRoot.sol";
import {WordRows, Words} from "./Words.sol";

/// @param first address of the first record
/// @param stride bytes of a record
/// @param row where in a record its CoalitionRow begins
/// @param size bytes of a CoalitionRow
/// @param count how many there are
struct Coalitions {
    uint256 first;
    uint256 stride;
    uint256 row;
    uint256 size;
    uint256 count;
}

using CoalitionRecords for Coalitions global;

/// @title The coalitions of a partition
/// @notice Numbered by first appearance when the devices are gone through in order.
/// @dev A record is the influence of the coalition's members on each type, a vector of InfluenceMatrix, and behind it its CoalitionRow.
library CoalitionRecords {
    /// @dev Its length is not 2 bytes for each device that takes part.
    error AllocMalformed(uint256 length, uint256 expected);
    /// @dev The coalition of this entry is neither that of a device before it nor the next number.
    error CoalitionOutOfTurn(uint256 entry);

    uint256 private constant ALLOCATED = 2;

    uint256 private constant MONEY = 0xffffffffffffffffffffff;
    // of a cell, as it stands at the beginning of a word
    uint256 private constant ONE_MEMBER = 1 << 240;
    uint256 private constant OTHER_CELLS = 0xffffffffffffffff;

    /// @notice Puts the devices into their coalitions.
    /// @param alloc coalition(2) of each device
    /// Reverts with `AllocMalformed`, `CoalitionOutOfTurn`.
    /// @dev Records are built behind everything that is allocated, because it is not known before how many there will be.
    function form(Influence memory influence, Players memory players, bytes calldata alloc)
        internal
        pure
        returns (Coalitions memory coalitions)
    {
        unchecked {
            // of at most 1,500 devices
            if (alloc.length != players.count * ALLOCATED) revert AllocMalformed(alloc.length, players.count * ALLOCATED);
            coalitions.row = influence.width << 5;
            coalitions.size = CoalitionRow.size(influence.kinds);
            // the row's last cell is read and written as a word, 8 bytes longer than it is
            coalitions.stride = coalitions.row + ((coalitions.size + 8 + 31) & ~uint256(31));
        }
        uint256 failed = _join(influence, players, alloc, coalitions);
        if (failed != players.count) revert CoalitionOutOfTurn(players.get(failed).entry());
    }

    /// @return joined how many devices could join before one could not
    function _join(Influence memory influence, Players memory players, bytes calldata alloc, Coalitions memory coalitions)
        private
        pure
        returns (uint256 joined)
    {
        (uint256 stride, uint256 width, Words matrix) = (coalitions.stride, coalitions.row, influence.rows);
        (Words words, uint256 devices) = (players.words, players.count);
        (uint256 kindBits, uint256 priceBits, uint256 coalitionBits) =
            (LeakagePlayerWords.KIND, LeakagePlayerWords.PRICE, LeakagePlayerWords.COALITION);
        (uint256 cells, uint256 cellSize) = (CoalitionRow.HEAD, CoalitionRow.CELL);
        uint256 first;
        uint256 count;
        assembly ("memory-safe") {
            first := mload(0x40)
            let place := words
            let at := alloc.offset
            for { let end := add(place, shl(5, devices)) } lt(place, end) {
                place := add(place, 32)
                at := add(at, ALLOCATED)
            } {
                let home := shr(240, calldataload(at))
                let record := add(first, mul(home, stride))
                if iszero(lt(home, count)) {
                    if gt(home, count) { break }
                    count := add(count, 1)
                    // behind the end of calldata are zeros
                    calldatacopy(record, calldatasize(), stride)
                    mstore(add(record, width), shl(240, home))
                }
                let player := mload(place)
                mstore(place, or(player, shl(coalitionBits, home)))

                let kind := and(shr(kindBits, player), 0xffff)
                let added := add(matrix, mul(kind, width))
                for { let end_ := add(record, width) } lt(record, end_) {
                    record := add(record, 32)
                    added := add(added, 32)
                } { mstore(record, add(mload(record), mload(added))) }

                // coalition(2) members(2)
                mstore(record, add(mload(record), shl(224, 1)))
                record := add(record, add(cells, mul(kind, cellSize)))
                // members(2) least(11) greatest(11), and what belongs to the next type
                let cell := mload(record)
                let price := and(shr(priceBits, player), MONEY)
                let least := and(shr(152, cell), MONEY)
                let greatest := and(shr(64, cell), MONEY)
                if or(lt(cell, ONE_MEMBER), lt(price, least)) { least := price }
                if gt(price, greatest) { greatest := price }
                let members := and(add(cell, ONE_MEMBER), shl(240, 0xffff))
                mstore(record, or(or(members, shl(152, least)), or(shl(64, greatest), and(cell, OTHER_CELLS))))
            }
            joined := shr(5, sub(place, words))
            mstore(0x40, add(first, mul(count, stride)))
        }
        (coalitions.first, coalitions.count) = (first, count);
    }

    /// @notice The Merkle root over the rows; 0 if there are none.
    function root(Coalitions memory coalitions) internal pure returns (bytes32) {
        (uint256 count, uint256 size, uint256 stride) = (coalitions.count, coalitions.size, coalitions.stride);
        if (count == 0) return 0;
        Words leaves = WordRows.reserve(count);
        // addresses
        unchecked {
            uint256 row = coalitions.first + coalitions.row;
            for (uint256 number; number < count; ++number) {
                bytes32 once;
                assembly ("memory-safe") {
                    once := keccak256(row, size)
                }
                leaves.set(number, uint256(MerkleRoot.leaf(once)));
                row += stride;
            }
        }
        return MerkleRoot.root(leaves, count);
    }
}
