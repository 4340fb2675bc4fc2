// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {TradeReduction} from "../../../contracts/checkers/TradeReduction.sol";
import {IChecker} from "../../../contracts/interfaces/IChecker.sol";
import {OutcomeTest} from "../utils/OutcomeTest.sol";

contract TradeReductionTest is OutcomeTest {
    function setUp() public {
        checker = new TradeReduction();
        params = _params(0, 0);
    }

    /* PARAMETERS */

    function test_RevertWhen_TheParametersAreMalformed() public {
        _expectInvalidParams("");
        _expectInvalidParams(new bytes(5));
        _expectInvalidParams(new bytes(8));
        _expectInvalidParams(_params(1, 0));
        _expectInvalidParams(_params(0, 1));
    }

    /* NOBODY TRADES */

    function test_WhenASideIsEmpty() public {
        _expectAccepted();
        _bid(5, 0, 1);
        _expectAccepted();
        _cancel(0);
        _ask(0, 0, 1);
        _expectAccepted();
    }

    function test_WhenNoPairCrosses() public {
        _bid(5, 0, 1);
        _bid(4, 0, 1);
        _ask(6, 0, 1);
        _expectAccepted();

        _hint(0);
        _hint(2);
        _expectRefused(IChecker.NotAPair.selector, 0, 2);
    }

    function test_WhenOnlyTheFirstPairCrosses() public {
        _bid(5, 0, 1);
        _bid(4, 0, 1);
        _ask(6, 0, 1);
        _ask(5, 0, 1);
        _hint(0);
        _hint(3);
        _expectAccepted();
    }

    /* SOMEBODY TRADES */

    /// @dev Bids 9, 8, 7 meet ask 1 alone: T = 3, so the third bid sets the buyers' price, and there is no seller left.
    function test_WhenThereAreMoreBidsThanAsks() public {
        _bid(9, 0, 1);
        _bid(7, 0, 1);
        _bid(8, 0, 1);
        _ask(1, 0, 1);
        _hint(1);
        _hint(3);
        _expectAccepted();

        hints = "";
        _hint(2);
        _hint(3);
        _expectRefused(IChecker.PairCrosses.selector, 1, 3);
    }

    /// @dev Bids 9 and 8 meet asks 1 to 4: T = 4, so the first bid buys at 8 from the first three asks, for which ask 4 is the reserve.
    function test_WhenThereAreMoreAsksThanBids() public {
        _bid(9, 0, 4);
        _bid(8, 0, 1);
        _ask(1, 0, 2);
        _ask(2, 0, 2);
        _ask(3, 0, 2);
        _ask(4, 0, 2);
        _debit(0, 32);
        // each one's two units would have cost 3 each from the third ask
        _credit(2, 6);
        _credit(3, 6);
        _hint(1);
        _hint(2);
        _hint(3);
        _hint(4);
        _hint(5);
        _expectAccepted();
    }

    function test_WhenFreeOrdersOfTheFirstEntriesCross() public {
        _ask(0, 0, 1);
        _bid(0, 0, 1);
        _expectRefused(IChecker.PairCrosses.selector, 1, 0);
        _hint(1);
        _hint(0);
        _expectAccepted();
    }

    function test_WhenTheDearestBidOfTheFirstEntryCrosses() public {
        _bid(type(uint88).max, 0, 1);
        _ask(1, 0, 1);
        _expectRefused(IChecker.PairCrosses.selector, 0, 1);
    }

    function test_WhenBidsHaveTheSamePrice() public {
        _bid(5, 0, 1);
        _bid(5, 0, 1);
        _ask(1, 0, 1);
        _ask(2, 0, 1);
        _debit(0, 5);
        _credit(2, 2);
        _hint(1);
        _hint(2);
        _hint(3);
        _expectAccepted();

        _forgetClaim();
        _hint(0);
        _hint(2);
        _hint(3);
        _expectRefused(IChecker.NotAPair.selector, 0, 3);
    }

    function test_WhenALotAndANumberOfProvidersAreSet() public {
        _enterBook();
        // below one lot, above two lots
        _ask(0, 15, 1);
        _bid(100, 0, 7);
        params = _params(3, 2);
        _claimTruth();
        _expectAccepted();
    }

    /* HINTS */

    function test_RevertWhen_APairCrossesButNoneIsClaimed() public {
        _enterBook();
        _expectRefused(IChecker.PairCrosses.selector, 0, 3);
    }

    function test_RevertWhen_AFurtherPairCrosses() public {
        _enterBook();
        // the second pair, with what would follow from it
        _debit(0, 36);
        _credit(3, 8);
        _hint(1);
        _hint(3);
        _hint(4);
        _expectRefused(IChecker.PairCrosses.selector, 2, 5);
    }

    function test_RevertWhen_BidAndAskHaveDifferentRanks() public {
        _enterBook();
        _hint(1);
        _hint(3);
        _hint(4);
        _hint(5);
        _expectRefused(IChecker.NotAPair.selector, 1, 5);
    }

    function test_RevertWhen_TheHintsHaveAnImpossibleLength() public {
        _enterBook();
        _hint(2);
        _expectRefused(IChecker.HintsMalformed.selector);
        hints = bytes.concat(hints, hex"000300");
        _expectRefused(IChecker.HintsMalformed.selector);
        hints = hex"00";
        _expectRefused(IChecker.HintsMalformed.selector);
    }

    function test_RevertWhen_AHintNamesAnOrderOfTheOtherSide() public {
        _enterBook();
        hints = hex"0003000300040005";
        _expectRefused(IChecker.HintNotStanding.selector, 3);
        hints = "";
        _hint(2);
        _hint(0);
        _expectRefused(IChecker.HintNotStanding.selector, 0);
    }

    function test_RevertWhen_AnAskIsLeftOut() public {
        _enterBook();
        _hint(2);
        _hint(3);
        _hint(5);
        _expectRefused(IChecker.HintsIncomplete.selector);
    }

    /* HELPERS */

    function _claimTruth() internal override {
        _debit(0, 32);
        _debit(1, 32);
        _credit(3, 14);
        _credit(4, 6);
        _hint(2);
        _hint(3);
        _hint(4);
        _hint(5);
    }

    function _params(uint32 lot, uint16 providers) private pure returns (bytes memory) {
        return abi.encodePacked(lot, providers);
    }
}
