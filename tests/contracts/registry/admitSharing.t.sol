// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IRegistry} from "../../../contracts/interfaces/IRegistry.sol";
import {RegistryTest} from "../utils/RegistryTest.sol";

/// @dev Asked as the market would about agents of bilateral sharing rounds (data words with tag 7) and about reports of sharing rounds for
/// money (payloads that start with 0x08).
contract AdmitSharingTest is RegistryTest {
    uint64 private dataset;

    function setUp() public override {
        super.setUp();
        dataset = _registerDataset(alice);
    }

    /* AGENTS */

    function testFuzz_WhenAnAgentIsWithinTheUnits(uint32 size, uint32 scale, uint88 cost) public {
        size = uint32(bound(size, 0, UNITS));
        _setPolicy(false, false);
        _admit(alice, _agent(dataset, size, scale, cost), "");
    }

    function testFuzz_RevertWhen_AnAgentHasMoreThanTheUnits(uint32 size) public {
        size = uint32(bound(size, UNITS + 1, type(uint32).max));
        _setPolicy(false, false);
        _expectRefusal(alice, _agent(dataset, size, 1, 0), "", _aboveUnits(size));
    }

    function test_RevertWhen_TheDatasetOfAnAgentIsNotItsOwn() public {
        _setPolicy(false, false);
        bytes memory cause = abi.encodeWithSelector(IRegistry.NotDatasetOwner.selector, dataset, bob);
        _expectRefusal(bob, _agent(dataset, 1, 1, 0), "", cause);
        cause = abi.encodeWithSelector(IRegistry.UnknownDataset.selector, dataset + 1);
        _expectRefusal(alice, _agent(dataset + 1, 1, 1, 0), "", cause);
        cause = abi.encodeWithSelector(IRegistry.UnknownDataset.selector, 0);
        _expectRefusal(alice, _agent(0, 1, 1, 0), "", cause);
    }

    function test_RevertWhen_TheDatasetOfAnAgentIsOfAnotherKind() public {
        _setPolicy(false, false);
        (uint64 wrong, uint32 other) = _registerOther();
        _expectRefusal(alice, _agent(wrong, 1, 1, 0), "", abi.encodeWithSelector(IRegistry.WrongKind.selector, other, kind));
    }

    function test_WhenAgentsNeedAnAttestedDataset() public {
        _setPolicy(true, false);
        bytes memory cause = abi.encodeWithSelector(IRegistry.NotAttested.selector, dataset);
        _expectRefusal(alice, _agent(dataset, 1, 1, 0), "", cause);
        _attest(dataset, 0);
        _admit(alice, _agent(dataset, 1, 1, 0), "");
    }

    /// @dev The hash of a payload can look like an agent.
    function testFuzz_WhenAPayloadHashesToAnAgent(bytes calldata payload) public {
        vm.assume(payload.length != 0 && payload[0] != 0x06 && payload[0] != 0x08);
        _setPolicy(true, false);
        _admit(bob, _agent(dataset, type(uint32).max, 1, 0), payload);
    }

    /* REPORTS */

    function testFuzz_WhenAReportIsWithinTheUnits(uint16 size, uint32 lot, bytes calldata rest) public {
        lot = uint32(bound(lot, 0, UNITS));
        size = uint16(bound(size, 0, lot == 0 ? type(uint16).max : UNITS / lot));
        _setPolicy(false, false);
        _admitReport(alice, bytes.concat(_report(dataset, size, lot), rest));
    }

    function test_RevertWhen_AReportHasMoreThanTheUnits() public {
        _setPolicy(false, false);
        _admitReport(alice, _report(dataset, 5, 10));
        _expectReportRefused(alice, _report(dataset, 3, 17), _aboveUnits(51));
        _expectReportRefused(alice, _report(dataset, type(uint16).max, type(uint32).max), _aboveUnits(uint256(65_535) * 4_294_967_295));
    }

    function testFuzz_WhenAReportSellsNothing(address who, uint16 size, bytes calldata rest) public {
        _setPolicy(true, false);
        _admitReport(who, bytes.concat(_report(0, size, type(uint32).max), rest));
    }

    function test_RevertWhen_TheDatasetOfAReportIsNotItsOwn() public {
        _setPolicy(false, false);
        bytes memory cause = abi.encodeWithSelector(IRegistry.NotDatasetOwner.selector, dataset, bob);
        _expectReportRefused(bob, _report(dataset, 1, 1), cause);
        cause = abi.encodeWithSelector(IRegistry.UnknownDataset.selector, dataset + 1);
        _expectReportRefused(alice, _report(dataset + 1, 1, 1), cause);
        (uint64 wrong, uint32 other) = _registerOther();
        _expectReportRefused(alice, _report(wrong, 1, 1), abi.encodeWithSelector(IRegistry.WrongKind.selector, other, kind));
    }

    function test_WhenReportsNeedAnAttestedDataset() public {
        _setPolicy(true, false);
        _expectReportRefused(alice, _report(dataset, 1, 1), abi.encodeWithSelector(IRegistry.NotAttested.selector, dataset));
        _attest(dataset, 0);
        _admitReport(alice, _report(dataset, 1, 1));
    }

    function testFuzz_RevertWhen_AReportIsTooShort(uint256 length) public {
        length = bound(length, 1, 14);
        _setPolicy(false, false);
        bytes memory report = new bytes(length);
        report[0] = 0x08;
        _expectReportRefused(alice, report, abi.encodeWithSelector(IRegistry.StatementMalformed.selector, length));
    }

    function test_RevertWhen_WhoSharesIsNoMember() public {
        _setPolicy(false, true);
        bytes memory cause = abi.encodeWithSelector(IRegistry.NotMember.selector, alice);
        _expectRefusal(alice, _agent(dataset, 1, 1, 0), "", cause);
        _expectReportRefused(alice, _report(dataset, 1, 1), cause);
        _expectReportRefused(alice, _report(0, 0, 1), cause);
    }

    /* HELPERS */

    function _agent(uint64 dataset_, uint32 size, uint32 scale, uint88 cost) private pure returns (bytes32) {
        return bytes32(abi.encodePacked(uint8(7), dataset_, size, scale, cost, uint32(0)));
    }

    /// @dev As far as the gate looks.
    function _report(uint64 dataset_, uint16 size, uint32 lot) private pure returns (bytes memory) {
        return abi.encodePacked(uint8(8), dataset_, size, lot);
    }

    function _registerOther() private returns (uint64 other, uint32 otherKind) {
        otherKind = registry.registerKind("humidity");
        vm.prank(alice);
        other = registry.registerDataset(ROOT, UNITS, otherKind, DECLARED, "");
    }

    function _aboveUnits(uint256 quantity) private pure returns (bytes memory) {
        return abi.encodeWithSelector(IRegistry.QuantityAboveUnits.selector, quantity, UNITS);
    }

    function _admit(address who, bytes32 data, bytes memory payload) private {
        vm.prank(address(market));
        registry.admit(series, who, data, payload);
    }

    function _admitReport(address who, bytes memory report) private {
        _admit(who, keccak256(report), report);
    }

    function _expectRefusal(address who, bytes32 data, bytes memory payload, bytes memory cause) private {
        vm.expectRevert(cause);
        _admit(who, data, payload);
    }

    function _expectReportRefused(address who, bytes memory report, bytes memory cause) private {
        _expectRefusal(who, keccak256(report), report, cause);
    }
}
