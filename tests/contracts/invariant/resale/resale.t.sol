// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ResaleChain} from "../../../../contracts/ResaleChain.sol";
import {IResaleChain} from "../../../../contracts/interfaces/IResaleChain.sol";
import {Test} from "../../utils/Test.sol";
import {Model} from "./Model.sol";
import {RefusedHandler} from "./RefusedHandler.sol";

/// @dev The handler brings every call to where it must succeed, or knows the refusal: a revert is a failure.
/// forge-config: default.invariant.fail-on-revert = true
contract ResaleInvariantTest is Test {
    uint256 private constant CALLS = 1500;

    RefusedHandler private handler;
    ResaleChain private resale;
    uint256 private actors;

    function setUp() public {
        handler = new RefusedHandler();
        resale = handler.resale();
        actors = handler.ACTORS();
        for (uint256 i; i < actors; ++i) {
            handler.deposit(i, i, 1e20);
        }
        // one chain of each family, whatever else is opened later
        for (uint256 i; i < 4; ++i) {
            handler.createChain(i, i, 3e8);
        }
    }

    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(handler);
    }

    function invariant_Everything() public {
        vm.warp(handler.clock());
        _holdsWhatWasPaidInAndNotTakenOut();
        _owesEverybodyWhatAPlainModelSays();
        _keepsATreeOfHolders();
        _countsTheSalesOfEveryLicence();
        _keepsEveryOfferAsItIs();
    }

    function _holdsWhatWasPaidInAndNotTakenOut() private view {
        uint256 sum = handler.unclaimed();
        for (uint256 a; a < actors; ++a) {
            sum += _free(handler.actor(a));
        }
        vm.assertEq(resale.held(), handler.paidIn() - handler.paidOut(), "held");
        vm.assertEq(resale.held(), sum, "held and accounts");
        vm.assertEq(handler.token().balanceOf(address(resale)), resale.held() + handler.donated(), "tokens");
    }

    function _owesEverybodyWhatAPlainModelSays() private view {
        for (uint256 a; a < actors; ++a) {
            vm.assertEq(_free(handler.actor(a)), handler.worth(handler.actor(a)), "account");
        }
    }

    /// @dev As the contract knows them: every licence is recorded with the path of its parent, which is older and of the same chain, and its holder.
    function _keepsATreeOfHolders() private view {
        for (uint256 i; i < handler.licenceCount(); ++i) {
            Model.Licence memory licence = handler.licenceAt(i);
            vm.assertTrue(resale.isHolding(licence.holding), "recorded");
            bytes memory above;
            if (licence.parent == 0) {
                vm.assertEq(licence.holder, resale.chainOf(licence.holding.chain).owner, "owner");
            } else {
                Model.Licence memory parent = handler.licenceOf(licence.parent);
                above = parent.holding.path;
                vm.assertTrue(licence.parent < licence.holding.licence, "a parent is older");
                vm.assertEq(parent.holding.chain, licence.holding.chain, "chain of the parent");
                vm.assertTrue(resale.isHolding(parent.holding), "parent");
            }
            vm.assertEq(licence.holding.path, abi.encodePacked(above, licence.holder), "path");
            vm.assertLe(licence.holding.path.length / 20 - 1, handler.maxDepthOf(licence.holding.chain), "depth");
        }
    }

    function _countsTheSalesOfEveryLicence() private view {
        uint256[] memory sales = new uint256[](resale.lastNumber() + 1);
        for (uint256 i; i < handler.offerCount(); ++i) {
            Model.Posted memory posted = handler.offerAt(i);
            if (posted.fate != Model.Fate.Withdrawn) ++sales[posted.offer.licence];
        }
        for (uint256 i; i < handler.licenceCount(); ++i) {
            Model.Licence memory licence = handler.licenceAt(i);
            IResaleChain.Record memory record = resale.recordOf(licence.holding.licence);
            vm.assertEq(record.sales, sales[licence.holding.licence], "sales");
            vm.assertLe(record.sales, handler.maxSalesOf(licence.holding.chain), "most sales");
            vm.assertTrue(record.state == IResaleChain.State.Licence, "state of a licence");
            vm.assertTrue(record.ended == licence.ended && record.deferred == licence.deferred, "flags");
            vm.assertEq(record.claimed, licence.claimed, "claimed");
        }
    }

    function _keepsEveryOfferAsItIs() private view {
        uint256 sold;
        for (uint256 i; i < handler.offerCount(); ++i) {
            Model.Posted memory posted = handler.offerAt(i);
            IResaleChain.State state = resale.recordOf(posted.offer.number).state;
            if (posted.fate == Model.Fate.Standing) vm.assertTrue(state == IResaleChain.State.Offered, "standing");
            if (posted.fate == Model.Fate.Withdrawn) vm.assertTrue(state == IResaleChain.State.Never, "withdrawn");
            if (posted.fate == Model.Fate.Sold) ++sold;
        }
        // numbers are given to owners' licences and offers, and to nothing else
        vm.assertEq(handler.licenceCount(), resale.chainCount() + sold, "licences");
        vm.assertEq(resale.lastNumber(), resale.chainCount() + handler.offerCount(), "numbers");
    }

    /// @dev Drawn here so that the numbers are the same on every machine.
    function test_WhenTheSameSequenceIsDrawnWithoutForge() public {
        bytes4[19] memory actions = _actions();
        for (uint256 i; i < CALLS; ++i) {
            bytes4 action = actions[_draw(i, 0) % actions.length];
            (bool ok,) = address(handler).call(abi.encodePacked(action, _draw(i, 1), _draw(i, 2), _draw(i, 3), _draw(i, 4)));
            vm.assertTrue(ok, "call");
            if (i % 200 == 0) invariant_Everything();
        }
        invariant_Everything();
        string[35] memory everything = _everything();
        for (uint256 i; i < everything.length; ++i) {
            vm.assertGe(handler.reached(everything[i]), 3, everything[i]);
        }
    }

    /* HELPERS */

    function _free(address who) private view returns (uint256) {
        return resale.accountOf(0, who).free;
    }

    function _actions() private view returns (bytes4[19] memory) {
        return [
            handler.deposit.selector,
            handler.withdraw.selector,
            handler.move.selector,
            handler.donate.selector,
            handler.createChain.selector,
            handler.pass.selector,
            handler.offer.selector,
            handler.withdrawOffer.selector,
            handler.endSelling.selector,
            handler.accept.selector,
            handler.resell.selector,
            handler.claim.selector,
            handler.reviveOffer.selector,
            handler.acceptExpired.selector,
            handler.acceptOthers.selector,
            handler.withdrawOthers.selector,
            handler.offerOthers.selector,
            handler.acceptForged.selector,
            handler.useForged.selector
        ];
    }

    function _everything() private pure returns (string[35] memory) {
        return [
            "deposit",
            "withdrawal",
            "move",
            "donation",
            "time",
            "explicit",
            "raw",
            "average",
            "tbds",
            "offer to anybody",
            "offer to one",
            "withdrawn",
            "withdrawn after expiry",
            "ended",
            "sold, at once",
            "sold, deferred",
            "sold, deep",
            "sold for nothing",
            "bought from itself",
            "buyer is paid",
            "claimed in part",
            "claimed to the end",
            "refused: depth",
            "refused: sales",
            "refused: ended",
            "refused: money",
            "refused: nothing to claim",
            "refused: expired",
            "refused: sold again",
            "refused: sold after withdrawal",
            "refused: bound to another",
            "refused: another's offer",
            "refused: another's licence",
            "refused: forged offer",
            "refused: forged licence"
        ];
    }

    function _draw(uint256 call, uint256 argument) private pure returns (uint256) {
        return uint256(keccak256(abi.encode("databourse", call, argument)));
    }
}
