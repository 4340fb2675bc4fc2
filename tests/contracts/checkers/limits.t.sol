// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

import {Dantm} from "../../../contracts/checkers/Dantm.sol";
import {KthPrice} from "../../../contracts/checkers/KthPrice.sol";
import {TradeReduction} from "../../../contracts/checkers/TradeReduction.sol";
import {Claim, IChecker} from "../../../contracts/interfaces/IChecker.sol";
import {Pack} from "../utils/Pack.sol";
import {Test} from "../utils/Test.sol";

/// @dev Books that are as hard to settle as was found possible, as large as `limits` allows. Nothing is claimed to be owed, so that a check
/// does all of its work and refuses the first amount.
contract LimitsTest is Test {
    using SafeCast for uint256;

    uint256 private constant BUDGET = 15_000_000;
    /// @dev The Market's part, calldata included: as measured with entries whose bytes are not zero.
    uint256 private constant PER_ENTRY = 1300;
    uint256 private constant PER_AMOUNT = 6000;
    /// @dev Comparing an amount, which a check that refuses the first one leaves out.
    uint256 private constant COMPARING = 300;
    uint256 private constant FIXED = 100_000;

    uint32 private constant LOT = 1000;

    IChecker private immutable KTH_PRICE = new KthPrice();
    IChecker private immutable TRADE_REDUCTION = new TradeReduction();
    IChecker private immutable DANTM = new Dantm();

    /// @dev A book under construction. Asks come first and get dearer, bids come last and get lower, so hints are entry indices in order.
    struct Book {
        bytes entries;
        uint256 used;
        bytes hints;
        uint256 amounts;
    }

    /* WHAT IS ALLOWED */

    function testFuzz_WhenTheParametersAllowARound(uint16 k, uint32 lot, uint16 providers) public view {
        if (lot == 0 || providers == 0) (lot, providers) = (0, 0);
        _requireSound(TRADE_REDUCTION, abi.encodePacked(lot, providers), 2);
        k = uint16(bound(k, 0, 400));
        _requireSound(KTH_PRICE, abi.encodePacked(k, lot, providers), k + 2);
    }

    function test_WhenTheParametersOfDantmAllowARound() public view {
        _requireSound(DANTM, hex"00", 2);
        _requireSound(DANTM, hex"01", 2);
    }

    /// @dev What the measured costs come to. Documents and operators rely on the figures of the parameters that are the default.
    function test_WhenTheParametersAreOrdinary() public view {
        _expectMost(KTH_PRICE, abi.encodePacked(uint16(0), uint48(0)), 1003);
        _expectMost(KTH_PRICE, abi.encodePacked(uint16(2), uint48(0)), 1500);
        _expectMost(KTH_PRICE, abi.encodePacked(uint16(20), uint48(0)), 718);
        _expectMost(KTH_PRICE, abi.encodePacked(uint16(300), uint48(0)), 333);
        _expectMost(KTH_PRICE, abi.encodePacked(uint16(0), uint32(1), uint16(5)), 1349);
        _expectMost(KTH_PRICE, abi.encodePacked(uint16(20), uint32(1), uint16(5)), 1336);
        _expectMost(KTH_PRICE, abi.encodePacked(uint16(300), uint32(7), uint16(5)), 1387);
        // where a unit more or less of any cost makes a difference
        _expectMost(KTH_PRICE, abi.encodePacked(uint16(4), uint48(0)), 1445);
        _expectMost(KTH_PRICE, abi.encodePacked(uint16(19), uint32(1), uint16(20)), 870);
        _expectMost(KTH_PRICE, abi.encodePacked(uint16(239), uint48(0)), 284);
        // K + 1 asks and one bid: just enough for a trade
        _expectMost(KTH_PRICE, abi.encodePacked(uint16(945), uint48(0)), 947);
        _expectMost(TRADE_REDUCTION, abi.encodePacked(uint48(0)), 230);
        _expectMost(TRADE_REDUCTION, abi.encodePacked(uint32(1), uint16(1)), 1500);
        _expectMost(TRADE_REDUCTION, abi.encodePacked(uint32(1), uint16(10)), 1130);
        _expectMost(TRADE_REDUCTION, abi.encodePacked(uint32(3), uint16(20)), 868);
        _expectMost(TRADE_REDUCTION, abi.encodePacked(uint32(1), type(uint16).max), 230);
        _expectMost(DANTM, hex"00", 1150);
        _expectMost(DANTM, hex"01", 1000);
    }

    function test_RevertWhen_NobodyCouldEverTrade() public {
        _expectNoRound(abi.encodePacked(type(uint16).max, uint48(0)));
        _expectNoRound(abi.encodePacked(uint16(1499), uint48(0)));
        _expectNoRound(abi.encodePacked(uint16(1499), uint32(1), uint16(5)));
    }

    /* WHAT IT COSTS */

    function test_KthPrice_WhateverKFollowsFromTheAsks() public view {
        bytes memory params = abi.encodePacked(uint16(0), uint48(0));
        for (uint256 k = 15; k <= 24; k += 3) {
            _requireKthPrice(params, k, (k - 1) ** 2 + 1);
        }
    }

    function test_KthPrice_WithAGivenK() public view {
        uint16[6] memory numbers = [uint16(2), 8, 17, 39, 100, 250];
        for (uint256 i; i < numbers.length; ++i) {
            _requireKthPrice(abi.encodePacked(numbers[i], uint48(0)), numbers[i], numbers[i] + 1);
        }
    }

    function test_KthPrice_WithABoundOnTheProviders() public view {
        uint16[4] memory numbers = [uint16(2), 5, 20, 60];
        for (uint256 i; i < numbers.length; ++i) {
            uint16 k = 2 * numbers[i] + 1;
            bytes memory params = abi.encodePacked(k, LOT, numbers[i]);
            Book memory book = _start(KTH_PRICE, params);
            _askLots(book, k + 1);
            _bidLots(book, numbers[i]);
            _requireAffordable(KTH_PRICE, params, book);
        }
    }

    function test_TradeReduction() public view {
        bytes memory params = abi.encodePacked(uint48(0));
        for (uint256 sellers = 100; sellers <= 160; sellers += 20) {
            Book memory book = _start(TRADE_REDUCTION, params);
            _bidFirst(book);
            _askSpread(book, sellers, sellers + 1);
            _bidSpread(book, sellers);
            _requireAffordable(TRADE_REDUCTION, params, book);
        }
    }

    function test_TradeReduction_WithABoundOnTheProviders() public view {
        uint16[4] memory numbers = [uint16(1), 5, 10, 40];
        for (uint256 i; i < numbers.length; ++i) {
            bytes memory params = abi.encodePacked(LOT, numbers[i]);
            Book memory book = _start(TRADE_REDUCTION, params);
            _bidFirst(book);
            _askLots(book, 2 * numbers[i] + 2);
            _bidLots(book, numbers[i]);
            _requireAffordable(TRADE_REDUCTION, params, book);
        }
    }

    function test_Dantm_AsPublished() public view {
        for (uint256 asks = 100; asks <= 1060; asks += 240) {
            _requireDantm(hex"00", asks);
        }
    }

    function test_Dantm_Filtered() public view {
        for (uint256 asks = 600; asks <= 980; asks += 95) {
            _requireDantm(hex"01", asks);
        }
    }

    /* BOOKS */

    /// @param sellers K
    /// @param asks that lead to it
    function _requireKthPrice(bytes memory params, uint256 sellers, uint256 asks) private view {
        Book memory book = _start(KTH_PRICE, params);
        _askSpread(book, sellers, asks);
        book.hints = _indices(0, sellers + 1);
        _bidSpread(book, sellers);
        _requireAffordable(KTH_PRICE, params, book);
    }

    /// @dev Quantities, prices and grades that make all bids trade, many of them with many asks, and all asks good for all grades.
    function _requireDantm(bytes memory params, uint256 asks) private view {
        Book memory book = _start(DANTM, params);
        uint256 entries = book.entries.length / 64;
        for (uint256 i; i < asks; ++i) {
            _ask(book, 1 + uint256(keccak256(abi.encode(i))) % 1e6);
        }
        for (uint256 i = asks; i < entries; ++i) {
            _bid(book, 1e7 - i, 1 + uint256(keccak256(abi.encode(i))) % (1e6 * asks));
        }
        book.hints = bytes.concat(_indices(asks, entries - asks), _indices(0, asks));
        book.amounts = entries;
        _requireAffordable(DANTM, params, book);
    }

    /// @dev The cheaper ones have quantities that reach anywhere into the supply of the others, which have a unit each: so what replaces a
    /// provider has to be searched for.
    function _askSpread(Book memory book, uint256 sellers, uint256 asks) private pure {
        uint256 low = _low(sellers);
        for (uint256 i; i < asks; ++i) {
            _ask(book, i < low ? _spread(i, sellers - low) : 1);
        }
        book.amounts += low;
    }

    /// @dev Everybody buys what the cheaper ones have, the rest of the round long.
    function _bidSpread(Book memory book, uint256 sellers) private pure {
        uint256 low = _low(sellers);
        uint256 demand;
        for (uint256 i; i < low; ++i) {
            demand += _spread(i, sellers - low);
        }
        _bidAll(book, demand);
    }

    function _low(uint256 sellers) private pure returns (uint256) {
        return sellers < 3 ? 1 : sellers * 3 / 4;
    }

    function _spread(uint256 i, uint256 rest) private pure returns (uint256) {
        uint256 least = rest / 4 + 1;
        return least + uint256(keccak256(abi.encode(i))) % (rest > least ? rest - least : 1);
    }

    /// @dev One lot each, so that a buyer has as many providers as are allowed.
    function _askLots(Book memory book, uint256 asks) private pure {
        for (uint256 i; i < asks; ++i) {
            _ask(book, LOT);
        }
    }

    function _bidLots(Book memory book, uint256 providers) private pure {
        book.amounts += providers;
        if (book.hints.length == 0) book.hints = _indices(0, book.used / 64);
        _bidAll(book, providers * LOT);
    }

    /// @dev For trade-reduction: the bid of the last pair, lower than all others and dearer than all asks, and the hints' first.
    function _bidFirst(Book memory book) private pure {
        _bid(book, 5e6, 1);
    }

    function _bidAll(Book memory book, uint256 demand) private pure {
        if (book.hints.length == 0) book.hints = _indices(0, book.used / 64);
        uint256 left = (book.entries.length - book.used) / 64;
        book.amounts += left;
        for (uint256 i; i < left; ++i) {
            _bid(book, 1e7, demand);
        }
    }

    function _ask(Book memory book, uint256 quantity) private pure {
        uint256 i = book.used / 64;
        _append(book, 0, Pack.order(2, (1e6 + i).toUint88(), quantity.toUint32(), 15, (type(uint64).max - i).toUint64()));
    }

    function _bid(Book memory book, uint256 price, uint256 quantity) private pure {
        uint256 i = book.used / 64;
        _append(book, (price * quantity).toUint88(), Pack.order(1, price.toUint88(), quantity.toUint32(), (i % 16).toUint16(), 0));
    }

    function _append(Book memory book, uint88 lock, bytes32 data) private pure {
        (bytes memory entries, uint256 used) = (book.entries, book.used);
        bytes32 head = Pack.head(address(uint160(uint256(keccak256(abi.encode(used))))), false, lock);
        assembly ("memory-safe") {
            let place := add(add(entries, 32), used)
            mstore(place, head)
            mstore(add(place, 32), data)
        }
        book.used = used + 64;
    }

    function _indices(uint256 first, uint256 count) private pure returns (bytes memory list) {
        for (uint256 i = first; i < first + count; ++i) {
            list = abi.encodePacked(list, i.toUint16());
        }
    }

    /* CHECKS */

    function _start(IChecker checker, bytes memory params) private pure returns (Book memory book) {
        (uint32 most,) = checker.limits(params);
        book.entries = new bytes(64 * uint256(most));
    }

    function _requireAffordable(IChecker checker, bytes memory params, Book memory book) private view {
        vm.assertEq(book.used, book.entries.length, "the round is full");
        Claim memory claim = Claim(bytes32(0), params, book.entries, "", "", "", "", "", book.hints);
        bytes memory call = abi.encodeCall(IChecker.check, (claim));
        uint256 before = gasleft();
        (bool accepted, bytes memory cause) = address(checker).staticcall(call);
        uint256 used = before - gasleft();
        vm.assertFalse(accepted, "accepted");
        bool compared = _causedBy(cause, IChecker.WrongDebit.selector) || _causedBy(cause, IChecker.WrongCredit.selector);
        vm.assertTrue(compared, "all the work is done before amounts are compared");
        used += FIXED + PER_ENTRY * book.used / 64 + (PER_AMOUNT + COMPARING) * book.amounts;
        vm.assertLe(used, BUDGET, "too expensive");
    }

    function _causedBy(bytes memory cause, bytes4 selector) private pure returns (bool) {
        return cause.length >= 4 && cause[0] == selector[0] && cause[1] == selector[1] && cause[2] == selector[2] && cause[3] == selector[3];
    }

    function _requireSound(IChecker checker, bytes memory params, uint256 least) private pure {
        (uint32 most, uint32 perAccount) = checker.limits(params);
        vm.assertGe(most, least, "somebody can trade");
        vm.assertLe(most, 1500, "can be read");
        vm.assertEq(perAccount, most < 8 ? 1 : most / 4, "a quarter");
    }

    function _expectMost(IChecker checker, bytes memory params, uint256 expected) private pure {
        (uint32 most,) = checker.limits(params);
        vm.assertEq(most, expected, "most entries");
    }

    function _expectNoRound(bytes memory params) private {
        vm.expectRevert(abi.encodeWithSelector(IChecker.InvalidParams.selector, params));
        KTH_PRICE.limits(params);
    }
}
