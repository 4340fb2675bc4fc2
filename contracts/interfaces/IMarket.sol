// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IAccounts} from "./IAccounts.sol";
import {SecondPhase} from "./IChecker.sol";

/// @title Rounds of mechanisms
/// @notice A *series* is one kind of data of one operator; its *rounds* (time slots) follow each other, one unsettled at a time. People
/// enter a round; each entry updates one rolling hash, emits an event and locks money. After the close a solver passes all entries back
/// with the outcome; the Market authenticates the entries against the hash, asks the round's checker whether the outcome is the one
/// that the rule prescribes, and applies it.
///
/// Two phases more, where the checker needs them. *Revealing*, between the close and `revealBy`: entries that were made sealed are opened,
/// by anyone who knows what was sealed; or statements about the round are posted, such as what somebody outside has measured, by the
/// series' operator, solver or arbiter. *Challenging*: an outcome that the checker cannot verify completely is proposed with a bond; until
/// `challengeWindow` seconds later one counter-example voids it, and whoever brings it gets the bond; then anyone can finalise it, and only
/// then credits exist. One proposal stands at a time; after a voided one another can be made until `settleBy`.
///
/// @dev Status follows from time: open < closeAt <= revealing < revealBy <= settleable < settleBy <= aborted; a phase that the checker does
/// not need has no length (revealBy = closeAt, challengeWindow = 0). Stored are only "settled" and the standing proposal, with which the
/// round lasts until settleBy + 2 challengeWindow: long enough to finalise what was proposed in the last second before settleBy.
///
/// What the Market itself enforces, whatever a checker says: the entries and what was opened of them are exactly what was recorded; a debit
/// is at most its entry's lock; the credits are at most the debits; indices are in range and strictly increase; a proposer loses no more
/// than the bond that the checker named when the round was opened. The surplus goes to the series' beneficiary.
///
/// Safety assumptions:
/// - those of IAccounts about the token;
/// - of the participants towards the checkers that a series allows (fixed at creation): a wrong one can misallocate inside one round's
///   locks, never beyond;
/// - those of IChallengeable, in rounds whose outcome is proposed: somebody looks at each proposal while it can be challenged;
/// - whoever seals an entry keeps its salt to itself until the close and opens it in time: what an entry that stays sealed costs is up to
///   the checker;
/// - of the participants towards the gate: it decides whose asks count, so a corrupt gate can let worthless data in; and of those who seal,
///   that it admits the statement as well, for an entry whose statement it refuses stays sealed;
/// - of the participants in rounds with posts, towards whoever's signature the checker wants under a statement. Who posts cannot forge one;
/// - block timestamps are right to within the seconds that closing times are meant to have.
/// Liveness assumptions (a broken one delays, nothing is lost; after settleBy everything comes back, fees included):
/// - somebody settles: for the first `solverSeconds` the named solver, then anyone, who earns the entry fees;
/// - checkers answer within a transaction's gas: `limits` bounds what a round may hold;
/// - challengers are quick: while a false proposal stands no other can be made, so it delays the round, at worst beyond settleBy. It costs
///   its bond, unless its proposer is the first who refutes it;
/// - in rounds with posts, operator, solver or arbiter posts what the checker needs, and not so much more that a settlement, which brings
///   all of it back, does not fit into a transaction;
/// - the operator opens rounds. No round can block its series longer than `longestRound`.
interface IMarket is IAccounts {
    /// @notice Fixed for the life of the series.
    /// @param operator opens the rounds
    /// @param beneficiary receives what the debits exceed the credits by
    /// @param solver alone may settle during the first `solverSeconds` after a round became settleable (zero address: nobody is preferred)
    /// @param arbiter decides disputes of mechanisms that have them
    /// @param gate admits entries; a contract, there when the series is created (zero address: everything is admitted)
    /// @param gatedTags bit t: entries whose data word starts with byte t (0 to 7) must pass the gate; others, and those with a
    /// payload or a tag above 7, always must when there is a gate, and so must what opens a sealed entry
    /// @param longestRound seconds from opening to settleBy plus twice the challengeWindow, at most
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
        bytes posts;
        bytes debits;
        bytes credits;
        bytes alloc;
        bytes hints;
    }

    /// @notice Never: no round was opened yet. Proposed: an outcome stands and can be challenged; Finalisable: it no longer can.
    enum Status {
        Never,
        Open,
        Revealing,
        Settleable,
        Proposed,
        Finalisable,
        Settled,
        Aborted
    }

    /// @param settleBy of the terms; settleBy + 2 challengeWindow once an outcome was proposed, unless it was voided
    /// @param challengeUntil 0 unless the status is Proposed or Finalisable, as `proposer`
    /// @param posts log word of what was opened or posted; 0 in rounds without that phase
    struct RoundView {
        uint32 round;
        Status status;
        uint40 closeAt;
        uint40 revealBy;
        uint40 settleBy;
        uint40 challengeUntil;
        address proposer;
        uint32 count;
        uint16 maxEntries;
        uint16 maxPerAccount;
        bytes32 termsHash;
        bytes32 log;
        bytes32 posts;
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
    /// @param salt that `statement` was sealed with
    event Revealed(uint256 indexed slot, uint32 index, address indexed who, bytes32 salt, bytes statement);
    /// @param who of those whom the series trusts with it
    event Posted(uint256 indexed slot, address indexed who, bytes statement);
    event OrdersInvalidated(uint64 indexed series, address indexed signer, uint32 nonce);
    /// @param bond that is locked in the proposer's account
    /// @param until the proposal can be challenged before this time, and finalised from it on
    event Proposed(
        uint256 indexed slot,
        address indexed proposer,
        uint256 bond,
        uint40 until,
        bytes32 commitment,
        bytes debits,
        bytes credits,
        bytes alloc
    );
    /// @param bond that went from the proposer's lock to the challenger
    event Voided(uint256 indexed slot, address indexed challenger, uint256 bond, bytes objection);
    /// @param settler who settled the round, or proposed what was finalised; it has the fees
    event Settled(uint256 indexed slot, address indexed settler, uint256 fees, uint256 surplus, bytes debits, bytes credits, bytes alloc);

    error ZeroAddress();
    error NoCheckers();
    error GateWithoutCode(address gate);
    error NotOperator(address sender);
    error CheckerNotAllowed(address checker);
    error PreviousRoundUnfinished(uint32 round, uint40 settleBy);
    error CloseInPast(uint40 closeAt);
    /// @dev A phase that the checker needs is missing or has less than `shortest` seconds, or there is one without need.
    error WrongPhases(SecondPhase second, bool challengeable, uint256 shortest);
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
    error TooEarly(uint40 from);
    error TooLate(uint40 until);
    error OnlySolverUntil(uint256 time);
    error WrongEntries();
    error WrongPayloads();
    error WrongPosts();
    /// @dev No such entry was sealed, or it was opened already.
    error NothingSealed(uint32 index);
    /// @dev Account, salt and statement are not what entry `index` sealed.
    error WrongOpening(uint32 index);
    /// @dev The round's rule has no use for statements.
    error NothingPosted();
    /// @dev Neither the series' operator nor its solver nor its arbiter.
    error MayNotPost(address sender);
    error StatementTooLong(uint256 length, uint256 max);
    /// @dev The rule's outcomes are settled at once (`challengeable` false), or must be proposed (true).
    error WrongWayToSettle(bool challengeable);
    error ProposalStands(address proposer, uint40 until);
    error NoProposal();
    error NotTheProposal();
    error ChallengeRefused(bytes cause);
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

    /// @notice Opens a sealed entry of the series' current round: one whose data word is the byte 4 and the last 31 bytes of
    /// keccak256(abi.encode(termsHash, who, salt, statement)). Anyone may; only who sealed it knows how, until it is opened.
    /// @param index of the entry
    /// @param who made the entry
    /// @param statement at most 65,535 / maxEntries bytes
    function reveal(uint64 series, bytes32 termsHash, uint32 index, address who, bytes32 salt, bytes calldata statement) external;

    /// @notice Records a statement about the series' current round, between its close and `revealBy`, where the rule has a use for it. Only
    /// the series' operator, solver and arbiter may. Who made the statement is for the checker to see, by a signature in it.
    /// @param statement at most 65,535 bytes
    function post(uint64 series, bytes32 termsHash, bytes calldata statement) external;

    /// @notice Applies the outcome of the series' current round, if its checker agrees. The sender gets the fees.
    function settle(Terms calldata terms, Settlement calldata settlement) external;

    /// @notice Proposes an outcome of the series' current round, for a rule that cannot verify it completely. Who may, and when, is as for
    /// `settle`. Locks the bond, which is free again when the round has ended, unless the proposal was voided.
    function propose(Terms calldata terms, Settlement calldata settlement) external;

    /// @notice Voids the standing proposal, if the checker agrees that `objection` refutes it. The sender gets the bond.
    function challenge(Terms calldata terms, bytes calldata objection) external;

    /// @notice Applies the standing proposal, whose time for challenges is over, before settleBy + 2 challengeWindow. Anyone may; the
    /// proposer gets the fees.
    /// @param settlement as proposed; `payloads`, `posts` and `hints` are not looked at again and can be empty
    function finalise(Terms calldata terms, Settlement calldata settlement) external;

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
