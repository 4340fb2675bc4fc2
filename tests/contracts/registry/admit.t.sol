// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IRegistry} from "../../../contracts/interfaces/IRegistry.sol";
import {Pack} from "../utils/Pack.sol";
import {RegistryTest} from "../utils/RegistryTest.sol";

/// @dev Asked as the market would; that the market does ask is the matter of market/gate.t.sol.
contract AdmitTest is RegistryTest {
    uint64 private dataset;

    function setUp() public override {
        super.setUp();
        dataset = _registerDataset(alice);
    }

    function test_RevertWhen_TheSeriesHasNoPolicy() public {
        _expectRefusal(alice, _ask(1, 0), abi.encodeWithSelector(IRegistry.PolicyNotSet.selector, address(market), series));
    }

    function test_RevertWhen_TheSenderIsNoMember() public {
        _setPolicy(false, true);
        _expectRefusal(alice, _ask(1, 0), abi.encodeWithSelector(IRegistry.NotMember.selector, alice));
        _expectRefusal(alice, DATA, abi.encodeWithSelector(IRegistry.NotMember.selector, alice));
    }

    function test_WhenTheSenderIsAMember() public {
        _setPolicy(false, true);
        bytes32 member = registry.MEMBER();
        vm.prank(ADMIN);
        registry.grantRole(member, alice);
        _admit(alice, _ask(1, 0));
        _admit(alice, DATA);
    }

    function testFuzz_WhenTheEntryIsNoAsk(address who, bytes32 data) public {
        vm.assume(data[0] != 0x02 && data[0] != 0x07);
        _setPolicy(true, false);
        _admit(who, data);
    }

    function testFuzz_RevertWhen_TheDatasetIsUnknown(uint64 unknown) public {
        vm.assume(unknown != dataset);
        _setPolicy(false, false);
        _expectRefusal(alice, Pack.order(2, 1, 1, 0, unknown), abi.encodeWithSelector(IRegistry.UnknownDataset.selector, unknown));
    }

    function testFuzz_RevertWhen_TheDatasetBelongsToSomebodyElse(address who) public {
        vm.assume(who != alice);
        _setPolicy(false, false);
        _expectRefusal(who, _ask(1, 0), abi.encodeWithSelector(IRegistry.NotDatasetOwner.selector, dataset, who));
    }

    function test_RevertWhen_TheDatasetIsOfAnotherKind() public {
        _setPolicy(false, false);
        uint32 other = registry.registerKind("humidity");
        vm.prank(alice);
        uint64 wrong = registry.registerDataset(ROOT, UNITS, other, DECLARED, "");
        _expectRefusal(alice, Pack.order(2, 1, 1, 0, wrong), abi.encodeWithSelector(IRegistry.WrongKind.selector, other, kind));
    }

    function testFuzz_RevertWhen_TheQuantityExceedsTheUnits(uint32 quantity) public {
        quantity = uint32(bound(quantity, UNITS + 1, type(uint32).max));
        _setPolicy(false, false);
        _expectRefusal(alice, _ask(quantity, 0), abi.encodeWithSelector(IRegistry.QuantityAboveUnits.selector, quantity, UNITS));
    }

    function test_RevertWhen_AttestedDatasetsAreAskedForAndThisOneIsNot() public {
        _setPolicy(true, false);
        _expectRefusal(alice, _ask(1, 0), abi.encodeWithSelector(IRegistry.NotAttested.selector, dataset));
    }

    function testFuzz_RevertWhen_TheQualityExceedsWhatWasDeclared(uint16 quality) public {
        quality = uint16(bound(quality, DECLARED + 1, type(uint16).max));
        _setPolicy(false, false);
        _expectRefusal(alice, _ask(1, quality), abi.encodeWithSelector(IRegistry.QualityAboveDataset.selector, quality, DECLARED));
    }

    function testFuzz_RevertWhen_TheQualityExceedsWhatWasAttested(uint16 attested, uint16 quality, bool attestedOnly) public {
        attested = uint16(bound(attested, 0, registry.BEST_QUALITY()));
        quality = uint16(bound(quality, uint256(attested) + 1, type(uint16).max));
        _setPolicy(attestedOnly, false);
        _attest(dataset, attested);
        _expectRefusal(alice, _ask(1, quality), abi.encodeWithSelector(IRegistry.QualityAboveDataset.selector, quality, attested));
    }

    function testFuzz_WhenEverythingIsWithinBounds(bool attested, uint16 quality, uint32 quantity) public {
        quality = uint16(bound(quality, 0, attested ? registry.BEST_QUALITY() : DECLARED));
        quantity = uint32(bound(quantity, 0, UNITS));
        _setPolicy(attested, false);
        if (attested) _attest(dataset, registry.BEST_QUALITY());
        _admit(alice, _ask(quantity, quality));
    }

    function test_WhenADatasetIsAttestedAnew() public {
        _setPolicy(true, false);
        _attest(dataset, 9);
        _admit(alice, _ask(1, 9));
        _attest(dataset, 3);
        _admit(alice, _ask(1, 3));
        _expectRefusal(alice, _ask(1, 4), abi.encodeWithSelector(IRegistry.QualityAboveDataset.selector, 4, 3));
    }

    /* PAYLOADS */

    function testFuzz_WhenTheHashOfAPayloadLooksLikeAnAsk(address who, bytes32 data, bytes memory payload) public {
        vm.assume(payload.length != 0 && payload[0] != 0x06 && payload[0] != 0x08);
        _setPolicy(true, false);
        _admit(who, bytes32(uint256(2) << 248 | uint248(uint256(data))), payload);
    }

    function testFuzz_WhenAPayloadIsNoStatementOfADevice(address who, bytes memory payload) public {
        vm.assume(payload.length != 0 && payload[0] != 0x06 && payload[0] != 0x08 && who != ADMIN);
        _setPolicy(true, true);
        _expectRefusal(who, DATA, payload, abi.encodeWithSelector(IRegistry.NotMember.selector, who));
        bytes32 member = registry.MEMBER();
        vm.prank(ADMIN);
        registry.grantRole(member, who);
        _admit(who, DATA, payload);
    }

    function testFuzz_RevertWhen_AStatementHasAnotherLength(uint8 length) public {
        vm.assume(length != 15 && length != 0);
        _setPolicy(false, false);
        bytes memory statement = new bytes(length);
        statement[0] = 0x06;
        _expectRefusal(alice, DATA, statement, abi.encodeWithSelector(IRegistry.StatementMalformed.selector, length));
    }

    function testFuzz_RevertWhen_AStatementIsAboutADatasetOfNobody(uint64 unknown) public {
        vm.assume(unknown != dataset);
        _setPolicy(false, false);
        bytes memory statement = abi.encodePacked(uint8(6), unknown, uint32(1), uint16(0));
        _expectRefusal(alice, DATA, statement, abi.encodeWithSelector(IRegistry.UnknownDataset.selector, unknown));
    }

    function testFuzz_RevertWhen_AStatementIsAboutADatasetOfSomebodyElse(address who) public {
        vm.assume(who != alice);
        _setPolicy(false, false);
        _expectRefusal(who, DATA, _statement(1), abi.encodeWithSelector(IRegistry.NotDatasetOwner.selector, dataset, who));
    }

    function test_RevertWhen_AStatementIsAboutADatasetOfAnotherKind() public {
        _setPolicy(false, false);
        uint32 other = registry.registerKind("humidity");
        vm.prank(alice);
        dataset = registry.registerDataset(ROOT, UNITS, other, DECLARED, "");
        _expectRefusal(alice, DATA, _statement(1), abi.encodeWithSelector(IRegistry.WrongKind.selector, other, kind));
    }

    function testFuzz_RevertWhen_AStatementHasMoreSamplesThanThereAreUnits(uint32 samples) public {
        samples = uint32(bound(samples, UNITS + 1, type(uint32).max));
        _setPolicy(false, false);
        _expectRefusal(alice, DATA, _statement(samples), abi.encodeWithSelector(IRegistry.QuantityAboveUnits.selector, samples, UNITS));
    }

    function test_RevertWhen_AStatementIsAboutADatasetThatIsNotAttested() public {
        _setPolicy(true, false);
        _expectRefusal(alice, DATA, _statement(1), abi.encodeWithSelector(IRegistry.NotAttested.selector, dataset));
        _attest(dataset, 0);
        _admit(alice, DATA, _statement(1));
    }

    function testFuzz_WhenAStatementIsWithinBounds(bytes32 data, uint32 samples, uint16 type_) public {
        samples = uint32(bound(samples, 0, UNITS));
        _setPolicy(false, false);
        _admit(alice, data, abi.encodePacked(uint8(6), dataset, samples, type_));
    }

    /* HELPERS */

    function _statement(uint32 samples) private view returns (bytes memory) {
        return abi.encodePacked(uint8(6), dataset, samples, uint16(3));
    }

    function _ask(uint32 quantity, uint16 quality) private view returns (bytes32) {
        return Pack.order(2, 1000, quantity, quality, dataset);
    }

    function _admit(address who, bytes32 data) private {
        _admit(who, data, "");
    }

    function _admit(address who, bytes32 data, bytes memory payload) private {
        vm.prank(address(market));
        registry.admit(series, who, data, payload);
    }

    function _expectRefusal(address who, bytes32 data, bytes memory cause) private {
        _expectRefusal(who, data, "", cause);
    }

    function _expectRefusal(address who, bytes32 data, bytes memory payload, bytes memory cause) private {
        vm.expectRevert(cause);
        _admit(who, data, payload);
    }
}
