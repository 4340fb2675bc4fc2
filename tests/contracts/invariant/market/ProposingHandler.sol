// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IMarket} from "../../../../contracts/interfaces/IMarket.sol";
import {SettlingHandler} from "./SettlingHandler.sol";

/// @title Proposed outcomes, at random: true ones and false ones, challenged with and without reason, finalised as proposed and otherwise
contract ProposingHandler is SettlingHandler {
    /* PROPOSING */

    function propose(uint256 a, uint256 seed) external timed {
        if (_isProposable(a, seed)) _propose(a % ACTORS, seed);
    }

    /// @dev One in two is a lie, which its `alloc` says.
    function _propose(uint256 a, uint256 seed) private watched(1 << a) {
        proposal = Proposal(actor[a], seed, seed % 2 == 0);
        IMarket.Settlement memory settlement = _proposed();
        vm.prank(actor[a]);
        market.propose(books[PHASED].terms, settlement);
        vm.assertTrue(_status(PHASED) == IMarket.Status.Proposed, "proposed");
    }

    /// @dev About what was recorded, or a second proposal beside the first.
    function proposeLying(uint256 a, uint256 seed, uint256 lie) external timed {
        if (!_isProposable(a, seed)) return;
        bool second = lie % 4 == 0;
        if (second) _propose(a % ACTORS, seed);
        _proposeLying(a % ACTORS, seed, second ? LIES : bound(lie, LIES_ABOUT_MONEY, LIES - 1));
    }

    function _proposeLying(uint256 a, uint256 seed, uint256 lie) private watched(0) {
        (IMarket.Terms memory terms, IMarket.Settlement memory lied) = _lied(PHASED, seed, lie);
        _expectRefusal(PHASED, actor[a], abi.encodeCall(market.propose, (terms, lied)));
    }

    /* CHALLENGING */

    function challenge(uint256 a, uint256 seed) external timed {
        if (_status(PHASED) != IMarket.Status.Proposed && _isProposable(a, seed)) _propose(a % ACTORS, seed);
        if (_status(PHASED) == IMarket.Status.Proposed) _challenge(actor[seed % ACTORS]);
    }

    /// @dev A true proposal stands, of a false one the challenger gets the bond.
    function _challenge(address challenger) private watched(0) {
        IMarket.Terms memory terms = books[PHASED].terms;
        if (!proposal.lie) {
            _expectRefusal(PHASED, challenger, abi.encodeCall(market.challenge, (terms, _alloc())));
            return;
        }
        vm.prank(challenger);
        market.challenge(terms, _alloc());
        worth[number(PHASED)][proposal.proposer] -= BOND;
        worth[number(PHASED)][challenger] += BOND;
        delete proposal;
        vm.assertTrue(_status(PHASED) == (clock < terms.settleBy ? IMarket.Status.Settleable : IMarket.Status.Aborted), "voided");
    }

    /* FINALISING */

    function finalise(uint256 a, uint256 seed) external timed {
        if (_isFinalisable(a, seed)) _finalise(actor[seed % ACTORS]);
    }

    function _finalise(address sender) private watched(0) {
        Outcome memory outcome = _outcome(books[PHASED].entries, proposal.seed);
        IMarket.Settlement memory settlement = _proposed();
        (settlement.payloads, settlement.posts) = ("", "");
        _apply(PHASED, proposal.proposer, outcome);
        vm.prank(sender);
        market.finalise(books[PHASED].terms, settlement);
        vm.assertTrue(_status(PHASED) == IMarket.Status.Settled, "settled");
    }

    /// @dev Another outcome than the proposed one, or too late a challenge of it.
    function finaliseLying(uint256 a, uint256 seed, uint256 lie) external timed {
        if (_isFinalisable(a, seed)) _finaliseLying(actor[seed % ACTORS], lie);
    }

    function _finaliseLying(address sender, uint256 lie) private watched(0) {
        IMarket.Terms memory terms = books[PHASED].terms;
        IMarket.Settlement memory lied = _proposed();
        if (lie % 4 == 0) lied.debits = bytes.concat(lied.debits, hex"00");
        if (lie % 4 == 1) lied.credits = bytes.concat(lied.credits, hex"00");
        if (lie % 4 == 2) lied.alloc = bytes.concat(lied.alloc, hex"00");
        bool late = lie % 4 == 3;
        _expectRefusal(
            PHASED, sender, late ? abi.encodeCall(market.challenge, (terms, _alloc())) : abi.encodeCall(market.finalise, (terms, lied))
        );
    }

    /* HELPERS */

    /// @dev Whether the actor can propose now, in a round that is brought there if possible.
    function _isProposable(uint256 a, uint256 seed) private returns (bool) {
        _start(seed);
        if (!_isChallenged(PHASED)) return false;
        _close(PHASED, seed);
        return _status(PHASED) == IMarket.Status.Settleable && _account(PHASED, actor[a % ACTORS]).free >= BOND;
    }

    function _isFinalisable(uint256 a, uint256 seed) private returns (bool) {
        if (_status(PHASED) != IMarket.Status.Proposed && _isProposable(a, seed)) _propose(a % ACTORS, seed);
        if (_status(PHASED) == IMarket.Status.Proposed) _warp(market.roundOf(number(PHASED)).challengeUntil);
        return _status(PHASED) == IMarket.Status.Finalisable;
    }

    function _proposed() private view returns (IMarket.Settlement memory settlement) {
        Outcome memory outcome = _outcome(books[PHASED].entries, proposal.seed);
        settlement = _settlement(books[PHASED], outcome.debits, outcome.credits);
        settlement.alloc = _alloc();
    }

    /// @dev Of the standing proposal; as an objection it refutes it if that lies.
    function _alloc() private view returns (bytes memory) {
        return abi.encodePacked(proposal.lie ? 0xff : 0x00, proposal.seed);
    }
}
