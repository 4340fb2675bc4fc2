// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IResaleChain} from "../../../contracts/interfaces/IResaleChain.sol";
import {Misstatement} from "../utils/Misstatement.sol";
import {ResaleTest} from "../utils/ResaleTest.sol";

contract WithdrawOfferTest is ResaleTest {
    function setUp() public override {
        super.setUp();
        _create(_rules());
        _descend(3);
        _offer(address(0), PRICE, EXPIRY);
    }

    function testFuzz_RevertWhen_ThereIsNoSuchOffer(uint64 number) public {
        vm.assume(number != offered.number);
        offered.number = number; // up to 7: licences
        _expectRefusal(abi.encodeWithSelector(IResaleChain.UnknownOffer.selector, number), _player(3));
    }

    function test_RevertWhen_ItWasWithdrawn() public {
        _withdraw();
        _expectRefusal(abi.encodeWithSelector(IResaleChain.UnknownOffer.selector, offered.number), _player(3));
        vm.assertEq(uint256(resale.recordOf(holding.licence).sales), 0, "sales");
    }

    function test_RevertWhen_ItWasAccepted() public {
        _fund(OTHER, PRICE);
        _accept(OTHER);
        _expectRefusal(abi.encodeWithSelector(IResaleChain.UnknownOffer.selector, offered.number), _player(3));
    }

    function testFuzz_RevertWhen_TheOfferIsNotTheRecordedOne(uint8 field, uint256 change) public {
        offered = Misstatement.misstated(offered, field, change);
        _expectRefusal(abi.encodeWithSelector(IResaleChain.WrongOffer.selector, offered.number), _player(3));
    }

    function testFuzz_RevertWhen_TheSenderIsNotTheSeller(address sender) public {
        vm.assume(sender != _player(3));
        _expectRefusal(abi.encodeWithSelector(IResaleChain.NotHolder.selector, holding.licence, sender), sender);
        _expectRefusal(abi.encodeWithSelector(IResaleChain.NotHolder.selector, holding.licence, OWNER), OWNER);
    }

    function test_WhenItStands() public {
        vm.expectEmit(address(resale));
        emit IResaleChain.OfferWithdrawn(offered.number);
        _withdraw();
        IResaleChain.Record memory record = resale.recordOf(offered.number);
        vm.assertEq(uint256(record.state), uint256(IResaleChain.State.Never), "state");
        vm.assertEq(uint256(record.fingerprint), 0, "fingerprint");
        vm.assertEq(uint256(resale.recordOf(holding.licence).sales), 0, "sales");
        vm.assertTrue(resale.isHolding(holding), "the seller's licence");
    }

    function test_WhenItExpired() public {
        vm.warp(EXPIRY + 1);
        _withdraw();
        vm.assertEq(uint256(resale.recordOf(holding.licence).sales), 0, "sales");
    }

    function test_WhenTheHolderEndedSelling() public {
        vm.prank(_player(3));
        resale.endSelling(holding);
        _withdraw();
        IResaleChain.Record memory record = resale.recordOf(holding.licence);
        vm.assertEq(uint256(record.sales), 0, "sales");
        vm.assertTrue(record.ended, "ended");
    }

    function test_WhenAllSalesWereUsed() public {
        _offer(OTHER, PRICE, EXPIRY);
        _withdraw();
        uint64 before = offered.number;
        _offer(OTHER, PRICE, EXPIRY);
        vm.assertEq(offered.number, before + 1, "a number is given once");
        vm.assertEq(uint256(resale.recordOf(holding.licence).sales), 2, "sales");
    }

    function _withdraw() private {
        IResaleChain.Offer memory chosen = offered;
        vm.prank(_player(3));
        resale.withdrawOffer(chosen);
    }

    function _expectRefusal(bytes memory cause, address sender) private {
        IResaleChain.Offer memory chosen = offered;
        vm.expectRevert(cause);
        vm.prank(sender);
        resale.withdrawOffer(chosen);
    }
}
