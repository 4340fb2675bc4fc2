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

    /* WHAT IS NOT SO */

    /// @dev The holding with something else in one place. It has at least three different players.
    function _misstated(IResaleChain.Holding memory right, uint8 field, uint256 change)
        internal
        pure
        returns (IResaleChain.Holding memory wrong)
    {
        wrong = _copyOf(right);
        field %= 4;
        if (field == 0) wrong.chain = uint64(_other(right.chain, change, type(uint64).max));
        else if (field == 1) wrong.price = uint88(_other(right.price, change, type(uint88).max));
        else if (field == 2) wrong.licence = 1 + uint64(_other(right.licence - 1, change, right.licence - 1));
        else wrong.path = _misled(right.path, change);
    }

    /// @dev The offer with something else in one place. Its path has at least three different players.
    function _misstated(IResaleChain.Offer memory right, uint8 field, uint256 change)
        internal
        pure
        returns (IResaleChain.Offer memory wrong)
    {
        wrong = _copyOf(right);
        field %= 8;
        if (field == 0) wrong.chain = uint64(_other(right.chain, change, type(uint64).max));
        else if (field == 1) wrong.licence = uint64(_other(right.licence, change, type(uint64).max));
        else if (field == 2) wrong.buyer = address(uint160(_other(uint160(right.buyer), change, type(uint160).max)));
        else if (field == 3) wrong.price = uint88(_other(right.price, change, type(uint88).max));
        else if (field == 4) wrong.expiry = uint40(_other(right.expiry, change, type(uint40).max));
        else if (field == 5) wrong.path = _misled(right.path, change);
        else if (field == 6) wrong.shares = _mutated(right.shares, change, 4);
        else (wrong.shares, wrong.path) = _recut(right.shares, right.path, change);
    }

    /// @dev A path that is longer, shorter, permuted or has another player.
    function _misled(bytes memory path, uint256 change) private pure returns (bytes memory wrong) {
        if (change % 5 != 0) return _mutated(path, change, 20);
        wrong = bytes.concat(path);
        uint256 players = path.length / 20;
        uint256 i = (change / 5) % (players - 1);
        for (uint256 k; k < 20; ++k) {
            (wrong[20 * i + k], wrong[20 * i + 20 + k]) = (wrong[20 * i + 20 + k], wrong[20 * i + k]);
        }
    }

    /// @dev One byte changed, one or one item more, one or one item less, or nothing at all.
    function _mutated(bytes memory data, uint256 change, uint256 item) private pure returns (bytes memory wrong) {
        uint256 kind = change % 6;
        change /= 6;
        wrong = bytes.concat(data);
        if (kind == 0) wrong[change % data.length] ^= bytes1(uint8(1 + change / data.length % 255));
        else if (kind == 1) wrong = bytes.concat(data, bytes1(uint8(change)));
        else if (kind == 2) wrong = abi.encodePacked(data, _slice(abi.encode(change), 0, item));
        else if (kind == 3) wrong = _slice(data, 0, data.length - 1);
        else if (kind == 4) wrong = _slice(data, 0, data.length - item);
        else wrong = "";
    }

    /// @dev The same bytes one after the other, of which others are called the path.
    function _recut(bytes memory shares, bytes memory path, uint256 change) private pure returns (bytes memory, bytes memory) {
        bytes memory both = bytes.concat(shares, path);
        uint256 cut = _other(shares.length, change, both.length);
        return (_slice(both, 0, cut), _slice(both, cut, both.length - cut));
    }

    function _slice(bytes memory data, uint256 from, uint256 length) private pure returns (bytes memory slice) {
        slice = new bytes(length);
        for (uint256 i; i < length; ++i) {
            slice[i] = data[from + i];
        }
    }

    /// @dev Any number up to `most` but this one.
    function _other(uint256 value, uint256 change, uint256 most) private pure returns (uint256) {
        return (value + 1 + change % most) % (most + 1);
    }

    function _copyOf(IResaleChain.Holding memory right) private pure returns (IResaleChain.Holding memory) {
        return abi.decode(abi.encode(right), (IResaleChain.Holding));
    }

    function _copyOf(IResaleChain.Offer memory right) private pure returns (IResaleChain.Offer memory) {
        return abi.decode(abi.encode(right), (IResaleChain.Offer));
    }

    /// @dev Where the contract keeps a record.
    function _recordSlot(uint64 number) internal pure returns (bytes32) {
        return keccak256(abi.encode(uint256(number), uint256(5)));
    }
}
