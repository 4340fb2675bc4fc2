// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Shares} from "./Shares.sol";

/// @title Stored columns of a matrix
/// @notice The shares of all but the direct sellers, one trade after the other without gaps, eight in a word, the first one highest.
/// Share i of trade j is number (j - 1) (j - 2) / 2 + i.
library Columns {
    uint256 private constant LANES = 8;
    uint256 private constant LANE_BITS = 32;

    struct Triangle {
        mapping(uint256 index => uint256) words;
    }

    /// @param columns column j at [j - 1], with j shares that sum to at most WHOLE: callers have read and checked all of them
    function store(Triangle storage triangle, uint32[][] calldata columns) internal {
        uint256 number;
        uint256 word;
        unchecked {
            for (uint256 last; last < columns.length; ++last) {
                uint32[] calldata column = columns[last];
                for (uint256 i; i < last; ++i) {
                    word = (word << LANE_BITS) | _read(column, i);
                    if (++number % LANES == 0) {
                        triangle.words[number / LANES - 1] = word;
                        word = 0;
                    }
                }
            }
            if (word != 0) triangle.words[number / LANES] = word << ((LANES - number % LANES) * LANE_BITS);
        }
    }

    /// @notice The column of a trade, whose direct seller has what the others leave.
    function load(Triangle storage triangle, uint256 trade) internal view returns (uint32[] memory column) {
        column = new uint32[](trade);
        // shares that were stored sum to at most WHOLE
        unchecked {
            uint32 rest = Shares.WHOLE;
            uint256 number = trade * (trade - 1) / 2 - (trade - 1);
            uint256 word;
            for (uint256 i; i + 1 < trade; ++i) {
                if (i == 0 || number % LANES == 0) word = triangle.words[number / LANES] << (number % LANES * LANE_BITS);
                // the lane that is highest
                // forge-lint: disable-next-line(unsafe-typecast)
                uint32 share = uint32(word >> (256 - LANE_BITS));
                column[i] = share;
                rest -= share;
                word <<= LANE_BITS;
                ++number;
            }
            column[trade - 1] = rest;
        }
    }

    function _read(uint32[] calldata column, uint256 i) private pure returns (uint256 share) {
        assembly ("memory-safe") {
            share := calldataload(add(column.offset, shl(5, i)))
        }
    }
}
