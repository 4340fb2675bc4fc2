// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Path} from "../../../contracts/libraries/Path.sol";
import {Test} from "../utils/Test.sol";

contract PathTest is Test {
    using Path for bytes;

    function testFuzz_WhenAPathIsRead(address[] calldata players) public view {
        bytes memory path;
        for (uint256 i; i < players.length; ++i) {
            path = abi.encodePacked(path, players[i]);
        }
        vm.assertEq(this.playersOf(path), players.length, "players");
        for (uint256 i; i < players.length; ++i) {
            vm.assertEq(this.playerOf(path, i), players[i], "player");
        }
        if (players.length != 0) vm.assertEq(this.holderOf(path), players[players.length - 1], "holder");
    }

    function playersOf(bytes calldata path) external pure returns (uint256) {
        return path.players();
    }

    function playerOf(bytes calldata path, uint256 i) external pure returns (address) {
        return path.player(i);
    }

    function holderOf(bytes calldata path) external pure returns (address) {
        return path.holder();
    }
}
