// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IResaleChain} from "../interfaces/IResaleChain.sol";

/// @title Fingerprints of licences and offers: 192 bits of a hash
/// @dev What is hashed begins with fields of fixed width. After them two different licences differ in the path; two different offers too, because
/// the length of the path tells that of the shares: callers make sure of it (`fits`). A licence and an offer of the same bytes are told apart by their
/// records' states.
library Fingerprint {
    function ofLicence(uint64 chain, uint88 price, bytes memory path) internal pure returns (uint192) {
        return _cut(keccak256(abi.encodePacked(chain, price, path)));
    }

    function fingerprint(IResaleChain.Holding calldata holding) internal pure returns (uint192) {
        return _cut(keccak256(abi.encodePacked(holding.chain, holding.price, holding.path)));
    }

    /// @notice Of an offer of this holder.
    function ofOffer(IResaleChain.Holding calldata holding, address buyer, uint88 price, uint40 expiry, bytes memory shares)
        internal
        pure
        returns (uint192)
    {
        return _cut(keccak256(abi.encodePacked(holding.chain, holding.licence, buyer, price, expiry, shares, holding.path)));
    }

    function fingerprint(IResaleChain.Offer calldata offered) internal pure returns (uint192) {
        return _cut(
            keccak256(
                abi.encodePacked(offered.chain, offered.licence, offered.buyer, offered.price, offered.expiry, offered.shares, offered.path)
            )
        );
    }

    /// @notice Of the licence that comes of an offer when `buyer` accepts it.
    function ofSale(IResaleChain.Offer calldata offered, address buyer) internal pure returns (uint192) {
        return _cut(keccak256(abi.encodePacked(offered.chain, offered.price, offered.path, buyer)));
    }

    /// @notice Whether there are as many shares as players before the last one.
    function fits(IResaleChain.Offer calldata offered) internal pure returns (bool) {
        return offered.path.length == offered.shares.length * 5 + 20;
    }

    function _cut(bytes32 hash) private pure returns (uint192) {
        // forge-lint: disable-next-line(unsafe-typecast)
        return uint192(bytes24(hash));
    }
}
