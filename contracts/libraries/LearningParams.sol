// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IChecker} from "../interfaces/IChecker.sol";
import {Calldata} from "./Calldata.sol";

/// @param maxParties that can enter
/// @param budget base units that an accuracy of 1 costs
/// @param bond behind a proposed outcome; 0: outcomes are settled at once
/// @param runner whose signature a statement counts by
/// @param arbiter whose signature takes precedence; 0: there is none
struct LearningRules {
    uint256 maxParties;
    uint256 budget;
    uint256 bond;
    address runner;
    address arbiter;
}

/// @title Parameters of rounds in which parties learn together
/// @notice maxParties(1) budget(11) bond(11) runner(20) arbiter(20) runnerKey(32) measurement(32), then what models are trained with, as text
/// of at most 1024 bytes. What follows `arbiter` is not looked at; statements are bound to it by the terms of the round.
library LearningParams {
    using Calldata for bytes;

    /// @notice Parties of a round whose outcome is checked completely, from the whole table.
    uint256 internal constant MOST_SETTLED = 12;
    /// @notice Parties of a round whose outcome is proposed.
    uint256 internal constant MOST_PROPOSED = 20;

    /// @dev Bytes before the text, and of it.
    uint256 private constant HEAD = 127;
    uint256 private constant LONGEST_TEXT = 1024;

    /// @notice Reverts with `InvalidParams`: another length, no party or too many, no budget, no runner, no bond where there must be one or
    /// one where there must be none.
    function parse(bytes calldata params) internal pure returns (LearningRules memory rules) {
        if (params.length < HEAD || params.length > HEAD + LONGEST_TEXT) revert IChecker.InvalidParams(params);
        uint256 word = uint256(params.wordAt(0));
        rules.maxParties = word >> 248;
        rules.budget = (word >> 160) & type(uint88).max;
        rules.bond = (word >> 72) & type(uint88).max;
        rules.runner = address(bytes20(params.wordAt(23)));
        rules.arbiter = address(bytes20(params.wordAt(43)));
        bool parties = rules.maxParties != 0 && rules.maxParties <= MOST_PROPOSED;
        bool proposed = rules.maxParties > MOST_SETTLED;
        if (!parties || rules.budget == 0 || rules.runner == address(0) || proposed != (rules.bond != 0)) {
            revert IChecker.InvalidParams(params);
        }
    }
}
