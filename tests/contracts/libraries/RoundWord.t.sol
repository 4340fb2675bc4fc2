// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {RoundWord, RoundWords} from "../../../contracts/libraries/RoundWord.sol";
import {Test} from "../utils/Test.sol";

contract RoundWordTest is Test {
    struct Fields {
        uint16 settled;
        uint8 gatedTags;
        uint16 maxPerAccount;
        uint16 maxEntries;
        uint32 number;
        uint40 settleBy;
        uint40 closeAt;
        uint88 fee;
    }

    function testFuzz_WhenARoundFollows(Fields memory before, Fields memory fields) public pure {
        before.number = uint32(bound(before.number, 0, type(uint32).max - 1));
        RoundWord word =
            _pack(before).next(fields.fee, fields.closeAt, fields.settleBy, fields.maxEntries, fields.maxPerAccount, fields.gatedTags);
        fields.number = before.number + 1;
        fields.settled = before.settled << 1;
        _assertFields(word, fields);
        vm.assertFalse(word.isSettled(), "settled");
    }

    function testFuzz_WhenARoundIsSettled(Fields memory fields) public pure {
        RoundWord word = _pack(fields).settle();
        fields.settled |= 1;
        _assertFields(word, fields);
    }

    function testFuzz_WhenAProposalChangesTheEndOfARound(Fields memory fields, uint40 settleBy) public pure {
        RoundWord word = _pack(fields).withSettleBy(settleBy);
        fields.settleBy = settleBy;
        _assertFields(word, fields);
    }

    function testFuzz_WhenSixteenRoundsFollow(uint16 settled) public pure {
        RoundWord word;
        for (uint256 i; i < 16; ++i) {
            word = word.next(1, 2, 3, 4, 5, 6);
            if ((settled >> i) & 1 == 1) word = word.settle();
        }
        for (uint256 age; age < RoundWords.HISTORY; ++age) {
            vm.assertTrue(word.settledAgo(age) == ((settled >> (15 - age)) & 1 == 1), "settled ago");
        }
    }

    function testFuzz_WhenNoRoundWasOpened(uint40 time) public {
        vm.warp(time);
        vm.assertTrue(RoundWord.wrap(0).isFinal(), "final");
    }

    function testFuzz_WhenTheRoundIsNeitherSettledNorTimedOut(Fields memory fields, uint40 time) public {
        fields.settled &= ~uint16(1);
        fields.settleBy = uint40(bound(fields.settleBy, 1, type(uint40).max));
        vm.warp(bound(time, 0, fields.settleBy - 1));
        vm.assertFalse(_pack(fields).isFinal(), "final");
    }

    function testFuzz_WhenTheRoundIsSettledOrTimedOut(Fields memory fields, uint40 time) public {
        if (fields.settled & 1 == 0) time = uint40(bound(time, fields.settleBy, type(uint40).max));
        vm.warp(time);
        vm.assertTrue(_pack(fields).isFinal(), "final");
    }

    /// @dev The layout that RoundWord documents, from the highest bit.
    function _pack(Fields memory f) private pure returns (RoundWord) {
        bytes memory high = abi.encodePacked(f.settled, f.gatedTags, f.maxPerAccount, f.maxEntries, f.number);
        return RoundWord.wrap(uint256(bytes32(abi.encodePacked(high, f.settleBy, f.closeAt, f.fee))));
    }

    function _assertFields(RoundWord word, Fields memory f) private pure {
        vm.assertEq(word.fee(), f.fee, "fee");
        vm.assertEq(word.closeAt(), f.closeAt, "closeAt");
        vm.assertEq(word.settleBy(), f.settleBy, "settleBy");
        vm.assertEq(word.number(), f.number, "number");
        vm.assertEq(word.maxEntries(), f.maxEntries, "maxEntries");
        vm.assertEq(word.maxPerAccount(), f.maxPerAccount, "maxPerAccount");
        for (uint256 tag; tag < 8; ++tag) {
            vm.assertTrue(word.isTagGated(tag) == ((f.gatedTags >> tag) & 1 == 1), "gated tag");
        }
        for (uint256 age; age < RoundWords.HISTORY; ++age) {
            vm.assertTrue(word.settledAgo(age) == ((f.settled >> age) & 1 == 1), "settled ago");
        }
        vm.assertEq(RoundWord.unwrap(word), RoundWord.unwrap(_pack(f)), "word");
    }
}
