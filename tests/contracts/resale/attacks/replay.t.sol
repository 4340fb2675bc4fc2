// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ResaleChain} from "../../../../contracts/ResaleChain.sol";
import {IResaleChain} from "../../../../contracts/interfaces/IResaleChain.sol";
import {ResaleTest} from "../../utils/ResaleTest.sol";

/// @dev What was true once, or is true elsewhere, is said again.
contract ReplayAttackTest is ResaleTest {
    function setUp() public override {
        super.setUp();
        IResaleChain.Rules memory rules = _deferredRules();
        rules.maxSales = 5;
        _create(rules);
        _descend(2);
        _fund(OTHER, 10 * uint256(PRICE));
    }

    function test_RevertWhen_AnOfferIsAcceptedTwice() public {
        _offer(address(0), PRICE, EXPIRY);
        _accept(OTHER);
        bytes[] memory calls = new bytes[](2);
        calls[0] = calls[1] = abi.encodeCall(resale.accept, (offered));
        _expectUnknown(offered.number);
        vm.prank(OTHER);
        resale.accept(offered);

        holding = _parentOf(holding);
        _offer(address(0), PRICE, EXPIRY);
        calls[0] = calls[1] = abi.encodeCall(resale.accept, (offered));
        _expectUnknown(offered.number);
        vm.prank(OTHER);
        resale.multicall(calls);
        vm.assertEq(_free(OTHER), 9 * uint256(PRICE), "paid once");
    }

    /// @dev The seller cannot get in front of the buyer with a higher price: that is another number.
    function test_RevertWhen_TheSellerChangesThePrice() public {
        _offer(OTHER, PRICE, EXPIRY);
        IResaleChain.Offer memory seen = offered;
        vm.prank(_player(2));
        resale.withdrawOffer(seen);
        _offer(OTHER, 2 * PRICE, EXPIRY);
        _expectUnknown(seen.number);
        vm.prank(OTHER);
        resale.accept(seen);
        seen.number = offered.number;
        vm.expectRevert(abi.encodeWithSelector(IResaleChain.WrongOffer.selector, offered.number));
        vm.prank(OTHER);
        resale.accept(seen);
        vm.assertEq(_free(OTHER), 10 * uint256(PRICE), "money");
    }

    function test_RevertWhen_AnOfferIsWithdrawnTwice() public {
        _offer(address(0), PRICE, EXPIRY);
        IResaleChain.Offer memory twin = offered;
        _offer(address(0), PRICE, EXPIRY);
        vm.prank(_player(2));
        resale.withdrawOffer(twin);
        _expectUnknown(twin.number);
        vm.prank(_player(2));
        resale.withdrawOffer(twin);
        vm.assertEq(resale.recordOf(holding.licence).sales, 1, "sales");
        _accept(OTHER);
        // what was sold cannot be withdrawn to make room for another sale
        _expectUnknown(offered.number);
        vm.prank(_player(2));
        resale.withdrawOffer(offered);
        vm.assertEq(resale.recordOf(offered.licence).sales, 1, "sales");
    }

    /// @dev Two licences of the same path and price have the same fingerprint; each has claims and sales of its own.
    function test_WhenTwoLicencesSayTheSame() public {
        IResaleChain.Holding memory seller = holding;
        _sell(OTHER, PRICE);
        IResaleChain.Holding memory first = holding;
        holding = seller;
        _sell(OTHER, PRICE);
        vm.assertEq(resale.recordOf(first.licence).fingerprint, resale.recordOf(holding.licence).fingerprint);
        uint256 before = _free(OWNER);
        resale.claim(first, 1);
        uint256 share = _free(OWNER) - before;
        vm.expectRevert(abi.encodeWithSelector(IResaleChain.NothingToClaim.selector, first.licence, 1));
        resale.claim(first, 1);
        resale.claim(holding, 1);
        vm.assertEq(_free(OWNER), before + 2 * share, "once for each sale");
        vm.assertEq(share, uint256(PRICE) * resale.columnOf(chain, 3)[0] / WHOLE, "share");
    }

    function test_RevertWhen_AClaimIsMadeTwice() public {
        _sell(OTHER, PRICE);
        bytes[] memory calls = new bytes[](2);
        (calls[0], calls[1]) = (abi.encodeCall(resale.claim, (holding, 3)), abi.encodeCall(resale.claim, (holding, 1)));
        vm.expectRevert(abi.encodeWithSelector(IResaleChain.NothingToClaim.selector, holding.licence, 1));
        resale.multicall(calls);
        vm.assertEq(_free(OWNER), 0, "all or nothing");
        resale.claim(holding, 1);
        // overlapping: only the second is still owed
        resale.claim(holding, 3);
        vm.assertEq(_free(OWNER), uint256(PRICE) * (WHOLE / 3) / WHOLE, "owner");
        vm.assertEq(_free(OWNER), _free(_player(1)), "the second");
    }

    /// @dev Bits of the direct seller, of the buyer and of nobody.
    function testFuzz_RevertWhen_AClaimIsForNobodyUpstream(uint256 payees) public {
        _sell(OTHER, PRICE);
        uint256 seller = _free(_player(2));
        payees &= ~uint256(3);
        vm.expectRevert(abi.encodeWithSelector(IResaleChain.NothingToClaim.selector, holding.licence, payees));
        resale.claim(holding, payees);
        resale.claim(holding, payees | 1);
        vm.assertEq(_free(_player(2)), seller, "direct seller");
        vm.assertEq(resale.recordOf(holding.licence).claimed, 1, "claimed");
    }

    function test_RevertWhen_NothingWasDeferred() public {
        // an owner's licence, for which nothing was paid, and a first sale, which has no upstream
        IResaleChain.Holding memory root = _parentOf(_parentOf(holding));
        vm.assertTrue(resale.isHolding(root), "root");
        vm.expectRevert(abi.encodeWithSelector(IResaleChain.NothingToClaim.selector, root.licence, type(uint256).max));
        resale.claim(root, type(uint256).max);
        IResaleChain.Holding memory first = _parentOf(holding);
        vm.expectRevert(abi.encodeWithSelector(IResaleChain.NothingToClaim.selector, first.licence, type(uint256).max));
        resale.claim(first, type(uint256).max);
    }

    function test_RevertWhen_ItIsTrueOfAnotherContract() public {
        ResaleChain other = new ResaleChain(token, registry);
        // the same numbers, dataset, owner, prices and players, up to the last sale
        ResaleChain here = resale;
        (uint64 number, IResaleChain.Holding memory held) = (chain, holding);
        resale = other;
        _create(_rules());
        _descend(1);
        vm.assertEq(chain, number);
        vm.assertFalse(other.isHolding(held), "holding");
        vm.expectRevert(abi.encodeWithSelector(IResaleChain.UnknownLicence.selector, held.licence));
        vm.prank(_player(2));
        other.offer(held, address(0), 1, EXPIRY);
        vm.assertTrue(here.isHolding(held), "where it is true");
    }

    function test_RevertWhen_ItIsTrueOfAnotherChain() public {
        IResaleChain.Holding memory held = holding;
        _create(_rules());
        _descend(2);
        IResaleChain.Holding memory forged = holding;
        forged.chain = held.chain;
        vm.expectRevert(abi.encodeWithSelector(IResaleChain.WrongHolding.selector, forged.licence));
        vm.prank(_player(2));
        resale.offer(forged, address(0), 1, EXPIRY);
        _offer(address(0), PRICE, EXPIRY);
        offered.chain = held.chain;
        IResaleChain.Offer memory chosen = offered;
        vm.expectRevert(abi.encodeWithSelector(IResaleChain.WrongOffer.selector, chosen.number));
        vm.prank(OTHER);
        resale.accept(chosen);
    }

    /* HELPERS */

    function _expectUnknown(uint64 number) private {
        vm.expectRevert(abi.encodeWithSelector(IResaleChain.UnknownOffer.selector, number));
    }

    /// @dev As `_descend` made them: one number after the other, at price 0.
    function _parentOf(IResaleChain.Holding memory child) private pure returns (IResaleChain.Holding memory parent) {
        parent = IResaleChain.Holding({chain: child.chain, licence: child.licence - 1, price: 0, path: new bytes(child.path.length - 20)});
        for (uint256 i; i < parent.path.length; ++i) {
            parent.path[i] = child.path[i];
        }
    }
}
