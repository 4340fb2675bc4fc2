// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @title Merkle trees, written a second time
/// @dev Slow and plain; nothing of the contracts' libraries is used.
library MerkleReference {
    /// @return the root; 0 of nothing
    function root(bytes32[] memory leaves) internal pure returns (bytes32) {
        if (leaves.length == 0) return 0;
        bytes32[] memory level = leaves;
        while (level.length > 1) level = _above(level);
        return level[0];
    }

    /// @param place of the leaf that is to be proven
    function proof(bytes32[] memory leaves, uint256 place) internal pure returns (bytes32[] memory steps) {
        bytes32[] memory level = leaves;
        while (level.length > 1) {
            if (place ^ 1 < level.length) {
                bytes32[] memory longer = new bytes32[](steps.length + 1);
                for (uint256 i; i < steps.length; ++i) {
                    longer[i] = steps[i];
                }
                longer[steps.length] = level[place ^ 1];
                steps = longer;
            }
            level = _above(level);
            place /= 2;
        }
    }

    function _above(bytes32[] memory level) private pure returns (bytes32[] memory parents) {
        parents = new bytes32[]((level.length + 1) / 2);
        for (uint256 i; i < parents.length; ++i) {
            if (2 * i + 1 == level.length) {
                parents[i] = level[2 * i];
                continue;
            }
            (bytes32 one, bytes32 other) = (level[2 * i], level[2 * i + 1]);
            parents[i] = keccak256(one < other ? abi.encodePacked(one, other) : abi.encodePacked(other, one));
        }
    }
}
