// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

import {MerkleReference} from "./MerkleReference.sol";

/// @title The leakage game the slow way
/// @notice Everything from one matrix with a row and a column for each device, in checked arithmetic, and every sum made anew.
library LeakageReference {
    using SafeCast for uint256;

    /// @param prices by device, base units
    /// @param kinds by device
    /// @param homes by device: the coalition
    /// @param influence by type and type
    /// @param cost for each other member
    struct Game {
        uint256[] prices;
        uint256[] kinds;
        uint256[] homes;
        uint256[][] influence;
        uint256 cost;
    }

    /// @dev Where a device goes that goes off alone.
    uint256 internal constant ALONE = type(uint256).max;

    /* PAYOFFS */

    function between(Game memory game, uint256 one, uint256 other) internal pure returns (uint256) {
        return one == other ? 0 : game.influence[game.kinds[one]][game.kinds[other]];
    }

    /// @notice The influence on a device of those outside the coalition that `homes` puts it in, and that coalition's size.
    function standing(Game memory game, uint256[] memory homes, uint256 device) internal pure returns (uint256 leak, uint256 size) {
        for (uint256 other; other < homes.length; ++other) {
            if (homes[other] == homes[device]) ++size;
            else leak += between(game, device, other);
        }
    }

    function worth(Game memory game, uint256 device) internal pure returns (uint256) {
        (uint256 leak,) = standing(game, game.homes, device);
        uint256 whole = _whole(game);
        return whole == 0 ? game.prices[device] : game.prices[device] * whole / (whole + leak);
    }

    function costs(Game memory game, uint256 device) internal pure returns (uint256) {
        (, uint256 size) = standing(game, game.homes, device);
        return game.cost * (size - 1);
    }

    /// @notice Whether a device gets more in the first of two partitions than in the second. u = p D / (D + G) - cost (s - 1); both sides
    /// times (D + G) (D + G'), and what is subtracted on one side added on the other.
    function better(Game memory game, uint256 device, uint256[] memory here, uint256[] memory there) internal pure returns (bool) {
        (uint256 leak, uint256 size) = standing(game, here, device);
        (uint256 otherLeak, uint256 otherSize) = standing(game, there, device);
        (uint256 full, uint256 otherFull) = (_whole(game) + leak, _whole(game) + otherLeak);
        uint256 price = game.prices[device] * _whole(game);
        return price * otherFull + game.cost * otherSize * full * otherFull > price * full + game.cost * size * full * otherFull;
    }

    /* STABILITY */

    /// @notice The partition after one device went to a coalition.
    function moved(Game memory game, uint256 device, uint256 target) internal pure returns (uint256[] memory homes) {
        homes = new uint256[](game.homes.length);
        for (uint256 other; other < homes.length; ++other) {
            homes[other] = other == device ? target : game.homes[other];
        }
    }

    function gains(Game memory game, uint256 device, uint256 target) internal pure returns (bool) {
        return better(game, device, moved(game, device, target), game.homes);
    }

    /// @notice The lowest type that somebody has in the target who loses if the device comes; ALONE: there is nobody.
    function minding(Game memory game, uint256 device, uint256 target) internal pure returns (uint256 kind) {
        uint256[] memory homes = moved(game, device, target);
        kind = ALONE;
        for (uint256 other; other < homes.length; ++other) {
            if (game.homes[other] != target || game.kinds[other] >= kind) continue;
            if (better(game, other, game.homes, homes)) kind = game.kinds[other];
        }
    }

    /// @notice Whether no device gains by going where nobody loses by that.
    function isStable(Game memory game) internal pure returns (bool) {
        uint256 count = coalitions(game);
        for (uint256 device; device < game.prices.length; ++device) {
            for (uint256 i; i <= count; ++i) {
                uint256 target = i == count ? ALONE : i;
                if (target != game.homes[device] && gains(game, device, target) && minding(game, device, target) == ALONE) return false;
            }
        }
        return true;
    }

    /* ROWS */

    function coalitions(Game memory game) internal pure returns (uint256 count) {
        for (uint256 device; device < game.homes.length; ++device) {
            if (game.homes[device] == count) ++count;
        }
    }

    /// @return device the one of the kind in a coalition with the least or the greatest price; ALONE: there is none
    function extreme(Game memory game, uint256 home, uint256 kind, bool greatest) internal pure returns (uint256 device) {
        device = ALONE;
        for (uint256 other; other < game.homes.length; ++other) {
            if (game.homes[other] != home || game.kinds[other] != kind) continue;
            bool further =
                device == ALONE || (greatest ? game.prices[other] > game.prices[device] : game.prices[other] < game.prices[device]);
            if (further) device = other;
        }
    }

    function row(Game memory game, uint256 home) internal pure returns (bytes memory packed) {
        for (uint256 kind; kind < game.influence.length; ++kind) {
            (uint256 least, uint256 greatest) = (extreme(game, home, kind, false), extreme(game, home, kind, true));
            bool none = least == ALONE;
            packed = abi.encodePacked(
                packed,
                SafeCast.toUint16(_count(game, home, kind)),
                SafeCast.toUint88(none ? 0 : game.prices[least]),
                SafeCast.toUint88(none ? 0 : game.prices[greatest])
            );
        }
        return abi.encodePacked(SafeCast.toUint16(home), SafeCast.toUint16(_size(game, home)), packed);
    }

    function totals(Game memory game) internal pure returns (bytes memory packed) {
        for (uint256 kind; kind < game.influence.length; ++kind) {
            uint256 count;
            for (uint256 device; device < game.kinds.length; ++device) {
                if (game.kinds[device] == kind) ++count;
            }
            packed = abi.encodePacked(packed, SafeCast.toUint16(count));
        }
    }

    function root(Game memory game) internal pure returns (bytes32) {
        return MerkleReference.root(_leaves(game));
    }

    function proof(Game memory game, uint256 home) internal pure returns (bytes32[] memory steps) {
        return MerkleReference.proof(_leaves(game), home);
    }

    function commitment(Game memory game) internal pure returns (bytes32) {
        return keccak256(abi.encodePacked(root(game), totals(game)));
    }

    /// @param target ALONE: none
    function objection(Game memory game, uint256 home, uint256 target, uint256 kind, bool greatest) internal pure returns (bytes memory) {
        bytes memory head = abi.encodePacked(totals(game), root(game), kind.toUint8(), greatest ? uint8(1) : 0);
        return bytes.concat(head, proven(game, home), target == ALONE ? bytes("") : proven(game, target));
    }

    /// @return a row, the length of its proof, the proof
    function proven(Game memory game, uint256 home) internal pure returns (bytes memory) {
        bytes32[] memory steps = proof(game, home);
        return abi.encodePacked(row(game, home), steps.length.toUint8(), steps);
    }

    function _leaves(Game memory game) private pure returns (bytes32[] memory leaves) {
        leaves = new bytes32[](coalitions(game));
        for (uint256 home; home < leaves.length; ++home) {
            leaves[home] = keccak256(abi.encodePacked(keccak256(row(game, home))));
        }
    }

    function _count(Game memory game, uint256 home, uint256 kind) private pure returns (uint256 count) {
        for (uint256 device; device < game.homes.length; ++device) {
            if (game.homes[device] == home && game.kinds[device] == kind) ++count;
        }
    }

    function _size(Game memory game, uint256 home) private pure returns (uint256 size) {
        for (uint256 kind; kind < game.influence.length; ++kind) {
            size += _count(game, home, kind);
        }
    }

    function _whole(Game memory game) private pure returns (uint256) {
        return 65_536 * (game.prices.length - 1);
    }
}
