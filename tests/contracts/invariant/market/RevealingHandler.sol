// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

import {IMarket} from "../../../../contracts/interfaces/IMarket.sol";
import {Pack} from "../../utils/Pack.sol";
import {SigningHandler} from "./SigningHandler.sol";

/// @title Sealed entries and their openings, right and wrong ones, at random
abstract contract RevealingHandler is SigningHandler {
    using SafeCast for uint256;

    /// @dev What an actor sealed. A copied data word has none.
    /// @param a index of the actor
    struct Seal {
        bool made;
        uint256 a;
        bytes32 salt;
        bytes statement;
    }

    /// @dev Data words name the terms, so that each belongs to one round.
    mapping(bytes32 data => Seal) private _seals;
    mapping(uint32 round => mapping(uint32 index => bool)) private _opened;

    /// @dev One in eight is a copy of the entry before.
    function _data(uint256 s, uint256 a, uint256 seed) internal override returns (bytes32 data) {
        bytes storage entries = books[s].entries;
        if (s != PHASED || seed % 4 == 0) return super._data(s, a, seed);
        if (seed % 8 == 1 && entries.length != 0) return _dataAt(entries, entries.length / 64 - 1);
        Seal memory made = Seal(true, a, bytes32(seed), new bytes(seed % 50));
        data = Pack.sealedData(books[s].termsHash, actor[a], made.salt, made.statement);
        _seals[data] = made;
    }

    function reveal(uint256 first, uint256 seed) external timed {
        (uint32 index, bool found) = _openable(first, seed);
        if (found) _reveal(index);
    }

    function _reveal(uint32 index) private watched(0) {
        Book storage book = books[PHASED];
        Seal memory made = _seals[_dataAt(book.entries, index)];
        market.reveal(number(PHASED), book.termsHash, index, actor[made.a], made.salt, made.statement);
        book.posts = bytes.concat(book.posts, Pack.post(index, made.statement));
        _opened[book.round][index] = true;
    }

    /// @dev Another account, salt, statement or entry, or the same once more.
    function revealWrongly(uint256 first, uint256 seed, uint256 by) external timed {
        (uint32 index, bool found) = _openable(first, seed);
        if (found) _revealWrongly(index, by);
    }

    function _revealWrongly(uint32 index, uint256 by) private watched(0) {
        Book storage book = books[PHASED];
        Seal memory made = _seals[_dataAt(book.entries, index)];
        if (by % 5 == 0) made.a = (made.a + 1) % ACTORS;
        if (by % 5 == 1) made.salt ^= bytes32(uint256(1) << (by % 256));
        if (by % 5 == 2) made.statement = bytes.concat(made.statement, hex"00");
        if (by % 5 == 3) index = (book.entries.length / 64).toUint32();
        if (by % 5 == 4) _reveal(index);
        bytes32 before = _state(PHASED);
        bytes memory call = abi.encodeCall(market.reveal, (number(PHASED), book.termsHash, index, actor[made.a], made.salt, made.statement));
        (bool revealed,) = address(market).call(call);
        vm.assertFalse(revealed, "a wrong opening");
        vm.assertEq(_state(PHASED), before, "state");
    }

    /* HELPERS */

    /// @dev A new round with three entries, where none is running: rounds with phases need more calls than others.
    function _start(uint256 seed) internal {
        if (!isFinal(PHASED)) return;
        _open(PHASED, 300);
        for (uint256 i; i < 3; ++i) {
            uint256 a = (seed % ACTORS + i) % ACTORS;
            if (_room(PHASED, a) != 0) _enter(a, PHASED, _lock(PHASED, a, seed, 1), _data(PHASED, a, seed ^ i));
        }
    }

    /// @return index of an entry that can be opened now, the first from `first` on
    function _openable(uint256 first, uint256 seed) private returns (uint32 index, bool found) {
        Book storage book = books[PHASED];
        _start(seed);
        uint256 count = book.entries.length / 64;
        _endEntering(PHASED, seed);
        if (_status(PHASED) != IMarket.Status.Revealing) return (0, false);
        for (uint256 i; i < count; ++i) {
            index = ((first % count + i) % count).toUint32();
            if (_isSealed(index) && !_opened[book.round][index]) return (index, true);
        }
    }

    /// @dev By the account that made the entry: a copied data word is of no use to anybody else.
    function _isSealed(uint32 index) private view returns (bool) {
        bytes memory entries = books[PHASED].entries;
        Seal storage made = _seals[_dataAt(entries, index)];
        return made.made && address(bytes20(_word(entries, index * 64))) == actor[made.a];
    }

    function _dataAt(bytes memory entries, uint256 index) private pure returns (bytes32) {
        return _word(entries, index * 64 + 32);
    }

    function _word(bytes memory list, uint256 offset) internal pure returns (bytes32 word) {
        assembly ("memory-safe") {
            word := mload(add(add(list, 0x20), offset))
        }
    }
}
