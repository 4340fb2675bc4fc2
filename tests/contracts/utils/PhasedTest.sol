// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {SecondPhase} from "../../../contracts/interfaces/IChecker.sol";
import {IMarket} from "../../../contracts/interfaces/IMarket.sol";
import {ScriptedChallengeable} from "../mocks/ScriptedChallengeable.sol";
import {MarketTest} from "./MarketTest.sol";
import {Pack} from "./Pack.sol";

/// @title A market whose rounds can have phases for opening sealed entries and for challenging outcomes
abstract contract PhasedTest is MarketTest {
    address internal constant PROPOSER = address(0x920905E2);
    address internal constant CHALLENGER = address(0xC4A11E26E2);
    uint88 internal constant BOND = 1000;
    uint32 internal constant WINDOW = 100;
    bytes32 internal constant SALT = "salt";
    /// @dev An `alloc` that nothing refutes, and one that refutes itself.
    bytes internal constant TRUTH = hex"00aa";
    bytes internal constant LIE = hex"ffbb";

    ScriptedChallengeable internal challengeable;

    function setUp() public virtual override {
        challengeable = new ScriptedChallengeable();
        super.setUp();
    }

    function _config() internal view virtual override returns (IMarket.SeriesConfig memory config) {
        config = super._config();
        config.checkers = new address[](2);
        (config.checkers[0], config.checkers[1]) = (address(checker), address(challengeable));
    }

    function _phased(bool reveals, uint88 bond) internal view returns (IMarket.Terms memory phased) {
        return _phased(reveals ? SecondPhase.Reveal : SecondPhase.None, bond);
    }

    /// @dev As `_terms`; the second phase, where there is one, lasts 100 seconds from the close; proposals are challenged, where there is a
    /// bond, for `WINDOW` seconds. Settleable for 200 seconds in any case.
    function _phased(SecondPhase second, uint88 bond) internal view returns (IMarket.Terms memory phased) {
        phased = _terms(address(challengeable), abi.encodePacked(uint32(100), uint32(50), second, bond));
        if (second != SecondPhase.None) (phased.revealBy, phased.settleBy) = (phased.revealBy + 100, phased.settleBy + 100);
        if (bond != 0) phased.challengeWindow = WINDOW;
    }

    /* SEALED ENTRIES */

    function _seal(address who, uint88 lock, bytes memory statement) internal {
        _enter(who, lock, Pack.sealedData(termsHash, who, SALT, statement));
    }

    /// @dev By somebody who has nothing to do with it.
    function _reveal(uint32 index, address who, bytes memory statement) internal {
        vm.prank(RELAYER);
        market.reveal(series, termsHash, index, who, SALT, statement);
        posts = bytes.concat(posts, Pack.post(index, statement));
    }

    /* PROPOSALS */

    /// @dev What PROPOSER proposes: no money moves.
    function _outcome(bytes memory alloc) internal view returns (IMarket.Settlement memory settlement) {
        settlement = _settlement("", "");
        settlement.alloc = alloc;
    }

    function _propose(bytes memory alloc) internal {
        _propose(_outcome(alloc));
    }

    function _propose(IMarket.Settlement memory settlement) internal {
        vm.prank(PROPOSER);
        market.propose(terms, settlement);
    }

    function _challenge(bytes memory objection) internal {
        vm.prank(CHALLENGER);
        market.challenge(terms, objection);
    }

    function _finalise(IMarket.Settlement memory settlement) internal {
        vm.prank(RELAYER);
        market.finalise(terms, settlement);
    }

    function _assertStatus(IMarket.Status status) internal view {
        vm.assertTrue(market.roundOf(series).status == status, "status");
    }

    function _slot() internal view returns (uint256) {
        return uint256(series) << 32 | market.roundOf(series).round;
    }
}
