// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {Multicall} from "@openzeppelin/contracts/utils/Multicall.sol";

import {Accounts} from "./Accounts.sol";
import {SignedOrders} from "./SignedOrders.sol";
import {IAccounts} from "./interfaces/IAccounts.sol";
import {IChecker} from "./interfaces/IChecker.sol";
import {IGate} from "./interfaces/IGate.sol";
import {IMarket} from "./interfaces/IMarket.sol";
import {AccountWord} from "./libraries/AccountWord.sol";
import {Amounts} from "./libraries/Amounts.sol";
import {Calldata} from "./libraries/Calldata.sol";
import {CheckerCall} from "./libraries/CheckerCall.sol";
import {Entries} from "./libraries/Entries.sol";
import {LogWord} from "./libraries/LogWord.sol";
import {RoundWord, RoundWords} from "./libraries/RoundWord.sol";

/// @title Market: rounds of one-shot mechanisms
/// @dev Documented at IMarket, with the assumptions it stands on.
contract Market is IMarket, Accounts, SignedOrders, Multicall {
    using Amounts for bytes;
    using Calldata for bytes;
    using Entries for bytes;
    using Entries for uint256;
    using LogWord for uint256;

    /// @dev What a round may hold at most, whatever its checker would take: above it a settlement does not fit into a transaction.
    uint256 private constant MOST_ENTRIES = 1500;
    /// @dev Shared by the entries of a round, for the same reason.
    uint256 private constant MOST_PAYLOAD_BYTES = 65_536;
    /// @dev Seconds that everybody has for settling after the series' solver had its own.
    uint256 private constant SETTLEMENT_WINDOW = 60;
    /// @dev For one question to a gate; a gate that needs more refuses.
    uint256 private constant GATE_GAS = 100_000;
    /// @dev Bytes of an entry in a batch: lock(12) data(32).
    uint256 private constant BATCH_ENTRY = 44;

    /// @dev `round`, `termsHash` and `log` (a LogWord) belong to the current round.
    struct Series {
        RoundWord round;
        bytes32 termsHash;
        uint256 log;
        bytes32 configHash;
        SeriesConfig config;
        mapping(address checker => bool) allows;
        mapping(uint256 index => uint256 bits) settled;
    }

    uint64 public seriesCount;
    mapping(uint64 number => Series) private _series;

    constructor(IERC20 token_) Accounts(token_) {}

    /* SERIES AND ROUNDS */

    /// @inheritdoc IMarket
    function createSeries(SeriesConfig calldata config) external returns (uint64 series) {
        if (config.operator == address(0) || config.beneficiary == address(0)) revert ZeroAddress();
        if (config.checkers.length == 0) revert NoCheckers();
        if (config.gate != address(0) && config.gate.code.length == 0) revert GateWithoutCode(config.gate);

        series = ++seriesCount;
        Series storage s = _series[series];
        s.config = config;
        s.configHash = keccak256(abi.encode(config));
        for (uint256 i; i < config.checkers.length; ++i) {
            s.allows[config.checkers[i]] = true;
        }
        emit SeriesCreated(series, config.operator, config);
    }

    /// @inheritdoc IMarket
    function open(Terms calldata terms) external returns (uint32 number) {
        uint64 series = terms.series;
        _requireSeries(series);
        Series storage s = _series[series];
        if (msg.sender != s.config.operator) revert NotOperator(msg.sender);
        if (!s.allows[terms.checker]) revert CheckerNotAllowed(terms.checker);
        RoundWord round = s.round;
        if (!round.isFinal()) revert PreviousRoundUnfinished(round.number(), round.settleBy());
        _requireTimes(terms, s.config);
        (uint32 maxEntries, uint32 maxPerAccount) = IChecker(terms.checker).limits(terms.params);
        if (maxEntries == 0 || maxPerAccount == 0) revert LimitsOutOfRange(maxEntries, maxPerAccount);

        RoundWord next = _next(round, terms, s.config, maxEntries, maxPerAccount);
        number = next.number();
        bytes32 termsHash = termsHashOf(terms);
        s.round = next;
        s.termsHash = termsHash;
        s.log = LogWord.start(contextOf(series, number, termsHash));
        emit RoundOpened(series, number, termsHash, terms);
    }

    function _next(RoundWord round, Terms calldata terms, SeriesConfig storage config, uint32 maxEntries, uint32 maxPerAccount)
        private
        view
        returns (RoundWord)
    {
        // both are at most MOST_ENTRIES
        // forge-lint: disable-start(unsafe-typecast)
        uint16 most = uint16(maxEntries < MOST_ENTRIES ? maxEntries : MOST_ENTRIES);
        uint16 mostPerAccount = uint16(maxPerAccount < most ? maxPerAccount : most);
        // forge-lint: disable-end(unsafe-typecast)
        uint8 gatedTags = config.gate == address(0) ? 0 : config.gatedTags;
        return round.next(config.fee, terms.closeAt, terms.settleBy, most, mostPerAccount, gatedTags);
    }

    function _requireTimes(Terms calldata terms, SeriesConfig storage config) private view {
        if (terms.closeAt <= block.timestamp) revert CloseInPast(terms.closeAt);
        if (terms.revealBy != terms.closeAt || terms.challengeWindow != 0) revert PhaseNotOffered(terms.revealBy, terms.challengeWindow);
        uint256 earliest = uint256(terms.closeAt) + config.solverSeconds + SETTLEMENT_WINDOW;
        if (terms.settleBy < earliest) revert SettlementWindowTooShort(terms.settleBy, earliest);
        uint256 latest = block.timestamp + config.longestRound;
        if (terms.settleBy > latest) revert RoundTooLong(terms.settleBy, latest);
    }

    /* ENTERING */

    /// @inheritdoc IMarket
    function enter(uint64 series, uint88 lock, bytes32 termsHash, bytes32 data) external {
        (Series storage s, RoundWord round) = _openRound(series, termsHash);
        _requireAdmitted(s, round, series, data);
        uint256 head = _head(msg.sender, lock);
        _join(s, series, round, lock, 1);
        s.log = _append(s.log, round, head, data);
        emit Entered(_slot(series, round.number()), bytes32(head), data);
    }

    /// @inheritdoc IMarket
    function enterWith(uint64 series, uint88 lock, bytes32 termsHash, bytes calldata payload) external {
        (Series storage s, RoundWord round) = _openRound(series, termsHash);
        uint256 most = MOST_PAYLOAD_BYTES / round.maxEntries();
        if (payload.length > most) revert PayloadTooLong(payload.length, most);
        bytes32 data = keccak256(payload);
        if (s.config.gate != address(0)) _requireGate(s.config.gate, series, data, payload);
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

    function _head(address who, uint256 lock) private pure returns (uint256) {
        return (uint256(uint160(who)) << 96) | lock;
    }

    function _slot(uint64 series, uint32 round) private pure returns (uint256) {
        return (uint256(series) << 32) | round;
    }

    /* GATE */

    function _isGated(RoundWord round, Series storage s, bytes32 data) private view returns (bool) {
        uint256 tag = uint256(data) >> 248;
        return tag > 7 ? s.config.gate != address(0) : round.isTagGated(tag);
    }

    function _requireAdmitted(Series storage s, RoundWord round, uint64 series, bytes32 data) private view {
        if (_isGated(round, s, data)) _requireGate(s.config.gate, series, data, msg.data[0:0]);
    }

    function _requireGate(address gate, uint64 series, bytes32 data, bytes calldata payload) private view {
        try IGate(gate).admit{gas: GATE_GAS}(series, msg.sender, data, payload) {}
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

    /* SETTLING */

    /// @inheritdoc IMarket
    function settle(Terms calldata terms, Settlement calldata settlement) external {
        uint64 series = terms.series;
        _requireSeries(series);
        Series storage s = _series[series];
        RoundWord round = s.round;
        bytes32 termsHash = termsHashOf(terms);
        if (s.termsHash != termsHash) revert WrongTerms(s.termsHash, termsHash);
        _requireSettleable(round, s.config);

        bytes32 context = contextOf(series, round.number(), termsHash);
        uint256 count = _authenticate(s.log, context, settlement);
        (bool agrees, bytes memory cause) = CheckerCall.ask(terms.checker, context, terms.params, settlement);
        if (!agrees) revert CheckerRefused(cause);

        s.round = round.settle();
        s.settled[round.number() >> 8] |= 1 << (round.number() & 0xff);

        uint256 debited = _debit(series, settlement.entries, settlement.debits);
        uint256 credited = _creditAll(series, settlement.entries, settlement.credits);
        if (credited > debited) revert CreditsExceedDebits(credited, debited);
        uint256 surplus = debited - credited;
        uint256 fees = count * round.fee();
        if (surplus != 0) _credit(series, s.config.beneficiary, surplus);
        if (fees != 0) _credit(series, msg.sender, fees);
        emit Settled(_slot(series, round.number()), msg.sender, fees, surplus, settlement.debits, settlement.credits, settlement.alloc);
    }

    function _requireSettleable(RoundWord round, SeriesConfig storage config) private view {
        if (round.isSettled()) revert AlreadySettled();
        if (block.timestamp < round.closeAt()) revert TooEarly(round.closeAt());
        if (block.timestamp >= round.settleBy()) revert TooLate(round.settleBy());
        address solver = config.solver;
        uint256 anyoneFrom = uint256(round.closeAt()) + config.solverSeconds;
        if (block.timestamp < anyoneFrom && solver != address(0) && msg.sender != solver) revert OnlySolverUntil(anyoneFrom);
    }

    /// @return count of the entries, which are exactly the recorded ones
    function _authenticate(uint256 log, bytes32 context, Settlement calldata settlement) private pure returns (uint256 count) {
        count = log.count();
        if (settlement.entries.length != count * Entries.SIZE) revert WrongEntries();
        (uint256 word, uint256 heads) = LogWord.start(context).replay(settlement.entries);
        if (word != log) revert WrongEntries();
        bool payloads = settlement.payloads.length != 0 || heads & LogWord.WITH_PAYLOAD != 0;
        if (payloads && !LogWord.arePayloads(settlement.payloads, settlement.entries)) revert WrongPayloads();
    }

    /// @dev Each debit is at most its entry's lock and each entry is debited once, so an account's debits stay below what it has locked
    /// and its fees remain.
    function _debit(uint64 series, bytes calldata entries, bytes calldata debits) private returns (uint256 total) {
        mapping(address who => Cell) storage cells = _cells[series];
        (uint256 items, uint256 count) = (_items(debits), entries.count());
        uint256 next;
        // fewer than 2^16 amounts of 96 bits
        unchecked {
            for (uint256 i; i < items; ++i) {
                (uint256 head, uint256 index, uint256 amount) = _amountAt(debits, i, next, entries, count);
                if (amount > head.lock()) revert AmountOutOfRange(index, amount);
                Cell storage cell = cells[head.who()];
                cell.word = cell.word.takeLocked(amount);
                total += amount;
                next = index + 1;
            }
        }
    }

    /// @dev Amounts of 96 bits could carry out of `free`; they cannot here, because the sum is compared with the debits before the
    /// transaction ends and all debits together are part of what is held.
    function _creditAll(uint64 series, bytes calldata entries, bytes calldata credits) private returns (uint256 total) {
        mapping(address who => Cell) storage cells = _cells[series];
        (uint256 items, uint256 count) = (_items(credits), entries.count());
        uint256 next;
        // as in _debit
        unchecked {
            for (uint256 i; i < items; ++i) {
                (uint256 head, uint256 index, uint256 amount) = _amountAt(credits, i, next, entries, count);
                Cell storage cell = cells[head.who()];
                cell.word = cell.word.addFree(amount);
                total += amount;
                next = index + 1;
            }
        }
    }

    /// @dev Number of items of a list of debits or credits, which must not end within one.
    function _items(bytes calldata amounts) private pure returns (uint256) {
        if (amounts.length % Amounts.SIZE != 0) revert MalformedAmounts(amounts.length);
        return amounts.length / Amounts.SIZE;
    }

    /// @dev Item `i` and the head of its entry, which is one of the `count` entries and does not come before entry `next`.
    function _amountAt(bytes calldata amounts, uint256 i, uint256 next, bytes calldata entries, uint256 count)
        private
        pure
        returns (uint256 head, uint256 index, uint256 amount)
    {
        uint256 item = amounts.item(i);
        (index, amount) = (item >> 96, item & type(uint96).max);
        if (index < next || index >= count) revert IndexOutOfOrder(index);
        if (amount == 0) revert AmountOutOfRange(index, amount);
        head = entries.head(index);
    }

    /* VIEWS */

    /// @inheritdoc IMarket
    function seriesOf(uint64 series) external view returns (SeriesConfig memory) {
        _requireSeries(series);
        return _series[series].config;
    }

    /// @inheritdoc IMarket
    function roundOf(uint64 series) external view returns (RoundView memory) {
        _requireSeries(series);
        Series storage s = _series[series];
        RoundWord round = s.round;
        return RoundView({
            round: round.number(),
            status: _statusNow(round),
            closeAt: round.closeAt(),
            settleBy: round.settleBy(),
            count: uint32(s.log.count()),
            maxEntries: round.maxEntries(),
            maxPerAccount: round.maxPerAccount(),
            termsHash: s.termsHash,
            log: bytes32(s.log)
        });
    }

    /// @inheritdoc IMarket
    function statusOf(uint64 series, uint32 number) external view returns (Status) {
        _requireSeries(series);
        RoundWord round = _series[series].round;
        if (number == 0 || number > round.number()) return Status.Never;
        if (number == round.number()) return _statusNow(round);
        return _wasSettled(_series[series], round, number) ? Status.Settled : Status.Aborted;
    }

    /// @inheritdoc IMarket
    function termsHashOf(Terms calldata terms) public view returns (bytes32) {
        return keccak256(abi.encode(_series[terms.series].configHash, terms));
    }

    /// @inheritdoc IMarket
    function contextOf(uint64 series, uint32 round, bytes32 termsHash) public view returns (bytes32) {
        return keccak256(abi.encode(block.chainid, address(this), series, round, termsHash));
    }

    function _statusNow(RoundWord round) private view returns (Status) {
        if (round.number() == 0) return Status.Never;
        if (round.isSettled()) return Status.Settled;
        if (block.timestamp < round.closeAt()) return Status.Open;
        return block.timestamp < round.settleBy() ? Status.Settleable : Status.Aborted;
    }

    /* RELEASING LOCKS */

    /// @inheritdoc Accounts
    function _released(uint64 series, AccountWord account) internal view override returns (AccountWord) {
        return account.entries() == 0 ? account : _released(account, _series[series].round, _series[series]);
    }

    /// @dev A settled round keeps the fees back (its settler has them already), an aborted one nothing. The fees are part of the lock, and
    /// no debit touches them.
    function _released(AccountWord account, RoundWord round, Series storage s) private view returns (AccountWord) {
        if (account.entries() == 0 || (account.round() == round.number() && !round.isFinal())) return account;
        unchecked {
            return account.release(_wasSettled(s, round, account.round()) ? account.entries() * round.fee() : 0);
        }
    }

    /// @dev `number` is a round that is over.
    function _wasSettled(Series storage s, RoundWord round, uint256 number) private view returns (bool) {
        uint256 age = round.number() - number;
        if (age < RoundWords.HISTORY) return round.settledAgo(age);
        return (s.settled[number >> 8] >> (number & 0xff)) & 1 == 1;
    }

    /// @inheritdoc Accounts
    function _requireSeries(uint64 series) internal view override {
        if (series == 0 || series > seriesCount) revert UnknownSeries(series);
    }
}
