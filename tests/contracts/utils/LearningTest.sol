// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

import {Learning} from "../../../contracts/checkers/Learning.sol";
import {CheckerTest} from "./CheckerTest.sol";
import {LearningReference} from "./LearningReference.sol";
import {Pack} from "./Pack.sol";

/// @title A learning round, what is said of it and a claim about its outcome
/// @dev Parties enter one by one with `_party`; what is signed is bound to the entries that there are.
abstract contract LearningTest is CheckerTest {
    using LearningReference for LearningReference.Game;
    using SafeCast for uint256;

    uint256 internal constant RUNNER = 0xA1;
    uint256 internal constant ARBITER = 0xA2;
    uint256 internal constant STRANGER = 0xA3;
    uint88 internal constant BUDGET = 1_000_000;
    bytes32 internal constant PARTY = bytes32(uint256(0x0a) << 248 | 77);
    bytes32 private constant KEY = "key of the runner";
    bytes32 private constant CODE = "measurement of the runner";
    uint256 internal constant POSTED = type(uint32).max;

    Learning internal immutable LEARNING = new Learning();
    /// @dev Entries of the parties.
    uint256[] internal parties;

    function setUp() public virtual {
        checker = LEARNING;
        _useParams(12, 0, true);
    }

    function _useParams(uint8 maxParties, uint88 bond, bool arbitrated) internal {
        address arbiter = arbitrated ? vm.addr(ARBITER) : address(0);
        params = abi.encodePacked(maxParties, BUDGET, bond, vm.addr(RUNNER), arbiter, KEY, CODE, '{"model":"x"}');
    }

    /* ENTRIES */

    function _party() internal {
        _partyAs(_account(_next()), BUDGET);
    }

    function _partyAs(address who, uint88 lock) internal {
        parties.push(_next());
        _enterAs(who, lock, PARTY);
    }

    function _parties(uint256 count) internal {
        for (uint256 i; i < count; ++i) {
            _party();
        }
    }

    /// @dev Nobody has entered or said anything.
    function _forget() internal {
        (entries, posts) = ("", "");
        delete parties;
        _forgetClaim();
    }

    /* STATEMENTS */

    /// @dev With the table itself.
    function _table(LearningReference.Game memory game, uint256 present) internal pure returns (bytes memory) {
        return abi.encodePacked(uint8(1), present.toUint32(), game.size.toUint32(), game.table());
    }

    /// @dev With the root over the table.
    function _root(LearningReference.Game memory game, uint256 present) internal pure returns (bytes memory) {
        bytes32 root = LearningReference.root(LearningReference.words(game.table(), 32));
        return abi.encodePacked(uint8(2), present.toUint32(), game.size.toUint32(), root, game.pairs());
    }

    function _signed(uint256 key, bytes memory said) internal view returns (bytes memory) {
        bytes32 word = keccak256(abi.encode(_context(), keccak256(entries), keccak256(said)));
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, keccak256(abi.encodePacked("\x19Ethereum Signed Message:\n32", word)));
        return abi.encodePacked(said, r, s, v);
    }

    function _post(bytes memory statement) internal virtual {
        posts = bytes.concat(posts, Pack.post(POSTED, statement));
    }

    function _post(uint256 key, bytes memory said) internal {
        _post(_signed(key, said));
    }

    /* THE CLAIM */

    /// @dev What follows from a table of the present parties.
    function _claimTruth(LearningReference.Game memory game, uint256 present) internal {
        _claimMoney(game.charges(), game.payouts(), present);
    }

    /// @dev That this is what the present parties pay and get.
    function _claimMoney(uint256[] memory charges, uint256[] memory payouts, uint256 present) internal {
        _forgetClaim();
        uint256 place;
        for (uint256 i; i < parties.length; ++i) {
            if ((present >> i) & 1 == 0) continue;
            if (charges[place] != 0) _debit(parties[i], charges[place]);
            if (payouts[place] != 0) _credit(parties[i], payouts[place]);
            ++place;
        }
    }

    /// @dev That the runner said, and what follows from it.
    function _play(LearningReference.Game memory game, uint256 present) internal {
        _post(RUNNER, _table(game, present));
        _claimTruth(game, present);
    }

    /// @dev That all of so many parties are present, and a table of theirs.
    function _drawn(uint256 seed, uint256 count) internal returns (LearningReference.Game memory game) {
        _parties(count);
        game = LearningReference.draw(seed, count, 9);
        _play(game, (1 << count) - 1);
    }
}
