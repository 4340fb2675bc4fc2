// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

import {IResaleChain} from "../../../../contracts/interfaces/IResaleChain.sol";
import {TradingHandler} from "./TradingHandler.sol";

/// @title What nobody may do, tried at random
/// @dev Each names the error that it must get, and sees that nothing changed.
contract RefusedHandler is TradingHandler {
    using SafeCast for uint256;

    /* OFFERS THAT ARE OVER */

    /// @dev An offer that was accepted or withdrawn is accepted again, withdrawn again.
    function reviveOffer(uint256 seed, uint256 who) external timed {
        for (uint256 k; k < offers.length; ++k) {
            Posted storage posted = offers[(seed % offers.length + k) % offers.length];
            if (posted.fate == Fate.Standing) continue;
            IResaleChain.Offer memory chosen = posted.offer;
            bytes memory refusal = abi.encodeWithSelector(IResaleChain.UnknownOffer.selector, chosen.number);
            _refuseAccept(chosen, _buyer(chosen, who), refusal);
            _refuseWithdrawal(chosen, licences[placeOf[chosen.licence] - 1].holder, refusal);
            ++reached[posted.fate == Fate.Sold ? "refused: sold again" : "refused: sold after withdrawal"];
            return;
        }
    }

    function acceptExpired(uint256 seed, uint256 who) external timed {
        for (uint256 k; k < offers.length; ++k) {
            Posted storage posted = offers[(seed % offers.length + k) % offers.length];
            if (posted.fate != Fate.Standing || posted.offer.expiry > clock) continue;
            IResaleChain.Offer memory chosen = posted.offer;
            _refuseAccept(chosen, _buyer(chosen, who), abi.encodeWithSelector(IResaleChain.OfferExpired.selector, chosen.expiry));
            ++reached["refused: expired"];
            return;
        }
    }

    /* SOMEBODY ELSE'S */

    function acceptOthers(uint256 seed, uint256 who) external timed {
        (bool found, uint256 i) = _standing(seed, true);
        if (!found || offers[i].offer.buyer == address(0)) return;
        IResaleChain.Offer memory chosen = offers[i].offer;
        address stranger = _butNot(chosen.buyer, who);
        _refuseAccept(chosen, stranger, abi.encodeWithSelector(IResaleChain.NotTheBuyer.selector, chosen.buyer, stranger));
        ++reached["refused: bound to another"];
    }

    function withdrawOthers(uint256 seed, uint256 who) external timed {
        (bool found, uint256 i) = _standing(seed, false);
        if (!found) return;
        IResaleChain.Offer memory chosen = offers[i].offer;
        address stranger = _butNot(licences[placeOf[chosen.licence] - 1].holder, who);
        _refuseWithdrawal(chosen, stranger, abi.encodeWithSelector(IResaleChain.NotHolder.selector, chosen.licence, stranger));
        ++reached["refused: another's offer"];
    }

    function offerOthers(uint256 seed, uint256 who) external timed {
        if (licences.length == 0) return;
        Licence storage licence = licences[seed % licences.length];
        IResaleChain.Holding memory holding = licence.holding;
        address stranger = _butNot(licence.holder, who);
        bytes memory refusal = abi.encodeWithSelector(IResaleChain.NotHolder.selector, holding.licence, stranger);
        bytes32 before = _state(holding.licence, 0);
        vm.expectRevert(refusal);
        vm.prank(stranger);
        resale.offer(holding, address(0), 1, clock + 1);
        vm.expectRevert(refusal);
        vm.prank(stranger);
        resale.endSelling(holding);
        vm.assertEq(_state(holding.licence, 0), before, "changed by a stranger");
        ++reached["refused: another's licence"];
    }

    /* SAID DIFFERENTLY */

    /// @dev One bit of an offer is wrong, or the bytes of shares and path are divided at another place.
    function acceptForged(uint256 seed, uint256 who) external timed {
        (bool found, uint256 i) = _standing(seed, true);
        if (!found) return;
        IResaleChain.Offer memory forged = offers[i].offer;
        address buyer = _buyer(forged, who);
        uint256 kind = _draw(seed, 7) % 8;
        if (kind == 0) forged.chain ^= uint64(1 << (seed % 64));
        if (kind == 1) forged.licence ^= uint64(1 << (seed % 64));
        if (kind == 2) (forged.buyer, buyer) = (_butNot(forged.buyer, who), _butNot(forged.buyer, who));
        if (kind == 3) forged.price ^= uint88(1 << (seed % 88));
        if (kind == 4) forged.expiry ^= uint40(1 << (seed % 40));
        if (kind == 5) forged.path[seed % forged.path.length] ^= bytes1(uint8(1 << (seed % 8)));
        if (kind == 6 && forged.shares.length == 0) return;
        if (kind == 6) forged.shares[seed % forged.shares.length] ^= bytes1(uint8(1 << (seed % 8)));
        if (kind == 7) (forged.shares, forged.path) = _cutElsewhere(forged.shares, forged.path, seed);
        bytes memory refusal = abi.encodeWithSelector(IResaleChain.WrongOffer.selector, forged.number);
        _refuseAccept(forged, buyer, refusal);
        _refuseWithdrawal(forged, licences[placeOf[offers[i].offer.licence] - 1].holder, refusal);
        ++reached["refused: forged offer"];
    }

    function useForged(uint256 seed) external timed {
        if (licences.length == 0) return;
        Licence storage licence = licences[seed % licences.length];
        IResaleChain.Holding memory forged = licence.holding;
        uint256 kind = _draw(seed, 8) % 5;
        if (kind == 0) forged.chain ^= uint64(1 << (seed % 64));
        if (kind == 1) forged.price ^= uint88(1 << (seed % 88));
        if (kind == 2) forged.path[seed % forged.path.length] ^= bytes1(uint8(1 << (seed % 8)));
        if (kind == 3) forged.path = abi.encodePacked(forged.path, licence.holder);
        if (kind == 4) forged.licence = resale.lastNumber() + 1 + (seed % 5).toUint64();
        bytes4 cause = kind == 4 ? IResaleChain.UnknownLicence.selector : IResaleChain.WrongHolding.selector;
        _refuseHolding(forged, licence.holder, abi.encodeWithSelector(cause, forged.licence));
        ++reached["refused: forged licence"];
    }

    /* HELPERS */

    function _refuseAccept(IResaleChain.Offer memory chosen, address buyer, bytes memory refusal) private {
        bytes32 before = _state(chosen.number, chosen.licence);
        vm.expectRevert(refusal);
        vm.prank(buyer);
        resale.accept(chosen);
        vm.assertEq(_state(chosen.number, chosen.licence), before, "changed by a refused buyer");
    }

    function _refuseWithdrawal(IResaleChain.Offer memory chosen, address sender, bytes memory refusal) private {
        bytes32 before = _state(chosen.number, chosen.licence);
        vm.expectRevert(refusal);
        vm.prank(sender);
        resale.withdrawOffer(chosen);
        vm.assertEq(_state(chosen.number, chosen.licence), before, "changed by a refused withdrawal");
    }

    function _refuseHolding(IResaleChain.Holding memory forged, address holder, bytes memory refusal) private {
        bytes32 before = _state(forged.licence, 0);
        vm.assertFalse(resale.isHolding(forged), "holding");
        vm.expectRevert(refusal);
        resale.claim(forged, type(uint256).max);
        vm.expectRevert(refusal);
        vm.prank(holder);
        resale.offer(forged, address(0), 1, clock + 1);
        vm.expectRevert(refusal);
        vm.prank(holder);
        resale.endSelling(forged);
        vm.assertEq(_state(forged.licence, 0), before, "changed by a forged licence");
    }

    /// @return the same bytes, one after the other, divided at another place
    function _cutElsewhere(bytes memory shares, bytes memory path, uint256 seed) private pure returns (bytes memory, bytes memory) {
        bytes memory both = bytes.concat(shares, path);
        uint256 cut = seed % (both.length + 1);
        if (cut == shares.length) cut = both.length;
        bytes memory left = new bytes(cut);
        bytes memory right = new bytes(both.length - cut);
        for (uint256 i; i < both.length; ++i) {
            if (i < cut) left[i] = both[i];
            else right[i - cut] = both[i];
        }
        return (left, right);
    }

    function _buyer(IResaleChain.Offer memory chosen, uint256 who) private view returns (address) {
        return chosen.buyer == address(0) ? actor[who % ACTORS] : chosen.buyer;
    }

    function _butNot(address excluded, uint256 who) private view returns (address) {
        return actor[who % ACTORS] == excluded ? actor[(who + 1) % ACTORS] : actor[who % ACTORS];
    }
}
