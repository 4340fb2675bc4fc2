// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Calldata} from "../../../contracts/libraries/Calldata.sol";
import {Test} from "../utils/Test.sol";

contract CalldataTest is Test {
    function testFuzz_WhenAWordIsReadAtAnOffset(bytes calldata before, bytes32 word, bytes calldata behind) public view {
        vm.assertEq(this.wordAt(bytes.concat(before, word, behind), before.length), word);
    }

    function wordAt(bytes calldata data, uint256 offset) external pure returns (bytes32) {
        return Calldata.wordAt(data, offset);
    }
}
