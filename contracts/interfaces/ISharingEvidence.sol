// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IMarket} from "./IMarket.sol";

/// @title Who would rather have shared otherwise
/// @notice Puts on record that a coalition of agents blocks the match of a bilateral sharing round (checkers/OrderedMatch.sol): that it could
/// drop any of its edges and make others among its members, so that none of them were worse off and one were better off (definition 3.2 of
/// the paper). Where values are concave and nobody is indifferent there is no such coalition; with other values there can be.
/// @dev Evidence and nothing more: the match stands. No state and no money; anyone can record anything that is true, as often as they like.
///
/// Assumption: none beyond those towards the Market and the checker that it was made for. What agents entered is taken for what they want.
interface ISharingEvidence {
    /// @param slot series << 32 | round
    /// @param coalition see `record`, as `edges`
    event BlockingCoalition(uint256 indexed slot, address indexed reporter, bytes coalition, bytes edges);

    error OtherRule(address checker);
    /// @dev Or a later round has been opened: then nothing can be said about this one any more.
    error NotTheSettledRound(bytes32 current, IMarket.Status status);
    error WrongEntries();
    /// @dev It is empty, or its entries do not increase strictly.
    error CoalitionMalformed();
    /// @dev The lower entry of each does not come first, or the edges do not increase strictly.
    error EdgesMalformed();
    error EdgeOutsideCoalition(uint256 entry, uint256 partner);
    /// @dev One of them is no member, and they do not share: it was not asked.
    error EdgeNotInMatch(uint256 entry, uint256 partner);
    error WorseOff(uint256 entry);
    error NobodyGains();

    /// @notice Records a blocking coalition of the latest round of a series, which is settled and has these terms.
    /// Reverts, besides the errors above, with those of the checker if `alloc` or `hints` are not as settled, and with `NotAnAgent`.
    /// @param settlement as the round was settled; only entries, alloc and hints are looked at
    /// @param coalition entries of its members, 2 bytes each, increasing
    /// @param edges those of its members afterwards, 4 bytes each, increasing: entry(2) entry(2), the lower first. Both are members, or
    /// one of them is and they share already.
    function record(IMarket.Terms calldata terms, IMarket.Settlement calldata settlement, bytes calldata coalition, bytes calldata edges)
        external;
}
