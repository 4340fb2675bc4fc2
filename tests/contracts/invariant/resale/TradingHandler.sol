// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

import {IAccounts} from "../../../../contracts/interfaces/IAccounts.sol";
import {IResaleChain} from "../../../../contracts/interfaces/IResaleChain.sol";
import {Reallocation} from "../../utils/Reallocation.sol";
import {Handler} from "./Handler.sol";

/// @title Offers, sales, claims and ends, at random
/// @dev Where the rules refuse what was drawn, the handler knows with which error and sees that nothing changed.
abstract contract TradingHandler is Handler {
    using SafeCast for uint256;

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

    /* SALES */

    function accept(uint256 seed, uint256 who) external timed {
        (bool found, uint256 i) = _standing(seed, true);
        if (found) _acceptFunded(i, actor[who % ACTORS], _draw(seed, 2) % 3 == 0);
    }

    /// @dev A licence is sold on up to seven times in a row, so that branches get deep.
    function resell(uint256 seed, uint256 who, uint256 price) external timed {
        if (licences.length == 0) return;
        uint256 place = _seller(seed);
        for (uint256 k; k < 1 + seed % 7; ++k) {
            uint88 priced = uint88(_price(_draw(price, k)) % 1e20);
            if (!_offer(place, address(0), priced, clock + 100)) return;
            if (!_acceptFunded(offers.length - 1, actor[_draw(who, k) % ACTORS], false)) return;
            place = licences.length - 1;
        }
    }

    /// @dev A buyer without the money gets what it lacks; a poor one first takes out so much that one unit is lacking, and tries.
    /// @return whether it was sold
    function _acceptFunded(uint256 i, address who, bool poor) private returns (bool) {
        IResaleChain.Offer memory chosen = offers[i].offer;
        address buyer = chosen.buyer == address(0) ? who : chosen.buyer;
        if (poor && chosen.price != 0 && worth[buyer] >= chosen.price) _withdraw(buyer, worth[buyer] - chosen.price + 1);
        if (!poor && worth[buyer] < chosen.price) _deposit(buyer, buyer, chosen.price - worth[buyer]);
        if (worth[buyer] >= chosen.price) {
            _accept(offers[i], chosen, buyer);
            return true;
        }
        bytes32 before = _state(chosen.number, chosen.licence);
        vm.expectRevert(abi.encodeWithSelector(IAccounts.InsufficientFree.selector, uint64(0), buyer, worth[buyer], uint256(chosen.price)));
        vm.prank(buyer);
        resale.accept(chosen);
        vm.assertEq(_state(chosen.number, chosen.licence), before, "changed by a buyer without the money");
        ++reached["refused: money"];
        return false;
    }

    function _accept(Posted storage posted, IResaleChain.Offer memory chosen, address buyer) private watched(buyer) {
        uint256 trade = chosen.path.length / 20;
        bool deferred = trade > chains[chosen.chain - 1].rules.eagerDepth;
        vm.prank(buyer);
        resale.accept(chosen);
        posted.fate = Fate.Sold;
        _recordLicence(
            IResaleChain.Holding({
                chain: chosen.chain, licence: chosen.number, price: chosen.price, path: abi.encodePacked(chosen.path, buyer)
            }),
            chosen.licence,
            buyer,
            deferred
        );
        _recordPayment(buyer, chosen.price, chosen.path, _shares(chosen.chain, trade), deferred);
        ++reached[deferred ? "sold, deferred" : "sold, at once"];
        if (trade > 8) ++reached["sold, deep"];
        if (chosen.price == 0) ++reached["sold for nothing"];
        for (uint256 i; i < trade; ++i) {
            if (Reallocation.player(chosen.path, i) != buyer) continue;
            ++reached[i + 1 == trade ? "bought from itself" : "buyer is paid"];
            break;
        }
    }

    /* CLAIMS */

    function claim(uint256 seed, uint256 payees) external timed {
        if (licences.length == 0) return;
        // the first from some place on that is owed anything
        uint256 place = seed % licences.length;
        for (uint256 k; k < licences.length; ++k) {
            Licence storage licence = licences[(place + k) % licences.length];
            if (_open(licence) == 0) continue;
            _claim(licence, seed % 3 == 0 ? type(uint256).max : payees);
            return;
        }
    }

    /// @return the payees who have not claimed, as bits
    function _open(Licence storage licence) internal view returns (uint256) {
        uint256 players = licence.holding.path.length / 20;
        return licence.deferred ? ((1 << (players - 2)) - 1) & ~uint256(licence.claimed) : 0;
    }

    function _claim(Licence storage licence, uint256 payees) private watched(address(0)) {
        IResaleChain.Holding memory holding = licence.holding;
        uint256 due = payees & _open(licence);
        if (due == 0) vm.expectRevert(abi.encodeWithSelector(IResaleChain.NothingToClaim.selector, holding.licence, payees));
        resale.claim(holding, payees);
        if (due == 0) {
            ++reached["refused: nothing to claim"];
            return;
        }
        uint256 trade = holding.path.length / 20 - 1;
        uint256[] memory amounts = Reallocation.split(holding.price, _shares(holding.chain, trade));
        for (uint256 i; i + 1 < trade; ++i) {
            if ((due >> i) & 1 == 0) continue;
            worth[Reallocation.player(holding.path, i)] += amounts[i];
            unclaimed -= amounts[i];
        }
        licence.claimed |= due.toUint32();
        ++reached[_open(licence) == 0 ? "claimed to the end" : "claimed in part"];
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
    function _seller(uint256 seed) private view returns (uint256 place) {
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
