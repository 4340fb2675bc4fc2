// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

import {IAccounts} from "../../../../contracts/interfaces/IAccounts.sol";
import {IMarket} from "../../../../contracts/interfaces/IMarket.sol";
import {Pack} from "../../utils/Pack.sol";
import {Model} from "./Model.sol";

/// @title Money and entries, at random
/// @dev Forge calls the external functions in any order with any arguments; no call may revert. Each brings its arguments to where they
/// make sense and counts itself in `done` when it did something.
abstract contract Handler is Model {
    using SafeCast for uint256;

    mapping(bytes4 action => uint256) public done;

    /// @dev Whoever did nothing (bit a of `acting` not set) has at least the free balance of before.
    modifier watched(uint256 acting) {
        uint256[ACTORS][SERIES] memory before = _frees();
        _;
        uint256[ACTORS][SERIES] memory afterwards = _frees();
        for (uint256 s; s < SERIES; ++s) {
            for (uint256 a; a < ACTORS; ++a) {
                if ((acting >> a) & 1 == 0) vm.assertGe(afterwards[s][a], before[s][a], "free balance of somebody who did nothing");
            }
        }
        ++done[msg.sig];
    }

    /* MONEY */

    function deposit(uint256 payer, uint256 a, uint256 s, uint256 amount) external timed {
        _deposit(payer % ACTORS, a % ACTORS, s % SERIES, bound(amount, 1, 1e9));
    }

    function _deposit(uint256 payer, uint256 a, uint256 s, uint256 amount) private watched(0) {
        token.faucet(actor[payer], amount);
        vm.startPrank(actor[payer]);
        token.approve(address(market), amount);
        market.deposit(number(s), actor[a], amount);
        vm.stopPrank();
        worth[number(s)][actor[a]] += amount;
    }

    function withdraw(uint256 a, uint256 s, uint256 amount) external timed {
        (a, s) = (a % ACTORS, s % SERIES);
        uint256 free = _account(s, actor[a]).free;
        if (free != 0) _withdraw(a, s, bound(amount, 1, free));
    }

    function _withdraw(uint256 a, uint256 s, uint256 amount) private watched(1 << a) {
        uint256 before = token.balanceOf(actor[a]);
        vm.prank(actor[a]);
        market.withdraw(number(s), actor[a], amount);
        vm.assertEq(token.balanceOf(actor[a]), before + amount, "withdrawn");
        worth[number(s)][actor[a]] -= amount;
    }

    function move(uint256 a, uint256 from, uint256 to, uint256 amount) external timed {
        (a, from, to) = (a % ACTORS, from % SERIES, to % SERIES);
        uint256 free = _account(from, actor[a]).free;
        if (free != 0) _move(a, from, to, bound(amount, 1, free));
    }

    function _move(uint256 a, uint256 from, uint256 to, uint256 amount) private watched(1 << a) {
        vm.prank(actor[a]);
        market.move(number(from), number(to), amount);
        worth[number(from)][actor[a]] -= amount;
        worth[number(to)][actor[a]] += amount;
    }

    /* ROUNDS */

    function open(uint256 s, uint256 duration) external timed {
        s %= SERIES;
        if (isFinal(s)) _openWatched(s, uint40(bound(duration, 50, 500)));
    }

    function _openWatched(uint256 s, uint40 duration) private watched(0) {
        _open(s, duration);
    }

    function _open(uint256 s, uint40 duration) internal {
        Book storage book = books[s];
        delete book.entries;
        delete book.payloads;
        delete book.posts;
        if (s == PHASED) delete proposal;
        book.openedAt = clock;
        book.terms = nextTerms(s, clock, duration);
        book.termsHash = market.termsHashOf(book.terms);
        vm.prank(OPERATOR);
        book.round = market.open(book.terms);
    }

    /* ENTRIES */

    function enter(uint256 a, uint256 s, uint256 lock, uint256 seed) external timed {
        (a, s) = (a % ACTORS, _enterable(s));
        if (_room(s, a) == 0) return;
        _enterWatched(a, s, _lock(s, a, lock, 1), _data(s, a, seed));
    }

    function _enterWatched(uint256 a, uint256 s, uint88 lock, bytes32 data) private watched(1 << a) {
        _enter(a, s, lock, data);
    }

    function _enter(uint256 a, uint256 s, uint88 lock, bytes32 data) internal {
        vm.prank(actor[a]);
        market.enter(number(s), lock, books[s].termsHash, data);
        _record(s, a, lock, data);
    }

    /// @dev Not in the second series: its gate sees every payload and takes some hashes for asks.
    function enterWith(uint256 a, uint256 s, uint256 lock, bytes calldata payload) external timed {
        (a, s) = (a % ACTORS, _enterable(s));
        if (s == 1 || payload.length > 1638 || _room(s, a) == 0) return;
        _enterWith(a, s, _lock(s, a, lock, 1), payload);
    }

    function _enterWith(uint256 a, uint256 s, uint88 lock, bytes calldata payload) private watched(1 << a) {
        Book storage book = books[s];
        vm.prank(actor[a]);
        market.enterWith(number(s), lock, book.termsHash, payload);
        book.entries = bytes.concat(book.entries, Pack.entryWith(actor[a], lock, payload));
        book.payloads = bytes.concat(book.payloads, Pack.payload(payload));
        joined[number(s)][book.round][actor[a]] += lock + _fee(s);
    }

    function enterBatch(uint256 a, uint256 s, uint256 lock, uint256 seed) external timed {
        (a, s) = (a % ACTORS, _enterable(s));
        uint256 count = 1 + seed % 4;
        if (_room(s, a) < count) return;
        _enterBatch(a, s, count, _lock(s, a, lock, count), seed);
    }

    function _enterBatch(uint256 a, uint256 s, uint256 count, uint88 lock, uint256 seed) private watched(1 << a) {
        bytes memory batch;
        for (uint256 i; i < count; ++i) {
            bytes32 data = _data(s, a, uint256(keccak256(abi.encode(seed, i))));
            batch = bytes.concat(batch, Pack.batchEntry(lock, data));
            _record(s, a, lock, data);
        }
        vm.prank(actor[a]);
        market.enterBatch(number(s), books[s].termsHash, batch);
    }

    function invalidate(uint256 a, uint256 s, uint256 by) external timed {
        _invalidate(a % ACTORS, s % SERIES, uint32(bound(by, 1, 3)));
    }

    function _invalidate(uint256 a, uint256 s, uint32 by) private watched(0) {
        uint32 nonce = _account(s, actor[a]).nonce + by;
        vm.prank(actor[a]);
        market.invalidateOrders(number(s), nonce);
        vm.assertEq(_account(s, actor[a]).nonce, nonce, "nonce");
    }

    /* HELPERS */

    /// @return the first series, counted from `s` on, of which a round is open or can be opened; then it is
    function _enterable(uint256 s) internal returns (uint256) {
        for (uint256 i; i < SERIES; ++i) {
            uint256 next = (s % SERIES + i) % SERIES;
            if (isFinal(next)) _open(next, 300);
            if (_isOpen(next)) return next;
        }
        return s % SERIES;
    }

    /// @dev Seldom before a few entries were made.
    function _endEntering(uint256 s, uint256 seed) internal {
        uint256 few = s == PHASED ? 1 : 4;
        if (_isOpen(s) && (books[s].entries.length > few * 64 || seed % 8 == 0)) _warp(books[s].terms.closeAt);
    }

    /// @return how many entries the actor may still make, none where it has too little for the fees of a few
    function _room(uint256 s, uint256 a) internal view returns (uint256) {
        IAccounts.Account memory account = _account(s, actor[a]);
        uint256 inRound = 40 - books[s].entries.length / 64;
        uint256 inAccount = 12 - account.entries;
        if (!_isOpen(s) || account.free < 100) return 0;
        return inRound < inAccount ? inRound : inAccount;
    }

    /// @return one of `count` equal locks; together with the fees at most half of what is free, so that more entries can follow
    function _lock(uint256 s, uint256 a, uint256 lock, uint256 count) internal view returns (uint88) {
        return uint88(bound(lock, 0, _account(s, actor[a]).free / 2 / count - _fee(s)));
    }

    /// @return in the gated series a bid, or an ask for the actor's dataset; where entries are opened mostly something sealed; anything
    /// elsewhere
    function _data(uint256 s, uint256 a, uint256 seed) internal virtual returns (bytes32) {
        if (s != 1) return bytes32(seed);
        uint88 price = uint88(bound(seed, 0, 1e6));
        uint32 quantity = uint32(bound(seed, 0, UNITS));
        if (seed % 2 == 0) return Pack.order(1, price, quantity, 0, 0);
        return Pack.order(2, price, quantity, uint16(bound(seed, 0, 15)), (a + 1).toUint64());
    }

    function _record(uint256 s, uint256 a, uint88 lock, bytes32 data) internal {
        Book storage book = books[s];
        book.entries = bytes.concat(book.entries, Pack.entry(actor[a], lock, data));
        joined[number(s)][book.round][actor[a]] += lock + _fee(s);
    }
}
