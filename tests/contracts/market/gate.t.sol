// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IMarket} from "../../../contracts/interfaces/IMarket.sol";
import {IRegistry} from "../../../contracts/interfaces/IRegistry.sol";
import {ScriptedGate} from "../mocks/ScriptedGate.sol";
import {Pack} from "../utils/Pack.sol";
import {RegistryTest} from "../utils/RegistryTest.sol";

/// @dev How enter, enterWith and enterBatch ask a gate; for enterSigned see enterSignedSkips.t.sol.
contract GateTest is RegistryTest {
    ScriptedGate private gate;

    function setUp() public override {
        super.setUp();
        gate = new ScriptedGate();
        gate.set(ScriptedGate.Mode.Refuses);
    }

    /* WHO IS ASKED ABOUT WHAT */

    function testFuzz_WhenThereIsNoGate(uint8 gatedTags, uint8 tag, bytes32 rest) public {
        _openWithGate(address(0), gatedTags);
        _enter(alice, 1, _tagged(tag, rest));
        _enterWith(alice, 1, abi.encode(rest));
        vm.assertEq(_account(alice).entries, 2);
    }

    function testFuzz_WhenTheTagIsBelowEight(uint8 gatedTags, uint8 tag, bytes32 rest) public {
        tag %= 8;
        _openWithGate(address(gate), gatedTags);
        if ((gatedTags >> tag) & 1 == 1) _expectRefused(_refused());
        vm.prank(alice);
        market.enter(series, 1, termsHash, _tagged(tag, rest));
    }

    function testFuzz_WhenTheTagIsAboveSeven(uint8 gatedTags, uint8 tag, bytes32 rest) public {
        tag = uint8(bound(tag, 8, 255));
        _openWithGate(address(gate), gatedTags);
        _expectRefused(_refused());
        vm.prank(alice);
        market.enter(series, 1, termsHash, _tagged(tag, rest));
    }

    function testFuzz_WhenTheEntryHasAPayload(uint8 gatedTags, bytes calldata payload) public {
        vm.assume(payload.length <= 655);
        _openWithGate(address(gate), gatedTags);
        _expectRefused(_refused());
        vm.prank(alice);
        market.enterWith(series, 1, termsHash, payload);
    }

    function testFuzz_WhenTheGateIsAsked(bytes32 rest, bytes calldata payload) public {
        vm.assume(payload.length <= 655);
        _openWithGate(address(gate), 1 << 2);
        gate.set(ScriptedGate.Mode.ShowsQuestion);
        bytes32 data = _tagged(2, rest);
        _expectShown(data, "");
        vm.prank(alice);
        market.enter(series, 1, termsHash, data);
        _expectShown(data, "");
        vm.prank(alice);
        market.enterBatch(series, termsHash, Pack.batchEntry(1, data));
        _expectShown(keccak256(payload), payload);
        vm.prank(alice);
        market.enterWith(series, 1, termsHash, payload);
    }

    /* WHAT A GATE MAY DO */

    function test_RevertWhen_TheGateRefuses() public {
        _openWithGate(address(gate), 1 << 2);
        _expectRefused(_refused());
        _enterGated();
        gate.set(ScriptedGate.Mode.Admits);
        _enterGated();
    }

    function test_RevertWhen_TheGateRefusesOneEntryOfABatch() public {
        _openWithGate(address(gate), 1 << 2);
        bytes memory free = Pack.batchEntry(1, DATA);
        _expectRefused(_refused());
        vm.prank(alice);
        market.enterBatch(series, termsHash, bytes.concat(free, Pack.batchEntry(1, _tagged(2, 0)), free));
        vm.assertEq(_account(alice).entries, 0);
    }

    function test_RevertWhen_TheGateBurnsItsGas() public {
        _openWithGate(address(gate), 1 << 2);
        gate.set(ScriptedGate.Mode.BurnsGas);
        uint256 gas = gasleft();
        _expectRefused("");
        _enterGated();
        vm.assertLe(gas - gasleft(), 150_000, "gas");
    }

    function test_RevertWhen_TheGateAnswersWithAHugeCause() public {
        _openWithGate(address(gate), 1 << 2);
        gate.set(ScriptedGate.Mode.HugeCause);
        uint256 gas = gasleft();
        vm.prank(alice);
        try market.enter(series, 1, termsHash, _tagged(2, 0)) {
            vm.assertTrue(false, "entered");
        } catch (bytes memory cause) {
            // only the selector matters
            // forge-lint: disable-next-line(unsafe-typecast)
            vm.assertTrue(bytes4(cause) == IMarket.GateRefused.selector, "cause");
        }
        vm.assertLe(gas - gasleft(), 1_000_000, "gas");
    }

    function test_WhenTheGateAnswersMoreThanItShould() public {
        _openWithGate(address(gate), 1 << 2);
        gate.set(ScriptedGate.Mode.HugeAnswer);
        _enterGated();
        vm.assertEq(_account(alice).entries, 1);
    }

    function testFuzz_WhenTheGateTurnsHostileAfterEntriesWereMade(uint8 mode, bool settled) public {
        _openWithGate(address(gate), 1 << 2);
        gate.set(ScriptedGate.Mode.Admits);
        _enter(alice, 10, _tagged(2, 0));
        gate.set(ScriptedGate.Mode(bound(mode, 1, 4)));
        _pass(settled);
        vm.prank(alice);
        market.withdraw(series, alice, settled ? BALANCE - FEE : BALANCE);
        _open();
    }

    function test_WhenTheGatesCodeIsGone() public {
        _openWithGate(address(gate), 1 << 2);
        vm.etch(address(gate), "");
        vm.expectRevert();
        _enterGated();
        Order memory gated = _order(alice, 1, 0);
        gated.data = _tagged(2, 0);
        vm.prank(RELAYER);
        market.enterSigned(series, termsHash, 3, bytes.concat(_sign(ALICE_KEY, gated), _sign(ALICE_KEY, _order(alice, 1, 0))));
        vm.assertEq(_account(alice).entries, 1);
        _enter(alice, 1, DATA);
    }

    function test_WhenTheRegistryIsTheGate() public {
        _setPolicy(true, false);
        _fund(alice, BALANCE);
        _fund(bob, BALANCE);
        uint64 dataset = _registerDataset(alice);
        _attest(dataset, 7);
        _open();
        bytes32 ask = Pack.order(2, 1000, UNITS, 7, dataset);
        _enter(alice, 0, ask);
        _expectRefused(abi.encodeWithSelector(IRegistry.NotDatasetOwner.selector, dataset, bob));
        vm.prank(bob);
        market.enter(series, 0, termsHash, ask);
        _expectRefused(abi.encodeWithSelector(IRegistry.QualityAboveDataset.selector, 8, 7));
        vm.prank(alice);
        market.enter(series, 0, termsHash, Pack.order(2, 1000, UNITS, 8, dataset));
        _enter(bob, 500, Pack.order(1, 50, 10, 0, 0));
        _settle("", "");
    }

    /* HELPERS */

    function _openWithGate(address gate_, uint8 gatedTags) private {
        IMarket.SeriesConfig memory config = _config();
        (config.gate, config.gatedTags) = (gate_, gatedTags);
        series = market.createSeries(config);
        _fund(alice, BALANCE);
        _open();
    }

    function _tagged(uint8 tag, bytes32 rest) private pure returns (bytes32) {
        return bytes32(uint256(tag) << 248 | uint256(rest) >> 8);
    }

    function _enterGated() private {
        vm.prank(alice);
        market.enter(series, 1, termsHash, _tagged(2, 0));
    }

    function _refused() private pure returns (bytes memory) {
        return abi.encodePacked(ScriptedGate.Refused.selector);
    }

    function _expectShown(bytes32 data, bytes memory payload) private {
        _expectRefused(abi.encodeWithSelector(ScriptedGate.Shown.selector, address(market), series, alice, data, payload));
    }

    function _expectRefused(bytes memory cause) private {
        vm.expectRevert(abi.encodeWithSelector(IMarket.GateRefused.selector, cause));
    }
}
