// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IChecker} from "../interfaces/IChecker.sol";
import {Calldata} from "./Calldata.sol";
import {ReportRules} from "./SharingReports.sol";

/// @title Parameters of rounds that sell data for money
/// @notice 20 bytes: mode(1) share(4) lot(4), and amount(11), which each checker has a use of its own for.
library SharingParams {
    using Calldata for bytes;

    uint256 internal constant COMPETITIVE = 0;
    uint256 internal constant VCG = 1;
    uint256 internal constant MIXED_VCG = 2;

    /// @notice Of a share: the whole.
    uint256 internal constant WHOLE = 1e9;

    uint256 private constant PARAMS = 20;

    /// @notice Reverts with `InvalidParams`: another length, an unknown mode, a share above 10^9 or in a mode that has none, no lot.
    /// @param share of the margin, of WHOLE, that sellers get in the competitive mode
    function parse(bytes calldata params) internal pure returns (uint256 mode, uint256 share, uint256 lot, uint256 amount) {
        uint256 word = uint256(params.wordAt(0)) >> 96;
        (mode, share) = (word >> 152, (word >> 120) & type(uint32).max);
        (lot, amount) = ((word >> 88) & type(uint32).max, word & type(uint88).max);
        uint256 mostShare = mode == COMPETITIVE ? WHOLE : 0;
        if (params.length != PARAMS || mode > MIXED_VCG || share > mostShare || lot == 0) revert IChecker.InvalidParams(params);
    }

    /// @notice Reports of a round in which all costs are the same.
    function equalCosts(uint256 lot, uint256 cost) internal pure returns (ReportRules memory) {
        return ReportRules({fields: (lot << 96) | (cost << 8), fixedFields: type(uint128).max, concave: 1, mostFamily: 0});
    }

    /// @notice Reports of a round in which costs may be any.
    function anyCosts(uint256 lot) internal pure returns (ReportRules memory) {
        return ReportRules({fields: lot << 96, fixedFields: uint256(type(uint32).max) << 96, concave: 0, mostFamily: 1});
    }
}
