// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Claim, IChecker} from "../interfaces/IChecker.sol";
import {PurchaseWord} from "./PurchaseWord.sol";
import {SharingParams} from "./SharingParams.sol";
import {Payments, SharingPayments} from "./SharingPayments.sol";
import {Reports} from "./SharingReports.sol";
import {Words} from "./Words.sol";

/// @param payments that follow so far
/// @param start where the alloc that follows begins in memory
/// @param next where it goes on
struct SharingOutcome {
    Payments payments;
    uint256 start;
    uint256 next;
}

using SharingOutcomes for SharingOutcome global;

/// @title The outcome of a round in which it is known what everybody buys
/// @notice alloc: for each agent count(1) and the sellers that it buys from, 1 byte each, by rank; in the mode mixed-vcg then data(12). If
/// nothing is traded a count of 0 for each agent, and nothing else.
library SharingOutcomes {
    using PurchaseWord for uint256;

    /// @dev This is the graph that the rule prescribes; data payments in it are those that were claimed there.
    error WrongAlloc(bytes expected);

    /// @dev Bytes of a data payment.
    uint256 private constant DATA = 12;

    /// @notice Nobody buys anything yet.
    function create(uint256 agents, uint256 mode, uint256 share) internal pure returns (SharingOutcome memory outcome) {
        outcome.payments = SharingPayments.create(agents, mode, share);
        uint256 start;
        // as much as agents can buy, and a word in which the last bytes may be written
        unchecked {
            uint256 size = agents * (agents + 1 + DATA) + 32;
            assembly ("memory-safe") {
                start := add(mload(0x40), 32)
                mstore(0x40, and(add(add(start, size), 31), not(31)))
            }
        }
        (outcome.start, outcome.next) = (start, start);
    }

    /// @notice The next agent buys this.
    /// @param purchases see PurchaseWord; written over
    /// @param value of it to the agent
    /// @param alloc as it is claimed
    function add(SharingOutcome memory outcome, uint256 agent, Words purchases, uint256 count, uint256 value, bytes calldata alloc)
        internal
        pure
    {
        (uint256 start, uint256 next) = (outcome.start, outcome.next);
        bool mixed = outcome.payments.mode == SharingParams.MIXED_VCG;
        uint256 data;
        assembly ("memory-safe") {
            mstore8(next, count)
            next := add(next, 1)
            let purchase := purchases
            for { let end := add(next, count) } lt(next, end) { next := add(next, 1) } {
                mstore8(next, shr(176, mload(purchase)))
                purchase := add(purchase, 32)
            }
            if mixed {
                data := shr(160, calldataload(add(alloc.offset, sub(next, start))))
                mstore(next, shl(160, data))
                next := add(next, DATA)
            }
        }
        outcome.next = next;
        if (mixed) outcome.payments.data.set(agent, data);
        SharingPayments.add(outcome.payments, agent, purchases, count, value);
    }

    /// @notice Requires that this is what was claimed. Reverts with `WrongAlloc` and whatever SharingPayments has.
    function requireExactly(SharingOutcome memory outcome, Reports memory reports, Claim calldata claim) internal pure {
        if (SharingPayments.isCovered(outcome.payments, reports)) {
            _requireAlloc(outcome, claim.alloc);
            SharingPayments.requireMoney(outcome.payments, reports, claim);
        } else {
            // a count of 0 for each agent
            (uint256 start, uint256 agents) = (outcome.start, reports.count);
            assembly ("memory-safe") {
                calldatacopy(start, calldatasize(), agents)
            }
            outcome.next = start + agents;
            _requireAlloc(outcome, claim.alloc);
            SharingPayments.requireNothing(claim);
        }
    }

    function _requireAlloc(SharingOutcome memory outcome, bytes calldata alloc) private pure {
        uint256 start = outcome.start;
        uint256 length = outcome.next - start;
        bytes memory expected;
        bool same;
        assembly ("memory-safe") {
            // a word was left free before it
            expected := sub(start, 32)
            mstore(expected, length)
            let claimed := mload(0x40)
            calldatacopy(claimed, alloc.offset, alloc.length)
            same := and(eq(length, alloc.length), eq(keccak256(claimed, alloc.length), keccak256(start, length)))
        }
        if (!same) revert WrongAlloc(expected);
    }
}
