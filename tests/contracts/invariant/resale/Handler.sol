// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

import {IResaleChain} from "../../../../contracts/interfaces/IResaleChain.sol";
import {Reallocation} from "../../utils/Reallocation.sol";
import {Model} from "./Model.sol";

/// @title Money, chains and the time, at random
/// @dev Forge calls the external functions in any order with any arguments; no call may revert. Each brings its arguments to where they make sense,
/// and counts in `reached` what it came to.
abstract contract Handler is Model {
    using SafeCast for uint256;

    uint256 private constant MOST_CHAINS = 16;

    mapping(string what => uint256) public reached;

    /// @dev Whoever did nothing has at least the free balance of before. @param acting who may have less; 0: nobody
    modifier watched(address acting) {
        uint256[ACTORS] memory before = _frees();
        _;
        uint256[ACTORS] memory afterwards = _frees();
        for (uint256 a; a < ACTORS; ++a) {
            if (actor[a] != acting) vm.assertGe(afterwards[a], before[a], "free balance of somebody who did nothing");
        }
    }

    /* MONEY */

    function deposit(uint256 payer, uint256 a, uint256 amount) external timed {
        _deposit(actor[payer % ACTORS], actor[a % ACTORS], bound(amount, 1, 1e24));
    }

    function _deposit(address payer, address account, uint256 amount) internal watched(address(0)) {
        if (amount > type(uint88).max - resale.held()) return;
        for (uint256 left = amount; left != 0;) {
            uint256 minted = left < token.MOST_PER_CALL() ? left : token.MOST_PER_CALL();
            token.faucet(payer, minted);
            left -= minted;
        }
        vm.startPrank(payer);
        token.approve(address(resale), amount);
        resale.deposit(0, account, amount);
        vm.stopPrank();
        (worth[account], paidIn) = (worth[account] + amount, paidIn + amount);
        ++reached["deposit"];
    }

    function withdraw(uint256 a, uint256 amount) external timed {
        address who = actor[a % ACTORS];
        if (worth[who] != 0) _withdraw(who, bound(amount, 1, worth[who]));
    }

    function _withdraw(address who, uint256 amount) internal watched(who) {
        uint256 before = token.balanceOf(who);
        vm.prank(who);
        resale.withdraw(0, who, amount);
        vm.assertEq(token.balanceOf(who), before + amount, "withdrawn");
        (worth[who], paidOut) = (worth[who] - amount, paidOut + amount);
        ++reached["withdrawal"];
    }

    /// @dev There is only one series, so this changes nothing.
    function move(uint256 a, uint256 amount) external timed {
        address who = actor[a % ACTORS];
        if (worth[who] != 0) _move(who, bound(amount, 1, worth[who]));
    }

    function _move(address who, uint256 amount) private watched(address(0)) {
        vm.prank(who);
        resale.move(0, 0, amount);
        ++reached["move"];
    }

    /// @dev Tokens that belong to nobody.
    function donate(uint256 amount) external timed watched(address(0)) {
        amount = bound(amount, 1, 1e18);
        token.faucet(address(resale), amount);
        donated += amount;
        ++reached["donation"];
    }

    /* CHAINS */

    function createChain(uint256 a, uint256 seed, uint256 alpha) external timed {
        if (chains.length < MOST_CHAINS) _createChain(actor[a % ACTORS], (1 + a % ACTORS).toUint64(), _rules(seed, alpha), seed);
    }

    function _createChain(address owner, uint64 dataset, IResaleChain.Rules memory rules, uint256 seed) private watched(address(0)) {
        uint32[][] memory columns;
        if (rules.family == IResaleChain.Family.Explicit) columns = Reallocation.drawn(seed, rules.maxDepth);
        vm.prank(owner);
        (uint64 chain, uint64 number) = resale.createChain(dataset, rules, columns);
        chains.push();
        Opened storage opened = chains[chains.length - 1];
        (opened.owner, opened.dataset, opened.rules, opened.columns) = (owner, dataset, rules, columns);
        vm.assertEq(chain, chains.length, "number of the chain");
        _recordLicence(IResaleChain.Holding({chain: chain, licence: number, price: 0, path: abi.encodePacked(owner)}), 0, owner, false);
        for (uint256 trade = 1; trade <= rules.maxDepth; ++trade) {
            _requireColumn(chain, trade);
        }
        ++reached[["explicit", "raw", "average", "tbds"][uint256(rules.family)]];
    }

    function _requireColumn(uint64 chain, uint256 trade) private view {
        uint32[] memory seen = resale.columnOf(chain, trade);
        uint256[] memory expected = _shares(chain, trade);
        vm.assertEq(seen.length, trade, "length of the column");
        for (uint256 i; i < trade; ++i) {
            vm.assertEq(seen[i], expected[i], "share");
        }
    }

    /// @dev Families in turn, beside all at once, all deferred and between, beside single chains, small trees and wide ones; short and long.
    function _rules(uint256 seed, uint256 alpha) private view returns (IResaleChain.Rules memory) {
        uint8 maxDepth = uint8(_draw(seed, 1) % 4 == 0 ? 1 + _draw(seed, 2) % 4 : 5 + _draw(seed, 2) % 28);
        uint8[5] memory eager = [0, 2, maxDepth / 2, uint8(_draw(seed, 3)), 1];
        uint16[5] memory sales = [1, 1, 2, 3, type(uint16).max];
        IResaleChain.Family family = IResaleChain.Family(chains.length % 4);
        return IResaleChain.Rules({
            family: family,
            alpha: family == IResaleChain.Family.Tbds ? uint32(bound(alpha, 0, 1e9 - 1)) : 0,
            maxDepth: maxDepth,
            eagerDepth: eager[chains.length % 5],
            maxSales: sales[chains.length / 2 % 5]
        });
    }

    /* TIME */

    function pass(uint256 time) external {
        clock += uint40(bound(time, 1, 300));
        vm.warp(clock);
        ++reached["time"];
    }

    /* HELPERS */

    function _draw(uint256 seed, uint256 number) internal pure returns (uint256) {
        return uint256(keccak256(abi.encode(seed, number)));
    }
}
