// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IMarket} from "../interfaces/IMarket.sol";
import {LogWord} from "../libraries/LogWord.sol";
import {PhaseWord} from "../libraries/PhaseWord.sol";
import {RoundWord} from "../libraries/RoundWord.sol";
import {Entering} from "./Entering.sol";

/// @title What is recorded between the close of a round and its settlement
/// @dev Openings of sealed entries, by anyone, and statements about the round, by those whom its series trusts, go into its second log.
abstract contract AfterClose is Entering {
    using LogWord for uint256;

    /// @inheritdoc IMarket
    function reveal(uint64 series, bytes32 termsHash, uint32 index, address who, bytes32 salt, bytes calldata statement) external {
        (Series storage s, RoundWord round,) = _secondPhase(series, termsHash);
        // a round of one entry, too, needs a length of 16 bits in the log
        _requireAtMost(statement, (MOST_PAYLOAD_BYTES - 1) / round.maxEntries());

        bytes32 data =
            bytes32((uint256(keccak256(abi.encode(termsHash, who, salt, statement))) & (type(uint256).max >> 8)) | (SEALED << 248));
        uint256 place = _place(round, index);
        bytes32 seal = s.sealedEntries[place];
        if (seal == 0) revert NothingSealed(index);
        if (seal != _sealOf(who, data)) revert WrongOpening(index);
        if (s.config.gate != address(0)) _requireGate(s.config.gate, series, who, data, statement);

        delete s.sealedEntries[place];
        s.posts = s.posts.post(index, statement);
        emit Revealed(_slot(series, round.number()), index, who, salt, statement);
    }

    /// @inheritdoc IMarket
    function post(uint64 series, bytes32 termsHash, bytes calldata statement) external {
        (Series storage s, RoundWord round, PhaseWord phases) = _secondPhase(series, termsHash);
        if (!phases.takesPosts()) revert NothingPosted();
        SeriesConfig storage config = s.config;
        bool trusted = msg.sender == config.solver || msg.sender == config.arbiter || msg.sender == config.operator;
        if (!trusted) revert MayNotPost(msg.sender);
        _requireAtMost(statement, MOST_PAYLOAD_BYTES - 1);

        s.posts = s.posts.post(LogWord.POSTED, statement);
        emit Posted(_slot(series, round.number()), msg.sender, statement);
    }

    /// @dev The round that has these terms, between its close and `revealBy`.
    function _secondPhase(uint64 series, bytes32 termsHash) private view returns (Series storage s, RoundWord round, PhaseWord phases) {
        _requireSeries(series);
        s = _series[series];
        if (s.termsHash != termsHash) revert WrongTerms(s.termsHash, termsHash);
        (round, phases) = (s.round, s.phases);
        if (block.timestamp < round.closeAt()) revert TooEarly(round.closeAt());
        if (block.timestamp >= phases.revealBy()) revert TooLate(phases.revealBy());
    }

    function _requireAtMost(bytes calldata statement, uint256 most) private pure {
        if (statement.length > most) revert StatementTooLong(statement.length, most);
    }
}
