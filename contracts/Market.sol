// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {Multicall} from "@openzeppelin/contracts/utils/Multicall.sol";

import {Accounts} from "./Accounts.sol";
import {IChecker, SecondPhase} from "./interfaces/IChecker.sol";
import {IMarket} from "./interfaces/IMarket.sol";
import {LogWord} from "./libraries/LogWord.sol";
import {PhaseWord, PhaseWords} from "./libraries/PhaseWord.sol";
import {RoundWord} from "./libraries/RoundWord.sol";
import {AfterClose} from "./market/AfterClose.sol";
import {Proposing} from "./market/Proposing.sol";

/// @title Market: rounds of mechanisms
/// @dev Documented at IMarket, with the assumptions it stands on. Here: series, opening rounds, and views; the rest in `market/`.
contract Market is AfterClose, Proposing, Multicall {
    using LogWord for uint256;

    /// @dev What a round may hold at most, whatever its checker would take: above it a settlement does not fit into a transaction.
    uint256 private constant MOST_ENTRIES = 1500;
    /// @dev The shortest phase, in seconds; settling has it after the series' solver had its own.
    uint256 private constant SHORTEST = 60;

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
        (SecondPhase second, uint88 bond) = IChecker(terms.checker).phases(terms.params);
        _requirePhases(terms, second, bond != 0);
        _requireTimes(terms, s.config);
        (uint32 maxEntries, uint32 maxPerAccount) = IChecker(terms.checker).limits(terms.params);
        if (maxEntries == 0 || maxPerAccount == 0) revert LimitsOutOfRange(maxEntries, maxPerAccount);

        RoundWord next = _next(round, terms, s.config, maxEntries, maxPerAccount);
        number = next.number();
        bytes32 termsHash = termsHashOf(terms);
        s.round = next;
        s.termsHash = termsHash;
        s.log = LogWord.start(contextOf(series, number, termsHash));
        if (second != SecondPhase.None) s.posts = s.log;
        if (bond != 0) s.bond = bond;
        bool oneShot = second == SecondPhase.None && bond == 0;
        PhaseWord phases = oneShot ? PhaseWord.wrap(0) : PhaseWords.start(terms.revealBy, second == SecondPhase.Post);
        // also forgets what an earlier round left
        if (PhaseWord.unwrap(s.phases) != PhaseWord.unwrap(phases)) s.phases = phases;
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
        uint256 earliest = uint256(terms.revealBy) + config.solverSeconds + SHORTEST;
        if (terms.settleBy < earliest) revert SettlementWindowTooShort(terms.settleBy, earliest);
        uint256 latest = block.timestamp + config.longestRound;
        uint256 end = uint256(terms.settleBy) + 2 * uint256(terms.challengeWindow);
        if (end > latest) revert RoundTooLong(end, latest);
    }

    /// @dev Each phase that the checker needs is there, and no other.
    function _requirePhases(Terms calldata terms, SecondPhase second, bool challengeable) private pure {
        bool none = second == SecondPhase.None;
        bool fits = none ? terms.revealBy == terms.closeAt : terms.revealBy >= terms.closeAt + SHORTEST;
        bool challenging = challengeable ? terms.challengeWindow >= SHORTEST : terms.challengeWindow == 0;
        if (!fits || !challenging) revert WrongPhases(second, challengeable, SHORTEST);
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
        PhaseWord phases = s.phases;
        Status status = _statusNow(round, phases);
        bool stands = status == Status.Proposed || status == Status.Finalisable;
        return RoundView({
            round: round.number(),
            status: status,
            closeAt: round.closeAt(),
            revealBy: phases.isOneShot() ? round.closeAt() : phases.revealBy(),
            settleBy: round.settleBy(),
            challengeUntil: stands ? phases.challengeUntil() : 0,
            proposer: stands ? phases.proposer() : address(0),
            count: uint32(s.log.count()),
            maxEntries: round.maxEntries(),
            maxPerAccount: round.maxPerAccount(),
            termsHash: s.termsHash,
            log: bytes32(s.log),
            posts: phases.revealBy() > round.closeAt() ? bytes32(s.posts) : bytes32(0)
        });
    }

    /// @inheritdoc IMarket
    function statusOf(uint64 series, uint32 number) external view returns (Status) {
        _requireSeries(series);
        RoundWord round = _series[series].round;
        if (number == 0 || number > round.number()) return Status.Never;
        if (number == round.number()) return _statusNow(round, _series[series].phases);
        return _wasSettled(_series[series], round, number) ? Status.Settled : Status.Aborted;
    }

    function _statusNow(RoundWord round, PhaseWord phases) private view returns (Status) {
        if (round.number() == 0) return Status.Never;
        if (round.isSettled()) return Status.Settled;
        if (block.timestamp < round.closeAt()) return Status.Open;
        if (block.timestamp >= round.settleBy()) return Status.Aborted;
        if (block.timestamp < phases.revealBy()) return Status.Revealing;
        if (phases.proposer() == address(0)) return Status.Settleable;
        return block.timestamp < phases.challengeUntil() ? Status.Proposed : Status.Finalisable;
    }
}
