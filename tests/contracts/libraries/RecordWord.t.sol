// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IResaleChain} from "../../../contracts/interfaces/IResaleChain.sol";
import {RecordWord, RecordWords} from "../../../contracts/libraries/RecordWord.sol";
import {Test} from "../utils/Test.sol";

contract RecordWordTest is Test {
    function test_WhenNothingWasWritten() public pure {
        _assertRecord(RecordWord.wrap(0), IResaleChain.Record(IResaleChain.State.Never, false, false, 0, 0, 0));
    }

    function testFuzz_WhenAnOfferIsRecorded(uint192 fingerprint, bool deferred) public pure {
        RecordWord word = RecordWords.offered(fingerprint, deferred);
        _assertRecord(word, IResaleChain.Record(IResaleChain.State.Offered, deferred, false, 0, 0, fingerprint));
    }

    function testFuzz_WhenAnOfferIsSold(uint192 before, bool deferred, uint192 fingerprint) public pure {
        RecordWord word = RecordWords.offered(before, deferred).sold(fingerprint);
        _assertRecord(word, IResaleChain.Record(IResaleChain.State.Licence, deferred, false, 0, 0, fingerprint));
    }

    function testFuzz_WhenALicenceChanges(uint192 fingerprint, bool deferred, uint32 first, uint32 second) public pure {
        IResaleChain.Record memory record = IResaleChain.Record(IResaleChain.State.Licence, deferred, false, 2, 0, fingerprint);
        RecordWord word = RecordWords.offered(0, deferred).sold(fingerprint);
        for (uint256 i; i < 2; ++i) {
            word = word.withSale();
        }
        _assertRecord(word, record);
        word = word.withClaimed(first).withClaimed(second);
        record.claimed = first | second;
        _assertRecord(word, record);
        word = word.withoutSale().end();
        (record.sales, record.ended) = (1, true);
        _assertRecord(word, record);
        _assertRecord(word.end(), record);
    }

    function testFuzz_WhenALicenceIsAnOwners(uint192 fingerprint) public pure {
        RecordWord word = RecordWords.licence(fingerprint);
        _assertRecord(word, IResaleChain.Record(IResaleChain.State.Licence, false, false, 0, 0, fingerprint));
    }

    function testFuzz_WhenSalesReachTheirMost(uint192 fingerprint, uint32 claimed) public pure {
        RecordWord word = RecordWord.wrap(RecordWord.unwrap(RecordWords.licence(fingerprint).withClaimed(claimed)) | uint256(0xfffe) << 32);
        _assertRecord(
            word.withSale(), IResaleChain.Record(IResaleChain.State.Licence, false, false, type(uint16).max, claimed, fingerprint)
        );
    }

    function _assertRecord(RecordWord word, IResaleChain.Record memory record) private pure {
        vm.assertTrue(word.isOffer() == (record.state == IResaleChain.State.Offered), "is an offer");
        vm.assertTrue(word.isLicence() == (record.state == IResaleChain.State.Licence), "is a licence");
        vm.assertTrue(word.isDeferred() == record.deferred, "deferred");
        vm.assertTrue(word.isEnded() == record.ended, "ended");
        vm.assertEq(uint256(word.sales()), record.sales, "sales");
        vm.assertEq(uint256(word.claimed()), record.claimed, "claimed");
        vm.assertEq(uint256(word.fingerprint()), record.fingerprint, "fingerprint");
        vm.assertEq(keccak256(abi.encode(word.toStruct())), keccak256(abi.encode(record)), "struct");
    }
}
