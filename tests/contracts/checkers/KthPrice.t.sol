// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {KthPrice} from "../../../contracts/checkers/KthPrice.sol";
import {IChecker} from "../../../contracts/interfaces/IChecker.sol";
import {OutcomeTest} from "../utils/OutcomeTest.sol";

contract KthPriceTest is OutcomeTest {
    function setUp() public {
        checker = new KthPrice();
        params = _params(0, 0, 0);
    }

    /* PARAMETERS */

    function test_RevertWhen_TheParametersAreMalformed() public {
        _expectInvalidParams("");
        _expectInvalidParams(new bytes(7));
        _expectInvalidParams(new bytes(9));
        _expectInvalidParams(_params(0, 1, 0));
        _expectInvalidParams(_params(3, 0, 1));
    }

    /* NOBODY TRADES */

    function test_WhenTheRoundIsEmpty() public view {
        _expectAccepted();
    }

    function test_WhenThereAreFewerThanK1StandingAsks() public {
        _bid(10, 0, 1);
        _ask(1, 0, 1);
        _ask(2, 0, 1);
        // two of two asks would sell, so there is no price
        _expectAccepted();

        _hint(1);
        _hint(2);
        _expectRefused(IChecker.HintsMalformed.selector);
        _forgetClaim();
        _debit(0, 2);
        _expectRefused(IChecker.TrailingDebits.selector);
        _forgetClaim();
        _credit(1, 2);
        _expectRefused(IChecker.TrailingCredits.selector);
    }

    function test_WhenNoBidReachesThePrice() public {
        _bid(2, 0, 1);
        _ask(3, 0, 1);
        _ask(1, 0, 1);
        _ask(2, 0, 1);
        _hintAll(2, 3, 1);
        _expectAccepted();
    }

    /* SOMEBODY TRADES */

    function test_WhenKIsGiven() public {
        _enterBook();
        params = _params(1, 0, 0);
        // price 2, one seller of 3 units, of which everybody takes all
        _debitAll(6, 6, 6);
        _credit(3, 18);
        _hint(3);
        _hint(4);
        _expectAccepted();
    }

    function test_WhenABuyerTakesAllThereIs() public {
        _bid(10, 0, 7);
        _bid(10, 0, 6);
        _ask(1, 0, 3);
        _ask(2, 0, 3);
        _ask(3, 0, 3);
        _debit(0, 18);
        _debit(1, 18);
        _credit(2, 18);
        _credit(3, 18);
        _hintAll(2, 3, 4);
        _expectAccepted();
    }

    /// @dev Instance g09 of the golden vectors.
    function test_WhenNobodyIsGoodEnoughForABuyer() public {
        _bid(10, 3, 2);
        _bid(9, 1, 2);
        _bid(8, 5, 2);
        _ask(1, 2, 2);
        _ask(2, 4, 2);
        _ask(3, 1, 2);
        _debit(0, 6);
        _debit(1, 6);
        _credit(3, 4);
        _credit(4, 6);
        _hintAll(3, 4, 5);
        _expectAccepted();
    }

    function test_WhenEverythingIsFree() public {
        _ask(0, 0, 1);
        _ask(0, 0, 1);
        _ask(0, 0, 1);
        _bid(0, 0, 2);
        _hintAll(0, 1, 2);
        _expectAccepted();
    }

    function test_WhenAsksHaveTheSamePrice() public {
        _ask(5, 0, 1);
        _ask(5, 0, 1);
        _bid(9, 0, 1);
        _ask(5, 0, 1);
        _debit(2, 5);
        _credit(0, 5);
        _hintAll(0, 1, 3);
        _expectAccepted();

        hints = "";
        _hintAll(1, 0, 3);
        _expectRefused(IChecker.HintsOutOfOrder.selector, 0);
    }

    function test_WhenALotAndANumberOfProvidersAreSet() public {
        _enterBook();
        // below one lot, above two lots
        _ask(0, 15, 1);
        _bid(100, 0, 7);
        params = _params(2, 3, 2);
        _claimTruth();
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
        hints = bytes.concat(right, hex"0005");
        _expectRefused(IChecker.HintsMalformed.selector);
    }

    function test_RevertWhen_AHintNamesNoStandingAsk() public {
        _enterBook();
        _ask(0, 0, 1);
        _cancel(6);
        _claimTruth();
        _expectAccepted();

        hints = "";
        _hintAll(3, 4, 2);
        _expectRefused(IChecker.HintNotStanding.selector, 2);
        hints = "";
        _hintAll(6, 3, 4);
        _expectRefused(IChecker.HintNotStanding.selector, 6);
        hints = "";
        _hintAll(3, 4, 8);
        _expectRefused(IChecker.HintNotStanding.selector, 8);
        hints = "";
        _hintAll(3, 4, type(uint16).max);
        _expectRefused(IChecker.HintNotStanding.selector, type(uint16).max);
    }

    function test_RevertWhen_AHintIsRepeated() public {
        _enterBook();
        _hintAll(3, 4, 4);
        _expectRefused(IChecker.HintsOutOfOrder.selector, 4);
    }

    function test_RevertWhen_ACheaperAskIsLeftOut() public {
        _enterBook();
        _ask(9, 0, 1);
        _hintAll(3, 4, 6);
        _expectRefused(IChecker.HintsIncomplete.selector);
        hints = "";
        _hintAll(4, 5, 6);
        _expectRefused(IChecker.HintsIncomplete.selector);
    }

    /* HELPERS */

    function _claimTruth() internal override {
        _debitAll(12, 12, 12);
        _credit(3, 21);
        _credit(4, 9);
        _hintAll(3, 4, 5);
    }

    function _debitAll(uint256 first, uint256 second, uint256 third) private {
        _debit(0, first);
        _debit(1, second);
        _debit(2, third);
    }

    function _hintAll(uint16 first, uint16 second, uint16 third) private {
        _hint(first);
        _hint(second);
        _hint(third);
    }

    function _params(uint16 k, uint32 lot, uint16 providers) private pure returns (bytes memory) {
        return abi.encodePacked(k, lot, providers);
    }
}
