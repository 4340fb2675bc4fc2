// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IChallengeable} from "../../../contracts/interfaces/IChallengeable.sol";
import {Claim, IChecker} from "../../../contracts/interfaces/IChecker.sol";
import {LearningReference} from "../utils/LearningReference.sol";
import {LearningTest} from "../utils/LearningTest.sol";

/// @dev As many parties as there can be, and tables as hard to check as was found possible.
contract LearningLimitsTest is LearningTest {
    using LearningReference for LearningReference.Game;

    uint256 private constant BUDGET_OF_GAS = 15_000_000;
    /// @dev What checking a table may take: by far the largest part does not depend on its counts.
    uint256 private constant MOST_CHECKED = 265_000;
    /// @dev The Market's part, besides calldata; copies and logs of what is brought are in the figure for a byte.
    uint256 private constant FIXED = 150_000;
    uint256 private constant PER_ENTRY = 12_000;
    uint256 private constant PER_BYTE = 40 + 8 + 6;

    /// @dev No two payments leave the same remainder, and no byte of the table is 0 but the first two.
    function test_WhenTheTableIsTheDearest() public {
        LearningReference.Game memory game = LearningReference.draw(7, 12, 2000);
        for (uint256 set = 1; set < 4096; ++set) {
            game.counts[set] += 257;
        }
        game.size = 32_767;
        _parties(12);
        _play(game, 4095);
        bytes memory call = abi.encodeCall(IChecker.check, (_claim()));
        uint256 used = _gasOf(call);
        vm.assertLe(used, MOST_CHECKED, "too expensive to check");
        vm.assertLe(used + FIXED + 12 * PER_ENTRY + PER_BYTE * call.length, BUDGET_OF_GAS, "too expensive");
    }

    /// @dev Twenty parties that are worth nothing alone. The rows say that everything that they are worth is the first one's.
    function test_WhenThereAreTheMostRows() public {
        _useParams(20, 1, true);
        _parties(20);
        bytes memory pairs;
        for (uint256 i; i < 20; ++i) {
            pairs = abi.encodePacked(pairs, uint32(32_767));
        }
        _post(RUNNER, abi.encodePacked(uint8(2), uint32(2 ** 20 - 1), uint32(32_767), keccak256("root"), pairs));
        alloc = new bytes(256 * 21 * 12);
        bytes12 worth = bytes12(uint96(32_767 * 21 * 2_432_902_008_176_640_000));
        for (uint256 i; i < 12; ++i) {
            alloc[12 + i] = worth[i];
        }
        for (uint256 i; i < 20; ++i) {
            _debit(i, BUDGET);
        }
        _credit(0, 20 * BUDGET);
        bytes memory call = abi.encodeCall(IChallengeable.commit, (_claim()));
        vm.assertLe(_gasOf(call) + FIXED + 20 * PER_ENTRY + PER_BYTE * call.length, BUDGET_OF_GAS, "too expensive");
    }

    /// @dev Block 255 of a table of twenty parties, of whose words and row any will do: what stands beside them is whatever makes the roots.
    function test_WhenAnObjectionIsTheLongest() public {
        _useParams(20, 1, true);
        bytes memory words = new bytes(8192);
        for (uint256 i; i < 8192; ++i) {
            words[i] = 0x7f;
        }
        bytes memory row = new bytes(12 * 21);
        bytes32 root = LearningReference.root(LearningReference.words(words, 32));
        bytes32 rows = keccak256(row);
        bytes memory proof;
        for (uint256 i; i < 8; ++i) {
            proof = abi.encodePacked(proof, bytes32(i + 1));
            root = keccak256(abi.encodePacked(i + 1, root));
            rows = keccak256(abi.encodePacked(i + 1, rows));
        }
        bytes memory opened = abi.encodePacked(root, uint32(2 ** 20 - 1), uint32(1), new bytes(80), rows);
        bytes memory objection = abi.encodePacked(opened, uint8(0), uint16(255), row, proof, words, proof);
        bytes memory call = abi.encodeCall(IChallengeable.refutes, (params, keccak256(opened), objection));
        vm.assertLe(_gasOf(call) + FIXED + PER_BYTE * call.length, BUDGET_OF_GAS, "too expensive");
    }

    function _gasOf(bytes memory call) private view returns (uint256 used) {
        used = gasleft();
        (bool accepted,) = address(checker).staticcall(call);
        used -= gasleft();
        vm.assertTrue(accepted, "accepted");
    }
}
