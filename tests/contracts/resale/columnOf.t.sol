// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IResaleChain} from "../../../contracts/interfaces/IResaleChain.sol";
import {ResaleTest} from "../utils/ResaleTest.sol";

contract ColumnOfTest is ResaleTest {
    function testFuzz_RevertWhen_TheChainIsUnknown(uint64 unknown) public {
        _create(_rules());
        vm.assume(unknown != chain);
        vm.expectRevert(abi.encodeWithSelector(IResaleChain.UnknownChain.selector, unknown));
        resale.columnOf(unknown, 1);
    }

    function testFuzz_RevertWhen_ThereIsNoSuchTrade(uint8 depth, uint256 trade) public {
        IResaleChain.Rules memory rules = _rules();
        rules.maxDepth = uint8(bound(depth, 1, 32));
        if (trade <= rules.maxDepth) trade = 0;
        _create(rules);
        vm.expectRevert(abi.encodeWithSelector(IResaleChain.UnknownTrade.selector, chain, trade));
        resale.columnOf(chain, trade);
    }

    function test_WhenTheFamilyIsRaw() public {
        IResaleChain.Rules memory rules = _rules();
        rules.family = IResaleChain.Family.Raw;
        _create(rules);
        for (uint256 trade = 1; trade <= 32; ++trade) {
            uint32[] memory column = _wholeColumn(trade);
            vm.assertEq(uint256(column[trade - 1]), WHOLE, "direct seller");
        }
    }

    function test_WhenTheFamilyIsAverage() public {
        _create(_rules());
        for (uint256 trade = 1; trade <= 32; ++trade) {
            uint32[] memory column = _wholeColumn(trade);
            for (uint256 i; i + 1 < trade; ++i) {
                vm.assertEq(uint256(column[i]), WHOLE / trade, "upstream");
            }
        }
    }

    function testFuzz_WhenTheFamilyIsTbds(uint32 alpha) public {
        IResaleChain.Rules memory rules = _rules();
        rules.family = IResaleChain.Family.Tbds;
        rules.alpha = alpha % WHOLE;
        _create(rules);
        for (uint256 trade = 1; trade <= 32; ++trade) {
            uint32[] memory column = _wholeColumn(trade);
            uint256 pass = WHOLE;
            for (uint256 i = trade - 1; i > 0; --i) {
                uint256 next = pass * rules.alpha / WHOLE;
                vm.assertEq(uint256(column[i]), pass - next, "kept");
                pass = next;
            }
            vm.assertEq(uint256(column[0]), pass, "the owner's");
        }
    }

    function testFuzz_WhenTheColumnsWereGiven(uint8 depth) public {
        IResaleChain.Rules memory rules = _rules();
        rules.family = IResaleChain.Family.Explicit;
        rules.maxDepth = uint8(bound(depth, 1, 32));
        uint32[][] memory columns = _columns(rules.maxDepth);
        _create(rules, columns);
        for (uint256 trade = 1; trade <= rules.maxDepth; ++trade) {
            uint32[] memory column = _wholeColumn(trade);
            for (uint256 i; i + 1 < trade; ++i) {
                vm.assertEq(uint256(column[i]), columns[trade - 1][i], "upstream");
            }
            vm.assertGe(column[trade - 1], columns[trade - 1][trade - 1], "direct seller");
        }
    }

    /// @dev The column of a trade, which is as long as it has to be and sums to the whole.
    function _wholeColumn(uint256 trade) private view returns (uint32[] memory column) {
        column = resale.columnOf(chain, trade);
        vm.assertEq(column.length, trade, "length");
        uint256 sum;
        for (uint256 i; i < trade; ++i) {
            sum += column[i];
        }
        vm.assertEq(sum, WHOLE, "sum");
    }
}
