// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IResaleChain} from "../../../contracts/interfaces/IResaleChain.sol";
import {Reallocation} from "../utils/Reallocation.sol";
import {ResaleTest} from "../utils/ResaleTest.sol";

/// @dev A whole chain with a price in every trade, played twice from the same state: paid at once, and deferred.
contract DeferralTest is ResaleTest {
    uint256 private constant PLAYERS = 33;

    uint256 private seed;
    /// @dev Licences of the buyers, from the first trade on.
    IResaleChain.Holding[] private bought;
    uint256[PLAYERS] private atOnce;

    function testFuzz_WhenEverybodyHasClaimed(uint256 seed_, uint8 family, uint32 alpha, uint8 trades, uint8 eagerDepth) public {
        seed = seed_;
        IResaleChain.Rules memory rules = _allowed(family, alpha, trades, 32, 1);
        uint256 before = vm.snapshotState();
        _play(rules);
        uint256[PLAYERS] memory expected = _balances();
        uint256 held = resale.held();
        _requireExact(expected);

        vm.revertToState(before);
        rules.eagerDepth = uint8(bound(eagerDepth, 0, rules.maxDepth));
        _play(rules);
        _claimInAnyOrder();
        uint256[PLAYERS] memory seen = _balances();
        for (uint256 i; i < PLAYERS; ++i) {
            vm.assertEq(seen[i], expected[i], "balance");
        }
        vm.assertEq(resale.held(), held, "held");
    }

    function testFuzz_WhenColumnsAreRead(uint256 seed_, uint8 family, uint32 alpha, uint8 trades) public {
        IResaleChain.Rules memory rules = _allowed(family, alpha, trades, 0, 1);
        uint32[][] memory columns;
        if (rules.family == IResaleChain.Family.Explicit) columns = Reallocation.drawn(seed_, rules.maxDepth);
        _create(rules, columns);
        for (uint256 trade = 1; trade <= rules.maxDepth; ++trade) {
            uint256[] memory expected = Reallocation.column(rules, columns, trade);
            uint32[] memory seen = resale.columnOf(chain, trade);
            vm.assertEq(seen.length, trade, "length");
            uint256 sum;
            for (uint256 i; i < trade; ++i) {
                vm.assertEq(seen[i], expected[i], "share");
                sum += seen[i];
            }
            vm.assertEq(sum, WHOLE, "sum");
        }
    }

    /* HELPERS */

    /// @dev Every trade down to the cap; prices together need not more than there can be.
    function _play(IResaleChain.Rules memory rules) private {
        delete bought;
        uint32[][] memory columns;
        if (rules.family == IResaleChain.Family.Explicit) columns = Reallocation.drawn(seed, rules.maxDepth);
        _create(rules, columns);
        delete atOnce;
        for (uint256 trade = 1; trade <= rules.maxDepth; ++trade) {
            uint88 price = _price(trade, type(uint88).max / rules.maxDepth);
            _sell(_player(_who(trade)), price);
            bought.push(holding);
            uint256[] memory amounts = Reallocation.split(price, Reallocation.column(rules, columns, trade));
            for (uint256 i; i < trade; ++i) {
                atOnce[_who(i)] += amounts[i];
            }
        }
    }

    function _requireExact(uint256[PLAYERS] memory balances) private view {
        for (uint256 i; i < PLAYERS; ++i) {
            vm.assertEq(balances[i], atOnce[i], "paid at once");
        }
    }

    /// @dev Some of some licences a few times, then all that is left.
    function _claimInAnyOrder() private {
        for (uint256 k; k < 2 * bought.length; ++k) {
            uint256 drawn = _draw(k, 1);
            _claim(drawn % bought.length, _draw(k, 2));
        }
        for (uint256 i = bought.length; i != 0; --i) {
            _claim(i - 1, type(uint256).max);
            IResaleChain.Holding memory done = bought[i - 1];
            vm.expectRevert(abi.encodeWithSelector(IResaleChain.NothingToClaim.selector, done.licence, type(uint256).max));
            resale.claim(done, type(uint256).max);
        }
    }

    function _claim(uint256 i, uint256 payees) private {
        IResaleChain.Record memory record = resale.recordOf(bought[i].licence);
        uint256 upstream = bought[i].path.length / 20 - 2;
        bool due = record.deferred && payees & ~uint256(record.claimed) & ((1 << upstream) - 1) != 0;
        if (due) resale.claim(bought[i], payees);
    }

    function _balances() private view returns (uint256[PLAYERS] memory balances) {
        for (uint256 i; i < PLAYERS; ++i) {
            balances[i] = _free(_player(i));
        }
    }

    /// @dev Who is at a place of the path: mostly somebody new, sometimes somebody who is there already.
    function _who(uint256 place) private view returns (uint256) {
        return place != 0 && _draw(place, 3) % 5 == 0 ? _draw(place, 4) % place : place;
    }

    function _price(uint256 trade, uint256 most) private view returns (uint88) {
        uint256[4] memory limits = [uint256(0), 1000, 1e18, most];
        uint256 limit = limits[_draw(trade, 5) % 4];
        return uint88(_draw(trade, 6) % 8 == 0 ? limit : bound(_draw(trade, 7), 0, limit));
    }

    function _draw(uint256 number, uint256 what) private view returns (uint256) {
        return uint256(keccak256(abi.encode(seed, number, what)));
    }
}
