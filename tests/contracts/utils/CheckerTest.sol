// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

import {Claim, IChecker} from "../../../contracts/interfaces/IChecker.sol";
import {Pack} from "./Pack.sol";
import {Test} from "./Test.sol";

/// @title A round of a double auction and a claim about its outcome
/// @dev Orders are entered one by one with `_bid`, `_ask`, `_cancel`; the outcome is written down with `_debit`, `_credit`, `_hint`.
abstract contract CheckerTest is Test {
    using SafeCast for uint256;

    uint8 private constant BID = 1;
    uint8 private constant ASK = 2;
    uint8 private constant CANCEL = 3;

    IChecker internal checker;
    bytes internal params;
    bytes internal entries;
    bytes internal posts;
    bytes internal debits;
    bytes internal credits;
    bytes internal alloc;
    bytes internal hints;

    /* ENTRIES, EACH OF AN ACCOUNT OF ITS OWN, EACH ASK FOR A DATASET OF ITS OWN */

    function _bid(uint88 price, uint16 quality, uint32 quantity) internal {
        _enter(price * quantity, Pack.order(BID, price, quantity, quality, 0));
    }

    function _ask(uint88 price, uint16 quality, uint32 quantity) internal {
        _enter(0, Pack.order(ASK, price, quantity, quality, (1000 + _next()).toUint64()));
    }

    /// @dev Of the account that made entry `target`.
    function _cancel(uint32 target) internal {
        _enterAs(_account(target), 0, Pack.order(CANCEL, 0, target, 0, 0));
    }

    function _enter(uint88 lock, bytes32 data) internal {
        _enterAs(_account(_next()), lock, data);
    }

    function _enterAs(address who, uint88 lock, bytes32 data) internal virtual {
        entries = bytes.concat(entries, Pack.entry(who, lock, data));
    }

    function _next() internal view returns (uint256) {
        return entries.length / 64;
    }

    function _account(uint256 entry) internal pure returns (address) {
        return address((0x1000 + entry).toUint160());
    }

    /* THE CLAIM */

    function _debit(uint256 entry, uint256 amount) internal {
        debits = bytes.concat(debits, Pack.amount(entry, amount));
    }

    function _credit(uint256 entry, uint256 amount) internal {
        credits = bytes.concat(credits, Pack.amount(entry, amount));
    }

    function _hint(uint16 entry) internal {
        hints = abi.encodePacked(hints, entry);
    }

    function _forgetClaim() internal {
        (debits, credits, alloc, hints) = ("", "", "", "");
    }

    function _expectAccepted() internal view {
        vm.assertTrue(checker.check(_claim()) == IChecker.check.selector, "magic");
    }

    function _expectRefused(bytes memory cause) internal {
        Claim memory claim = _claim();
        vm.expectRevert(cause);
        checker.check(claim);
    }

    function _expectRefused(bytes4 cause) internal {
        _expectRefused(abi.encodeWithSelector(cause));
    }

    function _expectRefused(bytes4 cause, uint256 entry) internal {
        _expectRefused(abi.encodeWithSelector(cause, entry));
    }

    function _expectRefused(bytes4 cause, uint256 entry, uint256 other) internal {
        _expectRefused(abi.encodeWithSelector(cause, entry, other));
    }

    function _expectInvalidParams(bytes memory wrong) internal {
        bytes memory cause = abi.encodeWithSelector(IChecker.InvalidParams.selector, wrong);
        vm.expectRevert(cause);
        checker.limits(wrong);
        params = wrong;
        _expectRefused(cause);
    }

    /// @dev Of the round.
    function _context() internal view virtual returns (bytes32) {
        return keccak256("context");
    }

    function _claim() internal view returns (Claim memory) {
        return Claim({
            context: _context(),
            params: params,
            entries: entries,
            payloads: "",
            posts: posts,
            debits: debits,
            credits: credits,
            alloc: alloc,
            hints: hints
        });
    }
}
