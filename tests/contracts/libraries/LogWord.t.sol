// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {LogWord} from "../../../contracts/libraries/LogWord.sol";
import {Pack} from "../utils/Pack.sol";
import {Test} from "../utils/Test.sol";

contract LogWordTest is Test {
    using LogWord for uint256;

    /// @param length of the payload, cut to 0 to 70; odd ones stand for entries without one
    struct Entry {
        address who;
        uint88 lock;
        bytes32 data;
        uint8 length;
    }

    function testFuzz_WhenALogStarts(bytes32 context) public pure {
        uint256 word = LogWord.start(context);
        vm.assertEq(word.count(), 0);
        vm.assertEq(word >> 32, uint256(context) >> 32);
    }

    function testFuzz_WhenAnEntryIsAppended(uint224 hash, uint32 count, bytes32 head, bytes32 data) public pure {
        count = uint32(bound(count, 0, type(uint16).max - 1));
        uint256 word = uint256(hash) << 32 | count;
        uint256 next = word.append(uint256(head), data);
        vm.assertEq(next.count(), uint256(count) + 1);
        vm.assertEq(next >> 32, uint256(keccak256(abi.encodePacked(word, head, data))) >> 32);
    }

    function testFuzz_WhenTheRecordedEntriesAreReplayed(bytes32 context, Entry[] calldata list) public view {
        (uint256 recorded, bytes memory entries, bytes memory payloads) = _record(context, list);
        (uint256 word, uint256 heads) = this.replay(LogWord.start(context), entries);
        vm.assertEq(word, recorded, "word");
        vm.assertTrue((heads & LogWord.WITH_PAYLOAD != 0) == (payloads.length != 0), "heads");
        vm.assertTrue(this.arePayloads(payloads, entries), "payloads");
    }

    function testFuzz_WhenAnyByteOfTheEntriesDiffers(bytes32 context, Entry[] calldata list, uint256 position, uint8 mask) public view {
        vm.assume(list.length != 0);
        (uint256 recorded, bytes memory entries,) = _record(context, list);
        (uint256 word,) = this.replay(LogWord.start(context), Pack.corrupt(entries, position % entries.length, _mask(mask)));
        vm.assertTrue(word != recorded, "word");
    }

    function testFuzz_WhenTwoEntriesChangePlaces(bytes32 context, bytes32 first, bytes32 second, address who) public view {
        vm.assume(first != second);
        (bytes memory a, bytes memory b) = (Pack.entry(who, 1, first), Pack.entry(who, 1, second));
        (uint256 word,) = this.replay(LogWord.start(context), bytes.concat(a, b));
        (uint256 swapped,) = this.replay(LogWord.start(context), bytes.concat(b, a));
        vm.assertTrue(word != swapped, "word");
    }

    function testFuzz_WhenAnEntryIsLeftOut(bytes32 context, Entry[] calldata list, uint256 position) public view {
        vm.assume(list.length != 0);
        (uint256 recorded, bytes memory entries,) = _record(context, list);
        (uint256 word,) = this.replay(LogWord.start(context), this.without(entries, position % list.length));
        vm.assertTrue(word != recorded, "word");
    }

    function testFuzz_WhenAnyByteOfThePayloadsDiffers(bytes32 context, Entry[] calldata list, uint256 position, uint8 mask) public view {
        (, bytes memory entries, bytes memory payloads) = _record(context, list);
        if (payloads.length == 0) return;
        vm.assertFalse(this.arePayloads(Pack.corrupt(payloads, position % payloads.length, _mask(mask)), entries), "payloads");
    }

    function testFuzz_WhenThePayloadsEndTooEarly(bytes32 context, Entry[] calldata list, uint256 length) public view {
        (, bytes memory entries, bytes memory payloads) = _record(context, list);
        if (payloads.length == 0) return;
        length %= payloads.length;
        assembly ("memory-safe") {
            mstore(payloads, length)
        }
        vm.assertFalse(this.arePayloads(payloads, entries), "payloads");
    }

    function testFuzz_WhenBytesFollowThePayloads(bytes32 context, Entry[] calldata list, bytes calldata trailing) public view {
        vm.assume(trailing.length != 0);
        (, bytes memory entries, bytes memory payloads) = _record(context, list);
        vm.assertFalse(this.arePayloads(bytes.concat(payloads, trailing), entries), "payloads");
    }

    /* HELPERS */

    /// @dev External, because it reads calldata, as the next one.
    function replay(uint256 word, bytes calldata entries) external pure returns (uint256 next, uint256 heads) {
        return word.replay(entries);
    }

    function arePayloads(bytes calldata payloads, bytes calldata entries) external pure returns (bool) {
        return LogWord.arePayloads(payloads, entries);
    }

    function without(bytes calldata entries, uint256 index) external pure returns (bytes memory) {
        return bytes.concat(entries[:index * 64], entries[index * 64 + 64:]);
    }

    function _record(bytes32 context, Entry[] calldata list)
        private
        pure
        returns (uint256 word, bytes memory entries, bytes memory payloads)
    {
        word = LogWord.start(context);
        for (uint256 i; i < list.length; ++i) {
            bytes32 head = Pack.head(list[i].who, list[i].length % 2 == 0, list[i].lock);
            bytes32 data = list[i].data;
            if (list[i].length % 2 == 0) {
                bytes memory payload = new bytes(list[i].length % 72);
                data = keccak256(payload);
                payloads = bytes.concat(payloads, Pack.payload(payload));
            }
            entries = bytes.concat(entries, head, data);
            word = word.append(uint256(head), data);
        }
    }

    function _mask(uint8 mask) private pure returns (bytes1) {
        return bytes1(mask == 0 ? 1 : mask);
    }
}
