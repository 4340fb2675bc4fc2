// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {MessageHashUtils} from "@openzeppelin/contracts/utils/cryptography/MessageHashUtils.sol";

import {Calldata} from "../libraries/Calldata.sol";

/// @title Orders that somebody else carries to the chain
/// @dev The signature binds an order to chain and contract (the EIP-712 domain), to the terms of one round, to its signer, to a nonce and
/// to an expiry. Only plain keys can sign (no contract wallets): a carried order must never call foreign code.
abstract contract SignedOrders is EIP712("Databourse Market", "1") {
    using Calldata for bytes;

    /// @dev Bytes of an order: signer(20) lock(12) data(32) nonce(4) expiry(5) maxFee(11) r(32) vs(32).
    uint256 internal constant SIGNED_ORDER = 148;

    bytes32 private constant ORDER_TYPE =
        keccak256("Order(bytes32 terms,address signer,uint96 lock,bytes32 data,uint32 nonce,uint40 expiry,uint88 maxFee)");

    /// @dev The first eight words are, in memory, what EIP-712 hashes.
    /// @param typeHash of `Order`
    /// @param lock what the entry can be debited
    /// @param nonce at least the account's; accepting the order sets the account's to nonce + 1
    /// @param expiry last second at which the order may be recorded
    /// @param maxFee that the relayer may take
    struct SignedOrder {
        bytes32 typeHash;
        bytes32 terms;
        address signer;
        uint96 lock;
        bytes32 data;
        uint32 nonce;
        uint40 expiry;
        uint88 maxFee;
        bytes32 r;
        bytes32 vs;
    }

    /// @dev What is common to the orders of one call. `accepted` collects the entries for the event, `length` of its bytes are in use.
    struct Batch {
        uint64 series;
        uint256 slot;
        bytes32 domain;
        uint88 relayFee;
        uint256 log;
        bytes accepted;
        uint256 length;
    }

    /// @dev Reads the order at `offset` into `order`; the caller has checked that it is there.
    function _readOrder(SignedOrder memory order, bytes calldata orders, uint256 offset) internal pure {
        bytes32 head = orders.wordAt(offset);
        bytes32 limits = orders.wordAt(offset + 64);
        // each cut keeps the field that stands there
        // forge-lint: disable-start(unsafe-typecast)
        order.signer = address(bytes20(head));
        order.lock = uint96(uint256(head));
        order.data = orders.wordAt(offset + 32);
        order.nonce = uint32(bytes4(limits));
        order.expiry = uint40(uint256(limits) >> 184);
        order.maxFee = uint88(uint256(limits) >> 96);
        order.r = orders.wordAt(offset + 84);
        order.vs = orders.wordAt(offset + 116);
        // forge-lint: disable-end(unsafe-typecast)
    }

    function _emptyOrder(bytes32 terms) internal pure returns (SignedOrder memory order) {
        order.typeHash = ORDER_TYPE;
        order.terms = terms;
    }

    function _signedBySigner(bytes32 domain, SignedOrder memory order) internal pure returns (bool) {
        bytes32 structHash;
        assembly ("memory-safe") {
            // the eight words from typeHash to maxFee
            structHash := keccak256(order, 0x100)
        }
        (address recovered, ECDSA.RecoverError failure,) =
            ECDSA.tryRecover(MessageHashUtils.toTypedDataHash(domain, structHash), order.r, order.vs);
        return failure == ECDSA.RecoverError.NoError && recovered == order.signer;
    }

    /// @dev Adds an entry, its two words, to those accepted.
    function _accept(Batch memory batch, uint256 head, bytes32 data) internal pure {
        bytes memory accepted = batch.accepted;
        uint256 length = batch.length;
        assembly ("memory-safe") {
            // `accepted` has room for every order of the call
            let at := add(add(accepted, 0x20), length)
            mstore(at, head)
            mstore(add(at, 0x20), data)
        }
        batch.length = length + 64;
    }

    /// @dev Cuts `accepted` to the bytes in use.
    function _acceptedOf(Batch memory batch) internal pure returns (bytes memory accepted) {
        accepted = batch.accepted;
        uint256 length = batch.length;
        assembly ("memory-safe") {
            mstore(accepted, length)
        }
    }
}
