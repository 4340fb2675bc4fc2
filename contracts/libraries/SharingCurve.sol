// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IChecker} from "../interfaces/IChecker.sol";
import {Calldata} from "./Calldata.sol";
import {WordRows, Words} from "./Words.sol";

/// @param lot units of data from one value to the next
/// @param values f(0), f(1), ...: what 0, 1, ... whole lots are worth; they never fall
/// @param last how many values there are, less 1: more lots are worth as much as so many
struct SharingCurve {
    uint256 lot;
    Words values;
    uint256 last;
}

using SharingCurves for SharingCurve global;

/// @title What data of a size is worth in a bilateral sharing round, to an agent with scale 1
library SharingCurves {
    using Calldata for bytes;

    uint256 private constant VALUES = 5;
    uint256 private constant VALUE = 8;

    /// @param params lot(4) count(1) then count values of 8 bytes
    /// Reverts with `InvalidParams`: lot or count is 0, a value is below the one before, or the length is another one.
    function parse(bytes calldata params) internal pure returns (SharingCurve memory curve) {
        uint256 word = uint256(params.wordAt(0));
        uint256 count = (word >> 216) & type(uint8).max;
        curve.lot = word >> 224;
        if (count == 0 || curve.lot == 0 || params.length != VALUES + count * VALUE) revert IChecker.InvalidParams(params);
        Words values = WordRows.reserve(count);
        uint256 least;
        // at most 255 values
        unchecked {
            for (uint256 i; i < count; ++i) {
                uint256 value = uint256(params.wordAt(VALUES + i * VALUE)) >> 192;
                if (value < least) revert IChecker.InvalidParams(params);
                values.set(i, value);
                least = value;
            }
            (curve.values, curve.last) = (values, count - 1);
        }
    }

    /// @param total units of data
    function valueOf(SharingCurve memory curve, uint256 total) internal pure returns (uint256) {
        uint256 lots = total / curve.lot;
        return curve.values.get(lots < curve.last ? lots : curve.last);
    }
}
