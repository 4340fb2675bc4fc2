// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

import {Pack} from "./Pack.sol";

/// @title Learning rounds the slow way
/// @notice Values of sets by their definition, Shapley values as sums over all sets, trees level by level; in checked arithmetic.
library LearningReference {
    using SafeCast for int256;
    using SafeCast for uint256;

    /// @param counts by set of the present parties
    /// @param size rows of the validation set
    /// @param budget for an accuracy of 1
    struct Game {
        uint256[] counts;
        uint256 size;
        uint256 budget;
    }

    uint256 internal constant BLOCK = 4096;

    /* TABLES */

    /// @notice A closed table: each party adds up to `step` to the best set without one of the members.
    function draw(uint256 seed, uint256 count, uint256 step) internal pure returns (Game memory game) {
        game.counts = new uint256[](1 << count);
        for (uint256 set = 1; set < game.counts.length; ++set) {
            seed = uint256(keccak256(abi.encode(seed)));
            uint256 best;
            for (uint256 i; i < count; ++i) {
                uint256 without = set & ~(1 << i);
                if (game.counts[without] > best) best = game.counts[without];
            }
            game.counts[set] = best + seed % (step + 1);
        }
        game.size = together(game) + seed / 256 % (step + 1);
        if (game.size == 0) game.size = 1;
        game.budget = 1_000_000;
    }

    function parties(Game memory game) internal pure returns (uint256 count) {
        while (1 << count < game.counts.length) ++count;
    }

    function alone(Game memory game, uint256 party) internal pure returns (uint256) {
        return game.counts[1 << party];
    }

    function together(Game memory game) internal pure returns (uint256) {
        return game.counts[game.counts.length - 1];
    }

    /// @return cells 2 bytes each, completed to a word
    function table(Game memory game) internal pure returns (bytes memory cells) {
        cells = new bytes(game.counts.length < 16 ? 32 : 2 * game.counts.length);
        for (uint256 set; set < game.counts.length; ++set) {
            bytes2 cell = bytes2(game.counts[set].toUint16());
            (cells[2 * set], cells[2 * set + 1]) = (cell[0], cell[1]);
        }
    }

    /// @return list alone(2) together(2) of each party
    function pairs(Game memory game) internal pure returns (bytes memory list) {
        for (uint256 i; i < parties(game); ++i) {
            list = abi.encodePacked(list, alone(game, i).toUint16(), together(game).toUint16());
        }
    }

    /* PAYMENTS */

    /// @notice v(S) = G(S) + the sum over j in S of (G(S) - G_j).
    function value(Game memory game, uint256 set) internal pure returns (int256 found) {
        found = game.counts[set].toInt256();
        for (uint256 i; 1 << i < game.counts.length; ++i) {
            if ((set >> i) & 1 == 1) found += game.counts[set].toInt256() - alone(game, i).toInt256();
        }
    }

    /// @return worths m! times the Shapley value of each party: what it adds, in all orders
    function worths(Game memory game) internal pure returns (uint256[] memory) {
        uint256 count = parties(game);
        uint256[] memory found = new uint256[](count);
        int256[] memory values = new int256[](game.counts.length);
        for (uint256 set; set < values.length; ++set) {
            values[set] = value(game, set);
        }
        for (uint256 i; i < count; ++i) {
            int256 sum;
            for (uint256 set; set < values.length; ++set) {
                if ((set >> i) & 1 == 1) continue;
                uint256 size = _members(set);
                sum += (_factorial(size) * _factorial(count - 1 - size)).toInt256() * (values[set | (1 << i)] - values[set]);
            }
            found[i] = sum.toUint256();
        }
        return found;
    }

    function charges(Game memory game) internal pure returns (uint256[] memory) {
        uint256[] memory gains = new uint256[](parties(game));
        for (uint256 i; i < gains.length; ++i) {
            gains[i] = together(game) - alone(game, i);
        }
        return split(game.size == 0 ? 0 : game.budget * _sum(gains) / game.size, gains);
    }

    function payouts(Game memory game) internal pure returns (uint256[] memory) {
        return split(_sum(charges(game)), worths(game));
    }

    /// @notice By largest remainder, ties to the lower index: how many come before each is counted.
    function split(uint256 total, uint256[] memory weights) internal pure returns (uint256[] memory parts) {
        parts = new uint256[](weights.length);
        uint256 whole = _sum(weights);
        if (whole == 0) return parts;
        for (uint256 i; i < parts.length; ++i) {
            parts[i] = total * weights[i] / whole;
        }
        uint256 left = total - _sum(parts);
        for (uint256 i; i < parts.length; ++i) {
            uint256 before;
            for (uint256 k; k < parts.length; ++k) {
                (uint256 mine, uint256 other) = (total * weights[i] % whole, total * weights[k] % whole);
                if (other > mine || (other == mine && k < i)) ++before;
            }
            if (before < left) ++parts[i];
        }
    }

    /* BLOCKS */

    /// @return list for each block common(12) and for each party own(12)
    function rows(Game memory game) internal pure returns (bytes memory list) {
        uint256 count = parties(game);
        if (count == 0) return "";
        for (uint256 start; start < game.counts.length; start += BLOCK) {
            uint256[] memory sums = new uint256[](count + 1);
            for (uint256 set = start; set < start + BLOCK && set < game.counts.length; ++set) {
                (uint256 size, uint256 g) = (_members(set), (_members(set) + 1) * game.counts[set]);
                uint256 behind = size == count ? 0 : _factorial(size) * _factorial(count - 1 - size);
                sums[0] += behind * g;
                if (size != 0) behind += _factorial(size - 1) * _factorial(count - size);
                for (uint256 i; i < count; ++i) {
                    if ((set >> i) & 1 == 1) sums[i + 1] += behind * g;
                }
            }
            for (uint256 i; i <= count; ++i) {
                list = abi.encodePacked(list, sums[i].toUint96());
            }
        }
    }

    /* TREES */

    function words(bytes memory data, uint256 size) internal pure returns (bytes32[] memory list) {
        list = new bytes32[](data.length / size);
        for (uint256 i; i < list.length; ++i) {
            list[i] = size == 32 ? _word(data, i) : keccak256(Pack.slice(data, i * size, (i + 1) * size));
        }
    }

    function _word(bytes memory data, uint256 i) private pure returns (bytes32 word) {
        assembly ("memory-safe") {
            word := mload(add(data, mul(32, add(i, 1))))
        }
    }

    function root(bytes32[] memory level) internal pure returns (bytes32) {
        while (level.length > 1) level = above(level);
        return level[0];
    }

    function above(bytes32[] memory level) internal pure returns (bytes32[] memory parents) {
        parents = new bytes32[](level.length / 2);
        for (uint256 i; i < parents.length; ++i) {
            parents[i] = keccak256(abi.encodePacked(level[2 * i], level[2 * i + 1]));
        }
    }

    function proof(bytes32[] memory level, uint256 place) internal pure returns (bytes memory steps) {
        for (; level.length > 1; place /= 2) {
            steps = abi.encodePacked(steps, level[place ^ 1]);
            level = above(level);
        }
    }

    function _members(uint256 set) private pure returns (uint256 count) {
        for (; set != 0; set /= 2) {
            count += set % 2;
        }
    }

    function _factorial(uint256 n) private pure returns (uint256) {
        return n < 2 ? 1 : n * _factorial(n - 1);
    }

    function _sum(uint256[] memory list) private pure returns (uint256 sum) {
        for (uint256 i; i < list.length; ++i) {
            sum += list[i];
        }
    }
}
