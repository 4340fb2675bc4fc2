// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

import {IAccounts} from "../../../../contracts/interfaces/IAccounts.sol";
import {IResaleChain} from "../../../../contracts/interfaces/IResaleChain.sol";
import {Reallocation} from "../../utils/Reallocation.sol";
import {OfferingHandler} from "./OfferingHandler.sol";

/// @title Sales and claims, at random
/// @dev Buyers without the money and empty claims are refused: the handler knows with which error and sees that nothing changed.
abstract contract TradingHandler is OfferingHandler {
    using SafeCast for uint256;

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
}
