// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IMarket} from "../interfaces/IMarket.sol";

/// @title The question to a checker about a claim: is this the outcome?
/// @dev `IChecker(checker).check(Claim(...))` by hand, or another function of that form. The compiler would copy the entries twice, once into
/// a struct in memory and once into the call, and memory costs more the more of it there is.
library CheckerCall {
    /// @param selector of the function to be asked
    /// @return answered whether the checker answered with a word
    /// @return answer that word
    /// @return cause what it reverted with; empty when it answered
    function ask(bytes4 selector, address checker, bytes32 context, bytes calldata params, IMarket.Settlement calldata settlement)
        internal
        view
        returns (bool answered, bytes32 answer, bytes memory cause)
    {
        uint256 before;
        assembly ("memory-safe") {
            // a word for the selector; what is allocated next stands right behind it
            before := mload(0x40)
            mstore(0x40, add(before, 0x20))
        }
        bytes memory claim = _encode(context, params, settlement);
        assembly ("memory-safe") {
            let length := mload(claim)
            // selector(4), then the place of the struct's first word, where the length stood, then the struct
            mstore(before, shr(224, selector))
            mstore(claim, 0x20)
            let succeeded := staticcall(gas(), checker, add(before, 28), add(length, 36), 0, 0x20)
            answered := and(succeeded, gt(returndatasize(), 31))
            answer := mload(0)
            // the call's memory is used again
            cause := before
            mstore(cause, 0)
            mstore(0x40, add(cause, 0x20))
            if iszero(succeeded) {
                mstore(cause, returndatasize())
                returndatacopy(add(cause, 0x20), 0, returndatasize())
                mstore(0x40, and(add(add(cause, returndatasize()), 0x3f), not(0x1f)))
            }
        }
    }

    /// @dev As flat values a struct has the encoding that it has within a call.
    function _encode(bytes32 context, bytes calldata params, IMarket.Settlement calldata settlement) private pure returns (bytes memory) {
        return abi.encode(
            context,
            params,
            settlement.entries,
            settlement.payloads,
            settlement.posts,
            settlement.debits,
            settlement.credits,
            settlement.alloc,
            settlement.hints
        );
    }
}
