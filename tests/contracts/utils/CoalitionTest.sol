// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

import {Claim} from "../../../contracts/interfaces/IChecker.sol";
import {Pack} from "./Pack.sol";
import {Test} from "./Test.sol";

/// @title A coalition round and a claim about its outcome
/// @dev Entries are made one by one, each of an account of its own.
abstract contract CoalitionTest is Test {
    using SafeCast for uint256;

    uint88 internal constant ENTRY_BOND = 5;

    bytes internal entries;
    bytes internal payloads;
    bytes internal posts;
    bytes internal debits;
    bytes internal credits;
    bytes internal alloc;
    bytes internal hints;

    /// @dev Of the round's rule.
    function _params() internal view virtual returns (bytes memory);

    function _claim() internal view returns (Claim memory) {
        return Claim({
            context: keccak256("context"),
            params: _params(),
            entries: entries,
            payloads: payloads,
            posts: posts,
            debits: debits,
            credits: credits,
            alloc: alloc,
            hints: hints
        });
    }

    /// @dev A sealed entry; nobody has opened it yet.
    function _seal() internal {
        _sealWith(ENTRY_BOND);
    }

    function _sealWith(uint88 lock) internal {
        _enter(lock, bytes32((uint256(4) << 248) | _next()));
    }

    function _enter(uint88 lock, bytes32 data) internal {
        entries = bytes.concat(entries, Pack.entry(_account(), lock, data));
    }

    function _enterWith(uint256 lock, bytes memory payload) internal {
        entries = bytes.concat(entries, Pack.entryWith(_account(), lock.toUint88(), payload));
        payloads = bytes.concat(payloads, Pack.payload(payload));
    }

    /// @dev Opens an entry.
    function _post(uint256 entry, bytes memory statement) internal {
        posts = abi.encodePacked(posts, entry.toUint32(), statement.length.toUint16(), statement);
    }

    function _statement(uint64 dataset, uint256 samples, uint256 kind) internal pure returns (bytes memory) {
        return abi.encodePacked(uint8(6), dataset, samples.toUint32(), kind.toUint16());
    }

    /// @dev A contract, as a buyer's payload lists it.
    function _offer(uint256 kind, uint256 budget) internal pure returns (bytes memory) {
        return abi.encodePacked(kind.toUint16(), budget.toUint88());
    }

    /// @dev Nobody has entered anything, and nothing is claimed.
    function _forget() internal virtual {
        (entries, payloads, posts, debits, credits, alloc, hints) = ("", "", "", "", "", "", "");
    }

    function _next() internal view returns (uint256) {
        return entries.length / 64;
    }

    function _account() private view returns (address) {
        return address((0x1000 + _next()).toUint160());
    }
}
