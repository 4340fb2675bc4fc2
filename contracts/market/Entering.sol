// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IGate} from "../interfaces/IGate.sol";
import {IMarket} from "../interfaces/IMarket.sol";
import {AccountWord} from "../libraries/AccountWord.sol";
import {Calldata} from "../libraries/Calldata.sol";
import {Entries} from "../libraries/Entries.sol";
import {LogWord} from "../libraries/LogWord.sol";
import {RoundWord} from "../libraries/RoundWord.sol";
import {Rounds} from "./Rounds.sol";
import {SignedOrders} from "./SignedOrders.sol";

/// @title What people do in a round until it closes: enter
abstract contract Entering is Rounds, SignedOrders {
    using Calldata for bytes;
    using LogWord for uint256;

    /// @dev Bytes of an entry in a batch: lock(12) data(32).
    uint256 private constant BATCH_ENTRY = 44;
    /// @dev First byte of the data word of a sealed entry.
    uint256 internal constant SEALED = 4;

    /// @inheritdoc IMarket
    function enter(uint64 series, uint88 lock, bytes32 termsHash, bytes32 data) external {
        (Series storage s, RoundWord round) = _openRound(series, termsHash);
        _requireAdmitted(s, round, series, data);
        uint256 head = _head(msg.sender, lock);
        _join(s, series, round, lock, 1);
        uint256 log = s.log;
        if (_isSealed(data)) _seal(s, round, msg.sender, log.count(), data);
        s.log = _append(log, round, head, data);
        emit Entered(_slot(series, round.number()), bytes32(head), data);
    }

    /// @inheritdoc IMarket
    function enterWith(uint64 series, uint88 lock, bytes32 termsHash, bytes calldata payload) external {
        (Series storage s, RoundWord round) = _openRound(series, termsHash);
        uint256 most = MOST_PAYLOAD_BYTES / round.maxEntries();
        if (payload.length > most) revert PayloadTooLong(payload.length, most);
        bytes32 data = keccak256(payload);
        if (s.config.gate != address(0)) _requireGate(s.config.gate, series, msg.sender, data, payload);
        uint256 head = _head(msg.sender, lock) | LogWord.WITH_PAYLOAD;
        _join(s, series, round, lock, 1);
        s.log = _append(s.log, round, head, data);
        emit EnteredWith(_slot(series, round.number()), bytes32(head), payload);
    }

    /// @inheritdoc IMarket
    function enterBatch(uint64 series, bytes32 termsHash, bytes calldata entries) external {
        (Series storage s, RoundWord round) = _openRound(series, termsHash);
        if (entries.length == 0 || entries.length % BATCH_ENTRY != 0) revert MalformedBatch(entries.length);
        uint256 log = s.log;
        uint256 count = entries.length / BATCH_ENTRY;
        if (log.count() + count > round.maxEntries()) revert RoundFull(round.maxEntries());
        uint256 locks;
        // at most maxEntries turns, each adding a 96-bit number to `locks`
        unchecked {
            for (uint256 offset; offset < entries.length; offset += BATCH_ENTRY) {
                uint256 lock = uint256(entries.wordAt(offset)) >> 160;
                if (lock > type(uint88).max) revert LockTooLarge(lock);
                bytes32 data = entries.wordAt(offset + 12);
                _requireAdmitted(s, round, series, data);
                if (_isSealed(data)) _seal(s, round, msg.sender, log.count(), data);
                log = log.append(_head(msg.sender, lock), data);
                locks += lock;
            }
        }
        _join(s, series, round, locks, count);
        s.log = log;
        emit EnteredBatch(_slot(series, round.number()), msg.sender, entries);
    }

    /// @inheritdoc IMarket
    function enterSigned(uint64 series, bytes32 termsHash, uint88 relayFee, bytes calldata orders) external {
        (Series storage s, RoundWord round) = _openRound(series, termsHash);
        if (orders.length == 0 || orders.length % SIGNED_ORDER != 0) revert MalformedBatch(orders.length);
        Batch memory batch = Batch({
            series: series,
            slot: _slot(series, round.number()),
            domain: _domainSeparatorV4(),
            relayFee: relayFee,
            log: s.log,
            accepted: new bytes(orders.length / SIGNED_ORDER * Entries.SIZE),
            length: 0
        });
        SignedOrder memory order = _emptyOrder(termsHash);
        for (uint256 offset; offset < orders.length; offset += SIGNED_ORDER) {
            _readOrder(order, orders, offset);
            (bool valid, Skip reason) = _enterOrder(s, round, batch, order);
            if (!valid) emit OrderSkipped(batch.slot, order.signer, offset / SIGNED_ORDER, reason);
        }
        if (batch.length == 0) return;
        s.log = batch.log;
        _credit(series, msg.sender, batch.length / Entries.SIZE * relayFee);
        emit EnteredSigned(batch.slot, msg.sender, relayFee, _acceptedOf(batch));
    }

    /// @dev Everything that can be wrong with one order skips it and leaves no trace.
    function _enterOrder(Series storage s, RoundWord round, Batch memory batch, SignedOrder memory order) private returns (bool, Skip) {
        if (order.lock > type(uint88).max) return (false, Skip.Malformed);
        if (order.expiry < block.timestamp) return (false, Skip.Expired);
        if (order.maxFee < batch.relayFee) return (false, Skip.FeeAboveLimit);
        if (!_signedBySigner(batch.domain, order)) return (false, Skip.BadSignature);

        Cell storage cell = _cell(batch.series, order.signer);
        AccountWord account = _released(cell.word, round, s);
        // the highest nonce is never accepted: there is no higher one that could follow it
        if (order.nonce < account.nonce() || order.nonce == type(uint32).max) return (false, Skip.NonceUsed);
        uint256 locking;
        uint256 nonce;
        // numbers below 2^96
        unchecked {
            locking = uint256(order.lock) + round.fee();
            nonce = uint256(order.nonce) + 1;
            if (account.free() < locking + batch.relayFee) return (false, Skip.InsufficientFree);
        }
        if (account.entries() >= round.maxPerAccount()) return (false, Skip.AccountFull);
        if (batch.log.count() >= round.maxEntries()) return (false, Skip.RoundFull);
        if (_isGated(round, s, order.data) && !_admits(s.config.gate, batch.series, order)) return (false, Skip.Refused);

        cell.word = account.takeFree(batch.relayFee).join(locking, 1, round.number()).withNonce(nonce);
        uint256 head = _head(order.signer, order.lock);
        if (_isSealed(order.data)) _seal(s, round, order.signer, batch.log.count(), order.data);
        batch.log = batch.log.append(head, order.data);
        _accept(batch, head, order.data);
        return (true, Skip.Malformed);
    }

    /// @inheritdoc IMarket
    function invalidateOrders(uint64 series, uint32 nonce) external {
        _requireSeries(series);
        Cell storage cell = _cell(series, msg.sender);
        AccountWord account = cell.word;
        // forge-lint: disable-next-line(unsafe-typecast)
        if (nonce <= account.nonce()) revert NonceNotHigher(uint32(account.nonce()), nonce);
        cell.word = account.withNonce(nonce);
        emit OrdersInvalidated(series, msg.sender, nonce);
    }

    function _openRound(uint64 series, bytes32 termsHash) private view returns (Series storage s, RoundWord round) {
        s = _series[series];
        round = s.round;
        if (block.timestamp >= round.closeAt()) {
            _requireSeries(series);
            revert RoundClosed(round.closeAt());
        }
        if (s.termsHash != termsHash) revert WrongTerms(s.termsHash, termsHash);
    }

    /// @dev Locks for `entries` new entries of the sender.
    function _join(Series storage s, uint64 series, RoundWord round, uint256 locks, uint256 entries) private {
        Cell storage cell = _cell(series, msg.sender);
        AccountWord account = _released(cell.word, round, s);
        uint256 locking;
        // `locks` is a sum of at most 1,500 numbers of 88 bits
        unchecked {
            if (entries + account.entries() > round.maxPerAccount()) revert AccountFull(round.maxPerAccount());
            locking = locks + entries * round.fee();
        }
        if (account.free() < locking) revert InsufficientFree(series, msg.sender, account.free(), locking);
        cell.word = account.join(locking, entries, round.number());
    }

    function _append(uint256 log, RoundWord round, uint256 head, bytes32 data) private pure returns (uint256) {
        if (log.count() >= round.maxEntries()) revert RoundFull(round.maxEntries());
        return log.append(head, data);
    }

    function _isSealed(bytes32 data) private pure returns (bool) {
        return uint256(data) >> 248 == SEALED;
    }

    /// @dev Keeps what `reveal` is to open; in rounds where nothing is opened a data word is what it is.
    function _seal(Series storage s, RoundWord round, address who, uint256 index, bytes32 data) private {
        if (s.phases.takesOpenings(round.closeAt())) s.sealedEntries[_place(round, index)] = _sealOf(who, data);
    }

    function _place(RoundWord round, uint256 index) internal pure returns (uint256) {
        return (uint256(round.number()) << 32) | index;
    }

    /// @dev With the account in it: a copied data word can only be opened by the account that could open the first one.
    function _sealOf(address who, bytes32 data) internal pure returns (bytes32) {
        return keccak256(abi.encode(who, data));
    }

    function _head(address who, uint256 lock) private pure returns (uint256) {
        return (uint256(uint160(who)) << 96) | lock;
    }

    /* GATE */

    function _isGated(RoundWord round, Series storage s, bytes32 data) private view returns (bool) {
        uint256 tag = uint256(data) >> 248;
        return tag > 7 ? s.config.gate != address(0) : round.isTagGated(tag);
    }

    function _requireAdmitted(Series storage s, RoundWord round, uint64 series, bytes32 data) private view {
        if (_isGated(round, s, data)) _requireGate(s.config.gate, series, msg.sender, data, msg.data[0:0]);
    }

    function _requireGate(address gate, uint64 series, address who, bytes32 data, bytes calldata payload) internal view {
        try IGate(gate).admit{gas: GATE_GAS}(series, who, data, payload) {}
        catch (bytes memory cause) {
            revert GateRefused(cause);
        }
    }

    function _admits(address gate, uint64 series, SignedOrder memory order) private view returns (bool) {
        // a gate's code can be gone again, and asking where there is none would revert here instead of being caught
        if (gate.code.length == 0) return false;
        try IGate(gate).admit{gas: GATE_GAS}(series, order.signer, order.data, msg.data[0:0]) {
            return true;
        } catch {
            return false;
        }
    }
}
