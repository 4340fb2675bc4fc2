// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IResaleChain} from "../../../contracts/interfaces/IResaleChain.sol";
import {Misstatement} from "../utils/Misstatement.sol";
import {ResaleTest} from "../utils/ResaleTest.sol";

contract ClaimTest is ResaleTest {
    uint256 private constant ALL = type(uint256).max;

    function testFuzz_RevertWhen_ThereIsNoSuchLicence(uint64 number) public {
        _sellDeferred(2, PRICE);
        _offer(address(0), PRICE, EXPIRY);
        vm.assume(number == 0 || number > holding.licence);
        holding.licence = number; // the next one is an offer
        vm.expectRevert(abi.encodeWithSelector(IResaleChain.UnknownLicence.selector, number));
        resale.claim(holding, ALL);
    }

    function testFuzz_RevertWhen_TheHoldingIsNotTheRecordedOne(uint8 field, uint256 change) public {
        _sellDeferred(2, PRICE);
        holding = Misstatement.misstated(holding, field, change);
        vm.expectRevert(abi.encodeWithSelector(IResaleChain.WrongHolding.selector, holding.licence));
        resale.claim(holding, ALL);
    }

    function testFuzz_RevertWhen_TheLicenceIsTheOwners(uint256 payees) public {
        _create(_deferredRules());
        _expectNothing(payees);
    }

    function testFuzz_RevertWhen_EverybodyWasPaidAtOnce(uint256 payees) public {
        IResaleChain.Rules memory rules = _rules();
        rules.eagerDepth = 4;
        _create(rules);
        _descend(3);
        _sell(OTHER, PRICE);
        _expectNothing(payees);
    }

    function testFuzz_RevertWhen_NobodyIsUpstream(uint256 payees) public {
        _create(_deferredRules());
        _sell(OTHER, PRICE);
        vm.assertTrue(resale.recordOf(holding.licence).deferred, "deferred");
        _expectNothing(payees);
    }

    function testFuzz_RevertWhen_TheBitsAreThoseOfNobodyUpstream(uint256 payees, uint256 depth) public {
        depth = bound(depth, 2, 32);
        _sellDeferred(depth - 1, PRICE);
        _expectNothing(payees >> (depth - 1) << (depth - 1));
    }

    function testFuzz_RevertWhen_TheyHaveTheirShares(uint256 payees) public {
        _sellDeferred(5, PRICE);
        payees = payees % 31 + 1;
        resale.claim(holding, payees);
        _expectNothing(payees);
        _expectNothing(payees | ~uint256(31));
    }

    function testFuzz_WhenSomeAndThenAllAreClaimedFor(uint256 depth, uint256 first, address anybody) public {
        depth = bound(depth, 2, 32);
        _sellDeferred(depth - 1, PRICE);
        uint256 upstream = (1 << (depth - 1)) - 1;
        if (first & upstream == 0) first |= 1;
        vm.prank(anybody);
        resale.claim(holding, first);
        vm.assertEq(uint256(resale.recordOf(holding.licence).claimed), first & upstream, "claimed");
        _assertPaid(depth, first);
        if (first & upstream == upstream) return;
        resale.claim(holding, ALL);
        IResaleChain.Record memory record = resale.recordOf(holding.licence);
        vm.assertEq(uint256(record.claimed), upstream, "claimed, all");
        vm.assertTrue(record.deferred, "deferred");
        vm.assertEq(uint256(record.sales), 0, "sales");
        _assertPaid(depth, ALL);
        vm.assertEq(resale.held(), PRICE, "held");
    }

    function testFuzz_WhenTheSameSaleIsPaidAtOnceElsewhere(uint8 family, uint32 alpha, uint256 depth, uint88 price, uint256 first) public {
        depth = bound(depth, 2, 10);
        price = uint88(bound(price, 1, type(uint88).max / 2));
        IResaleChain.Rules memory rules = _allowed(family, alpha, 10, 10, 1);
        uint32[][] memory columns = rules.family == IResaleChain.Family.Explicit ? _columns(10) : _none();
        _create(rules, columns);
        _descend(depth - 1);
        _sell(OTHER, price);
        uint256[] memory eager = new uint256[](depth);
        for (uint256 i; i < depth; ++i) {
            eager[i] = _free(_player(i));
        }

        rules.eagerDepth = 0;
        _create(rules, columns);
        _descend(depth - 1);
        _sell(OTHER, price);
        uint256 upstream = (1 << (depth - 1)) - 1;
        first &= upstream;
        if (first != 0) resale.claim(holding, first);
        if (first != upstream) resale.claim(holding, ALL);
        for (uint256 i; i < depth; ++i) {
            vm.assertEq(_free(_player(i)), 2 * eager[i], "both");
        }
        vm.assertEq(resale.held(), 2 * uint256(price), "held");
    }

    function test_WhenAShareIsNothing() public {
        _sellDeferred(2, 2); // thirds of 2
        vm.expectEmit(address(resale));
        emit IResaleChain.Claimed(holding.licence, OWNER, 0);
        resale.claim(holding, 1);
        vm.assertEq(uint256(resale.recordOf(holding.licence).claimed), 1, "claimed");
        vm.assertEq(_free(OWNER), 0, "nothing");
        _expectNothing(1);
    }

    function test_WhenSeveralAreClaimedFor() public {
        _sellDeferred(4, PRICE);
        uint256 amount = uint256(PRICE) * (WHOLE / 5) / WHOLE;
        vm.expectEmit(address(resale));
        emit IResaleChain.Claimed(holding.licence, _player(1), amount);
        vm.expectEmit(address(resale));
        emit IResaleChain.Claimed(holding.licence, _player(3), amount);
        resale.claim(holding, 10);
        _assertPaid(5, 10);
    }

    function test_WhenTheBuyerSoldFurther() public {
        _sellDeferred(2, PRICE);
        IResaleChain.Holding memory first = holding;
        _sell(_player(99), PRICE);
        resale.claim(first, ALL);
        vm.assertEq(uint256(resale.recordOf(first.licence).sales), 1, "sales");
        vm.assertEq(_free(OWNER), uint256(PRICE) * (WHOLE / 3) / WHOLE, "first sale");
        resale.claim(holding, 1);
        vm.assertEq(_free(OWNER), uint256(PRICE) * (WHOLE / 3) / WHOLE + uint256(PRICE) / 4, "both sales");
    }

    /// @dev Sold by a holder at this depth.
    function _sellDeferred(uint256 depth, uint88 price) private {
        _create(_deferredRules());
        _descend(depth);
        _sell(OTHER, price);
    }

    function _expectNothing(uint256 payees) private {
        vm.expectRevert(abi.encodeWithSelector(IResaleChain.NothingToClaim.selector, holding.licence, payees));
        resale.claim(holding, payees);
    }

    /// @dev These have their average share of PRICE, and the others of the upstream players nothing.
    function _assertPaid(uint256 depth, uint256 payees) private view {
        uint256 amount = uint256(PRICE) * (WHOLE / depth) / WHOLE;
        for (uint256 i; i + 1 < depth; ++i) {
            vm.assertEq(_free(_player(i)), (payees >> i) & 1 == 1 ? amount : 0, "upstream");
        }
        vm.assertEq(_free(_player(depth - 1)), PRICE - (depth - 1) * amount, "direct seller");
    }
}
