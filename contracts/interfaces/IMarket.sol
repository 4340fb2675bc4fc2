// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IAccounts} from "./IAccounts.sol";

/// @title Rounds of one-shot mechanisms
/// @notice A *series* is one kind of data of one operator; its *rounds* (time slots) follow each other, one unsettled at a time. People
/// enter a round; each entry updates one rolling hash, emits an event and locks money. After the close a solver passes all entries back
/// with the outcome; the Market authenticates the entries against the hash, asks the round's checker whether the outcome is the one
/// that the rule prescribes, and applies it.
///
/// @dev Status follows from time alone: open < closeAt <= settleable < settleBy <= aborted; only "settled" is stored. (`revealBy` and
/// `challengeWindow` are part of the terms for rounds with more phases; for one-shot rounds revealBy = closeAt, challengeWindow = 0.)
///
/// What the Market itself enforces, whatever a checker says: the entries are exactly those recorded; a debit is at most its entry's
/// lock; the credits are at most the debits; indices are in range and strictly increase. The surplus goes to the series' beneficiary.
///
/// Safety assumptions:
/// - those of IAccounts about the token;
/// - of the participants towards the checkers that a series allows (fixed at creation): a wrong one can misallocate inside one round's
///   locks, never beyond;
/// - of the participants towards the gate: it decides whose asks count, so a corrupt gate can let worthless data in;
/// - block timestamps are right to within the seconds that closing times are meant to have.
/// Liveness assumptions (a broken one delays, nothing is lost; after settleBy everything comes back, fees included):
/// - somebody settles: for the first `solverSeconds` the named solver, then anyone, who earns the entry fees;
/// - checkers answer within a transaction's gas: `limits` bounds what a round may hold;
/// - the operator opens rounds. No round can block its series longer than `longestRound`.
interface IMarket is IAccounts {
    /// @notice Fixed for the life of the series.
    /// @param operator opens the rounds
    /// @param beneficiary receives what the debits exceed the credits by
    /// @param solver alone may settle during the first `solverSeconds` after a round became settleable (zero address: nobody is preferred)
    /// @param arbiter decides disputes of mechanisms that have them
    /// @param gate admits entries; a contract, there when the series is created (zero address: everything is admitted)
    /// @param gatedTags bit t: entries whose data word starts with byte t (0 to 7) must pass the gate; others, and those with a
    /// payload or a tag above 7, always must when there is a gate
    /// @param longestRound seconds from opening to settleBy plus challengeWindow, at most
    /// @param solverSeconds see `solver`
    /// @param fee of each entry, to whoever settles the round
    /// @param name for people; need not be unique
    /// @param checkers the rules that rounds may use
    struct SeriesConfig {
        address operator;
        address beneficiary;
        address solver;
        address arbiter;
        address gate;
        uint8 gatedTags;
        uint32 longestRound;
        uint32 solverSeconds;
        uint88 fee;
        bytes32 name;
        address[] checkers;
    }

    /// @notice The rules of one round. Entries and signed orders name them by a hash that covers the series' configuration too,
    /// keccak256(abi.encode(keccak256(abi.encode(config)), terms)): an order can never land under other rules, another fee or another
    /// beneficiary, not even after a reorganisation that gave the series' number to somebody else.
    struct Terms {
        uint64 series;
        address checker;
        uint40 closeAt;
        uint40 revealBy;
        uint40 settleBy;
        uint32 challengeWindow;
        bytes params;
    }

    /// @notice What a solver submits. The layout of each field is documented at `Claim`.
    struct Settlement {
        bytes entries;
        bytes payloads;
        bytes debits;
        bytes credits;
        bytes alloc;
        bytes hints;
    }

    /// @notice Never: no round was opened yet.
    enum Status {
        Never,
        Open,
        Settleable,
        Settled,
        Aborted
    }

    struct RoundView {
        uint32 round;
        Status status;
        uint40 closeAt;
        uint40 settleBy;
        uint32 count;
        uint16 maxEntries;
        uint16 maxPerAccount;
        bytes32 termsHash;
        bytes32 log;
    }

    /// @notice Why a signed order was skipped.
    enum Skip {
        Malformed,
        Expired,
        FeeAboveLimit,
        BadSignature,
        NonceUsed,
        InsufficientFree,
        AccountFull,
        RoundFull,
        Refused
    }

