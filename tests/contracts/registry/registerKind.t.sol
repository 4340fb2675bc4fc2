// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Registry} from "../../../contracts/Registry.sol";
import {IRegistry} from "../../../contracts/interfaces/IRegistry.sol";
import {Test} from "../utils/Test.sol";

contract RegisterKindTest is Test {
    Registry private registry;

    function setUp() public {
        registry = new Registry(address(this));
    }

    function test_RevertWhen_TheNameIsEmpty() public {
        vm.expectRevert(IRegistry.KindNameEmpty.selector);
        registry.registerKind("");
    }

    function test_WhenTheNameIsNew() public {
        registry.registerKind("temperature");
        vm.expectEmit(address(registry));
        emit IRegistry.KindRegistered(2, "humidity");
        vm.assertEq(registry.registerKind("humidity"), 2);
        vm.assertEq(registry.kindOf("temperature"), 1);
        vm.assertEq(registry.kindOf("humidity"), 2);
        vm.assertEq(registry.kindOf("unheard of"), 0);
    }

    function test_WhenTheNameIsKnown() public {
        registry.registerKind("temperature");
        registry.registerKind("humidity");
        vm.prank(address(1));
        vm.assertEq(registry.registerKind("temperature"), 1);
        vm.assertEq(registry.kindCount(), 2);
    }
}
