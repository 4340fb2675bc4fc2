// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Accounts} from "../../../contracts/Accounts.sol";
import {AccountWord} from "../../../contracts/libraries/AccountWord.sol";
import {Split} from "../../../contracts/libraries/Split.sol";
import {Test} from "../utils/Test.sol";

contract SplitTest is Test {
    uint256 private constant WHOLE = 1e9;

    mapping(address who => Accounts.Cell) private _cells;

    function testFuzz_WhenAPriceIsSplit(uint88 price, uint32[8] calldata shares, uint256 count, uint256 locked) public {
        (bytes memory packed, uint32[] memory parts) = _shares(shares, count % 9);
        bytes memory path;
        uint256 left = price;
        for (uint256 i; i < parts.length; ++i) {
            address player = _player(i);
            path = abi.encodePacked(path, player);
            left -= uint256(price) * parts[i] / WHOLE;
            // what else an account's word says stays as it is
            _cells[player].word = AccountWord.wrap(locked << 88 | 5);
        }
        path = abi.encodePacked(path, address(1));
        vm.assertEq(this.restOf(price, packed), left, "rest");
        vm.assertEq(this.creditAll(price, path, packed), left, "rest of what was credited");
        for (uint256 i; i < parts.length; ++i) {
            uint256 amount = uint256(price) * parts[i] / WHOLE;
            vm.assertEq(Split.partDown(price, parts[i]), amount, "part");
            vm.assertEq(AccountWord.unwrap(_cells[_player(i)].word), (locked << 88 | 5) + amount, "account");
        }
        vm.assertEq(AccountWord.unwrap(_cells[address(1)].word), 0, "the last player");
    }

    function testFuzz_WhenAPlayerIsInThePathTwice(uint88 price, uint32[8] calldata shares) public {
        (bytes memory packed, uint32[] memory parts) = _shares(shares, 2);
        uint256 left = this.creditAll(price, abi.encodePacked(_player(0), _player(0), _player(1)), packed);
        uint256 amount = uint256(price) * parts[0] / WHOLE + uint256(price) * parts[1] / WHOLE;
        vm.assertEq(_cells[_player(0)].word.free(), amount, "both parts");
        vm.assertEq(left, price - amount, "rest");
    }

    /// @dev The last four bytes lie behind the shares.
    function restOf(uint256 price, bytes calldata shares) external pure returns (uint256) {
        return Split.rest(price, shares[:shares.length - 4]);
    }

    /// @dev The last four bytes lie behind the shares.
    function creditAll(uint256 price, bytes calldata path, bytes calldata shares) external returns (uint256) {
        return Split.credit(_cells, price, path, shares[:shares.length - 4]);
    }

    /// @dev Some shares that sum to at most the whole, some of them 0; and something behind them that looks like another one.
    function _shares(uint32[8] calldata any, uint256 count) private pure returns (bytes memory packed, uint32[] memory parts) {
        parts = new uint32[](count);
        uint256 rest = WHOLE;
        for (uint256 i; i < count; ++i) {
            parts[i] = any[i] % 4 == 0 ? 0 : uint32(bound(any[i], 0, rest));
            rest -= parts[i];
            packed = abi.encodePacked(packed, parts[i]);
        }
        packed = abi.encodePacked(packed, bytes4(0x10000000));
    }

    function _player(uint256 number) private pure returns (address) {
        return address(bytes20(keccak256(abi.encode(number))));
    }
}
