// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {OrderWord} from "../../../contracts/libraries/OrderWord.sol";
import {Test} from "../utils/Test.sol";

contract OrderWordTest is Test {
    using OrderWord for bytes32;

    function testFuzz_WhenAWordIsPackedFromItsFields(
        uint8 side,
        uint88 price,
        uint32 quantity,
        uint16 quality,
        uint64 dataset,
        uint48 padding
    ) public pure {
        bytes32 word = bytes32(abi.encodePacked(side, price, quantity, quality, dataset, padding));
        vm.assertEq(word.side(), side, "side");
        vm.assertEq(word.price(), price, "price");
        vm.assertEq(word.quantity(), quantity, "quantity");
        vm.assertEq(word.quality(), quality, "quality");
        vm.assertEq(word.dataset(), dataset, "dataset");
        vm.assertEq(word.padding(), padding, "padding");
    }
}
