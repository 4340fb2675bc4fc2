// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IAccounts} from "../../../contracts/interfaces/IAccounts.sol";
import {IRegistry} from "../../../contracts/interfaces/IRegistry.sol";
import {RegistryTest} from "../utils/RegistryTest.sol";

contract SetPolicyTest is RegistryTest {
    function test_RevertWhen_TheSeriesDoesNotExist() public {
        vm.expectRevert(abi.encodeWithSelector(IAccounts.UnknownSeries.selector, series + 1));
        vm.prank(OPERATOR);
        registry.setPolicy(address(market), series + 1, _policy(false, false));
    }

    function testFuzz_RevertWhen_TheSenderDoesNotOperateTheSeries(address sender) public {
        vm.assume(sender != OPERATOR);
        vm.expectRevert(abi.encodeWithSelector(IRegistry.NotSeriesOperator.selector, sender));
        vm.prank(sender);
        registry.setPolicy(address(market), series, _policy(false, false));
    }

    function testFuzz_RevertWhen_TheKindIsUnknown(uint32 unknown) public {
        vm.assume(unknown != kind);
        IRegistry.Policy memory policy = _policy(false, false);
        policy.kind = unknown;
        vm.expectRevert(abi.encodeWithSelector(IRegistry.UnknownKind.selector, unknown));
        vm.prank(OPERATOR);
        registry.setPolicy(address(market), series, policy);
    }

    function test_RevertWhen_ThePolicyIsSetAlready() public {
        _setPolicy(true, false);
        vm.expectRevert(abi.encodeWithSelector(IRegistry.PolicyAlreadySet.selector, address(market), series));
        _setPolicy(true, false);
    }

    function testFuzz_WhenTheOperatorSetsItForTheFirstTime(bool said, bool attestedOnly, bool membersOnly) public {
        IRegistry.Policy memory policy = _policy(attestedOnly, membersOnly);
        IRegistry.Policy memory expected = _policy(attestedOnly, membersOnly);
        policy.set = said;
        expected.set = true;
        vm.expectEmit(address(registry));
        emit IRegistry.PolicySet(address(market), series, expected);
        vm.prank(OPERATOR);
        registry.setPolicy(address(market), series, policy);
        vm.assertEq(abi.encode(registry.policyOf(address(market), series)), abi.encode(expected));
        vm.assertFalse(registry.policyOf(address(market), series + 1).set, "another series");
        vm.assertFalse(registry.policyOf(address(1), series).set, "another market");
    }
}
