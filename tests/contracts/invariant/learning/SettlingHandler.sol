// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

import {IMarket} from "../../../../contracts/interfaces/IMarket.sol";
import {LearningReference} from "../../utils/LearningReference.sol";
import {Pack} from "../../utils/Pack.sol";
import {Handler} from "./Handler.sol";

/// @title The ends of learning rounds, at random: true and false outcomes, settled or proposed, challenged and finalised
/// @dev What is true is worked out by the reference from the statement that counts. What must hold of money is read from the Market.
contract SettlingHandler is Handler {
    using LearningReference for LearningReference.Game;
    using SafeCast for uint256;

    uint256 private constant OUTSIDE = type(uint256).max;

    /// @dev The standing proposal is false.
    bool private lied;
    /// @dev Ends of rounds in which money moved, and in which the arbiter's statement counted.
    uint256 public paid;
    uint256 public decided;
    /// @dev Parties that were absent, and other entries, at ends of rounds.
    uint256 public absent;
    uint256 public odd;
    /// @dev Outcomes of rounds from whose statements none follows, all refused.
    uint256 public undecided;
    uint256 public refuted;

    /* AT ONCE */

    function settle(uint256 seed) external timed {
        if (!_isDue(seed) || proposed || !_isDecided()) return;
        _claimTruth(said, present);
        uint256[] memory before = _totals();
        IMarket.Settlement memory settlement = _settlement();
        vm.prank(SOLVER);
        market.settle(terms, settlement);
        _requireFair(before);
        ++done[msg.sig];
    }

    function settleLying(uint256 seed, uint256 lie, uint256 position, uint8 mask) external timed {
        if (!_isDue(seed) || proposed) return;
        _lie(lie, position, mask);
        _expectRefusal(SOLVER, abi.encodeCall(market.settle, (terms, _settlement())));
        ++done[msg.sig];
    }

    /* PROPOSED */

    /// @dev One in two is false, if there are data that are worth something and somebody whose they could be said to be.
    function propose(uint256 seed) external timed {
        if (_isProposable(seed)) _propose(seed % 2 == 1);
    }

    function _isProposable(uint256 seed) private returns (bool) {
        return _isDue(seed) && proposed && _isDecided();
    }

    function _propose(bool lying) private {
        _claimTruth(said, present);
        alloc = LearningReference.rows(said);
        lied = lying && _falsify();
        IMarket.Settlement memory settlement = _settlement();
        vm.prank(SOLVER);
        market.propose(terms, settlement);
        vm.assertTrue(_status() == IMarket.Status.Proposed, "proposed");
        ++done[this.propose.selector];
    }

    /// @dev What the data of one party are worth goes to another one, rows and money.
    function _falsify() private returns (bool) {
        uint256[] memory worths = LearningReference.worths(said);
        uint256 from;
        while (from < worths.length && worths[from] == 0) ++from;
        if (worths.length < 2 || from == worths.length) return false;
        uint256 to = (from + 1) % worths.length;
        bytes memory rows = _withNumber(alloc, from + 1, _number(alloc, from + 1) - worths[from]);
        rows = _withNumber(rows, to + 1, _number(rows, to + 1) + worths[from]);
        (worths[to], worths[from]) = (worths[to] + worths[from], 0);
        uint256[] memory charges = LearningReference.charges(said);
        uint256 pot;
        for (uint256 i; i < charges.length; ++i) {
            pot += charges[i];
        }
        _claimMoney(charges, LearningReference.split(pot, worths), present);
        alloc = rows;
        return true;
    }

    /// @dev Whatever shows without an objection.
    function proposeLying(uint256 seed, uint256 lie, uint256 position, uint8 mask) external timed {
        if (!_isDue(seed) || !proposed) return;
        _lie(lie, position, mask);
        _expectRefusal(SOLVER, abi.encodeCall(market.propose, (terms, _settlement())));
        ++done[msg.sig];
    }

    /// @dev The only block of the table refutes a false proposal, and nothing of a true one.
    function challenge(uint256 seed) external timed {
        if (_isProposable(seed)) _propose(seed % 2 == 1);
        if (_status() != IMarket.Status.Proposed || present == 0) return;
        bytes memory objection = _objection();
        if (lied) _challenge(objection);
        else _expectRefusal(CHALLENGER, abi.encodeCall(market.challenge, (terms, objection)));
        ++done[msg.sig];
    }

    function _challenge(bytes memory objection) private {
        uint256 before = account(CHALLENGER).free;
        vm.prank(CHALLENGER);
        market.challenge(terms, objection);
        vm.assertEq(account(CHALLENGER).free, before + BOND, "bond");
        vm.assertTrue(_status() == IMarket.Status.Settleable, "voided");
        ++refuted;
    }

    /// @dev The commitment, which has one row, opened; the row once more, and the words that it is about.
    function _objection() private view returns (bytes memory) {
        LearningReference.Game memory game = said;
        bytes memory cells = game.table();
        bytes32 root = LearningReference.root(LearningReference.words(cells, 32));
        bytes memory head = abi.encodePacked(root, present.toUint32(), game.size.toUint32(), game.pairs());
        return bytes.concat(head, keccak256(alloc), hex"000000", alloc, cells);
    }

    /// @dev True ones. A false one would be final as well if nobody challenged it in time.
    function finalise(uint256 seed) external timed {
        if (_isProposable(seed)) _propose(false);
        if (_status() != IMarket.Status.Proposed || lied) return;
        _warp(market.roundOf(series).challengeUntil);
        uint256[] memory before = _totals();
        IMarket.Settlement memory settlement = _settlement();
        settlement.posts = "";
        vm.prank(CHALLENGER);
        market.finalise(terms, settlement);
        _requireFair(before);
        ++done[msg.sig];
    }

    /* WHAT MUST HOLD */

    /// @param before what everybody had
    function _requireFair(uint256[] memory before) private {
        vm.assertTrue(_status() == IMarket.Status.Settled, "settled");
        uint256[] memory left = _totals();
        vm.assertEq(left[PEOPLE], before[PEOPLE] + _next() * FEE, "fees");
        vm.assertEq(left[PEOPLE + 1], before[PEOPLE + 1], "challenger");
        for (uint256 i; i < _next(); ++i) {
            left[enteredBy[i]] += FEE;
        }
        uint256[] memory most = _mostLost();
        (uint256 sum, uint256 sumBefore) = (0, 0);
        for (uint256 i; i < PEOPLE; ++i) {
            (sum, sumBefore) = (sum + left[i], sumBefore + before[i]);
            if (most[i] == OUTSIDE) vm.assertEq(left[i], before[i], "has nothing to do with it");
            else vm.assertGe(left[i] + most[i], before[i], "loses more than its gain costs");
        }
        vm.assertEq(sum, sumBefore, "charges are payouts");
        if (debits.length != 0) ++paid;
        if (speaker == ARBITER) ++decided;
    }

    /// @dev By person: what its gain costs, rounded up, which is no more than what all that its own model misses would cost, so that the lock
    /// has it. OUTSIDE: those who were absent, are no party, or did not enter.
    function _mostLost() private returns (uint256[] memory most) {
        LearningReference.Game memory game = said;
        most = new uint256[](PEOPLE);
        for (uint256 i; i < PEOPLE; ++i) {
            most[i] = OUTSIDE;
        }
        uint256 place;
        for (uint256 i; i < parties.length; ++i) {
            if ((present >> i) & 1 == 0) continue;
            uint256 cost = Math.ceilDiv(budget * (game.together() - game.alone(place)), game.size);
            vm.assertLe(cost, Math.ceilDiv(budget * (game.size - game.alone(place)), game.size), "cost");
            vm.assertLe(cost, budget, "the lock has it");
            most[enteredBy[parties[i]]] = cost;
            ++place;
        }
        absent += parties.length - place;
        odd += _next() - parties.length;
    }

    /* HELPERS */

    function _settlement() private view returns (IMarket.Settlement memory) {
        return
            IMarket.Settlement({entries: entries, payloads: "", posts: posts, debits: debits, credits: credits, alloc: alloc, hints: hints});
    }

    /// @dev Some outcome that is not that of the round.
    function _lie(uint256 lie, uint256 position, uint8 mask) private {
        if (!_isDecided()) {
            _forgetClaim();
            if (lie % 2 == 0 && _next() > 1) {
                _debit(0, 1);
                _credit(1, 1);
            }
            ++undecided;
            return;
        }
        _claimTruth(said, present);
        if (proposed) alloc = LearningReference.rows(said);
        uint256 length = debits.length + credits.length + alloc.length;
        lie %= 5;
        if (lie == 0 && debits.length != 0) (debits, credits) = ("", "");
        else if (lie == 1 && debits.length != 0) (debits, credits) = (_oneMore(debits), _oneMore(credits));
        else if (lie == 2 && _followsOther(position)) return;
        else if (lie != 3 && length != 0) _flip(position % length, mask == 0 ? bytes1(0x01) : bytes1(mask));
        else hints = hex"00";
    }

    /// @dev The first pays, or gets, a unit more.
    function _oneMore(bytes memory list) private pure returns (bytes memory) {
        (uint256 entry, uint256 amount) = Pack.amountAt(list, 0);
        return Pack.withAmount(list, 0, Pack.amount(entry, amount + 1));
    }

    /// @dev The money of another table of the same parties.
    function _followsOther(uint256 seed) private returns (bool) {
        bytes32 right = keccak256(abi.encode(debits, credits));
        bytes memory rows = alloc;
        _claimTruth(_drawGame(seed, present), present);
        alloc = rows;
        return keccak256(abi.encode(debits, credits)) != right;
    }

    /// @dev Another byte in one place.
    function _flip(uint256 position, bytes1 mask) private {
        if (position < debits.length) debits = Pack.corrupt(debits, position, mask);
        else if (position - debits.length < credits.length) credits = Pack.corrupt(credits, position - debits.length, mask);
        else alloc = Pack.corrupt(alloc, position - debits.length - credits.length, mask);
    }

    /// @return i-th number of a row
    function _number(bytes memory row, uint256 i) private pure returns (uint256) {
        return uint96(bytes12(Pack.slice(row, 12 * i, 12 * i + 12)));
    }

    function _withNumber(bytes memory row, uint256 i, uint256 number) private pure returns (bytes memory) {
        return Pack.replaced(row, 12 * i, abi.encodePacked(number.toUint96()));
    }
}
