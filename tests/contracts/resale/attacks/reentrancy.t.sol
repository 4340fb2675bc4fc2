// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";

import {ResaleChain} from "../../../../contracts/ResaleChain.sol";
import {IRegistry} from "../../../../contracts/interfaces/IRegistry.sol";
import {IResaleChain} from "../../../../contracts/interfaces/IResaleChain.sol";
import {HostileRegistry} from "../../mocks/HostileRegistry.sol";
import {ReenteringToken} from "../../mocks/ReenteringToken.sol";
import {ResaleTest} from "../../utils/ResaleTest.sol";

/// @dev The token, or the registry, calls back in the middle of a call.
contract ReentrancyAttackTest is ResaleTest {
    ReenteringToken private hostile;

    function setUp() public override {
        super.setUp();
        hostile = new ReenteringToken();
        token = hostile;
        resale = new ResaleChain(IERC20(address(hostile)), registry);
        _create(_deferredRules());
        _descend(3);
    }

    function test_RevertWhen_TheTokenPaysInOrOutAgain() public {
        _fund(address(hostile), 100);
        bytes[2] memory nested =
            [abi.encodeCall(resale.withdraw, (0, address(hostile), 100)), abi.encodeCall(resale.deposit, (0, address(hostile), 0))];
        for (uint256 i; i < 4; ++i) {
            _fundArmed(OTHER, 50, nested[i % 2], i < 2);
            vm.assertTrue(hostile.called() && !hostile.succeeded(), "nested");
            vm.assertEq(hostile.answer(), abi.encodeWithSelector(ReentrancyGuardTransient.ReentrancyGuardReentrantCall.selector));
        }
        _requireWhole(OTHER, 200);
    }

    /// @dev Buying in the middle of a deposit or a withdrawal is allowed, and spends only what is there.
    function test_WhenTheTokenBuysInTheMiddle() public {
        _fund(address(hostile), PRICE);
        _fund(OTHER, 100);
        for (uint256 i; i < 2; ++i) {
            _offer(address(0), PRICE, EXPIRY);
            bytes memory buy = abi.encodeCall(resale.accept, (offered));
            uint256 held = resale.held();
            if (i == 0) {
                hostile.arm(address(resale), buy, true);
                vm.prank(OTHER);
                resale.withdraw(0, OTHER, 60);
                vm.assertTrue(hostile.succeeded(), "bought");
                vm.assertEq(resale.held(), held - 60, "held");
            } else {
                // it has nothing left; what is being deposited for it is not there yet
                _fundArmed(address(hostile), PRICE, buy, true);
                vm.assertTrue(hostile.called() && !hostile.succeeded(), "not bought");
                vm.assertEq(resale.held(), held + PRICE, "held");
            }
        }
        vm.assertEq(_free(OTHER), 40, "other");
        vm.assertEq(_free(address(hostile)), PRICE, "the token's own");
        vm.assertEq(hostile.balanceOf(address(resale)), resale.held(), "tokens");
    }

    /// @dev A claim in the middle of a withdrawal, and again afterwards.
    function test_WhenTheTokenClaimsInTheMiddle() public {
        _sell(OTHER, PRICE);
        uint256 share = uint256(PRICE) * resale.columnOf(chain, 4)[0] / WHOLE;
        hostile.arm(address(resale), abi.encodeCall(resale.claim, (holding, 1)), true);
        vm.prank(_player(3));
        resale.withdraw(0, OTHER, 1);
        vm.assertTrue(hostile.succeeded(), "claimed");
        vm.assertEq(_free(OWNER), share, "share");
        vm.expectRevert(abi.encodeWithSelector(IResaleChain.NothingToClaim.selector, holding.licence, 1));
        resale.claim(holding, 1);
        vm.assertEq(resale.held(), PRICE - 1, "held");
        vm.assertEq(hostile.balanceOf(address(resale)), resale.held(), "tokens");
    }

    /// @dev The registry is asked by a call that can change nothing.
    function test_RevertWhen_TheRegistryActs() public {
        HostileRegistry asked = new HostileRegistry();
        resale = new ResaleChain(token, IRegistry(address(asked)));
        asked.arm(abi.encodeCall(resale.createChain, (1, _rules(), _none())));
        asked.createChain(resale, _rules());
        // one chain, not two: the nested call failed
        vm.assertEq(resale.chainCount(), 1, "chains");
        vm.assertEq(resale.lastNumber(), 1, "numbers");
        asked.arm(abi.encodeCall(resale.chainCount, ()));
        vm.expectRevert(abi.encodeWithSelector(IResaleChain.UnknownDataset.selector, uint64(1)));
        asked.createChain(resale, _rules());
    }

    function test_RevertWhen_TheRegistryIsNoContract() public {
        resale = new ResaleChain(token, IRegistry(OTHER));
        vm.expectRevert();
        vm.prank(OWNER);
        resale.createChain(1, _rules(), _none());
    }

    /// @dev Calls back in the deposit, not when its tokens are minted.
    function _fundArmed(address who, uint256 amount, bytes memory nested, bool afterwards) private {
        hostile.mint(address(this), amount);
        hostile.approve(address(resale), amount);
        hostile.arm(address(resale), nested, afterwards);
        resale.deposit(0, who, amount);
    }

    function _requireWhole(address who, uint256 amount) private view {
        vm.assertEq(_free(who), amount, "free");
        vm.assertEq(_free(address(hostile)), 100, "the token's own");
        vm.assertEq(resale.held(), amount + 100, "held");
        vm.assertEq(hostile.balanceOf(address(resale)), resale.held(), "tokens");
    }
}
