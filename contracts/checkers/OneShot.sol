// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IChecker} from "../interfaces/IChecker.sol";

/// @title Rules that need no phase between the close and settling: nothing is opened, nothing can be challenged
abstract contract OneShot is IChecker {
    /// @inheritdoc IChecker
    function phases(bytes calldata) external pure virtual returns (bool reveals, uint88 bond) {
        return (false, 0);
    }
}
