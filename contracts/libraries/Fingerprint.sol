// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IResaleChain} from "../interfaces/IResaleChain.sol";

/// @title Fingerprints of licences and offers: 192 bits of a hash of packed fields
/// @dev Fields of fixed width come first. Behind them two different licences differ in the path, and two different offers as well, because the
/// length of the path tells that of the shares: `ofSale` makes sure of it. A licence and an offer of the same bytes are told apart by the states of
/// their records.
library Fingerprint {
    /// @notice Of a licence.
    function ofLicence(uint64 chain, uint88 price, bytes memory path) internal pure returns (uint192) {
        return _cut(keccak256(abi.encodePacked(chain, price, path)));
    }

    /// @notice Of an offer of this holder.
    function ofOffer(IResaleChain.Holding calldata holding, address buyer, uint88 price, uint40 expiry, bytes memory shares)
        internal
        pure
        returns (uint192)
    {
        return _cut(keccak256(abi.encodePacked(holding.chain, holding.licence, buyer, price, expiry, shares, holding.path)));
    }

    /// @notice The same two hashes for a sale, over one copy of the path: of the offer, and of the licence that it becomes when `holder` accepts.
    /// @dev Bits that do not fit into their fields are left out; `shares` and `path` need not end within calldata. The number of the offer is not in it.
    /// @return offer 0, which no offer has, where there are not as many shares as players before the last one
    function ofSale(IResaleChain.Offer calldata offered, bytes calldata shares, bytes calldata path, address holder)
        internal
        pure
        returns (uint192 offer, uint192 licence)
    {
        unchecked {
            // a length that overflows here is too long to be copied below
            if (path.length != shares.length * 5 + 20) return (0, 0);
        }
        bytes32 offerHash;
        bytes32 licenceHash;
        // Each field is the end of a word that is written over the field behind it: so they go from the last to the first.
        assembly ("memory-safe") {
            let chain := calldataload(offered)
            let price := calldataload(add(offered, 128))
            let start := add(mload(0x40), 32)
            mstore(add(start, 20), calldataload(add(offered, 160))) // expiry, up to 52
            mstore(add(start, 15), price) // up to 47
            mstore(add(start, 4), calldataload(add(offered, 96))) // buyer, up to 36
            mstore(sub(start, 16), calldataload(add(offered, 64))) // licence, up to 16
            mstore(sub(start, 24), chain) // up to 8
            let players := add(add(start, 52), shares.length)
            calldatacopy(add(start, 52), shares.offset, shares.length)
            calldatacopy(players, path.offset, path.length)
            offerHash := keccak256(start, add(add(52, shares.length), path.length))

            mstore(sub(players, 32), price) // just before the path
            mstore(sub(players, 43), chain)
            mstore(add(players, path.length), shl(96, holder))
            licenceHash := keccak256(sub(players, 19), add(39, path.length))
        }
        return (_cut(offerHash), _cut(licenceHash));
    }

    function _cut(bytes32 hash) private pure returns (uint192) {
        // forge-lint: disable-next-line(unsafe-typecast)
        return uint192(bytes24(hash));
    }
}
