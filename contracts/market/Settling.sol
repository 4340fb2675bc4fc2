// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Accounts} from "../Accounts.sol";
import {IChecker} from "../interfaces/IChecker.sol";
import {IMarket} from "../interfaces/IMarket.sol";
import {Amounts} from "../libraries/Amounts.sol";
import {CheckerCall} from "../libraries/CheckerCall.sol";
import {Entries} from "../libraries/Entries.sol";
import {LogWord} from "../libraries/LogWord.sol";
import {RoundWord} from "../libraries/RoundWord.sol";
import {Rounds} from "./Rounds.sol";

/// @title Settling: the recorded entries, an outcome that the checker agrees to, and the money that it moves
abstract contract Settling is Rounds {
    using Amounts for bytes;
    using Entries for bytes;
    using Entries for uint256;
    using LogWord for uint256;

    /* SETTLING */

    /// @inheritdoc IMarket
    function settle(Terms calldata terms, Settlement calldata settlement) external {
        (Series storage s, RoundWord round, bytes32 context) = _due(terms, false);
        bytes32 magic = _ask(IChecker.check.selector, s, context, terms, settlement);
        if (magic != IChecker.check.selector) revert CheckerRefused("");
        _apply(s, terms.series, round, settlement, msg.sender);
    }

    /// @dev What the checker says, in a word, of an outcome of the current round.
    function _ask(bytes4 question, Series storage s, bytes32 context, Terms calldata terms, Settlement calldata settlement)
        internal
        view
        returns (bytes32 answer)
    {
        _authenticate(s, terms, context, settlement);
        bool answered;
        bytes memory cause;
        (answered, answer, cause) = CheckerCall.ask(question, terms.checker, context, terms.params, settlement);
        if (!answered) revert CheckerRefused(cause);
    }

    /// @dev The current round, if the sender may say now, in this way, what came of it.
    function _due(Terms calldata terms, bool proposing) internal view returns (Series storage s, RoundWord round, bytes32 context) {
        bytes32 termsHash;
        (s, round, termsHash) = _current(terms);
        bool challengeable = terms.challengeWindow != 0;
        if (challengeable != proposing) revert WrongWayToSettle(challengeable);
        if (round.isSettled()) revert AlreadySettled();
        if (block.timestamp < terms.revealBy) revert TooEarly(terms.revealBy);
        if (block.timestamp >= round.settleBy()) revert TooLate(round.settleBy());
        address solver = s.config.solver;
        uint256 anyoneFrom = uint256(terms.revealBy) + s.config.solverSeconds;
        if (block.timestamp < anyoneFrom && solver != address(0) && msg.sender != solver) revert OnlySolverUntil(anyoneFrom);
        context = contextOf(terms.series, round.number(), termsHash);
    }

    /// @dev The entries, their payloads and the posts are exactly the recorded ones.
    function _authenticate(Series storage s, Terms calldata terms, bytes32 context, Settlement calldata settlement) private view {
        uint256 log = s.log;
        if (settlement.entries.length != log.count() * Entries.SIZE) revert WrongEntries();
        (uint256 word, uint256 heads) = LogWord.start(context).replay(settlement.entries);
        if (word != log) revert WrongEntries();
        bool payloads = settlement.payloads.length != 0 || heads & LogWord.WITH_PAYLOAD != 0;
        if (payloads && !LogWord.arePayloads(settlement.payloads, settlement.entries)) revert WrongPayloads();
        if (terms.revealBy == terms.closeAt) {
            if (settlement.posts.length != 0) revert WrongPosts();
        } else if (LogWord.start(context).replayPosts(settlement.posts) != s.posts) {
            revert WrongPosts();
        }
    }

    /* MOVING THE MONEY */

    /// @param settler gets the fees
    function _apply(Series storage s, uint64 series, RoundWord round, Settlement calldata settlement, address settler) internal {
        s.round = round.settle();
        s.settled[round.number() >> 8] |= 1 << (round.number() & 0xff);

        uint256 debited = _debit(series, settlement.entries, settlement.debits);
        uint256 credited = _creditAll(series, settlement.entries, settlement.credits);
        if (credited > debited) revert CreditsExceedDebits(credited, debited);
        uint256 surplus = debited - credited;
        uint256 fees = settlement.entries.count() * round.fee();
        if (surplus != 0) _credit(series, s.config.beneficiary, surplus);
        if (fees != 0) _credit(series, settler, fees);
        emit Settled(_slot(series, round.number()), settler, fees, surplus, settlement.debits, settlement.credits, settlement.alloc);
    }

    /// @dev Each debit is at most its entry's lock and each entry is debited once, so an account's debits stay below what it has locked
    /// and its fees remain.
    function _debit(uint64 series, bytes calldata entries, bytes calldata debits) private returns (uint256 total) {
        mapping(address who => Cell) storage cells = _cells[series];
        (uint256 items, uint256 count) = (_items(debits), entries.count());
        uint256 next;
        // fewer than 2^16 amounts of 96 bits
        unchecked {
            for (uint256 i; i < items; ++i) {
                (uint256 head, uint256 index, uint256 amount) = _amountAt(debits, i, next, entries, count);
                if (amount > head.lock()) revert AmountOutOfRange(index, amount);
                Cell storage cell = cells[head.who()];
                cell.word = cell.word.takeLocked(amount);
                total += amount;
                next = index + 1;
            }
        }
    }

    /// @dev Amounts of 96 bits could carry out of `free`; they cannot here, because the sum is compared with the debits before the
    /// transaction ends and all debits together are part of what is held.
    function _creditAll(uint64 series, bytes calldata entries, bytes calldata credits) private returns (uint256 total) {
        mapping(address who => Cell) storage cells = _cells[series];
        (uint256 items, uint256 count) = (_items(credits), entries.count());
        uint256 next;
        // as in _debit
        unchecked {
            for (uint256 i; i < items; ++i) {
                (uint256 head, uint256 index, uint256 amount) = _amountAt(credits, i, next, entries, count);
                Cell storage cell = cells[head.who()];
                cell.word = cell.word.addFree(amount);
                total += amount;
                next = index + 1;
            }
        }
    }

    /// @dev Number of items of a list of debits or credits, which must not end within one.
    function _items(bytes calldata amounts) private pure returns (uint256) {
        if (amounts.length % Amounts.SIZE != 0) revert MalformedAmounts(amounts.length);
        return amounts.length / Amounts.SIZE;
    }

    /// @dev Item `i` and the head of its entry, which is one of the `count` entries and does not come before entry `next`.
    function _amountAt(bytes calldata amounts, uint256 i, uint256 next, bytes calldata entries, uint256 count)
        private
        pure
        returns (uint256 head, uint256 index, uint256 amount)
    {
        uint256 item = amounts.item(i);
        (index, amount) = (item >> 96, item & type(uint96).max);
        if (index < next || index >= count) revert IndexOutOfOrder(index);
        if (amount == 0) revert AmountOutOfRange(index, amount);
        head = entries.head(index);
    }
}
