// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IAccounts} from "../../../contracts/interfaces/IAccounts.sol";
import {IResaleChain} from "../../../contracts/interfaces/IResaleChain.sol";
import {Misstatement} from "../utils/Misstatement.sol";
import {ResaleTest} from "../utils/ResaleTest.sol";

contract AcceptTest is ResaleTest {
    address private constant BUYER = address(0xB0EE2);
    /// @dev Words of the arguments.
    uint256 private constant CHAIN = 1;
    uint256 private constant LICENCE = 3;

    /// @dev Three trades down there is an offer.
    function setUp() public override {
        super.setUp();
        _create(_rules());
        _descend(3);
        _offer(address(0), PRICE, EXPIRY);
        _fund(BUYER, PRICE);
    }

    function testFuzz_RevertWhen_ThereIsNoSuchOffer(uint64 number) public {
        vm.assume(number != offered.number);
        offered.number = number; // up to 7: licences
        _expectRefusal(abi.encodeWithSelector(IResaleChain.UnknownOffer.selector, number), BUYER);
    }

    function test_RevertWhen_ItWasWithdrawn() public {
        vm.prank(_player(3));
        resale.withdrawOffer(offered);
        _expectRefusal(abi.encodeWithSelector(IResaleChain.UnknownOffer.selector, offered.number), BUYER);
    }

    function test_RevertWhen_ItWasAccepted() public {
        _accept(BUYER);
        _fund(OTHER, PRICE);
        _expectRefusal(abi.encodeWithSelector(IResaleChain.UnknownOffer.selector, offered.number), OTHER);
        _expectRefusal(abi.encodeWithSelector(IResaleChain.UnknownOffer.selector, offered.number), BUYER);
    }

    function testFuzz_RevertWhen_TheOfferIsNotTheRecordedOne(uint8 field, uint256 change) public {
        IResaleChain.Offer memory wrong = Misstatement.misstated(offered, field, change);
        vm.expectRevert(abi.encodeWithSelector(IResaleChain.WrongOffer.selector, wrong.number));
        vm.prank(BUYER);
        resale.accept(wrong);
    }

    function test_RevertWhen_ItIsAnotherOffer() public {
        IResaleChain.Offer memory first = offered;
        _offer(address(0), PRICE - 1, EXPIRY);
        first.number = offered.number;
        vm.expectRevert(abi.encodeWithSelector(IResaleChain.WrongOffer.selector, first.number));
        vm.prank(BUYER);
        resale.accept(first);
    }

    function testFuzz_RevertWhen_ItExpired(uint40 time) public {
        vm.warp(bound(time, EXPIRY, type(uint40).max));
        _expectRefusal(abi.encodeWithSelector(IResaleChain.OfferExpired.selector, EXPIRY), BUYER);
    }

    function testFuzz_RevertWhen_ItIsForAnotherBuyer(address buyer) public {
        vm.assume(buyer != address(0) && buyer != BUYER);
        _offer(buyer, PRICE, EXPIRY);
        _expectRefusal(abi.encodeWithSelector(IResaleChain.NotTheBuyer.selector, buyer, BUYER), BUYER);
    }

    function testFuzz_RevertWhen_TheBuyerHasTooLittle(uint88 missing) public {
        missing = uint88(bound(missing, 1, PRICE));
        vm.prank(BUYER);
        resale.withdraw(0, BUYER, missing);
        uint256 left = PRICE - missing;
        _expectRefusal(abi.encodeWithSelector(IAccounts.InsufficientFree.selector, 0, BUYER, left, PRICE), BUYER);
    }

    function testFuzz_RevertWhen_AWordOfCalldataIsAnother(uint256 word, uint256 value) public {
        bytes memory data = abi.encodeCall(resale.accept, (offered));
        // the place of the offer, its eight fields, length and bytes of the shares, length and first bytes of the path
        word = bound(word, 0, 12);
        // forge-lint: disable-next-line(unsafe-typecast)
        if (word == CHAIN || word == LICENCE) value = uint64(value);
        if (word == 10) value = uint256(bytes32(bytes12(bytes32(value)))) | uint160(uint256(_word(data, word))); // three shares
        vm.assume(bytes32(value) != _word(data, word));
        vm.assertFalse(_acceptRaw(_withWord(data, word, value)), "accepted");
    }

    function testFuzz_RevertWhen_AFieldHasMoreBitsThanItMay(uint256 word, uint256 bit) public {
        word = bound(word, 1, 6);
        vm.assume(word != CHAIN && word != LICENCE);
        uint256 size = word == 2 ? 64 : word == 4 ? 160 : word == 5 ? 88 : 40;
        bytes memory data = abi.encodeCall(resale.accept, (offered));
        uint256 value = uint256(_word(data, word)) | 1 << bound(bit, size, 255);
        vm.assertFalse(_acceptRaw(_withWord(data, word, value)), "accepted");
    }

    function testFuzz_WhenBitsThatNobodyReadsAreSet(bool licence, uint256 bit) public {
        uint256 word = licence ? LICENCE : CHAIN;
        bytes memory data = abi.encodeCall(resale.accept, (offered));
        uint256 value = uint256(_word(data, word)) | 1 << bound(bit, 64, 255);
        vm.assertTrue(_acceptRaw(_withWord(data, word, value)), "accepted");
        vm.assertTrue(resale.isHolding(_holdingOf(offered, BUYER)), "holding");
    }

    function testFuzz_RevertWhen_CalldataEndsEarly(uint256 length) public {
        bytes memory data = abi.encodeCall(resale.accept, (offered));
        length = bound(length, 0, data.length - 17); // the path ends 16 bytes before
        assembly ("memory-safe") {
            mstore(data, length)
        }
        vm.assertFalse(_acceptRaw(data), "accepted");
    }

    function test_WhenThePathLiesBeforeTheShares() public {
        IResaleChain.Offer memory o = offered;
        bytes memory head = abi.encode(o.chain, o.number, o.licence, o.buyer, o.price, o.expiry, 416, 256);
        bytes memory path = abi.encodePacked(o.path.length, o.path, new bytes(16), new bytes(32));
        bytes memory shares = abi.encodePacked(o.shares.length, o.shares, new bytes(20));
        bytes memory data = abi.encodePacked(resale.accept.selector, uint256(32), head, path, shares);
        vm.assertTrue(_acceptRaw(data), "accepted");
        vm.assertTrue(resale.isHolding(_holdingOf(o, BUYER)), "holding");
    }

    function test_WhenItIsInTheLastSecond() public {
        vm.warp(EXPIRY - 1);
        _accept(BUYER);
        vm.assertTrue(resale.isHolding(holding), "holding");
    }

    function test_WhenItIsForThisBuyer() public {
        _offer(BUYER, PRICE, EXPIRY);
        _accept(BUYER);
        vm.assertTrue(resale.isHolding(holding), "holding");
    }

    function test_WhenTheHolderEndedSellingAfterwards() public {
        vm.prank(_player(3));
        resale.endSelling(holding);
        _accept(BUYER);
        vm.assertTrue(resale.isHolding(holding), "holding");
    }

    function test_WhenSeveralBuyFromOneHolder() public {
        IResaleChain.Holding memory seller = holding;
        _accept(BUYER);
        IResaleChain.Holding memory first = holding;
        holding = seller;
        _sell(BUYER, PRICE + 1);
        vm.assertTrue(resale.isHolding(first), "first");
        vm.assertTrue(resale.isHolding(holding), "second");
        vm.assertTrue(resale.isHolding(seller), "seller");
        vm.assertEq(uint256(resale.recordOf(seller.licence).sales), 2, "sales");
    }

    function _expectRefusal(bytes memory cause, address buyer) private {
        IResaleChain.Offer memory chosen = offered;
        vm.expectRevert(cause);
        vm.prank(buyer);
        resale.accept(chosen);
    }

    function _acceptRaw(bytes memory data) private returns (bool accepted) {
        vm.prank(BUYER);
        // huge lengths may use up all gas that there is
        (accepted,) = address(resale).call{gas: 1_000_000}(data);
        if (!accepted) vm.assertEq(_free(BUYER), PRICE, "paid");
    }

    /// @dev Of the arguments.
    function _word(bytes memory data, uint256 word) private pure returns (bytes32 value) {
        assembly ("memory-safe") {
            value := mload(add(data, add(36, mul(word, 32))))
        }
    }

    function _withWord(bytes memory data, uint256 word, uint256 value) private pure returns (bytes memory changed) {
        changed = bytes.concat(data);
        assembly ("memory-safe") {
            mstore(add(changed, add(36, mul(word, 32))), value)
        }
    }
}
