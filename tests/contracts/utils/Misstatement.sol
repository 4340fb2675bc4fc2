// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IResaleChain} from "../../../contracts/interfaces/IResaleChain.sol";

/// @title Licences and offers with something else in one place than what was recorded
library Misstatement {
    /// @dev The holding with something else in one place. It has at least three different players.
    function misstated(IResaleChain.Holding memory right, uint8 field, uint256 change)
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
    function misstated(IResaleChain.Offer memory right, uint8 field, uint256 change)
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
        // forge-lint: disable-start(unsafe-typecast)
        if (kind == 0) wrong[change % data.length] ^= bytes1(uint8(1 + change / data.length % 255));
        else if (kind == 1) wrong = bytes.concat(data, bytes1(uint8(change)));
        // forge-lint: disable-end(unsafe-typecast)
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
}
