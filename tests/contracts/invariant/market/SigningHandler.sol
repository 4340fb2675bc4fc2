// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

import {IAccounts} from "../../../../contracts/interfaces/IAccounts.sol";
import {Pack} from "../../utils/Pack.sol";
import {Handler} from "./Handler.sol";

/// @title Signed orders, good ones and bad ones in one batch, at random
abstract contract SigningHandler is Handler {
    using SafeCast for uint256;

    /// @param free and `nonce`: what the signer's account should have left once the orders before are recorded
    struct Signer {
        uint256 a;
        uint256 free;
        uint32 nonce;
    }

    function enterSigned(uint256 a, uint256 relayer, uint256 s, uint256 seed) external timed {
        (a, relayer, s) = (a % ACTORS, relayer % ACTORS, _enterable(s));
        if (_room(s, a) < 4) return;
        _enterSigned(a, relayer, s, seed);
    }

    /// @dev Four orders of one signer, each of which is good, corrupted, used or not covered.
    function _enterSigned(uint256 a, uint256 relayer, uint256 s, uint256 seed) private watched(1 << a) {
        uint88 relayFee = uint88(bound(seed, 0, 10));
        IAccounts.Account memory account = _account(s, actor[a]);
        Signer memory signer = Signer(a, account.free, account.nonce);
        bytes memory orders;
        for (uint256 i; i < 4; ++i) {
            orders = bytes.concat(orders, _nextOrder(signer, s, relayFee, uint256(keccak256(abi.encode(seed, i)))));
        }
        uint256 paid = (signer.nonce - account.nonce) * relayFee;
        worth[number(s)][actor[a]] -= paid;
        worth[number(s)][actor[relayer]] += paid;

        vm.prank(actor[relayer]);
        market.enterSigned(number(s), books[s].termsHash, relayFee, orders);
        vm.assertEq(market.roundOf(number(s)).count, books[s].entries.length / 64, "recorded orders");
        vm.assertEq(_account(s, actor[a]).nonce, signer.nonce, "nonce");
    }

    function _nextOrder(Signer memory signer, uint256 s, uint88 relayFee, uint256 seed) private returns (bytes memory) {
        uint256 kind = seed % 6;
        uint256 fees = uint256(relayFee) + _fee(s);
        bytes32 data = _data(s, signer.a, seed);
        if (kind == 0) return Pack.corrupt(_sign(signer, s, 0, data, signer.nonce), (seed >> 8) % 148, 0x01);
        if (kind == 1 && signer.nonce != 0) return _sign(signer, s, 0, data, signer.nonce - 1);
        if (kind == 2 || signer.free < fees) {
            return _sign(signer, s, (signer.free + 1).toUint96(), data, signer.nonce);
        }

        uint88 lock = uint88(bound(seed, 0, (signer.free - fees) / 3));
        _record(s, signer.a, lock, data);
        signer.free -= lock + fees;
        return _sign(signer, s, lock, data, signer.nonce++);
    }

    function _sign(Signer memory signer, uint256 s, uint96 lock, bytes32 data, uint32 nonce) private view returns (bytes memory) {
        Order memory order = Order({
            chain: block.chainid,
            verifyingContract: address(market),
            terms: books[s].termsHash,
            signer: actor[signer.a],
            lock: lock,
            data: data,
            nonce: nonce,
            expiry: type(uint40).max,
            maxFee: 10
        });
        return _sign(_key(signer.a), order);
    }
}
