// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IAccounts} from "../../../contracts/interfaces/IAccounts.sol";
import {IResaleChain} from "../../../contracts/interfaces/IResaleChain.sol";
import {ResaleTest} from "../utils/ResaleTest.sol";

contract ResaleMulticallTest is ResaleTest {
    function test_WhenSharesOfSeveralSalesAreClaimed() public {
        _create(_deferredRules());
        _descend(1);
        _sell(_player(2), PRICE);
        IResaleChain.Holding memory first = holding;
        _sell(_player(3), PRICE);
        _call(OTHER, abi.encodeCall(resale.claim, (first, 1)), abi.encodeCall(resale.claim, (holding, 1)));
        vm.assertEq(_free(OWNER), uint256(PRICE) / 2 + uint256(PRICE) * (WHOLE / 3) / WHOLE);
    }

    function test_WhenSomebodyDepositsAndAccepts() public {
        _create(_rules());
        _offer(OTHER, PRICE, EXPIRY);
        token.mint(OTHER, PRICE);
        vm.prank(OTHER);
        token.approve(address(resale), PRICE);
        _call(OTHER, abi.encodeCall(resale.deposit, (0, OTHER, PRICE)), abi.encodeCall(resale.accept, (offered)));
        vm.assertTrue(resale.isHolding(_holdingOf(offered, OTHER)), "holding");
        vm.assertEq(_free(OWNER), PRICE, "paid");
    }

    function test_WhenAHolderWithdrawsAndPostsAnotherPrice() public {
        _create(_rules());
        _offer(address(0), PRICE, EXPIRY);
        _call(
            OWNER, abi.encodeCall(resale.withdrawOffer, (offered)), abi.encodeCall(resale.offer, (holding, address(0), PRICE + 1, EXPIRY))
        );
        vm.assertEq(uint256(resale.recordOf(holding.licence).sales), 1, "sales");
        vm.assertEq(uint256(resale.recordOf(offered.number).state), uint256(IResaleChain.State.Never), "first");
        vm.assertEq(uint256(resale.recordOf(offered.number + 1).state), uint256(IResaleChain.State.Offered), "second");
    }

    function test_RevertWhen_OneOfTheCallsFails() public {
        _create(_rules());
        _offer(address(0), PRICE, EXPIRY);
        _fund(OTHER, PRICE);
        vm.expectRevert(abi.encodeWithSelector(IResaleChain.UnknownOffer.selector, offered.number));
        _call(OTHER, abi.encodeCall(resale.accept, (offered)), abi.encodeCall(resale.accept, (offered)));
        vm.assertEq(_free(OTHER), PRICE, "not paid");
        vm.expectRevert(abi.encodeWithSelector(IAccounts.InsufficientFree.selector, 0, OTHER, 0, 1));
        _call(OTHER, abi.encodeCall(resale.accept, (offered)), abi.encodeCall(resale.withdraw, (0, OTHER, 1)));
        vm.assertEq(uint256(resale.recordOf(offered.number).state), uint256(IResaleChain.State.Offered), "undone");
    }

    function _call(address sender, bytes memory first, bytes memory second) private {
        bytes[] memory calls = new bytes[](2);
        (calls[0], calls[1]) = (first, second);
        vm.prank(sender);
        resale.multicall(calls);
    }
}
