// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

import {IResaleChain} from "../../../contracts/interfaces/IResaleChain.sol";

/// @title Columns and payments of resale chains, written a second time from the rules alone
/// @dev Slow and plain; nothing of the contract's libraries is used.
library Reallocation {
    using SafeCast for uint256;

    uint256 internal constant WHOLE = 1e9;

    /// @param stored columns of an explicit matrix, as the chain was created with them
    function column(IResaleChain.Rules memory rules, uint32[][] memory stored, uint256 trade)
        internal
        pure
        returns (uint256[] memory shares)
    {
        shares = new uint256[](trade);
        uint256 left = WHOLE;
        for (uint256 i; i + 1 < trade; ++i) {
            if (rules.family == IResaleChain.Family.Explicit) shares[i] = stored[trade - 1][i];
            if (rules.family == IResaleChain.Family.Average) shares[i] = WHOLE / trade;
            if (rules.family == IResaleChain.Family.Tbds) {
                uint256 reaches = passed(rules.alpha, trade - 1 - i);
                shares[i] = i == 0 ? reaches : reaches - passed(rules.alpha, trade - i);
            }
            left -= shares[i];
        }
        shares[trade - 1] = left;
    }

    /// @return what is left of the whole when it was passed on `times` times
    function passed(uint256 alpha, uint256 times) internal pure returns (uint256) {
        return times == 0 ? WHOLE : passed(alpha, times - 1) * alpha / WHOLE;
    }

    /// @return amounts for each player of the column: floors, and the rest to the last
    function split(uint256 price, uint256[] memory shares) internal pure returns (uint256[] memory amounts) {
        amounts = new uint256[](shares.length);
        uint256 last = shares.length - 1;
        amounts[last] = price;
        for (uint256 i; i < last; ++i) {
            amounts[i] = price * shares[i] / WHOLE;
            amounts[last] -= amounts[i];
        }
    }

    /// @return columns of `trades` trades drawn from the seed: some use up the whole, some leave a part, some have zeros
    function drawn(uint256 seed, uint256 trades) internal pure returns (uint32[][] memory columns) {
        columns = new uint32[][](trades);
        for (uint256 trade = 1; trade <= trades; ++trade) {
            columns[trade - 1] = new uint32[](trade);
            uint256 left = WHOLE;
            uint256 from = _draw(seed, trade, trade) % trade;
            for (uint256 k; k < trade; ++k) {
                uint256 i = (from + k) % trade;
                uint256 share = _draw(seed, trade, i) % 5 == 0 ? 0 : _draw(seed, i, trade) % (left / (1 + _draw(seed, i, 99) % 3) + 1);
                if (k + 1 == trade && _draw(seed, trade, 77) % 2 == 0) share = left;
                columns[trade - 1][i] = share.toUint32();
                left -= share;
            }
        }
    }

    /// @return packed shares of all but the last, as offers have them
    function pack(uint256[] memory shares) internal pure returns (bytes memory packed) {
        for (uint256 i; i + 1 < shares.length; ++i) {
            packed = abi.encodePacked(packed, uint32(shares[i]));
        }
    }

    /// @return who is player `i` of a path
    function player(bytes memory path, uint256 i) internal pure returns (address who) {
        for (uint256 k; k < 20; ++k) {
            who = address((uint160(who) << 8) | uint8(path[20 * i + k]));
        }
    }

    function _draw(uint256 seed, uint256 one, uint256 other) private pure returns (uint256) {
        return uint256(keccak256(abi.encode(seed, one, other)));
    }
}
