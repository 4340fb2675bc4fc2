// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

import {Registry} from "../../../contracts/Registry.sol";
import {ResaleChain} from "../../../contracts/ResaleChain.sol";
import {IResaleChain} from "../../../contracts/interfaces/IResaleChain.sol";
import {PlainToken} from "../mocks/PlainToken.sol";
import {Test} from "./Test.sol";

/// @title Chains of a registered dataset, and what tests do with them again and again
/// @dev `_sell` goes down a chain one trade after the other: `holding` is the deepest licence and `offered` what became of it.
abstract contract ResaleTest is Test {
    uint40 internal constant START = 1_000_000;
    uint40 internal constant EXPIRY = START + 100;
    uint32 internal constant WHOLE = 1e9;
    uint88 internal constant PRICE = 3_700_000_000_000_000_123;
    address internal constant OWNER = address(0x0A0000000000000000000000000000000000A0);
    address internal constant OTHER = address(0x07E2);

    PlainToken internal token;
    Registry internal registry;
    ResaleChain internal resale;
    uint64 internal dataset;

    uint64 internal chain;
    IResaleChain.Holding internal holding;
    IResaleChain.Offer internal offered;

    function setUp() public virtual {
        vm.warp(START);
        token = new PlainToken();
        registry = new Registry(address(this));
        resale = new ResaleChain(IERC20(address(token)), registry);
        dataset = _registerDataset(OWNER);
    }

    function _registerDataset(address owner) internal returns (uint64) {
        uint32 kind = registry.registerKind("temperature");
        vm.prank(owner);
        return registry.registerDataset("root", 10, kind, 1, "station 7");
    }

    /* CHAINS */

    /// @dev Average, everybody credited at once, two sales each.
    function _rules() internal pure returns (IResaleChain.Rules memory) {
        return IResaleChain.Rules({family: IResaleChain.Family.Average, alpha: 0, maxDepth: 32, eagerDepth: 32, maxSales: 2});
    }

    function _deferredRules() internal pure returns (IResaleChain.Rules memory rules) {
        rules = _rules();
        rules.eagerDepth = 0;
    }

    /// @dev Rules under which a chain can be created, whatever the numbers are.
    function _allowed(uint8 family, uint32 alpha, uint8 maxDepth, uint8 eagerDepth, uint16 maxSales)
        internal
        pure
        returns (IResaleChain.Rules memory)
    {
        IResaleChain.Family chosen = IResaleChain.Family(bound(family, 0, 3));
        return IResaleChain.Rules({
            family: chosen,
            alpha: chosen == IResaleChain.Family.Tbds ? uint32(bound(alpha, 0, WHOLE - 1)) : 0,
            maxDepth: uint8(bound(maxDepth, 1, 32)),
            eagerDepth: eagerDepth,
            maxSales: uint16(bound(maxSales, 1, type(uint16).max))
        });
    }

    function _none() internal pure returns (uint32[][] memory) {}

    /// @dev Different shares everywhere. Every second column is used up, the others leave something.
    function _columns(uint256 trades) internal pure returns (uint32[][] memory columns) {
        columns = new uint32[][](trades);
        for (uint256 trade = 1; trade <= trades; ++trade) {
            columns[trade - 1] = new uint32[](trade);
            uint32 rest = WHOLE;
            for (uint256 i; i < trade; ++i) {
                uint32 share = uint32(uint256(keccak256(abi.encode(trade, i))) % (WHOLE / trade));
                if (i + 1 == trade && trade % 2 == 0) share = rest;
                columns[trade - 1][i] = share;
                rest -= share;
            }
        }
    }

    /// @dev `holding` becomes the owner's licence.
    function _create(IResaleChain.Rules memory rules, uint32[][] memory columns) internal {
        vm.prank(OWNER);
        (uint64 number, uint64 licence) = resale.createChain(dataset, rules, columns);
        chain = number;
        holding = IResaleChain.Holding({chain: number, licence: licence, price: 0, path: abi.encodePacked(OWNER)});
    }

    function _create(IResaleChain.Rules memory rules) internal {
        _create(rules, _none());
    }

    /* TRADES */

    function _player(uint256 number) internal pure returns (address) {
        return number == 0 ? OWNER : address(bytes20(keccak256(abi.encode("player", number))));
    }

    /// @dev The last of a path.
    function _holderOf(bytes memory path) internal pure returns (address holder) {
        assembly ("memory-safe") {
            holder := mload(add(path, mload(path)))
        }
    }

    /// @dev The shares of a trade as offers have them.
    function _sharesOf(uint256 trade) internal view returns (bytes memory packed) {
        uint32[] memory column = resale.columnOf(chain, trade);
        for (uint256 i; i + 1 < trade; ++i) {
            packed = abi.encodePacked(packed, column[i]);
        }
    }

    /// @dev The holder of `holding` posts a price: `offered`.
    function _offer(address buyer, uint88 price, uint40 expiry) internal {
        bytes memory shares = _sharesOf(holding.path.length / 20);
        IResaleChain.Holding memory from = holding;
        vm.prank(_holderOf(from.path));
        uint64 number = resale.offer(from, buyer, price, expiry);
        offered = IResaleChain.Offer({
            chain: chain, number: number, licence: from.licence, buyer: buyer, price: price, expiry: expiry, shares: shares, path: from.path
        });
    }

    /// @dev `buyer` accepts `offered` with money of its own: `holding`.
    function _accept(address buyer) internal {
        IResaleChain.Offer memory chosen = offered;
        vm.prank(buyer);
        resale.accept(chosen);
        holding = _holdingOf(chosen, buyer);
    }

    function _holdingOf(IResaleChain.Offer memory chosen, address buyer) internal pure returns (IResaleChain.Holding memory) {
        return IResaleChain.Holding({
            chain: chosen.chain, licence: chosen.number, price: chosen.price, path: abi.encodePacked(chosen.path, buyer)
        });
    }

    /// @dev One trade further down, paid with new money.
    function _sell(address buyer, uint88 price) internal {
        _offer(address(0), price, EXPIRY);
        if (price != 0) _fund(buyer, price);
        _accept(buyer);
    }

    /// @dev Down to a licence of this depth, at price 0.
    function _descend(uint256 depth) internal {
        for (uint256 trade = 1; trade <= depth; ++trade) {
            _sell(_player(trade), 0);
        }
    }

    /* MONEY */

    function _fund(address who, uint256 amount) internal {
        token.mint(address(this), amount);
        token.approve(address(resale), amount);
        resale.deposit(0, who, amount);
    }

    function _free(address who) internal view returns (uint256) {
        return resale.accountOf(0, who).free;
    }

    /* HOW IT IS STORED */

    /// @dev Where the contract keeps a record.
    function _recordSlot(uint64 number) internal pure returns (bytes32) {
        return keccak256(abi.encode(uint256(number), uint256(5)));
    }
}
