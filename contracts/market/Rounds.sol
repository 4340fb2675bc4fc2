// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Accounts} from "../Accounts.sol";
import {IMarket} from "../interfaces/IMarket.sol";
import {AccountWord} from "../libraries/AccountWord.sol";
import {PhaseWord} from "../libraries/PhaseWord.sol";
import {RoundWord, RoundWords} from "../libraries/RoundWord.sol";

/// @title What is stored of series and rounds
/// @dev Locks are released here: lazily, when an account is next used after its round.
abstract contract Rounds is IMarket, Accounts {
    /// @dev Shared by the entries of a round, because all that is said at length comes back with its settlement.
    uint256 internal constant MOST_PAYLOAD_BYTES = 65_536;
    /// @dev For one question to a gate; a gate that needs more refuses.
    uint256 internal constant GATE_GAS = 100_000;

    /// @dev All before `configHash` belongs to the current round.
    /// @param log of the entries, a LogWord
    /// @param posts of what was opened or posted, likewise; old in rounds without that phase
    /// @param outcome hash of what the standing proposal would apply; old where none stands, as `commitment`, what objections to it are
    /// held against
    /// @param bond behind a proposal; old where outcomes are settled at once. Kept, because a checker that answers twice in two ways could
    /// otherwise take more from the proposer than was locked.
    /// @param sealedEntries by round << 32 | index: hash of account and data
    struct Series {
        RoundWord round;
        bytes32 termsHash;
        uint256 log;
        PhaseWord phases;
        uint256 posts;
        bytes32 outcome;
        bytes32 commitment;
        uint256 bond;
        bytes32 configHash;
        SeriesConfig config;
        mapping(address checker => bool) allows;
        mapping(uint256 index => uint256 bits) settled;
        mapping(uint256 place => bytes32) sealedEntries;
    }

    uint64 public seriesCount;
    mapping(uint64 number => Series) internal _series;

    /// @inheritdoc IMarket
    function termsHashOf(Terms calldata terms) public view returns (bytes32) {
        return keccak256(abi.encode(_series[terms.series].configHash, terms));
    }

    /// @inheritdoc IMarket
    function contextOf(uint64 series, uint32 round, bytes32 termsHash) public view returns (bytes32) {
        return keccak256(abi.encode(block.chainid, address(this), series, round, termsHash));
    }

    function _slot(uint64 series, uint32 round) internal pure returns (uint256) {
        return (uint256(series) << 32) | round;
    }

    /// @dev The series that the terms name, if they are those of its current round.
    function _current(Terms calldata terms) internal view returns (Series storage s, RoundWord round, bytes32 termsHash) {
        _requireSeries(terms.series);
        s = _series[terms.series];
        round = s.round;
        termsHash = termsHashOf(terms);
        if (s.termsHash != termsHash) revert WrongTerms(s.termsHash, termsHash);
    }

    /* RELEASING LOCKS */

    /// @inheritdoc Accounts
    function _released(uint64 series, AccountWord account) internal view override returns (AccountWord) {
        return account.isIdle() ? account : _released(account, _series[series].round, _series[series]);
    }

    /// @dev A settled round keeps the fees back (its settler has them already), an aborted one nothing. The fees are part of the lock, and
    /// no debit touches them.
    function _released(AccountWord account, RoundWord round, Series storage s) internal view returns (AccountWord) {
        if (account.round() == round.number() ? !round.isFinal() : account.isIdle()) return account;
        unchecked {
            return account.release(_wasSettled(s, round, account.round()) ? account.entries() * round.fee() : 0);
        }
    }

    /// @dev `number` is a round that is over.
    function _wasSettled(Series storage s, RoundWord round, uint256 number) internal view returns (bool) {
        uint256 age = round.number() - number;
        if (age < RoundWords.HISTORY) return round.settledAgo(age);
        return (s.settled[number >> 8] >> (number & 0xff)) & 1 == 1;
    }

    /// @inheritdoc Accounts
    function _requireSeries(uint64 series) internal view override {
        if (series == 0 || series > seriesCount) revert UnknownSeries(series);
    }
}
