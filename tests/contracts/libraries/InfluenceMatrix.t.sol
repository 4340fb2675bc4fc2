// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

import {Influence, InfluenceMatrix} from "../../../contracts/libraries/InfluenceMatrix.sol";
import {WordRows, Words} from "../../../contracts/libraries/Words.sol";
import {Test} from "../utils/Test.sol";

contract InfluenceMatrixTest is Test {
    using SafeCast for uint256;

    uint256 private constant ONE = 65_536;

    function testFuzz_WhenAMatrixIsUnpacked(uint256 kinds, uint256 seed) public view {
        kinds = bound(kinds, 1, 32);
        this.requireUnpacked(_pack(kinds, seed), kinds, seed);
    }

    function test_WhenDevicesAreAsManyAndInfluenceIsAsMuchAsCanBe() public view {
        bytes memory full = new bytes(3 * 32 * 33 / 2);
        for (uint256 i; i < full.length; i += 3) {
            full[i] = 0x01;
        }
        this.requireFull(full);
    }

    function testFuzz_WhenAnEntryIsTooLarge(uint256 kinds, uint256 seed, uint256 which, uint24 units) public view {
        kinds = bound(kinds, 1, 32);
        units = bound(units, ONE + 1, type(uint24).max).toUint24();
        bytes memory packed = _pack(kinds, seed);
        which = 3 * bound(which, 0, packed.length / 3 - 1);
        bytes memory entry = abi.encodePacked(units);
        (packed[which], packed[which + 1], packed[which + 2]) = (entry[0], entry[1], entry[2]);
        vm.assertFalse(this.isSound(packed, kinds), "sound");
    }

    function requireUnpacked(bytes calldata packed, uint256 kinds, uint256 seed) external pure {
        vm.assertEq(packed.length, InfluenceMatrix.size(kinds), "size");
        // not only zeros behind what is allocated
        WordRows.store(WordRows.reserve(0).addressOf(3), type(uint256).max);
        (Influence memory influence, bool sound) = InfluenceMatrix.unpack(packed, kinds);
        vm.assertTrue(sound, "sound");
        Words vector = influence.zeros();
        uint256[] memory sums = new uint256[](kinds);
        for (uint256 row; row < kinds; ++row) {
            influence.add(vector, row, seed % 1500);
            for (uint256 column; column < kinds; ++column) {
                uint256 units = _units(row, column, seed);
                vm.assertEq(influence.between(row, column), units, "between");
                sums[column] += seed % 1500 * units;
            }
        }
        for (uint256 kind; kind < kinds; ++kind) {
            vm.assertEq(InfluenceMatrix.lane(vector, kind), sums[kind] % 2 ** 32, "lane");
        }
    }

    function requireFull(bytes calldata packed) external pure {
        (Influence memory influence, bool sound) = InfluenceMatrix.unpack(packed, 32);
        vm.assertTrue(sound, "sound");
        Words vector = influence.zeros();
        for (uint256 kind; kind < 32; ++kind) {
            influence.add(vector, kind, kind == 0 ? 1469 : 1);
        }
        for (uint256 kind; kind < 32; ++kind) {
            vm.assertEq(InfluenceMatrix.lane(vector, kind), 1500 * ONE, "lane");
        }
    }

    function isSound(bytes calldata packed, uint256 kinds) external pure returns (bool sound) {
        (, sound) = InfluenceMatrix.unpack(packed, kinds);
    }

    function _pack(uint256 kinds, uint256 seed) private pure returns (bytes memory packed) {
        packed = new bytes(3 * kinds * (kinds + 1) / 2);
        uint256 place;
        for (uint256 row; row < kinds; ++row) {
            for (uint256 column; column <= row; ++column) {
                bytes memory entry = abi.encodePacked(_units(row, column, seed).toUint24());
                for (uint256 i; i < 3; ++i) {
                    packed[place++] = entry[i];
                }
            }
        }
    }

    /// @dev Symmetric, and every tenth or so is full.
    function _units(uint256 row, uint256 column, uint256 seed) private pure returns (uint256) {
        uint256 any = uint256(keccak256(abi.encode(seed, row < column ? row : column, row < column ? column : row)));
        return any % 10 == 0 ? ONE : (any >> 8) % (ONE + 1);
    }
}
