// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

import {SharingCosts} from "../../../contracts/checkers/SharingCosts.sol";
import {IChallengeable} from "../../../contracts/interfaces/IChallengeable.sol";
import {Claim, IChecker, SecondPhase} from "../../../contracts/interfaces/IChecker.sol";
import {SharingOutcomes} from "../../../contracts/libraries/SharingOutcome.sol";
import {MoneyRoundTest} from "../utils/MoneyRoundTest.sol";
import {Pack} from "../utils/Pack.sol";
import {SharingReference} from "../utils/SharingReference.sol";

/// @dev Rounds that are settled at once.
contract SharingCostsTest is MoneyRoundTest {
    using SafeCast for uint256;

    function setUp() public {
        checker = new SharingCosts();
    }

    /* PARAMETERS */

    function test_WhenTheParametersAreSound() public {
        (SecondPhase second, uint88 bond) = checker.phases(_params());
        vm.assertEq(uint8(second), uint8(SecondPhase.None), "second phase");
        vm.assertEq(bond, 0, "bond");
        (uint32 most, uint32 perAccount) = checker.limits(_params());
        vm.assertEq(most, 12);
        vm.assertEq(perAccount, 3);
        amount = type(uint88).max;
        (second, bond) = checker.phases(_params());
        vm.assertEq(bond, type(uint88).max, "bond");
    }

    function test_RevertWhen_ThereIsABond() public {
        amount = 1;
        Claim memory claim = _claim();
        vm.expectRevert(IChallengeable.MustBeProposed.selector);
        checker.check(claim);
    }

    function test_RevertWhen_ThereAreMoreEntriesThanCanBeChecked() public {
        for (uint256 i; i < 13; ++i) {
            _nothing();
        }
        _expectRefused(abi.encodeWithSelector(IChecker.TooManyEntries.selector, 13, 12));
    }

    /* PURCHASES */

    /// @dev Worth 10 together and nothing alone, cost 1 each: without one there is nothing, so the margin of each is 8.
    function test_WhenSellersComplementEachOther() public {
        mode = MIXED;
        _seller(1, 1);
        _seller(1, 1);
        uint88[] memory values = new uint88[](2);
        values[1] = 10;
        _agent(0, 1, values);
        _expectTruthAccepted();
        vm.assertEq(alloc, abi.encodePacked(uint8(0), uint96(7), uint8(0), uint96(9), hex"020001", uint96(0)));
        vm.assertEq(debits, Pack.amount(2, 2));
        vm.assertEq(credits, Pack.amount(0, 2));

        // both at their greatest price would be too much
        (mode, share) = (COMPETITIVE, 1e9);
        _expectTruthAccepted();
        vm.assertEq(debits, Pack.amount(2, 2));
        share = 500_000_000;
        _expectTruthAccepted();
        vm.assertEq(debits, Pack.amount(2, 10));
    }

    /// @dev The first seller asks 5 of everybody but the buyer, of whom it asks 1; the second the other way round.
    function test_WhenASellerMakesExceptions() public {
        address[] memory buyer = new address[](1);
        buyer[0] = _account(2);
        SharingReference.Agent memory agent = _nobody();
        (agent.size, agent.cost, agent.exceptions, agent.exceptionCosts) = (1, 5, buyer, new uint256[](1));
        agent.exceptionCosts[0] = 1;
        _enter(agent);
        agent = _nobody();
        (agent.size, agent.cost, agent.exceptions, agent.exceptionCosts) = (1, 1, buyer, new uint256[](1));
        agent.exceptionCosts[0] = 5;
        _enter(agent);
        _agent(0, 0, _values(3, 3, 3));
        _expectTruthAccepted();
        vm.assertEq(alloc, hex"00000100");
        vm.assertEq(debits, Pack.amount(2, 1));
    }

    /// @dev Worth 4, 3 and 2, each costs 3: only the first is worth more than that. Its own data are nothing to it.
    function test_WhenABuyerIsAdditive() public {
        mode = VCG;
        SharingReference.Agent memory agent = _nobody();
        (agent.size, agent.additive) = (1, true);
        (agent.accounts, agent.values) = (new address[](4), new uint256[](4));
        for (uint256 i; i < 4; ++i) {
            uint256 place = i;
            for (; place != 0 && agent.accounts[place - 1] > _account(i); --place) {
                (agent.accounts[place], agent.values[place]) = (agent.accounts[place - 1], agent.values[place - 1]);
            }
            (agent.accounts[place], agent.values[place]) = (_account(i), 5 - i);
        }
        _enter(agent);
        for (uint256 i; i < 3; ++i) {
            _seller(1, 3);
        }
        _sponsor(1);
        _expectTruthAccepted();
        vm.assertEq(alloc, hex"0101000000");
        vm.assertEq(debits, bytes.concat(Pack.amount(0, 3), Pack.amount(4, 1)));
        vm.assertEq(credits, Pack.amount(1, 4));
    }

    /// @dev All of it: a set of two of equal surplus, of two sets of one the one with the larger seller, of two of those the lower number.
    function test_WhenSetsHaveTheSameSurplus() public {
        _agent(0, 0, _values(0, 3, 3));
        _seller(1, 0);
        _seller(1, 0);
        _seller(2, 0);
        _seller(2, 0);
        _seller(3, 0);
        _expectTruthAccepted();
        vm.assertEq(alloc, hex"01050000000000");
    }

    /// @dev As many as there can be, each with all others on sale and the largest amounts that there are.
    function test_WhenTheRoundIsFull() public {
        mode = VCG;
        uint88[] memory values = new uint88[](2);
        (values[0], values[1]) = (0, type(uint88).max);
        for (uint256 i; i < 11; ++i) {
            _agent(type(uint16).max, i == 10 ? 0 : type(uint88).max, values);
        }
        _nothing();
        bytes memory right;
        for (uint256 i; i < 11; ++i) {
            // all buy from the last, which buys from nobody: its surplus is 0
            right = bytes.concat(right, i == 10 ? bytes(hex"00") : bytes(hex"010a"));
        }
        hints = hex"000102030405060708090a";
        alloc = right;
        _expectRefused(abi.encodeWithSelector(SharingOutcomes.WrongAlloc.selector, new bytes(11)));
        mode = COMPETITIVE;
        _expectAccepted();
    }

    /* ANY ROUND */

    function testFuzz_WhenTheOutcomeIsRight(uint256 seed) public {
        _random(seed);
        _expectTruthAccepted();
    }

    function testFuzz_RevertWhen_AnythingIsAnotherByte(uint256 seed, uint256 position, uint8 mask) public {
        _random(seed);
        _claimTruth();
        _expectNoOtherByte(position, mask);
    }

    function _random(uint256 seed) private {
        _seed(seed);
        mode = _draw(2).toUint8();
        share = mode == COMPETITIVE ? (_draw(4) * 250_000_000).toUint32() : 0;
        _drawAnyCosts(1 + _draw(4));
    }
}
