// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Test} from "./Test.sol";

/// @title Signs orders as a wallet would
/// @dev EIP-712 written out a second time, from the type strings alone.
abstract contract OrderSigner is Test {
    /// @dev Order n of the group order of secp256k1.
    uint256 internal constant CURVE_ORDER = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141;

    /// @param chain and `verifyingContract`: of the EIP-712 domain
    struct Order {
        uint256 chain;
        address verifyingContract;
        bytes32 terms;
        address signer;
        uint96 lock;
        bytes32 data;
        uint32 nonce;
        uint40 expiry;
        uint88 maxFee;
    }

    function _digest(Order memory order) internal pure returns (bytes32) {
        bytes32 domain = keccak256(
            abi.encode(
                keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
                keccak256("Databourse Market"),
                keccak256("1"),
                order.chain,
                order.verifyingContract
            )
        );
        bytes32 structHash = keccak256(
            abi.encode(
                keccak256("Order(bytes32 terms,address signer,uint96 lock,bytes32 data,uint32 nonce,uint40 expiry,uint88 maxFee)"),
                order.terms,
                order.signer,
                order.lock,
                order.data,
                order.nonce,
                order.expiry,
                order.maxFee
            )
        );
        return keccak256(abi.encodePacked(hex"1901", domain, structHash));
    }

    /// @return 148 bytes, as `enterSigned` takes them
    function _sign(uint256 key, Order memory order) internal pure returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, _digest(order));
        return _carry(order, r, bytes32(uint256(s) | uint256(v - 27) << 255));
    }

    function _carry(Order memory order, bytes32 r, bytes32 vs) internal pure returns (bytes memory) {
        return abi.encodePacked(order.signer, order.lock, order.data, order.nonce, order.expiry, order.maxFee, r, vs);
    }
}
