// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ContractGame} from "../../../contracts/checkers/ContractGame.sol";
import {Claim, IChecker} from "../../../contracts/interfaces/IChecker.sol";
import {CoalitionTest} from "./CoalitionTest.sol";
import {ContractGameReference} from "./ContractGameReference.sol";
import {Pack} from "./Pack.sol";

/// @title A round of the contract game, its outcome by the reference, and what the checker says
abstract contract ContractGameTest is CoalitionTest {
    IChecker internal immutable CHECKER = new ContractGame();

    uint8 internal mostContracts = 10;

    /* ENTRIES */

    /// @dev A buyer with one contract.
    function _buy(uint256 kind, uint256 budget) internal {
        _enterWith(budget, abi.encodePacked(uint8(5), _offer(kind, budget)));
    }

    /// @dev A buyer with two contracts.
    function _buy(uint256 kind, uint256 budget, uint256 otherKind, uint256 otherBudget) internal {
        bytes memory payload = abi.encodePacked(uint8(5), _offer(kind, budget), _offer(otherKind, otherBudget));
        _enterWith(budget + otherBudget, payload);
    }

    /// @dev A device with a dataset of its own.
    function _device(uint256 kind, uint256 samples) internal {
        _deviceOf(uint64(1000 + _next()), kind, samples);
    }

    function _deviceOf(uint64 dataset, uint256 kind, uint256 samples) internal {
        _post(_next(), _statement(dataset, samples, kind));
        _seal();
    }

    /// @dev A sealed entry that is opened with anything.
    function _open(bytes memory statement) internal {
        _post(_next(), statement);
        _seal();
    }

    /* THE CLAIM */

    function _params() internal view override returns (bytes memory) {
        return abi.encodePacked(ENTRY_BOND, mostContracts);
    }

    function _claimTruth() internal {
        Claim memory claim = ContractGameReference.outcome(_claim());
        (debits, credits, alloc, hints) = (claim.debits, claim.credits, claim.alloc, claim.hints);
    }

    function _debit(uint256 entry, uint256 amount) internal {
        debits = bytes.concat(debits, Pack.amount(entry, amount));
    }

    function _credit(uint256 entry, uint256 amount) internal {
        credits = bytes.concat(credits, Pack.amount(entry, amount));
    }

    function _place(uint16 entry, uint8 contract_) internal {
        alloc = abi.encodePacked(alloc, entry, contract_);
    }

    /* WHAT THE CHECKER SAYS */

    function _expectAccepted() internal view {
        vm.assertTrue(CHECKER.check(_claim()) == IChecker.check.selector, "magic");
    }

    /// @dev What was written down is the outcome: the checker accepts it, and the reference comes to the same.
    function _expectOutcome() internal {
        (bytes memory debited, bytes memory credited, bytes memory placed) = (debits, credits, alloc);
        _claimTruth();
        vm.assertEq(debits, debited, "debits");
        vm.assertEq(credits, credited, "credits");
        vm.assertEq(alloc, placed, "alloc");
        _expectAccepted();
    }

    function _expectRefused(bytes memory cause) internal {
        Claim memory claim = _claim();
        vm.expectRevert(cause);
        CHECKER.check(claim);
    }

    function _expectRefused(bytes4 cause) internal {
        _expectRefused(abi.encodeWithSelector(cause));
    }

    function _expectRefused(bytes4 cause, uint256 entry) internal {
        _expectRefused(abi.encodeWithSelector(cause, entry));
    }

    function _expectRefused(bytes4 cause, uint256 entry, uint256 expected) internal {
        _expectRefused(abi.encodeWithSelector(cause, entry, expected));
    }

    /// @dev For whatever reason.
    function _requireRefused(Claim memory claim, string memory what) internal view {
        (bool accepted,) = address(CHECKER).staticcall(abi.encodeCall(IChecker.check, (claim)));
        vm.assertFalse(accepted, what);
    }
}
