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

    /// @notice Bytes of a packed matrix.
    function size(uint256 kinds) internal pure returns (uint256) {
        unchecked {
            // `kinds` was one byte
            return kinds * (kinds + 1) / 2 * ENTRY;
        }
    }

    /// @param packed of `size(kinds)` bytes
    /// @return influence the whole matrix
    /// @return most the largest of its entries
    function unpack(bytes calldata packed, uint256 kinds) internal pure returns (Influence memory influence, uint256 most) {
        // indices of at most MOST_KINDS rows
        unchecked {
            uint256 width = (kinds + 7) >> 3;
            Words rows = WordRows.allocate(kinds * width);
            influence = Influence({kinds: kinds, width: width, rows: rows});
            uint256 offset;
            for (uint256 row; row < kinds; ++row) {
                for (uint256 column; column <= row; ++column) {
                    uint256 units = uint256(packed.wordAt(offset)) >> 232;
                    offset += ENTRY;
                    if (units > most) most = units;
                    _put(rows, row * width, column, units);
                    if (column != row) _put(rows, column * width, row, units);
                }
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

    /// @dev Into a lane that is zero.
    function _put(Words rows, uint256 row, uint256 column, uint256 units) private pure {
        unchecked {
            rows.add(row + (column >> 3), units << ((column & 7) << 5));
        }
    }
}
