// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IChecker} from "../interfaces/IChecker.sol";

/// @param lot least units of an ask; 0: any
/// @param providers the most that a buyer can need; 0: any number
struct ProviderBound {
    uint256 lot;
    uint256 providers;
}

using ProviderBounds for ProviderBound global;

/// @title Bound on the providers of a buyer
/// @notice An ask below one lot and a bid above `providers` lots do not count, so nobody is served by more asks than that. What a
/// settlement costs at worst is buyers times providers.
library ProviderBounds {
    uint256 internal constant SIZE = 6;

    /// @notice Reads lot(4) providers(2) from byte `offset` of the parameters on, where they must end. Both are 0, or none.
    /// Reverts with `InvalidParams`.
    function parse(bytes calldata params, uint256 offset) internal pure returns (ProviderBound memory bound) {
        if (params.length != offset + SIZE) revert IChecker.InvalidParams(params);
        bound.lot = uint32(bytes4(params[offset:offset + 4]));
        bound.providers = uint16(bytes2(params[offset + 4:]));
        if ((bound.lot == 0) != (bound.providers == 0)) revert IChecker.InvalidParams(params);
    }

    /// @notice The fewest units that an ask may have.
    function least(ProviderBound memory bound) internal pure returns (uint256) {
        return bound.lot == 0 ? 1 : bound.lot;
    }

    /// @notice The most units that a bid may have.
    function most(ProviderBound memory bound) internal pure returns (uint256) {
        return bound.lot == 0 ? type(uint32).max : bound.lot * bound.providers;
    }

    /// @notice The most asks that anybody's demand together with the units of one ask can span.
    function steps(ProviderBound memory bound) internal pure returns (uint256) {
        return bound.lot == 0 ? type(uint256).max : 2 * bound.providers + 1;
    }
}
