// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IResaleChain} from "../interfaces/IResaleChain.sol";

/// @title The long fields of an offer in calldata
/// @dev Their places and lengths are not checked. They need not be: the fingerprint is compared before anything is done with them, and only the bytes
/// that were recorded have it, wherever they lie.
library OfferData {
    function sharesOf(IResaleChain.Offer calldata offered) internal pure returns (bytes calldata shares) {
        assembly ("memory-safe") {
            let place := add(offered, calldataload(add(offered, 192)))
            shares.offset := add(place, 32)
            shares.length := calldataload(place)
        }
    }

    function pathOf(IResaleChain.Offer calldata offered) internal pure returns (bytes calldata path) {
        assembly ("memory-safe") {
            let place := add(offered, calldataload(add(offered, 224)))
            path.offset := add(place, 32)
            path.length := calldataload(place)
        }
    }
}
