// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Dantm} from "../../../contracts/checkers/Dantm.sol";
import {IChecker} from "../../../contracts/interfaces/IChecker.sol";
import {OutcomeTest} from "../utils/OutcomeTest.sol";

contract DantmTest is OutcomeTest {
    bytes private constant AS_PUBLISHED = hex"00";
    bytes private constant FILTERED = hex"01";

    function setUp() public {
        checker = new Dantm();
        params = AS_PUBLISHED;
    }

    /* PARAMETERS */

    function test_RevertWhen_TheParametersAreMalformed() public {
        _expectInvalidParams("");
        _expectInvalidParams(hex"02");
        _expectInvalidParams(hex"81");
        _expectInvalidParams(hex"0000");
    }

    /* NOBODY TRADES */

    function test_WhenASideIsEmpty() public {
        _expectAccepted();
        _bid(5, 0, 1);
        _expectRefused(IChecker.HintsMalformed.selector);
        _hint(0);
        _expectAccepted();
        _cancel(0);
        _ask(0, 0, 1);
        hints = "";
        _hint(2);
        _expectAccepted();
    }

    function test_WhenNoPairCrosses() public {
        _bid(5, 0, 1);
        _ask(6, 0, 1);
        _hint(0);
        _hint(1);
        _expectAccepted();
    }

    /* SOMEBODY TRADES */

    /// @dev Instance g03 of the golden vectors.
    function test_WhenThereIsOneBid() public {
        _bid(6, 0, 1);
        _ask(2, 0, 1);
        _debit(0, 6);
        _credit(1, 2);
        _hint(0);
        _hint(1);
        _expectAccepted();
    }

    /// @dev Instance g08 of the golden vectors.
    function test_WhenOneBuyerMeetsManySellers() public {
        _bid(9, 0, 10);
        _ask(1, 0, 2);
        _ask(2, 0, 2);
        _ask(3, 0, 2);
        _ask(8, 0, 2);
        _ask(11, 0, 2);
        _debit(0, 72);
        for (uint16 i = 0; i < 6; ++i) {
            if (i != 0 && i != 5) _credit(i, 16);
            _hint(i);
        }
        _expectAccepted();
    }

    /// @dev Instance g09 of the golden vectors: the second buyer's needs decide what the first one may pay for, and the third leaves.
    function test_WhenTheQualityStepStopsBeforeThePriceStep() public {
        _enterMixedBook();
        _debit(0, 18);
        _debit(1, 18);
        _credit(3, 8);
        _expectAccepted();

        params = FILTERED;
        _expectRefused(IChecker.WrongCredit.selector, 3, 4);
        credits = "";
        _credit(3, 4);
        _credit(4, 4);
        _expectAccepted();
    }

    /// @dev The first buyer needs grade 5, which nobody offers, but the second one's needs let a valid price exist. The first turn is one
    /// for the first ask alone, whose own price it gets; in the second one the second ask is not needed and sets the price.
    function test_WhenTheFilterLeavesABuyerNoSeller() public {
        _bid(9, 5, 1);
        _bid(8, 0, 1);
        _ask(1, 1, 1);
        _ask(2, 1, 1);
        for (uint16 i = 0; i < 4; ++i) {
            _hint(i);
        }
        // as published the first buyer gets grade 1 all the same
        _debit(0, 8);
        _debit(1, 8);
        _credit(2, 3);
        _expectAccepted();

        params = FILTERED;
        _forgetClaim();
        for (uint16 i = 0; i < 4; ++i) {
            _hint(i);
        }
        _debit(1, 8);
        _credit(2, 2);
        _expectAccepted();
    }

    /// @dev p_v^s is the price of both asks; the second one is a candidate too, and serves the second unit.
    function test_WhenAsksHaveThePriceOfTheCriticalOne() public {
        _bid(9, 1, 2);
        _ask(4, 1, 1);
        _ask(4, 0, 1);
        _hint(0);
        _hint(1);
        _hint(2);
        _debit(0, 18);
        _credit(1, 4);
        _credit(2, 4);
        _expectAccepted();

        params = FILTERED;
        debits = credits = "";
        _debit(0, 9);
        _credit(1, 4);
        _expectAccepted();
    }

    /* HINTS */

    function test_RevertWhen_TheHintsHaveAnotherLength() public {
        _enterBook();
        _claimTruth();
        bytes memory right = hints;
        hints = "";
        _expectRefused(IChecker.HintsMalformed.selector);
        hints = bytes.concat(right, hex"00");
        _expectRefused(IChecker.HintsMalformed.selector);
        hints = bytes.concat(right, hex"0006");
        _expectRefused(IChecker.HintsMalformed.selector);
    }

    function test_RevertWhen_TheHintsAreNotInOrder() public {
        _enterBook();
        hints = hex"000100000002000300040005";
        _expectRefused(IChecker.HintsOutOfOrder.selector, 0);
        hints = hex"000000010002000300050004";
        _expectRefused(IChecker.HintsOutOfOrder.selector, 4);
        hints = hex"000000010001000300040005";
        _expectRefused(IChecker.HintsOutOfOrder.selector, 1);
    }

    function test_RevertWhen_AHintNamesAnOrderOfTheOtherSide() public {
        _enterBook();
        hints = hex"000000010003000200040005";
        _expectRefused(IChecker.HintNotStanding.selector, 3);
        hints = hex"000000010002000300040006";
        _expectRefused(IChecker.HintNotStanding.selector, 6);
    }

    /* HELPERS */

    /// @dev The asks that cost no more than p_v^s are the first one, every time.
    function _claimTruth() internal override {
        _debit(0, 27);
        _debit(1, 24);
        _debit(2, 24);
        _credit(3, 9);
        for (uint16 i = 0; i < 6; ++i) {
            _hint(i);
        }
    }

    function _enterMixedBook() private {
        _bid(10, 3, 2);
        _bid(9, 1, 2);
        _bid(8, 5, 2);
        _ask(1, 2, 2);
        _ask(2, 4, 2);
        _ask(3, 1, 2);
        for (uint16 i = 0; i < 6; ++i) {
            _hint(i);
        }
    }
}
