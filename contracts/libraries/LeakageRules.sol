// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IChecker} from "../interfaces/IChecker.sol";
import {Calldata} from "./Calldata.sol";
import {Influence, InfluenceMatrix} from "./InfluenceMatrix.sol";

/// @param entryBond least lock of a device's entry; what one that stays sealed forfeits
/// @param cost of a coalition to each of its members, for each of the others
/// @param mostContracts that count in a round
/// @param influence of devices on each other
struct LeakageRules {
    uint256 entryBond;
    uint256 cost;
    uint256 mostContracts;
    Influence influence;
}

/// @title Parameters of the leakage game
/// @notice entryBond(11) bond(11) cost(11) mostContracts(1) kinds(1), then the influence among the `kinds` types, see InfluenceMatrix.
/// Money in base units. `cost` can be 0, nothing else; at most 32 kinds.
library LeakageParams {
    using Calldata for bytes;

    uint256 private constant HEAD = 35;

    /// @notice What stands behind a proposal. @dev Of parameters that a round was opened with: they are not looked at.
    function bond(bytes calldata params) internal pure returns (uint88) {
        // the cast cuts the bond out of the word
        // forge-lint: disable-next-line(unsafe-typecast)
        return uint88(uint256(params.wordAt(0)) >> 80);
    }

    /// @notice Reverts with `InvalidParams`.
    function parse(bytes calldata params) internal pure returns (LeakageRules memory rules) {
        if (params.length < HEAD) revert IChecker.InvalidParams(params);
        // bytes 3 to 34: of the fields, all but the entry's bond begin behind the third
        uint256 word = uint256(params.wordAt(3));
        uint256 kinds = word & type(uint8).max;
        rules.entryBond = uint256(params.wordAt(0)) >> 168;
        rules.cost = (word >> 16) & type(uint88).max;
        rules.mostContracts = (word >> 8) & type(uint8).max;
        bool sound = rules.entryBond != 0 && bond(params) != 0 && rules.mostContracts != 0 && kinds != 0;
        if (!sound || kinds > InfluenceMatrix.MOST_KINDS || params.length != HEAD + InfluenceMatrix.size(kinds)) {
            revert IChecker.InvalidParams(params);
        }
        (rules.influence, sound) = InfluenceMatrix.unpack(params[HEAD:], kinds);
        if (!sound) revert IChecker.InvalidParams(params);
    }
}
