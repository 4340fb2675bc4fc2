// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {PlainToken} from "./PlainToken.sol";

/// @notice Pays `interest` to the receiver of every transfer, and changes any balance at will.
contract RebasingToken is PlainToken {
    uint256 public interest;

    function setInterest(uint256 interest_) external {
        interest = interest_;
    }

    function shrink(address account, uint256 amount) external {
        _burn(account, amount);
    }

    function _update(address from, address to, uint256 amount) internal override {
        super._update(from, to, amount);
        if (from != address(0) && to != address(0) && interest != 0) super._update(address(0), to, interest);
    }
}
