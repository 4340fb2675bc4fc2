// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {MerkleProof} from "@openzeppelin/contracts/utils/cryptography/MerkleProof.sol";

import {MerkleRoot} from "../../../contracts/libraries/MerkleRoot.sol";
import {WordRows, Words} from "../../../contracts/libraries/Words.sol";
import {Test} from "../utils/Test.sol";

contract MerkleRootTest is Test {
    function testFuzz_WhenALeafIsMade(bytes32 once) public pure {
        vm.assertEq(MerkleRoot.leaf(once), keccak256(abi.encodePacked(once)));
    }

    /// @dev Every leaf has a proof that OpenZeppelin accepts, of a step for each level on which there is a sibling.
    function testFuzz_WhenARootIsTaken(uint256 count, bytes32 seed) public pure {
        count = bound(count, 1, 33);
        Words leaves = WordRows.reserve(count);
        for (uint256 i; i < count; ++i) {
            leaves.set(i, uint256(_leaf(seed, i)));
        }
        bytes32 root = MerkleRoot.root(leaves, count);
        for (uint256 i; i < count; ++i) {
            vm.assertTrue(MerkleProof.verify(_proof(seed, count, i), root, _leaf(seed, i)), "proof");
        }
    }

    function test_WhenThereIsOneLeaf() public pure {
        Words leaves = WordRows.allocate(1);
        leaves.set(0, 7);
        vm.assertEq(MerkleRoot.root(leaves, 1), bytes32(uint256(7)));
    }

    function _proof(bytes32 seed, uint256 count, uint256 place) private pure returns (bytes32[] memory steps) {
        bytes32[] memory level = new bytes32[](count);
        for (uint256 i; i < count; ++i) {
            level[i] = _leaf(seed, i);
        }
        uint256 used;
        steps = new bytes32[](6);
        for (; level.length > 1; place /= 2) {
            if (place ^ 1 < level.length) steps[used++] = level[place ^ 1];
            bytes32[] memory above = new bytes32[]((level.length + 1) / 2);
            for (uint256 i; i < above.length; ++i) {
                above[i] = 2 * i + 1 < level.length ? _parent(level[2 * i], level[2 * i + 1]) : level[2 * i];
            }
            level = above;
        }
        assembly ("memory-safe") {
            mstore(steps, used)
        }
    }

    function _parent(bytes32 one, bytes32 other) private pure returns (bytes32) {
        return one < other ? keccak256(abi.encode(one, other)) : keccak256(abi.encode(other, one));
    }

    function _leaf(bytes32 seed, uint256 i) private pure returns (bytes32) {
        return keccak256(abi.encode(seed, i));
    }
}
