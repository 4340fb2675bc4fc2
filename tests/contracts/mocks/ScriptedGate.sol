// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IGate} from "../../../contracts/interfaces/IGate.sol";

/// @notice A gate that does what it was told last.
contract ScriptedGate is IGate {
    enum Mode {
        Admits,
        Refuses,
        BurnsGas,
        HugeCause,
        HugeAnswer,
        ShowsQuestion
    }

    error Refused();
    error Shown(address market, uint64 series, address who, bytes32 data, bytes payload);

    Mode public mode;

    function set(Mode mode_) external {
        mode = mode_;
    }

    function admit(uint64 series, address who, bytes32 data, bytes calldata payload) external view {
        if (mode == Mode.Refuses) revert Refused();
        if (mode == Mode.ShowsQuestion) revert Shown(msg.sender, series, who, data, payload);
        bool burns = mode == Mode.BurnsGas;
        bool reverts = mode == Mode.HugeCause;
        bool answers = mode == Mode.HugeAnswer;
        assembly ("memory-safe") {
            if burns { invalid() }
            // as much as the memory costs of 100,000 gas allow
            if reverts { revert(mload(0x40), 150000) }
            if answers { return(mload(0x40), 150000) }
        }
    }
}
