// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Claim, IChecker, SecondPhase} from "../interfaces/IChecker.sol";
import {BudgetSplit} from "../libraries/BudgetSplit.sol";
import {Calldata} from "../libraries/Calldata.sol";
import {Coalition, CoalitionEntries} from "../libraries/CoalitionEntries.sol";
import {ContractSlots} from "../libraries/ContractSlots.sol";
import {SettlementCost} from "../libraries/SettlementCost.sol";
import {Words} from "../libraries/Words.sol";

/// @title Contract game
/// @notice Section 2.1 of coalitions. Buyers offer contracts, each a budget for data of one type; devices state samples and type under seal
/// and are placed by the longest-processing-time rule: the largest first, each in the contract of its type that pays most a sample once it
/// is in. No device gains by another contract (the placement is a Nash equilibrium, and the only outcome that is accepted). A contract with
/// members pays its budget in proportion to samples, one without pays nothing.
///
/// params, 12 bytes: entryBond(11) mostContracts(1), both at least 1.
/// Entries and posts: see CoalitionEntries.
/// debits: of each buyer the budgets of its contracts that have members, if any; of each sealed entry that nobody opened entryBond.
/// credits: of each device that is paid something. Both in entry order.
/// alloc: 3 bytes a device, those with more samples first, of equal ones the earlier entry: entry(2) contract(1), 0xff where the device's
/// type has no contract.
/// hints: 2 bytes a contract: the entry of the last member (the one with the smallest remainder, of equal ones the latest entry) whose part of
/// the budget is rounded up; 0xffff: there is none.
contract ContractGame is IChecker {
    using Calldata for bytes;

    uint256 private constant PARAMS = 12;

    // gas at worst, by measurement; see SettlementCost
    /// @dev An entry: a device that is placed and paid.
    uint256 private constant ENTRY = 9500;
    /// @dev A device's look at one contract.
    uint256 private constant LOOK = 130;
    /// @dev A contract.
    uint256 private constant CONTRACT = 1000;
    /// @dev Two contracts whose types differ.
    uint256 private constant PAIR = 82;

    /// @inheritdoc IChecker
    function check(Claim calldata claim) external pure returns (bytes4 magic) {
        (uint256 entryBond, uint256 mostContracts) = _parse(claim.params);
        Coalition memory coalition = CoalitionEntries.read(claim, entryBond, mostContracts);
        Words slots = ContractSlots.create(coalition);
        ContractSlots.place(slots, coalition, claim.alloc);
        BudgetSplit.requirePaid(slots, coalition, entryBond, claim);
        return IChecker.check.selector;
    }

    /// @inheritdoc IChecker
    function phases(bytes calldata params) external pure returns (SecondPhase second, uint88 bond) {
        _parse(params);
        return (SecondPhase.Reveal, 0);
    }

    /// @inheritdoc IChecker
    function limits(bytes calldata params) external pure returns (uint32 maxEntries, uint32 maxPerAccount) {
        (, uint256 mostContracts) = _parse(params);
        uint256 spent = SettlementCost.FIXED + mostContracts * CONTRACT + mostContracts * (mostContracts - 1) / 2 * PAIR;
        return SettlementCost.shares(SettlementCost.fitting(spent, ENTRY + mostContracts * LOOK));
    }

    function _parse(bytes calldata params) private pure returns (uint256 entryBond, uint256 mostContracts) {
        if (params.length != PARAMS) revert InvalidParams(params);
        uint256 word = uint256(params.wordAt(0));
        entryBond = word >> 168;
        mostContracts = (word >> 160) & type(uint8).max;
        if (entryBond == 0 || mostContracts == 0) revert InvalidParams(params);
    }
}
