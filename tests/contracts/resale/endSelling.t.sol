// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IResaleChain} from "../../../contracts/interfaces/IResaleChain.sol";
import {Misstatement} from "../utils/Misstatement.sol";
import {ResaleTest} from "../utils/ResaleTest.sol";

contract EndSellingTest is ResaleTest {
    function setUp() public override {
        super.setUp();
        _create(_deferredRules());
        _descend(2);
        _sell(OTHER, PRICE);
    }

    function testFuzz_RevertWhen_ThereIsNoSuchLicence(uint64 number) public {
        _offer(address(0), PRICE, EXPIRY);
        vm.assume(number == 0 || number > holding.licence);
        holding.licence = number; // the next one is an offer
        _expectRefusal(abi.encodeWithSelector(IResaleChain.UnknownLicence.selector, number), OTHER);
    }

    function testFuzz_RevertWhen_TheHoldingIsNotTheRecordedOne(uint8 field, uint256 change) public {
        holding = Misstatement.misstated(holding, field, change);
        _expectRefusal(abi.encodeWithSelector(IResaleChain.WrongHolding.selector, holding.licence), OTHER);
    }

    function testFuzz_RevertWhen_TheSenderIsNotTheHolder(address sender) public {
        vm.assume(sender != OTHER);
        _expectRefusal(abi.encodeWithSelector(IResaleChain.NotHolder.selector, holding.licence, sender), sender);
        _expectRefusal(abi.encodeWithSelector(IResaleChain.NotHolder.selector, holding.licence, _player(2)), _player(2));
    }

    function test_RevertWhen_SellingEndedAlready() public {
        _end();
        _expectRefusal(abi.encodeWithSelector(IResaleChain.SellingHasEnded.selector, holding.licence), OTHER);
    }

    function test_WhenTheHolderEndsSelling() public {
        resale.claim(holding, 2);
        _offer(address(0), PRICE, EXPIRY);
        vm.expectEmit(address(resale));
        emit IResaleChain.SellingEnded(holding.licence);
        _end();
        IResaleChain.Record memory record = resale.recordOf(holding.licence);
        vm.assertTrue(record.ended, "ended");
        vm.assertTrue(record.deferred, "deferred");
        vm.assertEq(uint256(record.sales), 1, "sales");
        vm.assertEq(uint256(record.claimed), 2, "claimed");
        vm.assertTrue(resale.isHolding(holding), "holding");
        resale.claim(holding, 1);
    }

    function _end() private {
        vm.prank(OTHER);
        resale.endSelling(holding);
    }

    function _expectRefusal(bytes memory cause, address sender) private {
        vm.expectRevert(cause);
        vm.prank(sender);
        resale.endSelling(holding);
    }
}
