// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Calldata} from "./Calldata.sol";
import {WordRows, Words} from "./Words.sol";

/// @param kinds how many types of devices there are
/// @param width words of a row
/// @param rows the rows of the matrix, one after the other
struct Influence {
    uint256 kinds;
    uint256 width;
    Words rows;
}

using InfluenceMatrix for Influence global;

/// @title Influence of devices on each other, by their types
/// @notice Packed, the matrix is its lower triangle row by row, the diagonal included, 3 bytes an entry: units of 2^-16, at most ONE.
/// @dev In memory a row is a vector of lanes of 32 bits, eight in a word, the first one lowest: what one device of the row's type adds to
/// the influence on each type. Sums over fewer than 2^15 devices stay below 2^32, so no lane carries into the next one.
library InfluenceMatrix {
    using Calldata for bytes;

    /// @dev Full influence.
    uint256 internal constant ONE = 1 << 16;
    uint256 internal constant MOST_KINDS = 32;

    uint256 private constant ENTRY = 3;
    uint256 private constant BEYOND = 0x10001;
    /// @dev In a word.
    uint256 private constant LANES = 8;

    /// @notice Bytes of a packed matrix.
    function size(uint256 kinds) internal pure returns (uint256) {
        unchecked {
            // `kinds` was one byte
            return kinds * (kinds + 1) / 2 * ENTRY;
        }
    }

    /// @param packed of `size(kinds)` bytes
    /// @return influence the whole matrix
    /// @return sound whether no entry is above ONE
    function unpack(bytes calldata packed, uint256 kinds) internal pure returns (Influence memory influence, bool sound) {
        uint256 width;
        unchecked {
            width = (kinds + LANES - 1) / LANES;
        }
        Words rows = WordRows.allocate(kinds * width);
        influence = Influence({kinds: kinds, width: width, rows: rows});
        assembly ("memory-safe") {
            sound := 1
            let at := packed.offset
            let stride := shl(5, width)
            // the row, and for its mirror image the first row's word with its lane
            let row := rows
            for { let i := 0 } lt(i, kinds) { i := add(i, 1) } {
                let shift := shl(5, and(i, 7))
                let mirror := add(rows, shl(5, shr(3, i)))
                for { let k := 0 } lt(k, i) { k := add(k, 1) } {
                    let units := shr(232, calldataload(at))
                    at := add(at, ENTRY)
                    sound := and(sound, lt(units, BEYOND))
                    let place := add(row, shl(5, shr(3, k)))
                    mstore(place, or(mload(place), shl(shl(5, and(k, 7)), units)))
                    mstore(mirror, or(mload(mirror), shl(shift, units)))
                    mirror := add(mirror, stride)
                }
                // the diagonal, where row and mirror image meet
                let units := shr(232, calldataload(at))
                at := add(at, ENTRY)
                sound := and(sound, lt(units, BEYOND))
                mstore(mirror, or(mload(mirror), shl(shift, units)))
                row := add(row, stride)
            }
        }
    }

    /// @notice A vector of zeros.
    function zeros(Influence memory influence) internal pure returns (Words) {
        return WordRows.allocate(influence.width);
    }

    /// @notice Adds what `count` devices of a type have as influence to a vector.
    function add(Influence memory influence, Words vector, uint256 kind, uint256 count) internal pure {
        uint256 width = influence.width;
        Words rows = influence.rows;
        // see the library
        unchecked {
            for (uint256 i; i < width; ++i) {
                vector.add(i, count * rows.get(kind * width + i));
            }
        }
    }

    /// @notice The influence on a type, out of a vector.
    function lane(Words vector, uint256 kind) internal pure returns (uint256) {
        return (vector.get(kind >> 3) >> ((kind & 7) << 5)) & type(uint32).max;
    }

    function between(Influence memory influence, uint256 one, uint256 other) internal pure returns (uint256) {
        unchecked {
            return lane(Words.wrap(influence.rows.addressOf(one * influence.width)), other);
        }
    }
}
