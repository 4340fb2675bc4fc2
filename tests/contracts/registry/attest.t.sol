// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IAccessControl} from "@openzeppelin/contracts/access/IAccessControl.sol";

import {IRegistry} from "../../../contracts/interfaces/IRegistry.sol";
import {RegistryTest} from "../utils/RegistryTest.sol";

contract AttestTest is RegistryTest {
    uint64 private dataset;
    bytes32 private attesterRole;

    function setUp() public override {
        super.setUp();
        dataset = _registerDataset(alice);
        attesterRole = registry.ATTESTER();
    }

    function testFuzz_RevertWhen_TheSenderIsNoAttester(address sender) public {
        vm.assume(sender != ATTESTER);
        _expectUnauthorized(sender, attesterRole);
        vm.prank(sender);
        registry.attest(dataset, 5);
    }

    function test_RevertWhen_TheRoleWasTakenAway() public {
        vm.prank(ADMIN);
        registry.revokeRole(attesterRole, ATTESTER);
        _expectUnauthorized(ATTESTER, attesterRole);
        vm.prank(ATTESTER);
        registry.attest(dataset, 5);
    }

    function testFuzz_RevertWhen_TheQualityIsOutOfRange(uint16 quality) public {
        quality = uint16(bound(quality, uint256(registry.BEST_QUALITY()) + 1, type(uint16).max));
        vm.expectRevert(abi.encodeWithSelector(IRegistry.QualityOutOfRange.selector, quality));
        vm.prank(ATTESTER);
        registry.attest(dataset, quality);
    }

    function testFuzz_RevertWhen_TheDatasetIsUnknown(uint64 unknown) public {
        vm.assume(unknown != dataset);
        vm.expectRevert(abi.encodeWithSelector(IRegistry.UnknownDataset.selector, unknown));
        vm.prank(ATTESTER);
        registry.attest(unknown, 5);
    }

    function testFuzz_WhenTheDatasetWasNotAttestedYet(uint16 quality) public {
        quality = uint16(bound(quality, 0, registry.BEST_QUALITY()));
        vm.expectEmit(address(registry));
        emit IRegistry.DatasetAttested(dataset, ATTESTER, quality);
        _attest(dataset, quality);
        IRegistry.Dataset memory stored = registry.datasetOf(dataset);
        vm.assertEq(stored.attested, uint256(quality) + 1);
        vm.assertEq(stored.declared, DECLARED);
        vm.assertEq(stored.owner, alice);
    }

    function test_WhenTheDatasetWasAttestedBefore() public {
        _attest(dataset, 9);
        _attest(dataset, 0);
        vm.assertEq(registry.datasetOf(dataset).attested, 1);
    }

    function test_RevertWhen_SomebodyElseThanTheAdministratorGrantsTheRole() public {
        _expectUnauthorized(ATTESTER, registry.DEFAULT_ADMIN_ROLE());
        vm.prank(ATTESTER);
        registry.grantRole(attesterRole, alice);
    }

    function _expectUnauthorized(address sender, bytes32 role) private {
        vm.expectRevert(abi.encodeWithSelector(IAccessControl.AccessControlUnauthorizedAccount.selector, sender, role));
    }
}
