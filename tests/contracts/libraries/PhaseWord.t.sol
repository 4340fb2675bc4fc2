// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {PhaseWord, PhaseWords} from "../../../contracts/libraries/PhaseWord.sol";
import {Test} from "../utils/Test.sol";

contract PhaseWordTest is Test {
    function test_WhenNoPhaseIsRecorded() public pure {
        PhaseWord word = PhaseWord.wrap(0);
        vm.assertTrue(word.isOneShot(), "one shot");
        _assertFields(word, false, 0, 0, address(0));
    }

    function testFuzz_WhenARoundWithPhasesStarts(uint40 revealBy, uint40 closeAt, bool posts) public pure {
        vm.assume(revealBy != 0);
        PhaseWord word = PhaseWords.start(revealBy, posts);
        vm.assertFalse(word.isOneShot(), "one shot");
        vm.assertTrue(word.takesOpenings(closeAt) == (!posts && revealBy > closeAt), "openings");
        _assertFields(word, posts, revealBy, 0, address(0));
    }

    function testFuzz_WhenAProposalStands(bool posts, uint40 revealBy, uint40 before, address earlier, uint40 until, address proposer)
        public
        pure
    {
        vm.assume(revealBy != 0);
        PhaseWord word = _pack(posts, revealBy, before, earlier).withProposal(proposer, until);
        vm.assertFalse(word.isOneShot(), "one shot");
        _assertFields(word, posts, revealBy, until, proposer);
    }

    function testFuzz_WhenTheProposalIsVoided(bool posts, uint40 revealBy, uint40 until, address proposer) public pure {
        PhaseWord before = PhaseWords.start(revealBy, posts);
        PhaseWord word = before.withProposal(proposer, until).withoutProposal();
        vm.assertEq(PhaseWord.unwrap(word), PhaseWord.unwrap(before));
    }

    /// @dev The layout that PhaseWord documents, from the highest bit.
    function _pack(bool posts, uint40 revealBy, uint40 until, address proposer) private pure returns (PhaseWord) {
        return PhaseWord.wrap(uint256(bytes32(abi.encodePacked(uint8(0), posts, proposer, until, revealBy))));
    }

    function _assertFields(PhaseWord word, bool posts, uint40 revealBy, uint40 until, address proposer) private pure {
        vm.assertTrue(word.takesPosts() == posts, "posts");
        vm.assertEq(word.revealBy(), revealBy, "revealBy");
        vm.assertEq(word.challengeUntil(), until, "challengeUntil");
        vm.assertEq(word.proposer(), proposer, "proposer");
        vm.assertEq(PhaseWord.unwrap(word), PhaseWord.unwrap(_pack(posts, revealBy, until, proposer)), "word");
    }
}
