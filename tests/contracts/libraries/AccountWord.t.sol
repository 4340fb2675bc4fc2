// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IAccounts} from "../../../contracts/interfaces/IAccounts.sol";
import {AccountWord} from "../../../contracts/libraries/AccountWord.sol";
import {Test} from "../utils/Test.sol";

contract AccountWordTest is Test {
    function testFuzz_WhenAWordIsPackedFromItsFields(IAccounts.Account memory fields) public pure {
        AccountWord word = _pack(fields);
        vm.assertEq(word.free(), fields.free, "free");
        vm.assertEq(word.locked(), fields.locked, "locked");
        vm.assertEq(word.round(), fields.round, "round");
        vm.assertEq(word.nonce(), fields.nonce, "nonce");
        vm.assertEq(word.entries(), fields.entries, "entries");
        _assertFields(word, fields);
    }

    function testFuzz_WhenItIsAskedWhetherTheAccountIsIdle(IAccounts.Account memory fields, bool locked, bool entered) public pure {
        if (!locked) fields.locked = 0;
        if (!entered) fields.entries = 0;
        vm.assertTrue(_pack(fields).isIdle() == (fields.locked == 0 && fields.entries == 0), "idle");
    }

    function testFuzz_WhenAnAmountIsAddedToFree(IAccounts.Account memory fields, uint88 amount) public pure {
        amount = uint88(bound(amount, 0, type(uint88).max - fields.free));
        AccountWord word = _pack(fields).addFree(amount);
        fields.free += amount;
        _assertFields(word, fields);
    }

    function testFuzz_WhenAnAmountIsTakenFromFree(IAccounts.Account memory fields, uint88 amount) public pure {
        amount = uint88(bound(amount, 0, fields.free));
        AccountWord word = _pack(fields).takeFree(amount);
        fields.free -= amount;
        _assertFields(word, fields);
    }

    function testFuzz_WhenAnAmountIsTakenFromLocked(IAccounts.Account memory fields, uint88 amount) public pure {
        amount = uint88(bound(amount, 0, fields.locked));
        AccountWord word = _pack(fields).takeLocked(amount);
        fields.locked -= amount;
        _assertFields(word, fields);
    }

    function testFuzz_WhenEntriesJoinARound(IAccounts.Account memory fields, uint88 amount, uint16 count, uint32 round) public pure {
        amount = uint88(bound(amount, 0, fields.free));
        fields.locked = uint88(bound(fields.locked, 0, type(uint88).max - amount));
        count = uint16(bound(count, 0, type(uint16).max - fields.entries));
        AccountWord word = _pack(fields).join(amount, count, round);
        fields.free -= amount;
        fields.locked += amount;
        fields.entries += count;
        fields.round = round;
        _assertFields(word, fields);
    }

    function testFuzz_WhenALockIsReleased(IAccounts.Account memory fields, uint88 kept) public pure {
        fields.locked = uint88(bound(fields.locked, 0, type(uint88).max - fields.free));
        kept = uint88(bound(kept, 0, fields.locked));
        AccountWord word = _pack(fields).release(kept);
        fields.free += fields.locked - kept;
        fields.locked = 0;
        fields.entries = 0;
        _assertFields(word, fields);
    }

    function testFuzz_WhenTheNonceIsSet(IAccounts.Account memory fields, uint32 nonce) public pure {
        AccountWord word = _pack(fields).withNonce(nonce);
        fields.nonce = nonce;
        _assertFields(word, fields);
    }

    /// @dev The layout that AccountWord documents, from the highest bit.
    function _pack(IAccounts.Account memory fields) private pure returns (AccountWord) {
        return AccountWord.wrap(uint256(bytes32(abi.encodePacked(fields.entries, fields.nonce, fields.round, fields.locked, fields.free))));
    }

    function _assertFields(AccountWord word, IAccounts.Account memory fields) private pure {
        vm.assertEq(abi.encode(word.toStruct()), abi.encode(fields), "fields");
        vm.assertEq(AccountWord.unwrap(word), AccountWord.unwrap(_pack(fields)), "word");
    }
}
