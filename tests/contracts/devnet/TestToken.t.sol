// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {TestToken} from "../../../contracts/devnet/TestToken.sol";
import {Test} from "../utils/Test.sol";

contract TestTokenTest is Test {
    uint256 private constant MOST = 1_000_000e18;

    TestToken private immutable TOKEN = new TestToken();

    function testFuzz_WhenTheFaucetIsAskedForAtMostAMillionTokens(address to, uint256 amount) public {
        vm.assume(to != address(0));
        amount = bound(amount, 0, MOST);
        TOKEN.faucet(to, amount);
        vm.assertEq(TOKEN.balanceOf(to), amount);
    }

    function testFuzz_RevertWhen_TheFaucetIsAskedForMore(address to, uint256 amount) public {
        amount = bound(amount, MOST + 1, type(uint256).max);
        vm.expectRevert(abi.encodeWithSelector(TestToken.AboveFaucetLimit.selector, amount, MOST));
        TOKEN.faucet(to, amount);
    }
}