    event SeriesCreated(uint64 indexed series, address indexed operator, SeriesConfig config);
    event RoundOpened(uint64 indexed series, uint32 indexed round, bytes32 termsHash, Terms terms);
    /// @param slot series << 32 | round, in this and the following events
    /// @param head who(20) flags(1) lock(11), the first word of the entry as it stands in `Claim.entries`
    event Entered(uint256 indexed slot, bytes32 head, bytes32 data);
    event EnteredWith(uint256 indexed slot, bytes32 head, bytes payload);
    /// @param entries 44 bytes each: lock(12) data(32)
    event EnteredBatch(uint256 indexed slot, address indexed who, bytes entries);
    /// @param relayFee that each of the signers paid to the relayer
    /// @param entries 64 bytes each: signer(20) lock(12) data(32); the accepted ones
    event EnteredSigned(uint256 indexed slot, address indexed relayer, uint256 relayFee, bytes entries);
    event OrderSkipped(uint256 indexed slot, address indexed signer, uint256 position, Skip reason);
    event OrdersInvalidated(uint64 indexed series, address indexed signer, uint32 nonce);
    event Settled(uint256 indexed slot, address indexed settler, uint256 fees, uint256 surplus, bytes debits, bytes credits, bytes alloc);

    error ZeroAddress();
    error NoCheckers();
    error GateWithoutCode(address gate);
    error NotOperator(address sender);
    error CheckerNotAllowed(address checker);
    error PreviousRoundUnfinished(uint32 round, uint40 settleBy);
    error CloseInPast(uint40 closeAt);
    error PhaseNotOffered(uint40 revealBy, uint32 challengeWindow);
    error SettlementWindowTooShort(uint40 settleBy, uint256 earliest);
    error RoundTooLong(uint256 end, uint256 latest);
    error LimitsOutOfRange(uint32 maxEntries, uint32 maxPerAccount);
    error WrongTerms(bytes32 expected, bytes32 given);
    error RoundClosed(uint40 closeAt);
    error RoundFull(uint16 maxEntries);
    error AccountFull(uint16 maxPerAccount);
    error LockTooLarge(uint256 lock);
    error PayloadTooLong(uint256 length, uint256 max);
    error MalformedBatch(uint256 length);
    error GateRefused(bytes cause);
    error NonceNotHigher(uint32 current, uint32 given);
    error AlreadySettled();
    error TooEarly(uint40 closeAt);
    error TooLate(uint40 settleBy);
    error OnlySolverUntil(uint256 time);
    error WrongEntries();
    error WrongPayloads();
    error CheckerRefused(bytes cause);
    error MalformedAmounts(uint256 length);
    error IndexOutOfOrder(uint256 index);
    error AmountOutOfRange(uint256 index, uint256 amount);
    error CreditsExceedDebits(uint256 credits, uint256 debits);

    /// @notice Opens a new series; anyone may. @return series its number, from 1 on
    function createSeries(SeriesConfig calldata config) external returns (uint64 series);

    /// @notice Opens the next round. @return round its number, from 1 on
    function open(Terms calldata terms) external returns (uint32 round);

    /// @notice Records an entry of the sender and locks `lock` plus the series' fee.
    function enter(uint64 series, uint88 lock, bytes32 termsHash, bytes32 data) external;

    /// @notice Records an entry whose input is longer than a word: data = keccak256(payload).
    function enterWith(uint64 series, uint88 lock, bytes32 termsHash, bytes calldata payload) external;

    /// @notice Records several entries of the sender, all or none. @param entries 44 bytes each: lock(12) data(32)
    function enterBatch(uint64 series, bytes32 termsHash, bytes calldata entries) external;

    /// @notice Records orders that others have signed (EIP-712, type `Order`). Invalid ones are skipped with an event, never reverted.
    /// @param relayFee that the sender takes from each signer; an order that allows less is skipped
    /// @param orders 148 bytes each: signer(20) lock(12) data(32) nonce(4) expiry(5) maxFee(11) r(32) vs(32)
    function enterSigned(uint64 series, bytes32 termsHash, uint88 relayFee, bytes calldata orders) external;

    /// @notice Makes all orders of the sender with a nonce below `nonce` worthless in this series.
    function invalidateOrders(uint64 series, uint32 nonce) external;

    /// @notice Applies the outcome of the series' current round, if its checker agrees.
    function settle(Terms calldata terms, Settlement calldata settlement) external;

    function seriesCount() external view returns (uint64);
    function seriesOf(uint64 series) external view returns (SeriesConfig memory);
    /// @notice The current, that is the latest, round.
    function roundOf(uint64 series) external view returns (RoundView memory);
    function statusOf(uint64 series, uint32 round) external view returns (Status);
    /// @notice What entries of a round with these terms have to name.
    function termsHashOf(Terms calldata terms) external view returns (bytes32);
    /// @notice keccak256(chain id, market, series, round, terms hash), what the log of the round starts from.
    function contextOf(uint64 series, uint32 round, bytes32 termsHash) external view returns (bytes32);
}
