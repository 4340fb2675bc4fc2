// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {WordRows, Words} from "./Words.sol";

/// @dev What is wanted of a type of devices: an address in memory, see LeakageDemands.
type LeakageDemand is uint256;

using LeakageDemands for LeakageDemand global;

/// @title The contract that pays for a type of devices, and what came together for it
/// @dev Eight words for each type, so that addresses follow from types by a shift.
library LeakageDemands {
    /// @dev 0: the type has no contract.
    uint256 internal constant BUDGET = 0;
    /// @dev Number of the contract.
    uint256 internal constant CONTRACT = 0x20;
    /// @dev How many devices of the type take part.
    uint256 internal constant DEVICES = 0x40;
    /// @dev Of all of them.
    uint256 internal constant SAMPLES = 0x60;
    /// @dev See LargestRemainder.
    uint256 internal constant CUT = 0x80;
    /// @dev Sum of their prices.
    uint256 internal constant PRICED = 0xa0;
    /// @dev What they are worth in their coalitions.
    uint256 internal constant WORTH = 0xc0;

    uint256 internal constant BITS = 8;

    /// @notice No contracts yet. @return demands the one of type 0; the others follow
    function create(uint256 kinds) internal pure returns (LeakageDemand demands) {
        Words words = WordRows.allocate(kinds << (BITS - 5));
        return LeakageDemand.wrap(words.addressOf(0));
    }

    /// @notice That of a type, by that of type 0.
    function ofKind(LeakageDemand demands, uint256 kind) internal pure returns (LeakageDemand) {
        unchecked {
            // an address in memory
            return LeakageDemand.wrap(LeakageDemand.unwrap(demands) + (kind << BITS));
        }
    }

    /// @param field its offset
    function get(LeakageDemand demand, uint256 field) internal pure returns (uint256) {
        unchecked {
            return WordRows.load(LeakageDemand.unwrap(demand) + field);
        }
    }

    /// @param field its offset
    function set(LeakageDemand demand, uint256 field, uint256 word) internal pure {
        unchecked {
            WordRows.store(LeakageDemand.unwrap(demand) + field, word);
        }
    }
}
