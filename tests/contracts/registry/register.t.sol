// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Registry} from "../../../contracts/Registry.sol";
import {IRegistry} from "../../../contracts/interfaces/IRegistry.sol";
import {Test} from "../utils/Test.sol";

contract RegisterTest is Test {
    address private constant ALICE = address(0xA11CE);
    address private constant BOB = address(0xB0B);

    Registry private registry;

    function setUp() public {
        registry = new Registry(address(this));
    }

    function test_RevertWhen_TheKeyIsZero() public {
        vm.expectRevert(IRegistry.KeyIsZero.selector);
        registry.register(0);
    }

    function testFuzz_WhenTheSenderHasNoKeyYet(address who, bytes32 key) public {
        vm.assume(key != 0);
        vm.expectEmit(address(registry));
        emit IRegistry.ParticipantRegistered(who, key);
        vm.prank(who);
        registry.register(key);
        vm.assertEq(registry.keyOf(who), key);
    }

    function test_WhenTheSenderHasAKeyAlready() public {
        vm.prank(ALICE);
        registry.register("old");
        vm.prank(BOB);
        registry.register("bob's");
        vm.prank(ALICE);
        registry.register("new");
        vm.assertEq(registry.keyOf(ALICE), "new");
        vm.assertEq(registry.keyOf(BOB), "bob's");
    }
}
