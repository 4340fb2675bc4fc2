// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IResaleChain} from "../../../../contracts/interfaces/IResaleChain.sol";
import {Reallocation} from "../../utils/Reallocation.sol";
import {Handler} from "./Handler.sol";

/// @title Offers and ends, at random
/// @dev Where the rules refuse what was drawn, the handler knows with which error and sees that nothing changed.
abstract contract OfferingHandler is Handler {
    /* OFFERS */

    function offer(uint256 from, uint256 to, uint256 price, uint256 seconds_) external timed {
        if (licences.length == 0) return;
        _offer(_seller(from), _boundTo(to), _price(price), clock + uint40(bound(seconds_, 1, 900)));
    }

    /// @return whether it could be made
    function _offer(uint256 place, address buyer, uint88 price, uint40 expiry) internal watched(address(0)) returns (bool) {
        Licence storage seller = licences[place];
        IResaleChain.Holding memory holding = seller.holding;
        bytes memory refusal = _refusalToOffer(seller);
        bytes32 before = _state(holding.licence, 0);
        if (refusal.length != 0) vm.expectRevert(refusal);
        vm.prank(seller.holder);
        uint64 number = resale.offer(holding, buyer, price, expiry);
        if (refusal.length != 0) {
            vm.assertEq(_state(holding.licence, 0), before, "changed by a refused offer");
            return false;
        }
        ++seller.sales;
        offers.push();
        offers[offers.length - 1].offer = IResaleChain.Offer({
            chain: holding.chain,
            number: number,
            licence: holding.licence,
            buyer: buyer,
            price: price,
            expiry: expiry,
            shares: Reallocation.pack(_shares(holding.chain, holding.path.length / 20)),
            path: holding.path
        });
        ++reached[buyer == address(0) ? "offer to anybody" : "offer to one"];
        return true;
    }

    function _refusalToOffer(Licence storage seller) private returns (bytes memory) {
        IResaleChain.Rules storage rules = chains[seller.holding.chain - 1].rules;
        if (seller.ended) {
            ++reached["refused: ended"];
            return abi.encodeWithSelector(IResaleChain.SellingHasEnded.selector, seller.holding.licence);
        }
        if (seller.holding.path.length / 20 > rules.maxDepth) {
            ++reached["refused: depth"];
            return abi.encodeWithSelector(IResaleChain.DepthReached.selector, rules.maxDepth);
        }
        if (seller.sales == rules.maxSales) {
            ++reached["refused: sales"];
            return abi.encodeWithSelector(IResaleChain.SalesUsed.selector, rules.maxSales);
        }
        return "";
    }

    function withdrawOffer(uint256 seed) external timed {
        (bool found, uint256 i) = _standing(seed, false);
        if (found) _withdrawOffer(offers[i]);
    }

    function _withdrawOffer(Posted storage posted) private watched(address(0)) {
        Licence storage seller = licences[placeOf[posted.offer.licence] - 1];
        IResaleChain.Offer memory chosen = posted.offer;
        vm.prank(seller.holder);
        resale.withdrawOffer(chosen);
        --seller.sales;
        posted.fate = Fate.Withdrawn;
        ++reached[chosen.expiry <= clock ? "withdrawn after expiry" : "withdrawn"];
    }

    function endSelling(uint256 seed) external timed {
        if (licences.length == 0) return;
        // rarely: whoever ended sells no more in the whole sequence
        if (_draw(seed, 1) % 4 == 0) _endSelling(licences[seed % licences.length]);
    }

    function _endSelling(Licence storage licence) private watched(address(0)) {
        IResaleChain.Holding memory holding = licence.holding;
        if (!licence.ended) {
            vm.prank(licence.holder);
            resale.endSelling(holding);
            licence.ended = true;
            ++reached["ended"];
        }
        vm.expectRevert(abi.encodeWithSelector(IResaleChain.SellingHasEnded.selector, holding.licence));
        vm.prank(licence.holder);
        resale.endSelling(holding);
    }

    /* HELPERS */

    /// @return found whether there is a standing offer, one that can still be accepted where `fresh` is set
    /// @return i mostly one of the last
    function _standing(uint256 seed, bool fresh) internal view returns (bool found, uint256 i) {
        uint256 count = offers.length;
        uint256 start = count == 0 ? 0 : _recent(seed, count);
        for (uint256 k; k < count; ++k) {
            i = (start + count - k) % count;
            if (offers[i].fate == Fate.Standing && (!fresh || offers[i].offer.expiry > clock)) return (true, i);
        }
    }

    /// @return place of a licence, mostly of one that is not at the cap of its chain
    function _seller(uint256 seed) internal view returns (uint256 place) {
        place = _recent(seed, licences.length);
        IResaleChain.Holding storage holding = licences[place].holding;
        bool full = holding.path.length / 20 > chains[holding.chain - 1].rules.maxDepth;
        if (full && _draw(seed, 8) % 4 != 0) place = _draw(seed, 9) % licences.length;
    }

    /// @return below `count`; one of the last three as often as any
    function _recent(uint256 seed, uint256 count) internal pure returns (uint256) {
        uint256 most = _draw(seed, 3) % 2 == 0 || count < 3 ? count : 3;
        return count - 1 - _draw(seed, 4) % most;
    }

    function _boundTo(uint256 seed) private view returns (address) {
        return _draw(seed, 5) % 2 == 0 ? address(0) : actor[seed % ACTORS];
    }

    /// @dev From nothing to more than anybody has.
    function _price(uint256 seed) internal pure returns (uint88) {
        uint256[6] memory most = [uint256(0), 9, 1000, 1e18, 1e22, type(uint88).max];
        return uint88(bound(seed, 0, most[_draw(seed, 6) % 6]));
    }
}
