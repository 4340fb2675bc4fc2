// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Accounts} from "../Accounts.sol";
import {Calldata} from "./Calldata.sol";

/// @title Splitting a price by shares
/// @dev Prices are below 2^88. Shares, 4 bytes each where they are packed, are parts of WHOLE and sum to at most WHOLE: their parts of a price, all
/// rounded down, sum to at most the price.
library Split {
    using Calldata for bytes;

    uint256 private constant WHOLE = 1_000_000_000;

    /// @notice What a share of a price is, rounded down.
    function partDown(uint256 price, uint256 share) internal pure returns (uint256) {
        unchecked {
            return price * share / WHOLE;
        }
    }

    /// @notice What is left of a price when each of the shares took its part.
    function rest(uint256 price, bytes calldata shares) internal pure returns (uint256 left) {
        left = price;
        unchecked {
            for (uint256 offset; offset < shares.length; offset += 4) {
                left -= price * (uint256(shares.wordAt(offset)) >> 224) / WHOLE;
            }
        }
    }

    /// @notice Credits the accounts of the first players of a path with the parts that their shares are.
    /// @return left what is left of the price
    function credit(mapping(address => Accounts.Cell) storage cells, uint256 price, bytes calldata path, bytes calldata shares)
        internal
        returns (uint256 left)
    {
        // As `rest`, and cells[player].word = cells[player].word.addFree(part): a trade's gas is spent here. Nobody is touched for nothing.
        assembly ("memory-safe") {
            left := price
            let player := path.offset
            let place := shares.offset
            mstore(32, cells.slot)
            for { let end := add(place, shares.length) } lt(place, end) { place := add(place, 4) } {
                let part := div(mul(price, shr(224, calldataload(place))), WHOLE)
                if part {
                    left := sub(left, part)
                    mstore(0, shr(96, calldataload(player)))
                    let cell := keccak256(0, 64)
                    sstore(cell, add(sload(cell), part))
                }
                player := add(player, 20)
            }
        }
    }
}
