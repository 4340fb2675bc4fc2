// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IChallengeable} from "../interfaces/IChallengeable.sol";
import {Bits} from "./Bits.sol";
import {Calldata} from "./Calldata.sol";
import {CountTable, TableSums} from "./CountTable.sol";
import {ShapleyWeights} from "./ShapleyWeights.sol";
import {TableBlocks} from "./TableBlocks.sol";
import {WordTree} from "./WordTree.sol";
import {WordRows, Words} from "./Words.sol";

/// @dev A commitment that was opened.
/// @param parties m, how many are present
/// @param root over the words of the table
/// @param rows root over the hashes of the rows of the blocks
struct Opened {
    uint256 parties;
    bytes32 root;
    bytes32 rows;
}

/// @title An objection to what is claimed of a table: a part of the table that it is not true of
/// @notice root(32) present(4) size(4), for each present party alone(2) together(2), rows(32), kind(1), and then:
/// kind 0, a sum is another one: block(2) row proof words proof: the row of TableBlocks and the words of the block.
/// kind 1, a count falls: cell(4) party(1) word(32) proof word(32) proof: the words of the set `cell`, without the present party, and of that
/// which the party has joined.
/// kind 2, a count is another one: cell(4) word(32) proof: that of the empty set is not 0, of a party alone or of all together not what was
/// said, or something stands behind the last set.
/// Proofs are of WordTree; how many steps they have follows from m.
/// @dev Reverts with `ObjectionMalformed`, `NotCommitted` or `NothingWrong`.
library TableObjection {
    using Bits for uint256;
    using Calldata for bytes;

    /// @dev What the objection shows of the table is as it was claimed, and as it must be.
    error NothingWrong();

    uint256 internal constant SUMS = 0;
    uint256 internal constant FALLS = 1;
    uint256 internal constant CELL = 2;

    /// @dev Parties whose sets a word has.
    uint256 private constant LOW = 4;

    /// @param head root(32) present(4) size(4), then alone(2) together(2) of each present party
    function commitment(bytes memory head, bytes32 rows) internal pure returns (bytes32) {
        return keccak256(bytes.concat(head, rows));
    }

    function requireWrong(bytes32 committed, bytes calldata objection) internal pure {
        // of at most 32 parties, and once it is opened of at most 20
        unchecked {
            uint256 parties = (uint256(objection.wordAt(32)) >> 224).count();
            uint256 rows = 40 + 4 * parties;
            if (objection.length < rows + 33) revert IChallengeable.ObjectionMalformed();
            if (keccak256(objection[:rows + 32]) != committed) revert IChallengeable.NotCommitted();
            Opened memory opened = Opened({parties: parties, root: objection.wordAt(0), rows: objection.wordAt(rows)});
            uint256 kind = uint8(objection[rows + 32]);
            bytes calldata shown = objection[rows + 33:];
            bool wrong;
            if (kind == SUMS) wrong = _isAnotherSum(opened, shown);
            else if (kind == FALLS) wrong = _falls(opened, shown);
            else if (kind == CELL) wrong = _isAnotherCell(opened, shown, objection[40:rows]);
            else revert IChallengeable.ObjectionMalformed();
            if (!wrong) revert NothingWrong();
        }
    }

    function _isAnotherSum(Opened memory opened, bytes calldata shown) private pure returns (bool) {
        uint256 parties = opened.parties;
        // a block is below 2^16; see requireWrong
        unchecked {
            uint256 depth = TableBlocks.depth(parties);
            uint256 proof = 2 + TableBlocks.size(parties);
            uint256 table = proof + 32 * depth;
            uint256 low = parties - depth;
            uint256 end = table + (low < LOW ? 32 : 2 << low);
            if (shown.length != end + 32 * depth) revert IChallengeable.ObjectionMalformed();
            uint256 index = uint256(shown.wordAt(0)) >> 240;
            if (index >> depth != 0 || parties == 0) revert IChallengeable.ObjectionMalformed();
            if (WordTree.climb(keccak256(shown[2:proof]), index, shown[proof:table]) != opened.rows) revert IChallengeable.NotCommitted();
            if (WordTree.climb(_rootOf(shown[table:end]), index, shown[end:]) != opened.root) revert IChallengeable.NotCommitted();

            TableSums memory sums = CountTable.read(shown[table:end], low, ShapleyWeights.create(parties), index.count());
            if (TableBlocks.number(shown, 2, 0) != sums.common) return true;
            for (uint256 party; party < parties; ++party) {
                uint256 own = party < low ? sums.own.get(party) : ((index >> (party - low)) & 1) * sums.total;
                if (TableBlocks.number(shown, 2, party + 1) != own) return true;
            }
        }
        return false;
    }

    function _rootOf(bytes calldata words) private pure returns (bytes32 root) {
        uint256 count = words.length / 32;
        Words copy = WordRows.reserve(count);
        assembly ("memory-safe") {
            calldatacopy(copy, words.offset, words.length)
        }
        root = WordTree.root(copy, count);
        copy.release();
    }

    function _falls(Opened memory opened, bytes calldata shown) private pure returns (bool) {
        uint256 size = _provenSize(opened.parties);
        // 5 bytes, and two words with at most 16 steps each
        unchecked {
            if (shown.length != 5 + 2 * size) revert IChallengeable.ObjectionMalformed();
            uint256 word = uint256(shown.wordAt(0));
            (uint256 set, uint256 party) = (word >> 224, (word >> 216) & type(uint8).max);
            if (party >= opened.parties || set >> opened.parties != 0 || (set >> party) & 1 != 0) {
                revert IChallengeable.ObjectionMalformed();
            }
            return _count(opened, set, shown[5:5 + size]) > _count(opened, set | (1 << party), shown[5 + size:]);
        }
    }

    /// @param pairs alone(2) together(2) of each present party
    function _isAnotherCell(Opened memory opened, bytes calldata shown, bytes calldata pairs) private pure returns (bool) {
        uint256 parties = opened.parties;
        // as above
        unchecked {
            uint256 size = _provenSize(parties);
            if (shown.length != 4 + size) revert IChallengeable.ObjectionMalformed();
            uint256 set = uint256(shown.wordAt(0)) >> 224;
            if (set >> (parties < LOW ? LOW : parties) != 0) revert IChallengeable.ObjectionMalformed();
            uint256 count = _count(opened, set, shown[4:]);
            if (set == 0 || set >> parties != 0) return count != 0;
            for (uint256 party; party < parties; ++party) {
                uint256 pair = uint256(pairs.wordAt(4 * party)) >> 224;
                if (set == 1 << party && count != pair >> 16) return true;
                if (set == (1 << parties) - 1 && count != pair & type(uint16).max) return true;
            }
        }
        return false;
    }

    /// @return bytes of a word and its proof
    function _provenSize(uint256 parties) private pure returns (uint256) {
        unchecked {
            return 32 + (parties > LOW ? 32 * (parties - LOW) : 0);
        }
    }

    /// @param proven the word that has the count of `set`, and its proof
    function _count(Opened memory opened, uint256 set, bytes calldata proven) private pure returns (uint256) {
        bytes32 word = proven.wordAt(0);
        if (WordTree.climb(word, set >> LOW, proven[32:]) != opened.root) revert IChallengeable.NotCommitted();
        unchecked {
            return (uint256(word) >> (240 - 16 * (set & 15))) & type(uint16).max;
        }
    }
}
