// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IAccounts} from "../../../../contracts/interfaces/IAccounts.sol";
import {IResaleChain} from "../../../../contracts/interfaces/IResaleChain.sol";
import {ResaleTest} from "../../utils/ResaleTest.sol";

/// @dev Attempts to make money, to spend it twice, to spill it into the next field of an account, and to make trades too dear.
contract MoneyAttackTest is ResaleTest {
    uint256 private constant ALL = type(uint88).max;

    /// @dev All the money there can be goes round and round; whoever is in the path is in it several times.
    function testFuzz_WhenAFewSellToEachOther(uint256 seed, bool deferred) public {
        _create(deferred ? _deferredRules() : _rules());
        _fund(_player(1), ALL);
        uint256 owed;
        for (uint256 trade = 1; trade <= 12; ++trade) {
            address buyer = _player(uint256(keccak256(abi.encode(seed, trade))) % 3);
            uint88 price = uint88(_free(buyer));
            _offer(address(0), price, EXPIRY);
            _accept(buyer);
            if (deferred && price != 0) owed += (trade - 1) * (uint256(price) * (WHOLE / trade) / WHOLE);
            vm.assertEq(_free(_player(0)) + _free(_player(1)) + _free(_player(2)) + owed, ALL, "money");
        }
        for (uint256 i; i < 3; ++i) {
            _requireClean(_player(i));
        }
    }

    /// @dev The price must be there before anything comes back.
    function test_RevertWhen_ASellerBuysFromItselfWithoutTheMoney() public {
        _create(_rules());
        _fund(OWNER, PRICE - 1);
        _offer(address(0), PRICE, EXPIRY);
        IResaleChain.Offer memory chosen = offered;
        vm.expectRevert(abi.encodeWithSelector(IAccounts.InsufficientFree.selector, uint64(0), OWNER, PRICE - 1, PRICE));
        vm.prank(OWNER);
        resale.accept(chosen);
        _fund(OWNER, 1);
        _accept(OWNER);
        vm.assertEq(_free(OWNER), PRICE, "the same as before");
    }

    function test_RevertWhen_MoneyIsSpentTwiceInOneTransaction() public {
        _create(_rules());
        _fund(OTHER, PRICE);
        _offer(address(0), PRICE, EXPIRY);
        bytes[] memory calls = new bytes[](2);
        calls[0] = abi.encodeCall(resale.accept, (offered));
        calls[1] = abi.encodeCall(resale.withdraw, (0, OTHER, PRICE));
        bytes memory refusal = abi.encodeWithSelector(IAccounts.InsufficientFree.selector, uint64(0), OTHER, 0, PRICE);
        vm.expectRevert(refusal);
        vm.prank(OTHER);
        resale.multicall(calls);
        // a multicall within a multicall is still the sender's
        bytes[] memory outer = new bytes[](1);
        outer[0] = abi.encodeCall(resale.multicall, (calls));
        vm.expectRevert(refusal);
        vm.prank(OTHER);
        resale.multicall(outer);
        vm.assertEq(_free(OTHER), PRICE, "money");
    }

    /// @dev Shares that nobody has claimed are held, too: there is always room for them in the accounts.
    function test_RevertWhen_MoreIsPaidInBesideUnclaimedShares() public {
        _create(_deferredRules());
        _descend(4);
        _sell(OTHER, type(uint88).max);
        vm.assertEq(resale.held(), ALL);
        token.mint(address(this), 1);
        token.approve(address(resale), 1);
        vm.expectRevert(abi.encodeWithSelector(IAccounts.HeldOverflow.selector, ALL, 1));
        resale.deposit(0, OWNER, 1);
        resale.claim(holding, type(uint256).max);
        uint256 sum;
        for (uint256 i; i < 5; ++i) {
            sum += _free(_player(i));
            _requireClean(_player(i));
        }
        vm.assertEq(sum, ALL, "all of it");
    }

    /// @dev A zero share is no credit, and no account is touched for it.
    function test_WhenThePriceIsTooSmallForAnyShare() public {
        _create(_rules());
        _descend(31);
        _sell(OTHER, 31);
        vm.assertEq(_free(_player(31)), 31, "all to the direct seller");
        vm.assertEq(_free(OWNER), 0, "upstream");
    }

    function test_WhenMoneyIsMovedWithinTheOnlySeries() public {
        _fund(OTHER, 100);
        vm.prank(OTHER);
        resale.move(0, 0, 100);
        vm.assertEq(_free(OTHER), 100);
        vm.expectRevert(abi.encodeWithSelector(IAccounts.UnknownSeries.selector, uint64(1)));
        vm.prank(OTHER);
        resale.move(0, 1, 100);
        vm.expectRevert(abi.encodeWithSelector(IAccounts.InsufficientFree.selector, uint64(7), OTHER, 0, 100));
        vm.prank(OTHER);
        resale.move(7, 0, 100);
    }

    /// @dev Everybody in the longest path is paid for the first time: nobody can make a trade, or a claim, that does not fit into a block.
    function test_WhenTheDearestTradeIsMade() public {
        _create(_rules());
        _descend(31);
        uint256 before = gasleft();
        _sell(OTHER, PRICE);
        vm.assertLe(before - gasleft(), 1_500_000, "trade");
        IResaleChain.Rules memory rules = _deferredRules();
        rules.family = IResaleChain.Family.Explicit;
        before = gasleft();
        _create(rules, _columns(32));
        vm.assertLe(before - gasleft(), 4_000_000, "chain");
        _descend(31);
        _sell(OTHER, PRICE);
        before = gasleft();
        resale.claim(holding, type(uint256).max);
        vm.assertLe(before - gasleft(), 1_500_000, "claim");
    }

    /// @dev `free` is the lowest field of an account's word: whatever spilled out of it would be seen here.
    function _requireClean(address who) private view {
        IAccounts.Account memory account = resale.accountOf(0, who);
        vm.assertEq(uint256(account.locked) + account.round + account.nonce + account.entries, 0, "other fields");
    }
}
