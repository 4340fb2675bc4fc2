// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IMarket} from "../../../contracts/interfaces/IMarket.sol";
import {Pack} from "../utils/Pack.sol";
import {PhasedTest} from "../utils/PhasedTest.sol";

contract SettlePostsTest is PhasedTest {
    function setUp() public override {
        super.setUp();
        _fund(alice, BALANCE);
        _fund(bob, BALANCE);
    }

    function testFuzz_WhenThePostsAreTheRecordedOnes(bytes[4] calldata statements, uint8 opened, uint256 shift) public {
        _open(_phased(true, 0));
        for (uint256 i; i < 4; ++i) {
            vm.assume(statements[i].length <= 655);
            _seal(i % 2 == 0 ? alice : bob, 1, statements[i]);
        }
        vm.warp(terms.closeAt);
        for (uint256 i; i < 4; ++i) {
            uint32 index = uint32((i + shift % 4) % 4);
            if ((opened >> index) & 1 == 1) _reveal(index, index % 2 == 0 ? alice : bob, statements[index]);
        }
        _assertSettles();
    }

    function test_WhenNothingWasOpened() public {
        _open(_phased(true, 0));
        _seal(alice, 1, "sealed");
        _assertSettles();
        _open(_phased(true, 0));
        _assertSettles();
    }

    function testFuzz_RevertWhen_APostIsLeftOut(uint256 left) public {
        _close();
        left %= 3;
        posts = "";
        for (uint256 i; i < 3; ++i) {
            if (i != left) posts = bytes.concat(posts, _post(i));
        }
        _expectWrongPosts();
    }

    function testFuzz_RevertWhen_APostIsAdded(uint32 index, bytes calldata statement, uint256 place) public {
        vm.assume(statement.length <= 655);
        _close();
        place %= 4;
        posts = "";
        for (uint256 i; i < 4; ++i) {
            if (i == place) posts = bytes.concat(posts, Pack.post(index, statement));
            if (i < 3) posts = bytes.concat(posts, _post(i));
        }
        _expectWrongPosts();
    }

    function test_RevertWhen_TwoPostsChangePlaces() public {
        _close();
        posts = bytes.concat(_post(1), _post(0), _post(2));
        _expectWrongPosts();
    }

    function testFuzz_RevertWhen_AnyByteOfThePostsDiffers(uint256 position, uint8 mask) public {
        _close();
        posts = Pack.corrupt(posts, position % posts.length, bytes1(mask == 0 ? 1 : mask));
        _expectWrongPosts();
    }

    function testFuzz_RevertWhen_ThePostsEndWithinARecord(uint256 length) public {
        _close();
        posts = this.cutTo(posts, bound(length, 1, posts.length - 1));
        _expectWrongPosts();
    }

    /// @dev What follows the posts in the calldata would complete it.
    function testFuzz_RevertWhen_TheLastRecordIsLongerThanWhatIsLeft(uint16 length) public {
        _close();
        length = uint16(bound(length, _statement(2).length + 1, type(uint16).max));
        posts = bytes.concat(_post(0), _post(1), abi.encodePacked(uint32(2), length, _statement(2)));
        _expectWrongPosts();
    }

    function testFuzz_RevertWhen_BytesFollowThePosts(bytes calldata trailing) public {
        vm.assume(trailing.length != 0);
        _close();
        posts = bytes.concat(posts, trailing);
        _expectWrongPosts();
    }

    function testFuzz_RevertWhen_ThePostsAreThoseOfAnotherRound(bool settled) public {
        _close();
        bytes memory earlier = posts;
        _pass(settled);
        _open(_phased(true, 0));
        vm.warp(terms.revealBy);
        posts = earlier;
        _expectWrongPosts();
    }

    function testFuzz_RevertWhen_PostsAreGivenInARoundThatOpensNothing(bytes calldata given) public {
        vm.assume(given.length != 0);
        _close();
        _pass(true);
        _open();
        vm.warp(terms.revealBy);
        posts = given;
        _expectWrongPosts();
    }

    /* HELPERS */

    /// @dev Three sealed entries of Alice, opened in their order.
    function _close() private {
        _open(_phased(true, 0));
        for (uint256 i; i < 3; ++i) {
            _seal(alice, 1, _statement(i));
        }
        vm.warp(terms.closeAt);
        for (uint32 i; i < 3; ++i) {
            _reveal(i, alice, _statement(i));
        }
        vm.warp(terms.revealBy);
    }

    function _statement(uint256 i) private pure returns (bytes memory) {
        return abi.encodePacked("state", new bytes(i * 20));
    }

    function _post(uint256 i) private pure returns (bytes memory) {
        return Pack.post(i, _statement(i));
    }

    function cutTo(bytes calldata list, uint256 length) external pure returns (bytes memory) {
        return list[:length];
    }

    function _expectWrongPosts() private {
        IMarket.Settlement memory settlement = _settlement("", "");
        vm.expectRevert(abi.encodeWithSelector(IMarket.WrongPosts.selector));
        vm.prank(SOLVER);
        market.settle(terms, settlement);
    }

    function _assertSettles() private {
        _settle("", "");
        _assertStatus(IMarket.Status.Settled);
    }
}
