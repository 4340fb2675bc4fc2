// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC20Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

import {Market} from "../../../contracts/Market.sol";
import {IAccounts} from "../../../contracts/interfaces/IAccounts.sol";
import {PlainToken} from "../mocks/PlainToken.sol";
import {MarketTest} from "../utils/MarketTest.sol";

contract DepositWithPermitTest is MarketTest {
    struct Permit {
        uint256 deadline;
        uint8 v;
        bytes32 r;
        bytes32 s;
    }

    function testFuzz_WhenThePermitIsRight(uint88 amount) public {
        amount = uint88(bound(amount, 1, token.MOST_PER_CALL()));
        token.faucet(alice, amount);
        Permit memory permit = _permit(ALICE_KEY, alice, amount, block.timestamp);
        vm.expectEmit(address(market));
        emit IAccounts.Deposited(series, alice, alice, amount);
        _deposit(alice, amount, permit);
        _assertAccount(alice, amount, 0, 0);
        vm.assertEq(token.nonces(alice), 1);
    }

    function test_WhenAFrontRunnerUsedThePermitAlready() public {
        token.faucet(alice, 100);
        Permit memory permit = _permit(ALICE_KEY, alice, 100, block.timestamp);
        vm.prank(bob);
        token.permit(alice, address(market), 100, permit.deadline, permit.v, permit.r, permit.s);
        _deposit(alice, 100, permit);
        _assertAccount(alice, 100, 0, 0);
    }

    function test_WhenThePermitIsWrongButTheAllowanceSuffices() public {
        token.faucet(alice, 100);
        vm.prank(alice);
        token.approve(address(market), 100);
        _deposit(alice, 100, _permit(BOB_KEY, alice, 100, block.timestamp));
        _assertAccount(alice, 100, 0, 0);
    }

    function test_RevertWhen_ThePermitIsWrongAndThereIsNoAllowance() public {
        token.faucet(alice, 100);
        Permit memory permit = _permit(BOB_KEY, alice, 100, block.timestamp);
        vm.expectRevert(abi.encodeWithSelector(IERC20Errors.ERC20InsufficientAllowance.selector, address(market), 0, 100));
        _deposit(alice, 100, permit);
    }

    function test_RevertWhen_ThePermitHasExpiredAndThereIsNoAllowance() public {
        token.faucet(alice, 100);
        Permit memory permit = _permit(ALICE_KEY, alice, 100, block.timestamp - 1);
        vm.expectRevert(abi.encodeWithSelector(IERC20Errors.ERC20InsufficientAllowance.selector, address(market), 0, 100));
        _deposit(alice, 100, permit);
    }

    function test_WhenTheTokenHasNoPermitButTheAllowanceSuffices() public {
        PlainToken plain = new PlainToken();
        market = new Market(IERC20(address(plain)));
        series = market.createSeries(_config());
        plain.mint(alice, 100);
        vm.prank(alice);
        plain.approve(address(market), 100);
        _deposit(alice, 100, Permit(block.timestamp, 27, "r", "s"));
        _assertAccount(alice, 100, 0, 0);
    }

    function test_RevertWhen_TheSeriesDoesNotExist() public {
        token.faucet(alice, 100);
        Permit memory permit = _permit(ALICE_KEY, alice, 100, block.timestamp);
        ++series;
        vm.expectRevert(abi.encodeWithSelector(IAccounts.UnknownSeries.selector, series));
        _deposit(alice, 100, permit);
    }

    /* HELPERS */

    function _deposit(address who, uint256 amount, Permit memory permit) private {
        vm.prank(who);
        market.depositWithPermit(series, amount, permit.deadline, permit.v, permit.r, permit.s);
    }

    function _permit(uint256 key, address owner, uint256 amount, uint256 deadline) private view returns (Permit memory permit) {
        bytes32 typeHash = keccak256("Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)");
        bytes32 structHash = keccak256(abi.encode(typeHash, owner, address(market), amount, token.nonces(owner), deadline));
        permit.deadline = deadline;
        (permit.v, permit.r, permit.s) = vm.sign(key, keccak256(abi.encodePacked(hex"1901", token.DOMAIN_SEPARATOR(), structHash)));
    }
}
