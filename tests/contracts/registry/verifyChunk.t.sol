// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {RegistryTest} from "../utils/RegistryTest.sol";

/// @dev Five chunks: an odd number, so that the tree is not balanced. Leaves hashed twice, pairs sorted: OpenZeppelin's convention.
contract VerifyChunkTest is RegistryTest {
    bytes[5] private chunks = [bytes("20.1 20.4"), "20.6", "", "21.0 20.9 20.7", "20.2"];
    uint64 private dataset;
    bytes32 private left;
    bytes32 private right;

    function setUp() public override {
        super.setUp();
        left = _pair(_pair(_leaf(0), _leaf(1)), _pair(_leaf(2), _leaf(3)));
        right = _leaf(4);
        dataset = registry.registerDataset(_pair(left, right), UNITS, kind, DECLARED, "");
    }

    function test_WhenTheProofLeadsFromTheChunkToTheRoot() public view {
        for (uint256 i; i < chunks.length; ++i) {
            vm.assertTrue(registry.verifyChunk(dataset, chunks[i], _proof(i)), "chunk");
        }
    }

    function testFuzz_WhenTheChunkIsNotOfTheDataset(bytes calldata chunk, uint256 i) public view {
        i %= chunks.length;
        vm.assume(keccak256(chunk) != keccak256(chunks[i]));
        vm.assertFalse(registry.verifyChunk(dataset, chunk, _proof(i)), "chunk");
    }

    function test_WhenTheProofBelongsToAnotherChunk() public view {
        vm.assertFalse(registry.verifyChunk(dataset, chunks[0], _proof(1)), "a neighbour's");
        vm.assertFalse(registry.verifyChunk(dataset, chunks[0], _proof(4)), "a shorter one");
        vm.assertFalse(registry.verifyChunk(dataset, chunks[0], new bytes32[](0)), "none");
    }

    function test_WhenAnInnerNodeIsPassedOffAsAChunk() public view {
        bytes memory inner = left < right ? bytes.concat(left, right) : bytes.concat(right, left);
        vm.assertFalse(registry.verifyChunk(dataset, inner, new bytes32[](0)), "the root's children");
        bytes32[] memory proof = new bytes32[](1);
        proof[0] = right;
        vm.assertFalse(registry.verifyChunk(dataset, bytes.concat(left), proof), "a node");
    }

    function testFuzz_WhenTheDatasetIsUnknown(uint64 unknown) public view {
        vm.assume(unknown != dataset);
        vm.assertFalse(registry.verifyChunk(unknown, chunks[0], _proof(0)), "chunk");
    }

    /* HELPERS */

    function _leaf(uint256 i) private view returns (bytes32) {
        return keccak256(bytes.concat(keccak256(chunks[i])));
    }

    function _pair(bytes32 a, bytes32 b) private pure returns (bytes32) {
        return a < b ? keccak256(bytes.concat(a, b)) : keccak256(bytes.concat(b, a));
    }

    function _proof(uint256 i) private view returns (bytes32[] memory proof) {
        proof = new bytes32[](i == 4 ? 1 : 3);
        if (i == 4) {
            proof[0] = left;
            return proof;
        }
        proof[0] = _leaf(i ^ 1);
        proof[1] = i < 2 ? _pair(_leaf(2), _leaf(3)) : _pair(_leaf(0), _leaf(1));
        proof[2] = right;
    }
}
