// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Vm} from "./Vm.sol";

/// @title What every test starts from
abstract contract Test {
    /// @dev The last 20 bytes of keccak256("hevm cheat code"), where forge listens.
    Vm internal constant vm = Vm(0x7109709ECfa91a80626fF3989D68f67F5b1DD12D);

    /// @dev `x` itself where it lies between the bounds (both included), otherwise somewhere between them.
    function bound(uint256 x, uint256 least, uint256 most) internal pure returns (uint256) {
        if (x >= least && x <= most) return x;
        uint256 size = most - least;
        return size == type(uint256).max ? x : least + x % (size + 1);
    }
}
