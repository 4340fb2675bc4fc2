// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IAccounts} from "../../../contracts/interfaces/IAccounts.sol";
import {IMarket} from "../../../contracts/interfaces/IMarket.sol";
import {MarketTest} from "../utils/MarketTest.sol";
import {Pack} from "../utils/Pack.sol";

/// @dev How locks are released: nobody sends a transaction for it, and how long ago the round was must not matter.
contract AccountOfTest is MarketTest {
    uint88 private constant LOCK = 60;

    function testFuzz_WhenTheAccountNeverDidAnything(uint64 any, address who) public view {
        IAccounts.Account memory empty;
        vm.assertEq(abi.encode(market.accountOf(any, who)), abi.encode(empty));
    }

    function test_WhenTheRoundIsRunning() public {
        _fund(alice, BALANCE);
        _open();
        _enter(alice, LOCK, DATA);
        _enter(alice, 2, DATA);
        uint40[4] memory times = [START, terms.closeAt - 1, terms.closeAt, terms.settleBy - 1];
        for (uint256 i; i < times.length; ++i) {
            vm.warp(times[i]);
            _assertAccount(alice, BALANCE - LOCK - 2 - 2 * FEE, LOCK + 2 + 2 * FEE, 2);
            vm.assertEq(_account(alice).round, 1);
        }
    }

    function test_WhenTheRoundWasSettled() public {
        _fund(alice, BALANCE);
        _open();
        _enter(alice, LOCK, DATA);
        _enter(alice, 2, DATA);
        _settle(Pack.amount(0, 40), "");
        _assertAccount(alice, BALANCE - 40 - 2 * FEE, 0, 0);
    }

    function test_WhenTheRoundTimedOut() public {
        _fund(alice, BALANCE);
        _open();
        _enter(alice, LOCK, DATA);
        vm.warp(terms.settleBy);
        _assertAccount(alice, BALANCE, 0, 0);
    }

    function test_WhenManyRoundsHavePassedSinceTheLockSettledOrAbortedInAnyMixture() public {
        uint256[9] memory ages = [uint256(0), 1, 2, 14, 15, 16, 17, 255, 300];
        for (uint256 i; i < ages.length; ++i) {
            for (uint256 last; last < 2; ++last) {
                _passRounds(ages[i], uint256(keccak256(abi.encode(i, last))), last == 1);
            }
        }
    }

    /// @dev Short distances around the sixteen rounds of history in the word, any mixture.
    function testFuzz_WhenManyRoundsHavePassedSinceTheLockSettledOrAbortedInAnyMixture(uint256 age, uint256 mixture, bool settled) public {
        _passRounds(age % 20, mixture, settled);
    }

    function testFuzz_WhenMoneyArrivesBeforeTheLockIsReleased(bool settled) public {
        _fund(alice, BALANCE);
        _open();
        _enter(alice, LOCK, DATA);
        _fund(alice, 7);
        _assertAccount(alice, BALANCE - LOCK - FEE + 7, LOCK + FEE, 1);
        _pass(settled);
        _fund(alice, 8);
        _assertAccount(alice, settled ? BALANCE - FEE + 15 : BALANCE + 15, 0, 0);
    }

    function testFuzz_WhenTheAccountEntersAgainAfterItsLocksRoundIsOver(bool settled) public {
        _fund(alice, BALANCE);
        _open();
        _enter(alice, LOCK, DATA);
        _pass(settled);
        _open();
        _enter(alice, 9, DATA);
        uint256 balance = settled ? BALANCE - FEE : BALANCE;
        _assertAccount(alice, balance - 9 - FEE, 9 + FEE, 1);
        vm.assertEq(_account(alice).round, 2);
    }

    /* HELPERS */

    /// @dev Alice enters a round that ends as `settled` says; `age` rounds follow, each of which ends as a bit of `mixture` says.
    function _passRounds(uint256 age, uint256 mixture, bool settled) private {
        series = market.createSeries(_config());
        _fund(alice, BALANCE);
        _open();
        _enter(alice, LOCK, DATA);
        _pass(settled);
        for (uint256 i; i < age; ++i) {
            _open();
            _pass((mixture >> (i % 256)) & 1 == 1);
        }

        uint256 balance = settled ? BALANCE - FEE : BALANCE;
        _assertAccount(alice, balance, 0, 0);
        _assertStatus(1, settled);
        for (uint32 i; i < age; ++i) {
            _assertStatus(i + 2, (mixture >> (i % 256)) & 1 == 1);
        }

        _open();
        _assertAccount(alice, balance, 0, 0);
        _enter(alice, 1, DATA);
        _assertAccount(alice, balance - 1 - FEE, 1 + FEE, 1);
    }

    function _assertStatus(uint32 round, bool settled) private view {
        IMarket.Status status = market.statusOf(series, round);
        vm.assertTrue(status == (settled ? IMarket.Status.Settled : IMarket.Status.Aborted), "status");
    }
}
