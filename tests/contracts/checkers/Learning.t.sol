// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

import {IChallengeable} from "../../../contracts/interfaces/IChallengeable.sol";
import {Claim, IChecker, SecondPhase} from "../../../contracts/interfaces/IChecker.sol";
import {CountTable} from "../../../contracts/libraries/CountTable.sol";
import {LearningRounds} from "../../../contracts/libraries/LearningRound.sol";
import {LearningStatement} from "../../../contracts/libraries/LearningStatement.sol";
import {LearningReference} from "../utils/LearningReference.sol";
import {LearningTest} from "../utils/LearningTest.sol";
import {Pack} from "../utils/Pack.sol";

contract LearningCheckTest is LearningTest {
    using LearningReference for LearningReference.Game;
    using SafeCast for uint256;

    /// @dev Of the curve that signatures are on.
    uint256 private constant ORDER = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141;

    /* PARAMETERS */

    function test_RevertWhen_TheParametersAreMalformed() public {
        bytes memory right = params;
        _expectInvalidParams("");
        _expectInvalidParams(Pack.slice(right, 0, 126));
        _expectInvalidParams(bytes.concat(Pack.slice(right, 0, 127), new bytes(1025)));
        _expectInvalidParams(Pack.replaced(right, 0, hex"00"));
        // no bond where there must be one, and one where there must be none
        _expectInvalidParams(Pack.replaced(right, 0, hex"0d"));
        _expectInvalidParams(Pack.replaced(right, 12, abi.encodePacked(uint88(1))));
        // 21 parties, no budget, no runner
        _expectInvalidParams(Pack.replaced(Pack.replaced(right, 0, hex"15"), 12, abi.encodePacked(uint88(1))));
        _expectInvalidParams(Pack.replaced(right, 1, new bytes(11)));
        _expectInvalidParams(Pack.replaced(right, 23, new bytes(20)));
        vm.expectRevert(abi.encodeWithSelector(IChecker.InvalidParams.selector, params));
        LEARNING.phases(params);
    }

    function test_WhenTheParametersAreWellFormed() public {
        for (uint8 most = 1; most <= 20; ++most) {
            uint88 bond = most > 12 ? type(uint88).max - most : 0;
            _useParams(most, bond, true);
            (uint32 entered, uint32 perAccount) = LEARNING.limits(params);
            vm.assertEq(entered, most);
            vm.assertEq(perAccount, 1);
            (SecondPhase second, uint88 amount) = LEARNING.phases(params);
            vm.assertTrue(second == SecondPhase.Post, "posts");
            vm.assertEq(amount, bond);
        }
        LEARNING.limits(Pack.slice(params, 0, 127));
        LEARNING.limits(bytes.concat(Pack.slice(params, 0, 127), new bytes(1024)));
    }

    function test_RevertWhen_OutcomesHaveToBeProposed() public {
        _useParams(13, 1, true);
        _expectRefused(IChallengeable.MustBeProposed.selector);
    }

    /* OUTCOMES */

    /// @dev One of the golden vectors; and the game of section 3 in which a copy pays, because it is not supermodular.
    function test_WhenTheRoundIsAWorkedExample() public {
        LearningReference.Game memory game = LearningReference.Game(new uint256[](8), 53, BUDGET);
        uint8[8] memory counts = [0, 4, 7, 13, 2, 8, 12, 16];
        for (uint256 set; set < 8; ++set) {
            game.counts[set] = counts[set];
        }
        _parties(3);
        _post(RUNNER, _table(game, 7));
        uint24[3] memory charges = [226_415, 169_811, 264_151];
        uint24[3] memory payouts = [200_703, 278_394, 181_280];
        for (uint256 i; i < 3; ++i) {
            _debit(i, charges[i]);
            _credit(i, payouts[i]);
        }
        _expectAccepted();

        // section 3: G = 1 iff 0 is in S or 1 and 2 are
        _forget();
        for (uint256 set; set < 8; ++set) {
            game.counts[set] = set % 2 == 1 || set == 6 ? 1 : 0;
        }
        (game.size, game.counts[0]) = (1, 0);
        _parties(3);
        _post(RUNNER, _table(game, 7));
        // v(M) = 4 - 1, of which everybody has a third; the pot is 2
        _debit(1, BUDGET);
        _debit(2, BUDGET);
        _credit(0, 666_667);
        _credit(1, 666_667);
        _credit(2, 666_666);
        _expectAccepted();
    }

    /// @dev Among entries that are nothing, and with parties that are absent.
    function testFuzz_WhenPartiesAndTableAreAny(uint256 seed, uint8 step) public {
        uint256 count = seed % 7;
        for (uint256 i; i < count; ++i) {
            if ((seed >> (8 + i)) & 3 == 0) _enter(BUDGET, bytes32(uint256(0x09) << 248));
            _party();
        }
        uint256 present = (seed >> 32) % (1 << count);
        if (seed % 3 == 0) present = (1 << count) - 1;
        uint256 members;
        for (uint256 i; i < count; ++i) {
            members += (present >> i) & 1;
        }
        _play(LearningReference.draw(seed, members, step), present);
        _expectAccepted();
        _expectNoOther();
    }

    function test_WhenThereAreManyParties() public {
        for (uint256 count = 7; count <= 12; ++count) {
            _drawn(count, count);
            _expectAccepted();
            _expectNoOther();
            _forget();
        }
    }

    /// @dev A table of 12 of which every cell but the first is 32,767, save those of parties alone, and the largest budget.
    function test_WhenNumbersAreAsLargeAsTheyCanBe() public {
        params = Pack.replaced(params, 1, abi.encodePacked(type(uint88).max));
        LearningReference.Game memory game = LearningReference.Game(new uint256[](4096), 32_767, type(uint88).max);
        for (uint256 set = 1; set < 4096; ++set) {
            game.counts[set] = set & (set - 1) == 0 ? set % 5 : 32_767;
        }
        for (uint256 i; i < 12; ++i) {
            _enter(type(uint88).max, PARTY);
        }
        _post(RUNNER, _table(game, 4095));
        (uint256[] memory charges, uint256[] memory payouts) = (game.charges(), game.payouts());
        for (uint256 i; i < 12; ++i) {
            vm.assertLe(charges[i], type(uint88).max, "a lock covers it");
            _debit(i, charges[i]);
            _credit(i, payouts[i]);
        }
        _expectAccepted();
    }

    function test_WhenNobodyGainsAnything() public {
        for (uint256 count = 1; count <= 6; ++count) {
            LearningReference.Game memory game = LearningReference.draw(0, count, 0);
            for (uint256 set = 1; set < game.counts.length; ++set) {
                game.counts[set] = 5 * (count % 2);
            }
            game.size = 5;
            _parties(count);
            _post(RUNNER, _table(game, (1 << count) - 1));
            _expectAccepted();
            _debit(0, 1);
            _expectRefused(IChecker.TrailingDebits.selector);
            _forget();
        }
    }

    function test_WhenNobodyIsPresent() public {
        LearningReference.Game memory nothing = LearningReference.Game(new uint256[](1), 0, BUDGET);
        _post(RUNNER, _table(nothing, 0));
        _expectAccepted();
        _forget();
        _parties(12);
        _post(RUNNER, _table(nothing, 0));
        _expectAccepted();
        _credit(0, 1);
        _expectRefused(IChecker.TrailingCredits.selector);
    }

    /* ENTRIES */

    function test_WhenAnEntryIsNoParty() public {
        _party();
        _enter(BUDGET - 1, PARTY);
        _enter(BUDGET, bytes32(uint256(0x0b) << 248));
        _enter(BUDGET, bytes32(0));
        entries = bytes.concat(entries, abi.encodePacked(Pack.head(address(9), true, BUDGET), PARTY));
        _party();
        LearningReference.Game memory game = LearningReference.draw(1, 2, 9);
        _play(game, 3);
        vm.assertEq(debits.length, 32, "entries 0 and 5");
        _expectAccepted();
        _forgetClaim();
        posts = "";
        _post(RUNNER, _table(LearningReference.draw(1, 3, 9), 7));
        _expectRefused(LearningRounds.PresentOutOfRange.selector, 7, 2);
    }

    function test_RevertWhen_ThereAreTooManyEntries() public {
        _useParams(4, 0, true);
        _drawn(1, 4);
        _expectAccepted();
        _enter(0, 0);
        _expectRefused(IChecker.TooManyEntries.selector, 5, 4);
    }

    function test_WhenSomebodyIsAbsent() public {
        _parties(5);
        _play(LearningReference.draw(2, 3, 9), 21);
        _expectAccepted();
        _expectNoOther();
    }

    /* WHAT COUNTS */

    function test_RevertWhen_NothingCounts() public {
        _parties(3);
        LearningReference.Game memory game = LearningReference.draw(1, 3, 9);
        bytes memory said = _table(game, 7);
        bytes[11] memory wrong = [
            bytes(""),
            _signed(RUNNER, ""),
            _signed(RUNNER, _root(game, 7)),
            _signed(RUNNER, Pack.replaced(said, 0, hex"00")),
            _signed(RUNNER, bytes.concat(said, hex"00")),
            _signed(RUNNER, Pack.slice(said, 0, said.length - 1)),
            // sixteen parties, which have a longer table
            _signed(RUNNER, Pack.replaced(said, 1, hex"0000ffff")),
            _signed(STRANGER, said),
            bytes.concat(said, new bytes(65)),
            _twin(said),
            bytes.concat(_signed(RUNNER, said), hex"00")
        ];
        _claimTruth(game, 7);
        _expectRefused(LearningStatement.NoStatement.selector);
        for (uint256 i; i < wrong.length; ++i) {
            posts = "";
            _post(wrong[i]);
            _expectRefused(LearningStatement.NoStatement.selector);
            // as if it had not been posted
            _post(RUNNER, said);
            _expectAccepted();
        }
        // v is 27 or 28
        posts = "";
        bytes memory right = _signed(RUNNER, said);
        for (uint8 v; v < 32; ++v) {
            posts = "";
            right[right.length - 1] = bytes1(v);
            _post(right);
            if (v != 27 && v != 28) _expectRefused(LearningStatement.NoStatement.selector);
        }
    }

    function test_RevertWhen_SomethingThatIsSignedIsAnother() public {
        _parties(4);
        LearningReference.Game memory game = LearningReference.draw(1, 4, 9);
        bytes memory right = _signed(RUNNER, _table(game, 15));
        _claimTruth(game, 15);
        for (uint256 i; i < right.length; ++i) {
            posts = "";
            _post(Pack.corrupt(right, i, 0x01));
            _expectRefused(LearningStatement.NoStatement.selector);
        }
        posts = "";
        _post(right);
        _expectAccepted();
        Claim memory claim = _claim();
        claim.context = keccak256("another context");
        vm.expectRevert(abi.encodeWithSelector(LearningStatement.NoStatement.selector));
        checker.check(claim);
        entries[0] ^= 0x01;
        _expectRefused(LearningStatement.NoStatement.selector);
    }

    function test_WhenTheRunnerSaysSomethingElseLater() public {
        _parties(3);
        _play(LearningReference.draw(1, 3, 9), 7);
        _post(RUNNER, _table(LearningReference.draw(2, 3, 9), 7));
        _expectAccepted();
    }

    function test_WhenTheArbiterDecides() public {
        _parties(3);
        _post(ARBITER, _table(LearningReference.draw(1, 3, 9), 7));
        _post(RUNNER, _table(LearningReference.draw(2, 3, 9), 7));
        LearningReference.Game memory decided = LearningReference.draw(3, 2, 9);
        _post(ARBITER, _table(decided, 6));
        _post(RUNNER, _table(LearningReference.draw(4, 3, 9), 7));
        _claimTruth(decided, 6);
        _expectAccepted();
    }

    function test_WhenThereIsNoArbiter() public {
        _useParams(12, 0, false);
        _parties(3);
        _post(ARBITER, _table(LearningReference.draw(1, 3, 9), 7));
        _expectRefused(LearningStatement.NoStatement.selector);
        _play(LearningReference.draw(2, 3, 9), 7);
        _post(ARBITER, _table(LearningReference.draw(3, 3, 9), 7));
        // whose signature is none, which is nobody's
        _post(bytes.concat(_table(LearningReference.draw(4, 3, 9), 7), new bytes(65)));
        _expectAccepted();
    }

    /* STATEMENTS THAT COUNT, AND ARE WRONG */

    function test_RevertWhen_ThereAreNoSuchParties() public {
        _parties(3);
        LearningReference.Game memory game = LearningReference.draw(1, 1, 9);
        for (uint256 i = 3; i < 32; ++i) {
            posts = "";
            _post(RUNNER, _table(game, 1 << i));
            _expectRefused(LearningRounds.PresentOutOfRange.selector, 1 << i, 3);
        }
    }

    function test_RevertWhen_TheSizeIsOutOfRange() public {
        _parties(2);
        LearningReference.Game memory game = LearningReference.Game(new uint256[](4), 32_767, BUDGET);
        _play(game, 3);
        _expectAccepted();
        uint256[4] memory wrong = [uint256(0), 32_768, 65_536, type(uint32).max];
        for (uint256 i; i < 4; ++i) {
            game.size = wrong[i];
            posts = "";
            _post(RUNNER, _table(game, 3));
            _expectRefused(LearningRounds.SizeOutOfRange.selector, wrong[i]);
        }
    }

    function test_RevertWhen_TheEmptySetIsWorthSomething() public {
        for (uint256 count; count <= 5; ++count) {
            _parties(count);
            LearningReference.Game memory game = LearningReference.Game(new uint256[](1 << count), 9, BUDGET);
            for (uint256 set; set < game.counts.length; ++set) {
                game.counts[set] = 3;
            }
            _post(RUNNER, _table(game, (1 << count) - 1));
            _expectRefused(CountTable.NothingIsWorthSomething.selector, 3);
            _forget();
        }
    }

    function test_RevertWhen_SomethingStandsBehindTheTable() public {
        for (uint256 count; count < 4; ++count) {
            _parties(count);
            bytes memory right = _table(LearningReference.draw(1, count, 9), (1 << count) - 1);
            for (uint256 i = 9 + (2 << count); i < right.length; ++i) {
                posts = "";
                _post(RUNNER, Pack.corrupt(right, i, 0x01));
                _expectRefused(CountTable.PaddingNotZero.selector);
            }
            _forget();
        }
    }

    function test_RevertWhen_ACountIsAboveTheSize() public {
        for (uint256 count = 1; count <= 6; ++count) {
            _parties(count);
            LearningReference.Game memory game = LearningReference.draw(1, count, 9);
            game.size = game.together() - 1;
            if (game.size == 0) game.size = 1;
            _post(RUNNER, _table(game, (1 << count) - 1));
            if (game.together() > game.size) _expectRefused(CountTable.CountAboveSize.selector, game.together(), game.size);
            _forget();
        }
        // of a set that is not all, with the highest bit
        _parties(5);
        LearningReference.Game memory wide = LearningReference.draw(1, 5, 9);
        wide.counts[13] = 32_768;
        _post(RUNNER, _table(wide, 31));
        _expectRefused(CountTable.TableNotClosed.selector, 13, 1);
    }

    /// @dev Of all pairs of sets that a party makes, in tables of up to six parties.
    function test_RevertWhen_ACountFalls() public {
        for (uint256 count = 2; count <= 6; ++count) {
            _parties(count);
            for (uint256 set = 1; set < 1 << count; ++set) {
                for (uint256 party; party < count; ++party) {
                    if ((set >> party) & 1 == 0) _expectFalling(count, set, party);
                }
            }
            _forget();
        }
    }

    /// @dev Each party of tables of nine and of twelve, and one of the sets.
    function test_RevertWhen_ACountOfALargeTableFalls() public {
        for (uint256 count = 9; count <= 12; count += 3) {
            _parties(count);
            for (uint256 party; party < count; ++party) {
                uint256 set = uint256(keccak256(abi.encode(party))) % (1 << count) & ~(1 << party);
                _expectFalling(count, set == 0 ? 1 << ((party + 1) % count) : set, party);
            }
            _forget();
        }
    }

    /* THE OUTCOME IS EMPTY BUT FOR MONEY */

    function test_RevertWhen_SomethingIsAllocatedOrHinted() public {
        _drawn(1, 3);
        alloc = hex"00";
        _expectRefused(IChecker.AllocMustBeEmpty.selector);
        (alloc, hints) = ("", hex"00");
        _expectRefused(IChecker.HintsMalformed.selector);
    }

    /* HELPERS */

    /// @dev The other signature of the same, with a high s.
    function _twin(bytes memory said) private view returns (bytes memory) {
        bytes memory right = _signed(RUNNER, said);
        uint256 s = uint256(abi.decode(Pack.slice(right, said.length + 32, said.length + 64), (bytes32)));
        uint8 v = uint8(right[right.length - 1]) ^ 27 ^ 28;
        return bytes.concat(Pack.slice(right, 0, said.length + 32), bytes32(ORDER - s), bytes1(v));
    }

    /// @dev Of all counts only that of `set` with the party is below that of `set`, by one.
    function _expectFalling(uint256 count, uint256 set, uint256 party) private {
        LearningReference.Game memory game = LearningReference.Game(new uint256[](1 << count), 32_767, BUDGET);
        uint256 most = 10 * _members(set) + 11;
        for (uint256 other; other < game.counts.length; ++other) {
            uint256 least = other & set == set && other != set | (1 << party) ? most : 0;
            game.counts[other] = 10 * _members(other) < least ? least : 10 * _members(other);
        }
        posts = "";
        _post(RUNNER, _table(game, (1 << count) - 1));
        _expectRefused(CountTable.TableNotClosed.selector, set, party);
    }

    function _members(uint256 set) private pure returns (uint256 count) {
        for (; set != 0; set /= 2) {
            count += set % 2;
        }
    }

    /// @dev Each amount one more or less, of another entry, or missing; one too many, and bytes behind the last.
    function _expectNoOther() private {
        (bytes memory rightDebits, bytes memory rightCredits) = (debits, credits);
        for (uint256 i; i < rightDebits.length / 16; ++i) {
            bytes[4] memory items = _others(rightDebits, i);
            (uint256 entry, uint256 amount) = Pack.amountAt(rightDebits, i);
            for (uint256 k; k < 4; ++k) {
                debits = Pack.withAmount(rightDebits, i, items[k]);
                _expectRefused(IChecker.WrongDebit.selector, entry, amount);
            }
        }
        debits = rightDebits;
        for (uint256 i; i < rightCredits.length / 16; ++i) {
            bytes[4] memory items = _others(rightCredits, i);
            (uint256 entry, uint256 amount) = Pack.amountAt(rightCredits, i);
            for (uint256 k; k < 4; ++k) {
                credits = Pack.withAmount(rightCredits, i, items[k]);
                _expectRefused(IChecker.WrongCredit.selector, entry, amount);
            }
        }
        credits = bytes.concat(rightCredits, hex"00");
        _expectRefused(IChecker.TrailingCredits.selector);
        credits = rightCredits;
        _credit(_next(), 1);
        _expectRefused(IChecker.TrailingCredits.selector);
        debits = bytes.concat(rightDebits, hex"00");
        _expectRefused(IChecker.TrailingDebits.selector);
        debits = rightDebits;
        _debit(_next(), 1);
        _expectRefused(IChecker.TrailingDebits.selector);
        (debits, credits) = (rightDebits, rightCredits);
    }

    function _others(bytes memory list, uint256 i) private pure returns (bytes[4] memory) {
        (uint256 entry, uint256 amount) = Pack.amountAt(list, i);
        return [Pack.amount(entry, amount - 1), Pack.amount(entry, amount + 1), Pack.amount(entry + 1, amount), bytes("")];
    }
}
