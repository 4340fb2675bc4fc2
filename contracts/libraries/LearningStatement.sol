// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {MessageHashUtils} from "@openzeppelin/contracts/utils/cryptography/MessageHashUtils.sol";

import {Claim} from "../interfaces/IChecker.sol";
import {Bits} from "./Bits.sol";
import {Calldata} from "./Calldata.sol";
import {LearningParams, LearningRules} from "./LearningParams.sol";

/// @title What a runner or an arbiter says of a round: how accurate the models of every set of parties are
/// @notice kind(1) present(4) size(4) body signature(65). present: bit i is set if the data of party i could be used; m of them are.
/// size: rows of the validation set. kind 1, in rounds that are settled at once: the body is the table, of 2^m counts (see CountTable). kind
/// 2, in rounds that are proposed: the body is root(32), the WordTree over the words of the table, and for each present party alone(2)
/// together(2): the counts of the models of its own data and of all data.
///
/// A statement is well formed if its kind is the round's and its length is that of its kind. Signed is, as an Ethereum message of 32 bytes,
/// keccak256(abi.encode(context, keccak256(entries), keccak256(kind present size body))); signature: r(32) s(32) v(1).
/// The last well-formed statement that is signed by the arbiter counts; without one the first that is signed by the runner: that one cannot
/// take back what it said. All others are as if they had not been posted.
library LearningStatement {
    using Bits for uint256;
    using Calldata for bytes;

    /// @dev Nothing that was posted is well formed and signed by the runner or the arbiter.
    error NoStatement();

    uint256 internal constant TABLE = 1;
    uint256 internal constant ROOT = 2;

    /// @notice Bytes before the body: kind(1) present(4) size(4).
    uint256 internal constant HEAD = 9;

    uint256 private constant SIGNATURE = 65;
    /// @dev index(4) length(2), before each statement that was posted.
    uint256 private constant RECORD = 6;

    /// @notice The statement that counts, without its signature. Reverts with `NoStatement`.
    function choose(Claim calldata claim, LearningRules memory rules) internal pure returns (bytes calldata chosen) {
        bytes calldata posts = claim.posts;
        bytes32 inputs = keccak256(claim.entries);
        uint256 kind = rules.maxParties > LearningParams.MOST_SETTLED ? ROOT : TABLE;
        uint256 next;
        chosen = posts[:0];
        while (next < posts.length) {
            uint256 end = next + RECORD + ((uint256(posts.wordAt(next)) >> 208) & type(uint16).max);
            bytes calldata statement = posts[next + RECORD:end];
            next = end;
            if (!_isWellFormed(statement, kind)) continue;
            address signer = _signer(claim.context, inputs, statement);
            if (signer == address(0)) continue;
            if (signer != rules.arbiter && (signer != rules.runner || chosen.length != 0)) continue;
            chosen = statement[:statement.length - SIGNATURE];
            if (rules.arbiter == address(0)) break;
        }
        if (chosen.length == 0) revert NoStatement();
    }

    function _isWellFormed(bytes calldata statement, uint256 kind) private pure returns (bool) {
        uint256 word = uint256(statement.wordAt(0));
        if (statement.length < HEAD + SIGNATURE || word >> 248 != kind) return false;
        uint256 parties = ((word >> 216) & type(uint32).max).count();
        // at most 32 parties
        unchecked {
            uint256 body = kind == ROOT ? 32 + 4 * parties : parties < 4 ? 32 : 2 << parties;
            return statement.length == HEAD + body + SIGNATURE;
        }
    }

    /// @return signer 0 if there is none
    function _signer(bytes32 context, bytes32 inputs, bytes calldata statement) private pure returns (address signer) {
        uint256 length = statement.length - SIGNATURE;
        bytes32 said = keccak256(abi.encode(context, inputs, keccak256(statement[:length])));
        (signer,,) = ECDSA.tryRecoverCalldata(MessageHashUtils.toEthSignedMessageHash(said), statement[length:]);
    }
}
