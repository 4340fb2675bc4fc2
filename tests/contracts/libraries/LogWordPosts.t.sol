// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {LogWord} from "../../../contracts/libraries/LogWord.sol";
import {Pack} from "../utils/Pack.sol";
import {Test} from "../utils/Test.sol";

contract LogWordPostsTest is Test {
    using LogWord for uint256;

    function testFuzz_WhenAStatementIsPosted(uint224 hash, uint32 count, uint32 index, bytes calldata statement) public view {
        count = uint32(bound(count, 0, type(uint16).max - 1));
        uint256 word = uint256(hash) << 32 | count;
        uint256 next = this.post(word, index, statement);
        vm.assertEq(next.count(), uint256(count) + 1);
        vm.assertEq(next >> 32, uint256(keccak256(abi.encodePacked(word, Pack.post(index, statement)))) >> 32);
    }

    function testFuzz_WhenTheRecordedPostsAreReplayed(bytes32 context, bytes[] calldata statements) public view {
        (uint256 recorded, bytes memory posts) = _record(context, statements);
        vm.assertEq(this.replayPosts(LogWord.start(context), posts), recorded);
        vm.assertEq(recorded.count(), statements.length, "count");
    }

    function testFuzz_WhenAnyByteOfThePostsDiffers(bytes32 context, bytes[] calldata statements, uint256 position, uint8 mask) public view {
        vm.assume(statements.length != 0);
        (uint256 recorded, bytes memory posts) = _record(context, statements);
        posts = Pack.corrupt(posts, position % posts.length, bytes1(mask == 0 ? 1 : mask));
        vm.assertTrue(this.replayPosts(LogWord.start(context), posts) != recorded, "word");
    }

    function testFuzz_WhenTwoPostsChangePlaces(bytes32 context, bytes calldata first, bytes calldata second) public view {
        uint256 word = LogWord.start(context);
        uint256 recorded = this.replayPosts(word, bytes.concat(Pack.post(1, first), Pack.post(2, second)));
        uint256 swapped = this.replayPosts(word, bytes.concat(Pack.post(2, second), Pack.post(1, first)));
        vm.assertTrue(recorded != swapped, "word");
    }

    function testFuzz_WhenThePostsEndBetweenTwoRecords(bytes32 context, bytes[] calldata statements, uint256 count) public view {
        vm.assume(statements.length != 0);
        (uint256 recorded,) = _record(context, statements);
        (uint256 less, bytes memory posts) = _record(context, statements, bound(count, 0, statements.length - 1));
        vm.assertEq(this.replayPosts(LogWord.start(context), posts), less);
        vm.assertTrue(less != recorded, "word");
    }

    function testFuzz_WhenThePostsEndWithinARecord(bytes32 context, bytes[] calldata statements, bytes calldata last, uint256 length)
        public
        view
    {
        (, bytes memory posts) = _record(context, statements);
        uint256 whole = posts.length;
        posts = bytes.concat(posts, Pack.post(7, last));
        length = bound(length, whole + 1, posts.length - 1);
        vm.assertEq(this.replayCut(LogWord.start(context), posts, length), 0);
    }

    function testFuzz_WhenBytesFollowThePosts(bytes32 context, bytes[] calldata statements, bytes calldata trailing) public view {
        vm.assume(trailing.length != 0);
        (uint256 recorded, bytes memory posts) = _record(context, statements);
        vm.assertTrue(this.replayPosts(LogWord.start(context), bytes.concat(posts, trailing)) != recorded, "word");
    }

    /* HELPERS */

    /// @dev External, because they read calldata.
    function post(uint256 word, uint256 index, bytes calldata statement) external pure returns (uint256) {
        return word.post(index, statement);
    }

    function replayPosts(uint256 word, bytes calldata posts) external pure returns (uint256) {
        return word.replayPosts(posts);
    }

    /// @dev The rest of the posts follows those that are replayed.
    function replayCut(uint256 word, bytes calldata posts, uint256 length) external pure returns (uint256) {
        return word.replayPosts(posts[:length]);
    }

    function _record(bytes32 context, bytes[] calldata statements) private view returns (uint256 word, bytes memory posts) {
        return _record(context, statements, statements.length);
    }

    /// @dev The first `count` statements, with indices of any size in any order.
    function _record(bytes32 context, bytes[] calldata statements, uint256 count) private view returns (uint256 word, bytes memory posts) {
        word = LogWord.start(context);
        for (uint256 i; i < count; ++i) {
            uint32 index = uint32(uint256(keccak256(abi.encode(i))));
            posts = bytes.concat(posts, Pack.post(index, statements[i]));
            word = this.post(word, index, statements[i]);
        }
    }
}
