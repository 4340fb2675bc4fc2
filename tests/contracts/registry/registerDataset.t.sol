// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IRegistry} from "../../../contracts/interfaces/IRegistry.sol";
import {RegistryTest} from "../utils/RegistryTest.sol";

contract RegisterDatasetTest is RegistryTest {
    function test_RevertWhen_TheRootIsZero() public {
        vm.expectRevert(IRegistry.RootIsZero.selector);
        registry.registerDataset(0, UNITS, kind, DECLARED, "");
    }

    function test_RevertWhen_TheUnitsAreZero() public {
        vm.expectRevert(IRegistry.UnitsAreZero.selector);
        registry.registerDataset(ROOT, 0, kind, DECLARED, "");
    }

    function testFuzz_RevertWhen_TheKindIsUnknown(uint32 unknown) public {
        vm.assume(unknown != kind);
        vm.expectRevert(abi.encodeWithSelector(IRegistry.UnknownKind.selector, unknown));
        registry.registerDataset(ROOT, UNITS, unknown, DECLARED, "");
    }

    function testFuzz_RevertWhen_TheDeclaredQualityIsOutOfRange(uint16 declared) public {
        declared = uint16(bound(declared, uint256(registry.BEST_QUALITY()) + 1, type(uint16).max));
        vm.expectRevert(abi.encodeWithSelector(IRegistry.QualityOutOfRange.selector, declared));
        registry.registerDataset(ROOT, UNITS, kind, declared, "");
    }

    function testFuzz_WhenEverythingIsInRange(bytes32 root, uint32 units, uint16 declared, string calldata label) public {
        vm.assume(root != 0 && units != 0);
        declared = uint16(bound(declared, 0, registry.BEST_QUALITY()));
        uint64 before = _registerDataset(bob);
        vm.expectEmit(address(registry));
        emit IRegistry.DatasetRegistered(before + 1, alice, root, units, kind, declared, label);
        vm.prank(alice);
        uint64 dataset = registry.registerDataset(root, units, kind, declared, label);

        vm.assertEq(dataset, before + 1);
        vm.assertEq(registry.datasetCount(), dataset);
        vm.assertEq(registry.rootOf(dataset), root);
        IRegistry.Dataset memory stored = registry.datasetOf(dataset);
        vm.assertEq(stored.owner, alice);
        vm.assertEq(stored.units, units);
        vm.assertEq(stored.kind, kind);
        vm.assertEq(stored.declared, declared);
        vm.assertEq(stored.attested, 0);
        vm.assertEq(registry.datasetOf(before).owner, bob);
    }
}
