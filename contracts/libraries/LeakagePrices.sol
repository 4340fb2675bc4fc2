// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IChecker} from "../interfaces/IChecker.sol";
import {Calldata} from "./Calldata.sol";
import {Coalition, CoalitionRole} from "./CoalitionEntries.sol";
import {LargestRemainder} from "./LargestRemainder.sol";
import {LeakageDemand, LeakageDemands} from "./LeakageDemand.sol";
import {LeakagePlayerWords} from "./LeakagePlayer.sol";
import {Players} from "./LeakagePlayers.sol";
import {Words} from "./Words.sol";

/// @title Prices in a leakage game: each type's budget split over its devices, by samples
/// @notice To the last unit, by LargestRemainder: of equal remainders the lower entry gets the unit. A hint for each type names the last
/// device that is rounded up.
library LeakagePrices {
    using Calldata for bytes;
    using CoalitionRole for uint256;

    /// @dev The entry that is hinted is not the last one, of the devices of this type, whose part is rounded up.
    error WrongCut(uint256 kind);

    uint256 private constant HINT = 2;
    uint256 private constant LAST_ENTRY = 0xffff;

    // mask: in a role, shifted to the right
    uint256 private constant SAMPLES = 0xffffffff;

    /// @notice Gives every device its price.
    /// @param hints for each type the entry(2) of the last device that is rounded up; one that does not exist where none is
    /// Reverts with `HintsMalformed`, `WrongCut`.
    function set(Coalition memory entered, Players memory players, bytes calldata hints) internal pure {
        uint256 kinds = players.kinds;
        if (hints.length != kinds * HINT) revert IChecker.HintsMalformed();
        for (uint256 kind; kind < kinds; ++kind) {
            _cut(entered, players.demands.ofKind(kind), uint256(hints.wordAt(kind * HINT)) >> 240);
        }
        _split(players);
        for (uint256 kind; kind < kinds; ++kind) {
            LeakageDemand demand = players.demands.ofKind(kind);
            if (demand.get(LeakageDemands.DEVICES) == 0) continue;
            if (demand.get(LeakageDemands.PRICED) != demand.get(LeakageDemands.BUDGET)) revert WrongCut(kind);
        }
    }

    /// @dev Of an entry that is no device of the type the rank is computed all the same: it is a cut like any other.
    function _cut(Coalition memory entered, LeakageDemand demand, uint256 entry) private pure {
        uint256 cut = LargestRemainder.NONE;
        uint256 total = demand.get(LeakageDemands.SAMPLES);
        if (entry < entered.entries && total != 0) {
            uint256 samples = entered.roles.get(entry).samples();
            cut = LargestRemainder.rank(demand.get(LeakageDemands.BUDGET), samples, total, LAST_ENTRY - entry);
        }
        demand.set(LeakageDemands.CUT, cut);
    }

    function _split(Players memory players) private pure {
        (LeakageDemand demands, Words words, uint256 count) = (players.demands, players.words, players.count);
        (uint256 samplesAt, uint256 cutAt, uint256 pricedAt) = (LeakageDemands.SAMPLES, LeakageDemands.CUT, LeakageDemands.PRICED);
        (uint256 bits, uint256 kindBits, uint256 priceBits) = (LeakageDemands.BITS, LeakagePlayerWords.KIND, LeakagePlayerWords.PRICE);
        assembly ("memory-safe") {
            for { let end := add(words, shl(5, count)) } lt(words, end) { words := add(words, 32) } {
                // type(16) samples(32), 2^16 - 1 less the entry (16), and nothing above yet
                let role := mload(words)
                let demand := add(demands, shl(bits, shr(kindBits, role)))
                // as LargestRemainder has it
                let product := mul(mload(demand), and(shr(16, role), SAMPLES))
                let total := mload(add(demand, samplesAt))
                let rank := or(shl(16, mod(product, total)), and(role, LAST_ENTRY))
                let price := add(div(product, total), iszero(lt(rank, mload(add(demand, cutAt)))))
                mstore(words, or(role, shl(priceBits, price)))
                let priced := add(demand, pricedAt)
                mstore(priced, add(mload(priced), price))
            }
        }
    }
}
