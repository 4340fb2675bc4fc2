// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IChecker, SecondPhase} from "../interfaces/IChecker.sol";

/// @title Rules that need no phase between the close and settling: nothing is opened, nothing can be challenged
abstract contract OneShot is IChecker {
    /// @inheritdoc IChecker
    function phases(bytes calldata) external pure virtual returns (SecondPhase second, uint88 bond) {
        return (SecondPhase.None, 0);
    }
}
