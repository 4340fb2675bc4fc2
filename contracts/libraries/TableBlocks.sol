// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {CountTable} from "./CountTable.sol";
import {Values} from "./LearningPayments.sol";
import {LearningRound} from "./LearningRound.sol";
import {ShapleyWeights, Weights} from "./ShapleyWeights.sol";
import {WordTree} from "./WordTree.sol";
import {WordRows, Words} from "./Words.sol";

/// @title What is claimed of a table that is not there: sums over its blocks
/// @notice A block is 4096 cells of the table, those of all sets of the 12 lowest present parties together with some of the others; a table of
/// fewer parties is one block. The row of a block: common(12), the sum of (|S| + 1) W_|S| G(S) over its sets, and for each present party
/// own(12), the sum of k_|S| G(S) over those of its sets that the party is in (see ShapleyWeights). Rows of all blocks, in order, are the
/// leaves of a sum tree whose inner nodes follow from them; nothing is claimed that others could not open.
/// m! times the Shapley value of party i is the sum of its `own` less the sum of `common` less m! G_i. The values of all parties add up to
/// (m + 1) G(M) less the sum of all G_i.
library TableBlocks {
    /// @dev The rows of all blocks end elsewhere.
    error AllocMalformed(uint256 length, uint256 expected);
    /// @dev The data of this present party would be worth less than nothing.
    error WorthNegative(uint256 party);
    /// @dev m! times all Shapley values add up to something else.
    error WorthsNotTheWhole(uint256 sum, uint256 expected);

    /// @notice Bytes of a number of a row.
    uint256 internal constant NUMBER = 12;

    /// @notice Parties that tell blocks from each other, for a table of so many parties: there are two to their number of blocks.
    function depth(uint256 parties) internal pure returns (uint256) {
        unchecked {
            return parties > CountTable.MOST ? parties - CountTable.MOST : 0;
        }
    }

    /// @notice Bytes of a row.
    function size(uint256 parties) internal pure returns (uint256) {
        unchecked {
            return NUMBER * (parties + 1);
        }
    }

    /// @notice Number `i` of the row that stands at `offset`.
    function number(bytes calldata rows, uint256 offset, uint256 i) internal pure returns (uint256 found) {
        assembly ("memory-safe") {
            found := shr(160, calldataload(add(add(rows.offset, offset), mul(NUMBER, i))))
        }
    }

    /// @notice Sets what the data of the present parties are worth, and the commitment to the rows.
    /// @param values alone and together of all parties
    /// @return root of the WordTree over the hashes of the rows; 0 if nobody is present
    function take(LearningRound memory round, Values memory values, bytes calldata rows) internal pure returns (bytes32 root) {
        uint256 parties = round.count;
        values.worth = WordRows.allocate(parties);
        // 256 rows of 21 numbers of 96 bits
        unchecked {
            uint256 blocks = parties == 0 ? 0 : 1 << depth(parties);
            uint256 each = size(parties);
            if (rows.length != blocks * each) revert AllocMalformed(rows.length, blocks * each);
            if (parties == 0) return 0;
            Words leaves = WordRows.reserve(blocks);
            uint256 common;
            for (uint256 i; i < blocks; ++i) {
                uint256 offset = i * each;
                common += number(rows, offset, 0);
                for (uint256 party; party < parties; ++party) {
                    values.worth.add(party, number(rows, offset, party + 1));
                }
                leaves.set(i, uint256(keccak256(rows[offset:offset + each])));
            }
            _subtract(values, parties, common);
            root = WordTree.root(leaves, blocks);
            leaves.release();
        }
    }

    /// @notice Turns sums over the sets of each party into what its data are worth.
    function _subtract(Values memory values, uint256 parties, uint256 common) private pure {
        uint256 orders = ShapleyWeights.create(parties).whole;
        // 104 bits; m! of 62 and counts of 16
        unchecked {
            uint256 sum;
            uint256 expected = (parties + 1) * values.together;
            for (uint256 party; party < parties; ++party) {
                uint256 less = common + orders * values.alone.get(party);
                uint256 own = values.worth.get(party);
                if (own < less) revert WorthNegative(party);
                values.worth.set(party, own - less);
                sum += own - less;
                expected -= values.alone.get(party);
            }
            if (sum != orders * expected) revert WorthsNotTheWhole(sum, orders * expected);
        }
    }
}
