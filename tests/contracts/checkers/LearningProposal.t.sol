// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

import {Learning} from "../../../contracts/checkers/Learning.sol";
import {IChallengeable} from "../../../contracts/interfaces/IChallengeable.sol";
import {Claim, IChecker} from "../../../contracts/interfaces/IChecker.sol";
import {TableBlocks} from "../../../contracts/libraries/TableBlocks.sol";
import {TableObjection} from "../../../contracts/libraries/TableObjection.sol";
import {LearningReference} from "../utils/LearningReference.sol";
import {LearningTest} from "../utils/LearningTest.sol";
import {Pack} from "../utils/Pack.sol";

/// @dev Rounds whose outcomes are proposed, and objections to them: of thirteen parties, whose table has two blocks, and of fewer.
contract LearningProposalTest is LearningTest {
    using LearningReference for LearningReference.Game;
    using SafeCast for uint256;

    uint256 private constant MANY = 13;
    bytes private constant MALFORMED = abi.encodeWithSelector(IChallengeable.ObjectionMalformed.selector);
    bytes private constant NOT_COMMITTED = abi.encodeWithSelector(IChallengeable.NotCommitted.selector);
    bytes private constant NOTHING_WRONG = abi.encodeWithSelector(TableObjection.NothingWrong.selector);

    /// @dev What the objections of a test are built of.
    bytes private cells;
    bytes private head;
    uint256 private count;

    function setUp() public override {
        super.setUp();
        _useParams(20, 1000, true);
    }

    /* WHAT IS COMMITTED TO */

    function test_RevertWhen_OutcomesAreSettledAtOnce() public {
        _useParams(12, 0, true);
        _expectUncommitted(abi.encodeWithSelector(IChecker.InvalidParams.selector, params));
    }

    function test_WhenTheRowsAreThoseOfTheTable() public {
        _propose(LearningReference.draw(1, MANY, 30));
        vm.assertEq(alloc.length, 2 * 14 * 12);
        bytes32 commitment = LEARNING.commit(_claim());
        vm.assertEq(commitment, _commitment());
        for (uint256 i; i < 2; ++i) {
            _expectRefused(commitment, _sums(i), NOTHING_WRONG);
        }
        for (uint256 party; party < MANY; ++party) {
            _expectRefused(commitment, _cell(1 << party), NOTHING_WRONG);
            uint256 set = uint256(keccak256(abi.encode(party))) % 8192 & ~(1 << party);
            _expectRefused(commitment, _falls(set, party), NOTHING_WRONG);
            _expectRefused(commitment, _cell(set), NOTHING_WRONG);
        }
        _expectRefused(commitment, _cell(0), NOTHING_WRONG);
        _expectRefused(commitment, _cell(8191), NOTHING_WRONG);
    }

    /// @dev Every objection that can be built.
    function testFuzz_WhenFewArePresent(uint256 seed, uint8 step) public {
        LearningReference.Game memory game = LearningReference.draw(seed, seed % 6, step);
        _propose(game);
        bytes32 commitment = LEARNING.commit(_claim());
        vm.assertEq(commitment, _commitment());
        if (count != 0) _expectRefused(commitment, _sums(0), NOTHING_WRONG);
        for (uint256 set; set < game.counts.length; ++set) {
            _expectRefused(commitment, _cell(set), NOTHING_WRONG);
            for (uint256 party; party < count; ++party) {
                if ((set >> party) & 1 == 0) _expectRefused(commitment, _falls(set, party), NOTHING_WRONG);
            }
        }
        for (uint256 set = game.counts.length; set < 16; ++set) {
            _expectRefused(commitment, _cell(set), NOTHING_WRONG);
        }
    }

    /* WHAT SHOWS WITHOUT AN OBJECTION */

    function test_RevertWhen_WhatIsClaimedShowsToBeWrong() public {
        _propose(LearningReference.draw(1, 5, 30));
        bytes memory right = alloc;
        alloc = bytes.concat(right, hex"00");
        _expectUncommitted(abi.encodeWithSelector(TableBlocks.AllocMalformed.selector, 73, 72));
        alloc = Pack.slice(right, 0, 71);
        _expectUncommitted(abi.encodeWithSelector(TableBlocks.AllocMalformed.selector, 71, 72));
        uint256 whole = _whole(right);
        // the last byte of what the third party has, up or down by 2
        alloc = Pack.corrupt(right, 47, 0x02);
        uint256 other = uint8(right[47]) & 2 == 0 ? whole + 2 : whole - 2;
        _expectUncommitted(abi.encodeWithSelector(TableBlocks.WorthsNotTheWhole.selector, other, whole));
        alloc = Pack.replaced(right, 36, new bytes(12));
        _expectUncommitted(abi.encodeWithSelector(TableBlocks.WorthNegative.selector, 2));
        (alloc, hints) = (right, hex"00");
        _expectUncommitted(abi.encodeWithSelector(IChecker.HintsMalformed.selector));
        hints = "";
        (uint256 entry, uint256 amount) = Pack.amountAt(debits, 1);
        debits = Pack.withAmount(debits, 1, Pack.amount(entry, amount + 1));
        _expectUncommitted(abi.encodeWithSelector(IChecker.WrongDebit.selector, entry, amount));
    }

    function test_RevertWhen_TheCountsOfTheStatementContradictEachOther() public {
        LearningReference.Game memory game = LearningReference.draw(1, 5, 30);
        _propose(game);
        bytes memory said = _root(game, 31);
        uint16[4] memory wrong = [
            // alone above together, another together, and together above the size
            (game.together() + 1).toUint16(), (game.together() + 1).toUint16(), (game.together() - 1).toUint16(), (game.size + 1).toUint16()
        ];
        for (uint256 i; i < 4; ++i) {
            uint256 party = i == 3 ? 0 : 2;
            posts = "";
            _post(RUNNER, Pack.replaced(said, 41 + 4 * party + (i == 0 ? 0 : 2), abi.encodePacked(wrong[i])));
            _expectUncommitted(abi.encodeWithSelector(Learning.PairMalformed.selector, party));
        }
    }

    /* FALSE ROWS */

    /// @dev Of both blocks, the numbers of some of the parties. What is taken from one party is given to the next one, so that all add up.
    function test_WhenANumberIsAnotherOne() public {
        _propose(LearningReference.draw(2, MANY, 30));
        bytes memory right = alloc;
        for (uint256 i; i < 28; ++i) {
            alloc = right;
            _add(i, 1);
            bytes32 commitment = _commitment();
            _expectRefuted(commitment, _sums(i / 14));
            _expectRefused(commitment, _sums(1 - i / 14), NOTHING_WRONG);
        }
        // a proposal that is accepted, and falls
        alloc = right;
        _add(1, 33_000_000_000);
        for (uint256 i = 2; i < 13; ++i) {
            _add(i, type(uint96).max - 2_999_999_999);
        }
        bytes32 committed = _commitFalse();
        vm.assertEq(committed, _commitment());
        _expectRefuted(committed, _sums(0));
        _expectRefused(committed, _sums(1), NOTHING_WRONG);
    }

    /* TABLES THAT ARE NONE */

    function test_WhenACountFalls() public {
        LearningReference.Game memory game = LearningReference.draw(3, 5, 30);
        for (uint256 set = 1; set < 32; ++set) {
            for (uint256 party; party < 5; ++party) {
                if ((set >> party) & 1 == 1 || game.counts[set] == 0) continue;
                (uint256 over, uint256 before) = (set | (1 << party), game.counts[set | (1 << party)]);
                game.counts[over] = game.counts[set] - 1;
                _use(game);
                bytes32 commitment = _commitment();
                _expectRefuted(commitment, _falls(set, party));
                _expectRefused(commitment, _falls(0, party), NOTHING_WRONG);
                game.counts[over] = before;
            }
        }
    }

    function test_WhenACellIsNotWhatWasSaid() public {
        LearningReference.Game memory game = LearningReference.draw(3, 5, 30);
        for (uint256 set; set < 32; ++set) {
            _use(game);
            ++game.counts[set];
            bytes memory table = game.table();
            --game.counts[set];
            cells = table;
            head = _headOf(LearningReference.root(LearningReference.words(table, 32)), game);
            bool said = set == 0 || set == 31 || set & (set - 1) == 0;
            if (said) _expectRefuted(_commitment(), _cell(set));
            else _expectRefused(_commitment(), _cell(set), NOTHING_WRONG);
        }
        for (uint256 parties; parties < 4; ++parties) {
            game = LearningReference.draw(4, parties, 30);
            for (uint256 set = 1 << parties; set < 16; ++set) {
                _use(game);
                cells = Pack.corrupt(game.table(), 2 * set + 1, 0x01);
                head = _headOf(LearningReference.root(LearningReference.words(cells, 32)), game);
                _expectRefuted(_commitment(), _cell(set));
            }
        }
    }

    /* OBJECTIONS THAT ARE NONE */

    function test_RevertWhen_ItIsMalformed() public {
        _use(LearningReference.draw(5, MANY, 30));
        bytes32 commitment = _commitment();
        bytes[3] memory whole = [_sums(1), _falls(5, 1), _cell(1)];
        for (uint256 i; i < 3; ++i) {
            _expectRefused(commitment, bytes.concat(whole[i], hex"00"), MALFORMED);
            _expectRefused(commitment, Pack.slice(whole[i], 0, whole[i].length - 1), MALFORMED);
            _expectRefused(commitment, Pack.slice(whole[i], 0, whole[i].length - 32), MALFORMED);
            _expectRefused(commitment, Pack.slice(whole[i], 0, head.length + 33), MALFORMED);
            _expectRefused(commitment, Pack.slice(whole[i], 0, head.length + 32), MALFORMED);
            _expectRefused(commitment, Pack.replaced(whole[i], head.length + 32, hex"03"), MALFORMED);
        }
        _expectRefused(commitment, "", MALFORMED);
        uint256 start = head.length + 33;
        // there are two blocks, 8192 cells and thirteen parties, and the set has party 2
        _expectRefused(commitment, Pack.replaced(whole[0], start, hex"0002"), MALFORMED);
        _expectRefused(commitment, Pack.replaced(whole[1], start, hex"00002000"), MALFORMED);
        _expectRefused(commitment, Pack.replaced(whole[1], start + 4, hex"0d"), MALFORMED);
        _expectRefused(commitment, Pack.replaced(whole[1], start + 4, hex"02"), MALFORMED);
        _expectRefused(commitment, Pack.replaced(whole[2], start, hex"00002000"), MALFORMED);
        // of a table of three, which has one word
        _use(LearningReference.draw(5, 3, 30));
        bytes memory cell = _cell(1);
        _expectRefused(_commitment(), Pack.replaced(cell, head.length + 33, hex"00000010"), MALFORMED);
        // nobody is present, so there are no sums
        _use(LearningReference.draw(5, 0, 30));
        bytes memory sums = abi.encodePacked(head, bytes32(0), uint8(0), new bytes(2 + 12 + 32));
        _expectRefused(_commitment(), sums, MALFORMED);
        params = bytes.concat(params, new bytes(1025));
        bytes memory cause = abi.encodeWithSelector(IChecker.InvalidParams.selector, params);
        _expectRefused(commitment, whole[0], cause);
    }

    function test_RevertWhen_ItIsAboutSomethingElse() public {
        _use(LearningReference.draw(5, 6, 30));
        bytes32 commitment = _commitment();
        bytes[3] memory whole = [_sums(0), _falls(5, 1), _cell(1)];
        for (uint256 i; i < 3; ++i) {
            _expectRefused(keccak256("another"), whole[i], NOT_COMMITTED);
            for (uint256 k; k < whole[i].length; ++k) {
                // which it is, and what it is about
                if (k >= head.length + 32 && k < head.length + (i == 1 ? 38 : 37)) continue;
                bytes memory call = abi.encodeCall(IChallengeable.refutes, (params, commitment, Pack.corrupt(whole[i], k, 0x01)));
                (bool accepted, bytes memory cause) = address(LEARNING).staticcall(call);
                vm.assertFalse(accepted, "accepted");
                vm.assertTrue(keccak256(cause) == keccak256(NOT_COMMITTED) || keccak256(cause) == keccak256(MALFORMED), "cause");
            }
        }
        // the word of a cell in another place
        bytes memory other = _cell(1);
        other = Pack.replaced(other, head.length + 33, hex"00000011");
        _expectRefused(commitment, other, NOT_COMMITTED);
    }

    /* HELPERS */

    /// @dev The true outcome of a round in which everybody is present.
    function _propose(LearningReference.Game memory game) private {
        _use(game);
        _parties(count);
        _post(RUNNER, _root(game, (1 << count) - 1));
        _claimTruth(game, (1 << count) - 1);
        alloc = game.rows();
    }

    /// @dev What objections are about.
    function _use(LearningReference.Game memory game) private {
        (cells, count, alloc) = (game.table(), game.parties(), game.rows());
        head = _headOf(LearningReference.root(LearningReference.words(cells, 32)), game);
    }

    function _headOf(bytes32 root, LearningReference.Game memory game) private pure returns (bytes memory) {
        return abi.encodePacked(root, (game.counts.length - 1).toUint32(), game.size.toUint32(), game.pairs());
    }

    /// @dev Adds to number `i` of all rows, modulo 2^96.
    function _add(uint256 i, uint256 amount) private {
        uint256 number = uint96(bytes12(Pack.slice(alloc, 12 * i, 12 * i + 12)));
        unchecked {
            // modulo 2^96
            // forge-lint: disable-next-line(unsafe-typecast)
            alloc = Pack.replaced(alloc, 12 * i, abi.encodePacked(uint96(number + amount)));
        }
    }

    /// @dev m! v(M) of the only row of five parties.
    function _whole(bytes memory rows) private view returns (uint256 sum) {
        uint256 common = uint96(bytes12(Pack.slice(rows, 0, 12)));
        for (uint256 i; i < count; ++i) {
            uint256 alone = uint16(bytes2(Pack.slice(head, 40 + 4 * i, 42 + 4 * i)));
            sum += uint96(bytes12(Pack.slice(rows, 12 * i + 12, 12 * i + 24))) - common - 120 * alone;
        }
    }

    /// @dev With the amounts that follow from the rows: the refusals name them one after the other.
    function _commitFalse() private returns (bytes32) {
        for (uint256 i; i < count; ++i) {
            try LEARNING.commit(_claim()) returns (bytes32 commitment) {
                return commitment;
            } catch (bytes memory cause) {
                bytes memory amounts = Pack.slice(cause, 4, 68);
                // the selector that a cause begins with
                // forge-lint: disable-next-line(unsafe-typecast)
                vm.assertTrue(bytes4(cause) == IChecker.WrongCredit.selector, "another cause");
                (uint256 entry, uint256 amount) = abi.decode(amounts, (uint256, uint256));
                credits = Pack.withAmount(credits, entry, Pack.amount(entry, amount));
            }
        }
        return LEARNING.commit(_claim());
    }

    function _rowHashes() private view returns (bytes32[] memory) {
        return LearningReference.words(alloc, 12 * (count + 1));
    }

    function _opened() private view returns (bytes memory) {
        return bytes.concat(head, count == 0 ? bytes32(0) : LearningReference.root(_rowHashes()));
    }

    function _commitment() private view returns (bytes32) {
        return keccak256(_opened());
    }

    function _sums(uint256 index) private view returns (bytes memory) {
        bytes memory row = Pack.slice(alloc, index * 12 * (count + 1), (index + 1) * 12 * (count + 1));
        uint256 size = cells.length < 8192 ? cells.length : 8192;
        bytes32[] memory level = LearningReference.words(cells, 32);
        for (uint256 i = 32; i < size; i *= 2) {
            level = LearningReference.above(level);
        }
        return abi.encodePacked(
            _opened(),
            uint8(0),
            index.toUint16(),
            row,
            LearningReference.proof(_rowHashes(), index),
            Pack.slice(cells, index * size, (index + 1) * size),
            LearningReference.proof(level, index)
        );
    }

    function _falls(uint256 set, uint256 party) private view returns (bytes memory) {
        bytes memory proven = bytes.concat(_proven(set), _proven(set | (1 << party)));
        return abi.encodePacked(_opened(), uint8(1), set.toUint32(), party.toUint8(), proven);
    }

    function _cell(uint256 set) private view returns (bytes memory) {
        return abi.encodePacked(_opened(), uint8(2), set.toUint32(), _proven(set));
    }

    function _proven(uint256 set) private view returns (bytes memory) {
        bytes32[] memory words = LearningReference.words(cells, 32);
        return abi.encodePacked(words[set / 16], LearningReference.proof(words, set / 16));
    }

    function _expectUncommitted(bytes memory cause) private {
        Claim memory claim = _claim();
        vm.expectRevert(cause);
        LEARNING.commit(claim);
    }

    function _expectRefuted(bytes32 commitment, bytes memory objection) private view {
        vm.assertTrue(LEARNING.refutes(params, commitment, objection) == IChallengeable.refutes.selector, "magic");
    }

    function _expectRefused(bytes32 commitment, bytes memory objection, bytes memory cause) private {
        bytes memory known = params;
        vm.expectRevert(cause);
        LEARNING.refutes(known, commitment, objection);
    }
}
