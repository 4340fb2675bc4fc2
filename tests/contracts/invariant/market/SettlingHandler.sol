// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IMarket} from "../../../../contracts/interfaces/IMarket.sol";
import {Pack} from "../../utils/Pack.sol";
import {RevealingHandler} from "./RevealingHandler.sol";

/// @title The ends of rounds, at random: settled by an honest solver, attempted by a lying one, timed out
abstract contract SettlingHandler is RevealingHandler {
    /// @dev Ways of lying that no checker can allow; the first so many are about money, the others about what was recorded.
    uint256 internal constant LIES = 12;
    uint256 internal constant LIES_ABOUT_MONEY = 6;

    /// @param amounts of the debits and of the credits by entry
    struct Outcome {
        bytes debits;
        bytes credits;
        uint256 debited;
        uint256 credited;
        uint256[] debitOf;
        uint256[] creditOf;
    }

    /* HONEST */

    function settle(uint256 s, uint256 settler, uint256 seed) external timed {
        s %= SERIES;
        _close(s, seed);
        if (_status(s) == IMarket.Status.Settleable && !_isChallenged(s)) _settle(s, _settler(s, settler), seed);
    }

    function _settle(uint256 s, address settler, uint256 seed) private watched(0) {
        Book storage book = books[s];
        Outcome memory outcome = _outcome(book.entries, seed);
        _apply(s, settler, outcome);
        IMarket.Settlement memory settlement = _settlement(book, outcome.debits, outcome.credits);
        vm.prank(settler);
        market.settle(book.terms, settlement);
        vm.assertLe(outcome.credited, outcome.debited, "credits and debits");
        vm.assertTrue(_status(s) == IMarket.Status.Settled, "settled");
    }

    /// @dev Any debits within the locks, any credits within the debits.
    function _outcome(bytes memory entries, uint256 seed) internal pure returns (Outcome memory outcome) {
        uint256 count = entries.length / 64;
        (outcome.debitOf, outcome.creditOf) = (new uint256[](count), new uint256[](count));
        for (uint256 i; i < count; ++i) {
            uint256 amount = _share(seed, i, uint88(uint256(_word(entries, i * 64))));
            if (amount == 0) continue;
            outcome.debits = bytes.concat(outcome.debits, Pack.amount(i, amount));
            outcome.debitOf[i] = amount;
            outcome.debited += amount;
        }
        for (uint256 i; i < count; ++i) {
            uint256 amount = _share(seed, count + i, outcome.debited - outcome.credited);
            if (amount == 0) continue;
            outcome.credits = bytes.concat(outcome.credits, Pack.amount(i, amount));
            outcome.creditOf[i] = amount;
            outcome.credited += amount;
        }
    }

    function _apply(uint256 s, address settler, Outcome memory outcome) internal {
        uint64 series = number(s);
        bytes memory entries = books[s].entries;
        for (uint256 i; i < outcome.debitOf.length; ++i) {
            address who = address(bytes20(_word(entries, i * 64)));
            worth[series][who] = worth[series][who] + outcome.creditOf[i] - outcome.debitOf[i] - _fee(s);
        }
        worth[series][settler] += outcome.debitOf.length * _fee(s);
        worth[series][_beneficiary(s)] += outcome.debited - outcome.credited;
    }

    /* LYING */

    function settleLying(uint256 s, uint256 settler, uint256 seed, uint256 lie) external timed {
        s %= SERIES;
        _close(s, seed);
        if (_status(s) == IMarket.Status.Settleable && !_isChallenged(s)) _settleLying(s, _settler(s, settler), seed, lie % LIES);
    }

    function _settleLying(uint256 s, address settler, uint256 seed, uint256 lie) private watched(0) {
        (IMarket.Terms memory terms, IMarket.Settlement memory lied) = _lied(s, seed, lie);
        _expectRefusal(s, settler, abi.encodeCall(market.settle, (terms, lied)));
    }

    /// @return terms and `lied`: the true outcome, but for the lie
    function _lied(uint256 s, uint256 seed, uint256 lie)
        internal
        view
        returns (IMarket.Terms memory terms, IMarket.Settlement memory lied)
    {
        Book storage book = books[s];
        Outcome memory truth = _outcome(book.entries, seed);
        lied = _settlement(book, truth.debits, truth.credits);
        terms = book.terms;
        uint256 count = lied.entries.length / 64;
        uint256 last = count == 0 ? 0 : count - 1;
        uint256 lock = count == 0 ? 0 : uint88(uint256(_word(lied.entries, last * 64)));

        if (lie == 0) lied.debits = Pack.amount(last, lock + 1 + seed % 1e9);
        if (lie == 1) (lied.debits, lied.credits) = ("", Pack.amount(last, 1));
        if (lie == 2) lied.debits = bytes.concat(Pack.amount(last, 1), Pack.amount(last, 1));
        if (lie == 3) lied.debits = bytes.concat(lied.debits, Pack.amount(count, 1));
        if (lie == 4) lied.credits = Pack.amount(last, 0);
        if (lie == 5) lied.credits = bytes.concat(lied.credits, hex"00");
        if (lie == 6) lied.payloads = bytes.concat(lied.payloads, hex"00");
        if (lie == 7) lied.entries = bytes.concat(lied.entries, Pack.entry(actor[0], 0, 0));
        if (lie == 8) lied.entries = count == 0 ? bytes("lie") : _cut(lied.entries);
        if (lie == 9) lied.entries = count == 0 ? bytes("lie") : Pack.corrupt(lied.entries, seed % lied.entries.length, 0x02);
        if (lie == 10) terms.settleBy += 1;
        if (lie == 11) lied.posts = bytes.concat(lied.posts, hex"00");
    }

    function _expectRefusal(uint256 s, address sender, bytes memory call) internal {
        bytes32 before = _state(s);
        vm.prank(sender);
        (bool accepted,) = address(market).call(call);
        vm.assertFalse(accepted, "a lie was accepted");
        vm.assertEq(_state(s), before, "state");
    }

    /* TIME */

    /// @dev One in three: more would leave little to settle.
    function timeOut(uint256 s, uint256 seed) external timed {
        s %= SERIES;
        if (!isFinal(s) && seed % 3 == 0) _timeOut(s);
    }

    function _timeOut(uint256 s) private watched(0) {
        _warp(market.roundOf(number(s)).settleBy);
        vm.assertTrue(_status(s) == IMarket.Status.Aborted, "aborted");
        for (uint256 a; a < ACTORS; ++a) {
            vm.assertEq(_account(s, actor[a]).free, worth[number(s)][actor[a]], "everything back, fees included");
        }
    }

    function pass(uint256 time) external timed watched(0) {
        _warp(clock + uint40(bound(time, 1, 30)));
    }

    /* HELPERS */

    /// @dev Seldom before a few entries were made, and opened.
    function _close(uint256 s, uint256 seed) internal {
        _endEntering(s, seed);
        if (_status(s) == IMarket.Status.Revealing && (books[s].posts.length > 64 || seed % 2 == 0)) _warp(books[s].terms.revealBy);
    }

    function _isChallenged(uint256 s) internal view returns (bool) {
        return books[s].terms.challengeWindow != 0;
    }

    /// @return the solver while it is preferred, anybody afterwards
    function _settler(uint256 s, uint256 settler) internal view returns (address) {
        bool preferred = clock < books[s].terms.revealBy + SOLVER_SECONDS && _solver(s) != address(0);
        return preferred ? _solver(s) : actor[settler % ACTORS];
    }

    function _settlement(Book storage book, bytes memory debits, bytes memory credits) internal view returns (IMarket.Settlement memory) {
        return IMarket.Settlement(book.entries, book.payloads, book.posts, debits, credits, "", "");
    }

    /// @return of half of the items nothing, of the others anything up to `most`
    function _share(uint256 seed, uint256 item, uint256 most) private pure returns (uint256) {
        uint256 random = uint256(keccak256(abi.encode(seed, item)));
        return random % 2 == 0 ? 0 : bound(random, 0, most);
    }

    /// @dev Without the last entry.
    function _cut(bytes memory list) private pure returns (bytes memory) {
        assembly ("memory-safe") {
            mstore(list, sub(mload(list), 64))
        }
        return list;
    }
}
