// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

import {LeakageGame} from "../../../contracts/checkers/LeakageGame.sol";
import {IChallengeable} from "../../../contracts/interfaces/IChallengeable.sol";
import {Claim, IChecker} from "../../../contracts/interfaces/IChecker.sol";
import {Pack} from "../utils/Pack.sol";
import {Test} from "../utils/Test.sol";

/// @dev Rounds as large as `limits` allows and as hard to commit to as was found possible: every entry but the buyer's is a device, and
/// every device is alone. Nothing has influence and nothing costs, so that everybody is paid its price; neither would make anything dearer.
contract LeakageGameLimitsTest is Test {
    using SafeCast for uint256;

    uint256 private constant BUDGET = 15_000_000;
    /// @dev The Market's part of proposing, calldata included: what does not depend on the entries; an entry; what a device is opened by,
    /// put into and paid.
    uint256 private constant FIXED = 300_000;
    uint256 private constant PER_ENTRY = 1300;
    uint256 private constant PER_DEVICE = 1200;

    uint256 private constant PRICE = 1000;

    LeakageGame private immutable CHECKER = new LeakageGame();

    function test_WhateverTheParametersAre() public view {
        for (uint256 kinds = 1; kinds <= 32; ++kinds) {
            (uint32 most, uint32 perAccount) = CHECKER.limits(_params(kinds));
            vm.assertEq(most, 1500, "most entries");
            vm.assertEq(perAccount, 375, "a quarter");
        }
    }

    function test_WithFewTypes() public view {
        _requireAffordable(5);
    }

    function test_WithAsManyTypesAsThereCanBe() public view {
        _requireAffordable(32);
    }

    function test_RevertWhen_ThereAreMoreEntries() public {
        Claim memory claim = _round(1, 1500);
        vm.expectRevert(abi.encodeWithSelector(IChecker.TooManyEntries.selector, 1501, 1500));
        CHECKER.commit(claim);
    }

    function _requireAffordable(uint256 kinds) private view {
        bytes memory call = abi.encodeCall(IChallengeable.commit, (_round(kinds, 1499)));
        uint256 before = gasleft();
        (bool accepted,) = address(CHECKER).staticcall(call);
        uint256 used = before - gasleft();
        vm.assertTrue(accepted, "accepted");
        vm.assertLe(used + FIXED + PER_ENTRY * 1500 + PER_DEVICE * 1499, BUDGET, "too expensive");
    }

    function _params(uint256 kinds) private pure returns (bytes memory) {
        bytes memory nothing = new bytes(kinds * (kinds + 1) / 2 * 3);
        return abi.encodePacked(uint88(1), uint88(1), uint88(0), kinds.toUint8(), kinds.toUint8(), nothing);
    }

    /// @dev A buyer, and devices of all types in turn.
    function _round(uint256 kinds, uint256 devices) private pure returns (Claim memory claim) {
        claim.params = _params(kinds);
        bytes memory contracts = hex"05";
        for (uint256 kind; kind < kinds; ++kind) {
            uint256 count = devices / kinds + (kind < devices % kinds ? 1 : 0);
            contracts = abi.encodePacked(contracts, kind.toUint16(), (PRICE * count).toUint88());
            claim.hints = bytes.concat(claim.hints, hex"ffff");
        }
        claim.payloads = Pack.payload(contracts);
        claim.debits = Pack.amount(0, PRICE * devices);
        claim.entries = new bytes(64 * (devices + 1));
        (claim.posts, claim.credits, claim.alloc) = (new bytes(21 * devices), new bytes(16 * devices), new bytes(2 * devices));
        _copy(Pack.entryWith(address(1), type(uint88).max, contracts), claim.entries, 0);
        for (uint256 i; i < devices; ++i) {
            uint256 any = uint256(keccak256(abi.encode(i)));
            _copy(Pack.entry(address(bytes20(bytes32(any))), 1, bytes32((uint256(4) << 248) | (any >> 8))), claim.entries, 64 * (i + 1));
            bytes memory statement = abi.encodePacked(uint8(6), (i + 1).toUint64(), uint32(1), (i % kinds).toUint16());
            _copy(abi.encodePacked((i + 1).toUint32(), uint16(15), statement), claim.posts, 21 * i);
            _copy(Pack.amount(i + 1, PRICE), claim.credits, 16 * i);
            _copy(abi.encodePacked(i.toUint16()), claim.alloc, 2 * i);
        }
    }

    function _copy(bytes memory from, bytes memory to, uint256 offset) private pure {
        assembly ("memory-safe") {
            mcopy(add(add(to, 32), offset), add(from, 32), mload(from))
        }
    }
}
