// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IResaleChain} from "../../../contracts/interfaces/IResaleChain.sol";
import {Misstatement} from "../utils/Misstatement.sol";
import {ResaleTest} from "../utils/ResaleTest.sol";

contract OfferTest is ResaleTest {
    function testFuzz_RevertWhen_ThereIsNoSuchLicence(uint64 number) public {
        _create(_rules());
        _offer(address(0), PRICE, EXPIRY);
        vm.assume(number != holding.licence);
        holding.licence = number; // 2 is an offer
        _expectRefusal(abi.encodeWithSelector(IResaleChain.UnknownLicence.selector, number), OWNER);
    }

    function testFuzz_RevertWhen_TheHoldingIsNotTheRecordedOne(uint8 field, uint256 change) public {
        _create(_rules());
        _descend(3);
        _sell(OTHER, PRICE);
        IResaleChain.Holding memory wrong = Misstatement.misstated(holding, field, change);
        vm.expectRevert(abi.encodeWithSelector(IResaleChain.WrongHolding.selector, wrong.licence));
        vm.prank(OTHER);
        resale.offer(wrong, address(0), PRICE, EXPIRY);
    }

    function testFuzz_RevertWhen_TheSenderIsNotTheHolder(address sender) public {
        _create(_rules());
        _descend(2);
        vm.assume(sender != _player(2));
        _expectRefusal(abi.encodeWithSelector(IResaleChain.NotHolder.selector, holding.licence, sender), sender);
        _expectRefusal(abi.encodeWithSelector(IResaleChain.NotHolder.selector, holding.licence, OWNER), OWNER);
    }

    function test_RevertWhen_TheHolderEndedSelling() public {
        _create(_rules());
        vm.prank(OWNER);
        resale.endSelling(holding);
        _expectRefusal(abi.encodeWithSelector(IResaleChain.SellingHasEnded.selector, holding.licence), OWNER);
    }

    function testFuzz_RevertWhen_TheExpiryIsNotInTheFuture(uint40 expiry) public {
        _create(_rules());
        expiry = uint40(bound(expiry, 0, START));
        vm.expectRevert(abi.encodeWithSelector(IResaleChain.ExpiryInPast.selector, expiry));
        vm.prank(OWNER);
        resale.offer(holding, address(0), PRICE, expiry);
    }

    function testFuzz_RevertWhen_TheChainIsAsDeepAsItMayGet(uint8 depth) public {
        IResaleChain.Rules memory rules = _rules();
        rules.maxDepth = uint8(bound(depth, 1, 6));
        _create(rules);
        _descend(rules.maxDepth);
        _expectRefusal(abi.encodeWithSelector(IResaleChain.DepthReached.selector, rules.maxDepth), _player(rules.maxDepth));
    }

    function testFuzz_RevertWhen_AllSalesAreUsed(uint16 sales) public {
        IResaleChain.Rules memory rules = _rules();
        rules.maxSales = uint16(bound(sales, 1, 5));
        _create(rules);
        IResaleChain.Holding memory first = holding;
        for (uint256 i; i < rules.maxSales; ++i) {
            holding = first;
            if (i % 2 == 0) _sell(OTHER, 0);
            else _offer(OTHER, PRICE, EXPIRY);
        }
        holding = first;
        vm.warp(EXPIRY); // an offer that expired uses a sale until it is withdrawn
        vm.expectRevert(abi.encodeWithSelector(IResaleChain.SalesUsed.selector, rules.maxSales));
        vm.prank(OWNER);
        resale.offer(first, address(0), PRICE, EXPIRY + 1);
    }

    function testFuzz_WhenAPriceIsPosted(address buyer, uint88 price, uint40 expiry, uint8 depth, uint8 eager) public {
        expiry = uint40(bound(expiry, START + 1, type(uint40).max));
        IResaleChain.Rules memory rules = _rules();
        rules.eagerDepth = uint8(bound(eager, 0, 6));
        _create(rules);
        _descend(bound(depth, 0, 5));
        uint256 trade = holding.path.length / 20;
        bool deferred = trade > rules.eagerDepth;
        uint64 number = resale.lastNumber() + 1;
        address seller = _player(trade - 1);
        bytes memory shares = _sharesOf(trade);

        vm.expectEmit(address(resale));
        emit IResaleChain.Offered(chain, number, holding.licence, seller, buyer, price, expiry, deferred);
        _offer(buyer, price, expiry);
        vm.assertEq(offered.number, number, "number");
        vm.assertEq(resale.lastNumber(), number, "last number");
        vm.assertEq(uint256(resale.recordOf(holding.licence).sales), 1, "sales");
        vm.assertTrue(resale.isHolding(holding), "the seller's licence");
        IResaleChain.Record memory record = resale.recordOf(number);
        vm.assertEq(uint256(record.state), uint256(IResaleChain.State.Offered), "state");
        vm.assertTrue(record.deferred == deferred, "deferred");
        vm.assertFalse(record.ended, "ended");
        vm.assertEq(uint256(record.sales) + record.claimed, 0, "sales and claimed");
        bytes32 hash = keccak256(abi.encodePacked(chain, holding.licence, buyer, price, expiry, shares, holding.path));
        vm.assertEq(uint256(record.fingerprint), uint256(hash) >> 64, "fingerprint");
    }

    function test_WhenTheLastSaleThereCanBeIsPosted() public {
        IResaleChain.Rules memory rules = _rules();
        rules.maxSales = type(uint16).max;
        _create(rules);
        // as if all but one had been sold: sales are bits 32 to 47 of the record
        bytes32 slot = _recordSlot(holding.licence);
        vm.store(address(resale), slot, bytes32(uint256(vm.load(address(resale), slot)) | uint256(0xfffe) << 32));
        _offer(address(0), PRICE, EXPIRY);
        IResaleChain.Record memory record = resale.recordOf(holding.licence);
        vm.assertEq(uint256(record.sales), type(uint16).max, "sales");
        vm.assertFalse(record.ended, "ended");
        _expectRefusal(abi.encodeWithSelector(IResaleChain.SalesUsed.selector, type(uint16).max), OWNER);
    }

    function _expectRefusal(bytes memory cause, address sender) private {
        vm.expectRevert(cause);
        vm.prank(sender);
        resale.offer(holding, address(0), PRICE, EXPIRY);
    }
}
