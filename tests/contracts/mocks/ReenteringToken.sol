// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {PlainToken} from "./PlainToken.sol";

/// @notice Calls back once, before or after the next transfer moved its tokens, and keeps the answer. It acts for itself: as an account
/// holder that is called in the middle of a transfer.
contract ReenteringToken is PlainToken {
    address private _target;
    bytes private _call;
    bool private _afterwards;

    bool public called;
    bool public succeeded;
    bytes public answer;

    function arm(address target, bytes calldata call, bool afterwards) external {
        (_target, _call, _afterwards, called) = (target, call, afterwards, false);
    }

    /// @dev Lets the token hold an account of its own.
    function act(address target, bytes calldata call) external {
        (bool ok, bytes memory data) = target.call(call);
        if (!ok) {
            assembly ("memory-safe") {
                revert(add(data, 0x20), mload(data))
            }
        }
    }

    function approveAs(address owner, address spender, uint256 amount) external {
        _approve(owner, spender, amount);
    }

    function _update(address from, address to, uint256 amount) internal override {
        if (!_afterwards) _callBack();
        super._update(from, to, amount);
        if (_afterwards) _callBack();
    }

    function _callBack() private {
        if (_target == address(0) || called) return;
        called = true;
        (succeeded, answer) = _target.call(_call);
    }
}
