// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {ERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Permit.sol";

/// @title A worthless token for devnets: anyone may draw from its faucet
contract TestToken is ERC20, ERC20Permit {
    /// @notice What one call of `faucet` may mint at most: a million tokens.
    uint256 public constant MOST_PER_CALL = 1_000_000 ether;

    error AboveFaucetLimit(uint256 amount, uint256 most);

    constructor() ERC20("Databourse Test Token", "DBT") ERC20Permit("Databourse Test Token") {}

    function faucet(address to, uint256 amount) external {
        if (amount > MOST_PER_CALL) revert AboveFaucetLimit(amount, MOST_PER_CALL);
        _mint(to, amount);
    }
}
