// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IResaleChain} from "../../../contracts/interfaces/IResaleChain.sol";
import {ResaleTest} from "../utils/ResaleTest.sol";

contract CreateChainTest is ResaleTest {
    function testFuzz_RevertWhen_TheDatasetIsUnknown(uint64 unknown) public {
        vm.assume(unknown != dataset);
        vm.expectRevert(abi.encodeWithSelector(IResaleChain.UnknownDataset.selector, unknown));
        resale.createChain(unknown, _rules(), _none());
    }

    function testFuzz_RevertWhen_TheSenderDoesNotOwnTheDataset(address other) public {
        vm.assume(other != OWNER);
        vm.expectRevert(abi.encodeWithSelector(IResaleChain.NotDatasetOwner.selector, dataset, other));
        vm.prank(other);
        resale.createChain(dataset, _rules(), _none());
    }

    function testFuzz_RevertWhen_TheDepthIsOutOfRange(uint8 depth) public {
        IResaleChain.Rules memory rules = _rules();
        rules.maxDepth = depth % 2 == 0 ? 0 : uint8(bound(depth, 33, 255));
        vm.expectRevert(abi.encodeWithSelector(IResaleChain.DepthOutOfRange.selector, rules.maxDepth));
        _create(rules);
    }

    function test_RevertWhen_NobodyCouldBuy() public {
        IResaleChain.Rules memory rules = _rules();
        rules.maxSales = 0;
        vm.expectRevert(IResaleChain.MaxSalesIsZero.selector);
        _create(rules);
    }

    function testFuzz_RevertWhen_AlphaIsTheWholeOrMore(uint32 alpha) public {
        IResaleChain.Rules memory rules = _rules();
        rules.family = IResaleChain.Family.Tbds;
        rules.alpha = uint32(bound(alpha, WHOLE, type(uint32).max));
        vm.expectRevert(abi.encodeWithSelector(IResaleChain.AlphaOutOfRange.selector, rules.alpha));
        _create(rules);
    }

    function testFuzz_RevertWhen_AlphaIsGivenToAnotherFamily(uint8 family, uint32 alpha) public {
        vm.assume(alpha != 0);
        IResaleChain.Rules memory rules = _rules();
        rules.family = IResaleChain.Family(bound(family, 0, 2));
        rules.alpha = alpha;
        vm.expectRevert(abi.encodeWithSelector(IResaleChain.AlphaOutOfRange.selector, alpha));
        _create(rules);
    }

    function testFuzz_RevertWhen_ColumnsAreGivenToAFamily(uint8 family, uint256 count) public {
        IResaleChain.Rules memory rules = _rules();
        rules.family = IResaleChain.Family(bound(family, 1, 3));
        count = bound(count, 1, 5);
        vm.expectRevert(abi.encodeWithSelector(IResaleChain.ColumnsNotExpected.selector, count));
        _create(rules, _columns(count));
    }

    function testFuzz_RevertWhen_ThereAreNotAsManyColumnsAsTrades(uint8 depth, uint256 count) public {
        depth = uint8(bound(depth, 1, 32));
        count = bound(count, 0, 33);
        vm.assume(count != depth);
        vm.expectRevert(abi.encodeWithSelector(IResaleChain.WrongColumnCount.selector, count, depth));
        _create(_explicit(depth), _columns(count));
    }

    function testFuzz_RevertWhen_AColumnHasAnotherLengthThanItsTrade(uint8 depth, uint256 trade, uint256 length) public {
        depth = uint8(bound(depth, 1, 8));
        trade = bound(trade, 1, depth);
        length = bound(length, 0, 10);
        vm.assume(length != trade);
        uint32[][] memory columns = _columns(depth);
        columns[trade - 1] = new uint32[](length);
        vm.expectRevert(abi.encodeWithSelector(IResaleChain.WrongColumnLength.selector, trade, length, trade));
        _create(_explicit(depth), columns);
    }

    function testFuzz_RevertWhen_AColumnIsAboveTheWhole(uint8 depth, uint256 trade, uint256 player, uint32 share) public {
        depth = uint8(bound(depth, 1, 32));
        trade = bound(trade, 1, depth);
        player = bound(player, 0, trade - 1);
        uint32[][] memory columns = _columns(depth);
        uint256 others;
        for (uint256 i; i < trade; ++i) {
            if (i != player) others += columns[trade - 1][i];
        }
        columns[trade - 1][player] = uint32(bound(share, WHOLE - others + 1, type(uint32).max));
        vm.expectRevert(abi.encodeWithSelector(IResaleChain.ColumnAboveWhole.selector, trade, others + uint256(columns[trade - 1][player])));
        _create(_explicit(depth), columns);
    }

    function test_RevertWhen_ManyHugeSharesAreInAColumn() public {
        uint32[][] memory columns = _columns(32);
        for (uint256 i; i < 32; ++i) {
            columns[31][i] = type(uint32).max;
        }
        vm.expectRevert(abi.encodeWithSelector(IResaleChain.ColumnAboveWhole.selector, 32, 32 * uint256(type(uint32).max)));
        _create(_explicit(32), columns);
    }

    function testFuzz_WhenEverythingIsInRange(uint8 family, uint32 alpha, uint8 depth, uint8 eager, uint16 sales) public {
        IResaleChain.Rules memory rules = _allowed(family, alpha, depth, eager, sales);
        uint32[][] memory columns = rules.family == IResaleChain.Family.Explicit ? _columns(rules.maxDepth) : _none();
        vm.expectEmit(address(resale));
        emit IResaleChain.ChainCreated(1, dataset, OWNER, 1, rules, columns);
        _create(rules, columns);

        vm.assertEq(chain, 1, "chain");
        vm.assertEq(holding.licence, 1, "licence");
        vm.assertEq(resale.chainCount(), 1, "chains");
        vm.assertEq(resale.lastNumber(), 1, "numbers");
        IResaleChain.Chain memory stored = resale.chainOf(1);
        vm.assertEq(stored.owner, OWNER, "owner");
        vm.assertEq(stored.dataset, dataset, "dataset");
        vm.assertEq(keccak256(abi.encode(stored.rules)), keccak256(abi.encode(rules)), "rules");
        vm.assertTrue(resale.isHolding(holding), "holding");
        IResaleChain.Record memory record = resale.recordOf(1);
        vm.assertEq(uint256(record.state), uint256(IResaleChain.State.Licence), "state");
        vm.assertFalse(record.deferred, "deferred");
        vm.assertFalse(record.ended, "ended");
        vm.assertEq(uint256(record.sales) + record.claimed, 0, "sales and claimed");
        bytes32 hash = keccak256(abi.encodePacked(uint64(1), uint88(0), OWNER));
        vm.assertEq(uint256(record.fingerprint), uint256(hash) >> 64, "fingerprint");
    }

    function test_WhenAColumnIsTheWholeToTheUnit() public {
        uint32[][] memory columns = _columns(2);
        (columns[1][0], columns[1][1]) = (WHOLE - 1, 1);
        _create(_explicit(2), columns);
        vm.assertEq(uint256(resale.columnOf(chain, 2)[0]), WHOLE - 1);
    }

    function test_WhenTheDatasetHasAChainAlready() public {
        _create(_explicit(4), _columns(4));
        uint32[][] memory columns = _columns(5);
        columns[4][0] = 7;
        _create(_explicit(5), columns);
        vm.assertEq(chain, 2, "chain");
        vm.assertEq(holding.licence, 2, "licence");
        vm.assertTrue(resale.isHolding(holding), "holding");
        vm.assertEq(uint256(resale.columnOf(2, 5)[0]), 7, "second");
        vm.assertEq(uint256(resale.chainOf(1).rules.maxDepth), 4, "first");
        vm.assertEq(uint256(resale.columnOf(1, 4)[0]), columns[3][0], "first column");
    }

    function _explicit(uint8 depth) private pure returns (IResaleChain.Rules memory rules) {
        rules = _rules();
        rules.family = IResaleChain.Family.Explicit;
        rules.maxDepth = depth;
    }
}
