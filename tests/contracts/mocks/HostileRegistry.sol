// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IRegistry} from "../../../contracts/interfaces/IRegistry.sol";
import {IResaleChain} from "../../../contracts/interfaces/IResaleChain.sol";

/// @notice When asked about a dataset it first calls whoever asks, and goes on whatever comes of it. It owns every dataset
/// if that call failed, and knows none if it came through.
contract HostileRegistry {
    bytes private _call;

    function arm(bytes calldata call) external {
        _call = call;
    }

    function createChain(IResaleChain resale, IResaleChain.Rules calldata rules) external {
        resale.createChain(1, rules, new uint32[][](0));
    }

    function datasetOf(uint64) external view returns (IRegistry.Dataset memory dataset) {
        (bool ok,) = msg.sender.staticcall{gas: 1_000_000}(_call);
        if (!ok) dataset.owner = address(this);
    }
}
