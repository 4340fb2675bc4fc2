// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {OneShot} from "../../../contracts/checkers/OneShot.sol";
import {Claim, IChecker} from "../../../contracts/interfaces/IChecker.sol";

/// @notice Accepts every outcome, honest or not: what is refused all the same, the Market itself refuses.
/// @dev Params: maxEntries(4) maxPerAccount(4).
contract OpenChecker is OneShot {
    function check(Claim calldata) external pure virtual returns (bytes4) {
        return IChecker.check.selector;
    }

    function limits(bytes calldata params) external pure returns (uint32 maxEntries, uint32 maxPerAccount) {
        if (params.length != 8) revert InvalidParams(params);
        return (uint32(bytes4(params[:4])), uint32(bytes4(params[4:])));
    }
}
