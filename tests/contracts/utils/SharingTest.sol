// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

import {OrderedMatch} from "../../../contracts/checkers/OrderedMatch.sol";
import {CheckerTest} from "./CheckerTest.sol";

/// @title A bilateral sharing round and a claim about its match
/// @dev Agents are entered one by one with `_agent`; the match is written down with `_edge` and `_hint`.
abstract contract SharingTest is CheckerTest {
    using SafeCast for uint256;

    function setUp() public virtual {
        checker = new OrderedMatch();
        params = _params(1, _concave());
    }

    /// @dev Gains fall: 10, 8, 6, 4, 2, and 0 from then on.
    function _concave() internal pure returns (bytes memory) {
        return abi.encodePacked(uint64(0), uint64(10), uint64(18), uint64(24), uint64(28), uint64(30));
    }

    /// @param values 8 bytes each
    function _params(uint32 lot, bytes memory values) internal pure returns (bytes memory) {
        return abi.encodePacked(lot, (values.length / 8).toUint8(), values);
    }

    /// @dev For a dataset of its own.
    function _agent(uint32 size, uint32 scale, uint88 cost) internal {
        _enter(0, _sharing((1000 + _next()).toUint64(), size, scale, cost));
    }

    function _sharing(uint64 dataset, uint32 size, uint32 scale, uint88 cost) internal pure returns (bytes32) {
        return bytes32(abi.encodePacked(uint8(7), dataset, size, scale, cost, uint32(0)));
    }

    function _edge(uint16 entry, uint16 partner) internal {
        alloc = abi.encodePacked(alloc, entry, partner);
    }
}
