// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {PhaseWord, PhaseWords} from "../../../contracts/libraries/PhaseWord.sol";
import {Test} from "../utils/Test.sol";

contract PhaseWordTest is Test {
    function test_WhenNoPhaseIsRecorded() public pure {
        PhaseWord word = PhaseWord.wrap(0);
        vm.assertTrue(word.isOneShot(), "one shot");
        _assertFields(word, 0, 0, address(0));
    }

    function testFuzz_WhenARoundWithPhasesStarts(uint40 revealBy) public pure {
        vm.assume(revealBy != 0);
        PhaseWord word = PhaseWords.start(revealBy);
        vm.assertFalse(word.isOneShot(), "one shot");
        _assertFields(word, revealBy, 0, address(0));
    }

    function testFuzz_WhenAProposalStands(uint40 revealBy, uint40 before, address earlier, uint40 until, address proposer) public pure {
        vm.assume(revealBy != 0);
        PhaseWord word = _pack(revealBy, before, earlier).withProposal(proposer, until);
        vm.assertFalse(word.isOneShot(), "one shot");
        _assertFields(word, revealBy, until, proposer);
    }

    function testFuzz_WhenTheProposalIsVoided(uint40 revealBy, uint40 until, address proposer) public pure {
        PhaseWord before = PhaseWords.start(revealBy);
        PhaseWord word = before.withProposal(proposer, until).withoutProposal();
        vm.assertEq(PhaseWord.unwrap(word), PhaseWord.unwrap(before));
    }

    /// @dev The layout that PhaseWord documents, from the highest bit.
    function _pack(uint40 revealBy, uint40 until, address proposer) private pure returns (PhaseWord) {
        return PhaseWord.wrap(uint256(bytes32(abi.encodePacked(uint16(0), proposer, until, revealBy))));
    }

    function _assertFields(PhaseWord word, uint40 revealBy, uint40 until, address proposer) private pure {
        vm.assertEq(word.revealBy(), revealBy, "revealBy");
        vm.assertEq(word.challengeUntil(), until, "challengeUntil");
        vm.assertEq(word.proposer(), proposer, "proposer");
        vm.assertEq(PhaseWord.unwrap(word), PhaseWord.unwrap(_pack(revealBy, until, proposer)), "word");
    }
}
