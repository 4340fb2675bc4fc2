// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {PrefixPaymentLists, PrefixPayments} from "../../../contracts/libraries/PrefixPayments.sol";
import {WordRows, Words} from "../../../contracts/libraries/Words.sol";
import {Pack} from "../utils/Pack.sol";
import {Test} from "../utils/Test.sol";

contract PrefixPaymentsTest is Test {
    uint256 private constant ASKS = 10;

    struct Payment {
        uint8 rank;
        uint8 quality;
        uint88 price;
    }

    function testFuzz_WhenPaymentsReachDifferentRanksAndGrades(
        uint32[ASKS] calldata quantities,
        uint8[ASKS] calldata qualities,
        Payment[7] calldata payments
    ) public pure {
        Words asks = WordRows.allocate(ASKS);
        Words owed = WordRows.allocate(ASKS);
        for (uint16 rank; rank < ASKS; ++rank) {
            // the entries are not in the order of the ranks
            uint256 entry = ASKS - 1 - rank;
            asks.set(rank, uint256(Pack.order(2, 1, quantities[rank], qualities[rank] % 16, 1)) | entry);
        }
        PrefixPayments memory list = PrefixPaymentLists.create(asks, ASKS, payments.length);
        for (uint256 i; i < payments.length; ++i) {
            list.pay(payments[i].rank % ASKS, payments[i].quality % 16, payments[i].price);
        }
        list.settle(owed);

        for (uint256 rank; rank < ASKS; ++rank) {
            uint256 each;
            for (uint256 i; i < payments.length; ++i) {
                if (payments[i].rank % ASKS >= rank && payments[i].quality % 16 <= qualities[rank] % 16) each += payments[i].price;
            }
            vm.assertEq(owed.get(ASKS - 1 - rank), each * quantities[rank]);
        }
    }

    function test_WhenNothingWasPaid() public pure {
        Words asks = WordRows.allocate(1);
        asks.set(0, uint256(Pack.order(2, 1, 1, 0, 1)));
        Words owed = WordRows.allocate(1);
        PrefixPaymentLists.create(asks, 1, 0).settle(owed);
        vm.assertEq(owed.get(0), 0);
    }
}
