// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IResaleChain} from "../../../contracts/interfaces/IResaleChain.sol";
import {Fingerprint} from "../../../contracts/libraries/Fingerprint.sol";
import {OfferData} from "../../../contracts/libraries/OfferData.sol";
import {Test} from "../utils/Test.sol";

contract FingerprintTest is Test {
    using Fingerprint for IResaleChain.Holding;
    using Fingerprint for IResaleChain.Offer;
    using OfferData for IResaleChain.Offer;

    function testFuzz_WhenAnOfferIsSold(IResaleChain.Offer memory offered, uint256 trade, address holder) public view {
        trade = bound(trade, 1, 32);
        (offered.shares, offered.path) = (_bytes(4 * (trade - 1), 1), _bytes(20 * trade, 2));
        (uint192 offer, uint192 licence) = this.ofSale(offered, holder);
        IResaleChain.Holding memory seller =
            IResaleChain.Holding({chain: offered.chain, licence: offered.licence, price: 7, path: offered.path});
        uint192 posted = this.ofOffer(seller, offered.buyer, offered.price, offered.expiry, offered.shares);
        bytes memory path = abi.encodePacked(offered.path, holder);
        vm.assertEq(uint256(offer), posted, "as when it was posted");
        vm.assertEq(uint256(licence), Fingerprint.ofLicence(offered.chain, offered.price, path), "as the licence's");

        bytes memory fields =
            abi.encodePacked(offered.chain, offered.licence, offered.buyer, offered.price, offered.expiry, offered.shares, offered.path);
        vm.assertEq(uint256(offer), uint256(keccak256(fields)) >> 64, "offer");
        fields = abi.encodePacked(offered.chain, offered.price, path);
        vm.assertEq(uint256(licence), uint256(keccak256(fields)) >> 64, "licence");
    }

    function testFuzz_WhenSharesAndPathDoNotFit(IResaleChain.Offer memory offered, uint256 shares, uint256 path) public view {
        (shares, path) = (shares % 140, path % 660);
        vm.assume(path != 5 * shares + 20);
        (offered.shares, offered.path) = (_bytes(shares, 1), _bytes(path, 2));
        (uint192 offer, uint192 licence) = this.ofSale(offered, address(1));
        vm.assertEq(uint256(offer) + licence, 0);
    }

    function ofSale(IResaleChain.Offer calldata offered, address holder) external pure returns (uint192, uint192) {
        return offered.ofSale(offered.sharesOf(), offered.pathOf(), holder);
    }

    function ofOffer(IResaleChain.Holding calldata seller, address buyer, uint88 price, uint40 expiry, bytes calldata shares)
        external
        pure
        returns (uint192)
    {
        return seller.ofOffer(buyer, price, expiry, shares);
    }

    function _bytes(uint256 length, uint256 seed) private pure returns (bytes memory data) {
        data = new bytes(length);
        for (uint256 i; i < length; ++i) {
            data[i] = keccak256(abi.encode(seed, i))[0];
        }
    }
}
