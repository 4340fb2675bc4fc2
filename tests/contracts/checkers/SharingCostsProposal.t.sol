// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

import {SharingCosts} from "../../../contracts/checkers/SharingCosts.sol";
import {IChallengeable} from "../../../contracts/interfaces/IChallengeable.sol";
import {Claim, IChecker} from "../../../contracts/interfaces/IChecker.sol";
import {BetterBundle} from "../../../contracts/libraries/BetterBundle.sol";
import {PurchaseClaimReader} from "../../../contracts/libraries/PurchaseClaims.sol";
import {MoneyRoundTest} from "../utils/MoneyRoundTest.sol";
import {Pack} from "../utils/Pack.sol";
import {SharingReference} from "../utils/SharingReference.sol";

/// @dev Rounds whose outcomes are proposed, and objections to them.
contract SharingCostsProposalTest is MoneyRoundTest {
    using SafeCast for uint256;
    using SharingReference for SharingReference.Game;

    uint256 private constant NOBODY = 255;

    SharingCosts private immutable CHECKER = new SharingCosts();

    function setUp() public {
        amount = 1000;
    }

    function test_WhenTheParametersAreSound() public view {
        (uint32 most, uint32 perAccount) = CHECKER.limits(_params());
        vm.assertEq(most, 40);
        vm.assertEq(perAccount, 10);
    }

    function test_RevertWhen_ThereIsNoBond() public {
        amount = 0;
        _expectUncommitted(abi.encodeWithSelector(IChecker.InvalidParams.selector, _params()));
    }

    function test_RevertWhen_ThereAreMoreEntriesThanCanBeChecked() public {
        for (uint256 i; i < 41; ++i) {
            _nothing();
        }
        _expectUncommitted(abi.encodeWithSelector(IChecker.TooManyEntries.selector, 41, 40));
    }

    /* WHAT IS COMMITTED TO */

    function test_WhenTheRoundIsEmpty() public {
        _propose(_game().plan());
        vm.assertEq(alloc, hex"01");
        vm.assertEq(CHECKER.commit(_claim()), bytes32(0), "nothing");
    }

    function testFuzz_WhenTheOutcomeIsRight(uint256 seed) public {
        _random(seed);
        SharingReference.Plan memory plan = _game().plan();
        _propose(plan);
        vm.assertEq(CHECKER.commit(_claim()), _game().commitment(plan), "commitment");
    }

    function testFuzz_WhenAnythingIsAnotherByte_ItIsRefusedOrCommitsToSomethingElse(uint256 seed, uint256 position, uint8 mask) public {
        _random(seed);
        SharingReference.Plan memory plan = _game().plan();
        _propose(plan);
        bytes32 right = _game().commitment(plan);
        Claim memory claim = _claimWithOtherByte(position, mask);
        // other witnesses of the same surplus, which are no part of the outcome, are as good
        bool sameOutcome = keccak256(abi.encode(claim.debits, claim.credits, claim.alloc)) == keccak256(abi.encode(debits, credits, alloc));
        try CHECKER.commit(claim) returns (bytes32 commitment) {
            vm.assertTrue(sameOutcome, "another outcome");
            vm.assertEq(commitment, right, "commitment");
        } catch {}
    }

    /* WHAT SHOWS WITHOUT AN OBJECTION */

    function test_RevertWhen_SellersAreNotSellersByRank() public {
        SharingReference.Plan memory plan = _complements();
        bytes memory right = alloc;
        // the seller of the second purchase
        uint256 place = 1 + 1 + 1 + 1 + 12;
        uint8[4] memory wrong = [uint8(0), 2, 3, 4];
        for (uint256 i; i < 4; ++i) {
            alloc = Pack.corrupt(right, place, bytes1(1 ^ wrong[i]));
            _expectUncommitted(abi.encodeWithSelector(PurchaseClaimReader.NotASeller.selector, 2, wrong[i]));
        }
        alloc = right;
        vm.assertEq(CHECKER.commit(_claim()), _game().commitment(plan));
    }

    function test_RevertWhen_SellersCostMoreThanTheyAreWorth() public {
        _complements();
        alloc = hex"0100000100000000000000000000000000";
        _expectUncommitted(abi.encodeWithSelector(PurchaseClaimReader.NegativeSurplus.selector, 2));
    }

    function test_RevertWhen_AWitnessIsNone() public {
        _complements();
        // rank, then for each of the two purchases of agent 2: the other seller is taken out
        vm.assertEq(hints, hex"000101010100");
        bytes[7] memory wrong = [
            // nobody, which leaves a seller without the other
            bytes("\x00\x01\x00\x01\x00"),
            // itself, the buyer, an agent that sells nothing, none
            hex"000101000100",
            hex"000101020100",
            hex"000101030100",
            hex"000101040100",
            // twice, or not in order
            hex"00010201010100",
            hex"00010201000100"
        ];
        for (uint256 i; i < 7; ++i) {
            hints = wrong[i];
            _expectUncommitted(abi.encodeWithSelector(PurchaseClaimReader.WrongWitness.selector, 2, 0));
        }
        // what is read behind the end happens to be right
        hints = hex"0001010101";
        _expectUncommitted(abi.encodeWithSelector(IChecker.HintsMalformed.selector));
        hints = hex"00010101010000";
        _expectUncommitted(abi.encodeWithSelector(IChecker.HintsMalformed.selector));
        hints = hex"00";
        _expectUncommitted(abi.encodeWithSelector(IChecker.HintsMalformed.selector));
    }

    /// @dev Worth 8 together, so a margin of 9 would be more: one seller alone is worth nothing and costs 1.
    function test_RevertWhen_AMarginIsMoreThanTheSurplus() public {
        SharingReference.Plan memory plan = _complements();
        plan.instead[2][0] = 2;
        _propose(plan);
        _expectUncommitted(abi.encodeWithSelector(PurchaseClaimReader.WrongWitness.selector, 2, 0));
    }

    function test_RevertWhen_AnAdditiveBuyerBuysSomethingElse() public {
        _seller(1, 1);
        _seller(1, 1);
        SharingReference.Agent memory agent = _nobody();
        (agent.additive, agent.accounts, agent.values) = (true, new address[](1), new uint256[](1));
        (agent.accounts[0], agent.values[0]) = (_account(1), 3);
        _enter(agent);
        SharingReference.Plan memory plan = _game().plan();
        _propose(plan);
        CHECKER.commit(_claim());
        vm.assertEq(alloc, abi.encodePacked(hex"010000", hex"0101", uint88(2)));
        bytes memory cause = abi.encodeWithSelector(SharingCosts.WrongPurchases.selector, 2);
        alloc = hex"01000000";
        _expectUncommitted(cause);
        alloc = abi.encodePacked(hex"010000", hex"0101", uint88(1));
        _expectUncommitted(cause);
        alloc = abi.encodePacked(hex"010000", hex"0100", uint88(2));
        _expectUncommitted(cause);
    }

    function test_RevertWhen_TheAllocationEndsElsewhere() public {
        _complements();
        bytes memory right = alloc;
        alloc = bytes.concat(right, hex"00");
        _expectUncommitted(abi.encodeWithSelector(SharingCosts.AllocMalformed.selector, right.length + 1, right.length));
    }

    function test_RevertWhen_ItIsNotSaidWhetherSomethingIsTraded() public {
        mode = VCG;
        _complements();
        // nobody pays the deficit of 16
        vm.assertEq(alloc[0], bytes1(0));
        CHECKER.commit(_claim());
        alloc = Pack.corrupt(alloc, 0, 0x01);
        _expectUncommitted(abi.encodeWithSelector(SharingCosts.WrongTraded.selector, false));
        alloc = Pack.corrupt(alloc, 0, 0x03);
        _expectUncommitted(abi.encodeWithSelector(SharingCosts.WrongTraded.selector, false));
        alloc = Pack.corrupt(alloc, 0, 0x02);
        debits = Pack.amount(2, 2);
        _expectUncommitted(abi.encodeWithSelector(IChecker.TrailingDebits.selector));

        _sponsor(16);
        _propose(_game().plan());
        CHECKER.commit(_claim());
        alloc = Pack.corrupt(alloc, 0, 0x01);
        _expectUncommitted(abi.encodeWithSelector(SharingCosts.WrongTraded.selector, true));
    }

    /* OBJECTIONS */

    function testFuzz_RevertWhen_TheOutcomeIsRight(uint256 seed, uint256 buyer, uint256 set, uint256 without) public {
        _random(seed);
        SharingReference.Game memory game = _game();
        SharingReference.Plan memory plan = game.plan();
        buyer = bound(buyer, 0, game.agents.length - 1);
        if (game.agents[buyer].additive) return;
        set = bound(set, 0, (1 << game.agents.length) - 1);
        without = bound(without, 0, game.agents.length);
        if (without == game.agents.length) without = NOBODY;
        bytes memory objection = _objection(game, plan, buyer, without, set);
        bytes32 commitment = game.commitment(plan);
        bytes memory params = _params();
        vm.expectRevert();
        CHECKER.refutes(params, commitment, objection);
    }

    /// @dev Some buyer buys any set that does not lose, and without each of its sellers any set that loses neither and is no better.
    function testFuzz_WhenTheOutcomeIsWrong(uint256 seed) public {
        _random(seed);
        SharingReference.Game memory game = _game();
        SharingReference.Plan memory plan = game.plan();
        SharingReference.Plan memory said = game.plan();
        uint256 buyer = _draw(game.agents.length - 1);
        if (game.agents[buyer].additive) return;
        uint256 most = (1 << game.agents.length) - 1;
        said.sets[buyer] = _drawSet(game, buyer, most, type(int256).max);
        int256 surplus = game.surplusOf(buyer, said.sets[buyer]);
        for (uint256 seller; seller < game.agents.length; ++seller) {
            said.instead[buyer][seller] = _drawSet(game, buyer, most ^ (1 << seller), surplus);
        }
        _propose(said);
        bytes32 commitment = CHECKER.commit(_claim());
        vm.assertEq(commitment, game.commitment(said), "commitment");
        if (said.sets[buyer] != plan.sets[buyer]) {
            _requireRefuted(commitment, _objection(game, said, buyer, NOBODY, plan.sets[buyer]));
            return;
        }
        for (uint256 seller; seller < game.agents.length; ++seller) {
            if (plan.sets[buyer] >> seller & 1 == 0) continue;
            if (game.margin(said, buyer, seller) == game.margin(plan, buyer, seller)) continue;
            _requireRefuted(commitment, _objection(game, said, buyer, seller, plan.instead[buyer][seller]));
        }
    }

    /// @dev Of three equal sellers one is enough: it is the first.
    function test_WhenAnEquallyGoodSetComesFirst() public {
        for (uint256 i; i < 3; ++i) {
            _seller(1, 0);
        }
        _agent(0, 0, _values(5, 5, 5));
        SharingReference.Game memory game = _game();
        SharingReference.Plan memory said = game.plan();
        uint8[4] memory sets = [3, 7, 2, 4];
        for (uint256 i; i < 4; ++i) {
            said.sets[3] = sets[i];
            for (uint256 seller; seller < 3; ++seller) {
                said.instead[3][seller] = seller == 0 ? 2 : 1;
            }
            _propose(said);
            bytes32 commitment = CHECKER.commit(_claim());
            _requireRefuted(commitment, _objection(game, said, 3, NOBODY, 1));
            bytes memory later = _objection(game, said, 3, NOBODY, sets[i]);
            _expectUnrefuted(commitment, later, abi.encodeWithSelector(BetterBundle.NotBetter.selector, 5, 5));
        }
    }

    function test_RevertWhen_TheObjectionIsMalformed() public {
        SharingReference.Plan memory plan = _complements();
        SharingReference.Game memory game = _game();
        bytes32 commitment = game.commitment(plan);
        bytes memory malformed = abi.encodeWithSelector(IChallengeable.ObjectionMalformed.selector);
        bytes memory right = game.proven(plan, 2);
        for (uint256 length; length <= right.length; ++length) {
            _expectUnrefuted(commitment, _start(right, length), malformed);
        }
        // the buyer, who sells nothing; another who does not; none; twice; not in order
        bytes[5] memory sets = [bytes("\x02"), hex"03", hex"04", hex"0000", hex"0100"];
        for (uint256 i; i < 5; ++i) {
            _expectUnrefuted(commitment, bytes.concat(right, hex"ff", sets[i]), malformed);
        }
        // with the seller that it is to be without; without one that is not bought from
        _expectUnrefuted(commitment, bytes.concat(right, hex"0000"), malformed);
        _expectUnrefuted(commitment, bytes.concat(right, hex"03"), malformed);
        _expectUnrefuted(commitment, bytes.concat(right, hex"fe"), malformed);
        // well formed, but no better
        bytes memory notBetter = abi.encodeWithSelector(BetterBundle.NotBetter.selector, 10, 10);
        _expectUnrefuted(commitment, bytes.concat(right, hex"ff0001"), notBetter);
        notBetter = abi.encodeWithSelector(BetterBundle.NotBetter.selector, 0, 1);
        _expectUnrefuted(commitment, bytes.concat(right, hex"0001"), notBetter);
    }

    function testFuzz_RevertWhen_TheRowIsNotThatOfTheCommitment(uint256 position, uint8 mask) public {
        SharingReference.Plan memory plan = _complements();
        SharingReference.Game memory game = _game();
        bytes memory proven = game.proven(plan, 2);
        position = bound(position, 0, proven.length - 1);
        bytes memory other = Pack.corrupt(proven, position, bytes1(mask == 0 ? 1 : mask));
        bytes memory params = _params();
        bytes32 commitment = game.commitment(plan);
        try CHECKER.refutes(params, commitment, bytes.concat(other, hex"ff0001")) {
            vm.assertTrue(false, "refuted");
        } catch (bytes memory cause) {
            bool expected = _is(cause, IChallengeable.NotCommitted.selector) || _is(cause, IChallengeable.ObjectionMalformed.selector);
            vm.assertTrue(expected, "cause");
        }
    }

    /* HELPERS */

    function _is(bytes memory cause, bytes4 selector) private pure returns (bool) {
        return keccak256(cause) == keccak256(abi.encodePacked(selector));
    }

    function _random(uint256 seed) private {
        _seed(seed);
        mode = _draw(2).toUint8();
        share = mode == COMPETITIVE ? (_draw(4) * 250_000_000).toUint32() : 0;
        _drawAnyCosts(1 + _draw(4));
    }

    /// @dev Two sellers that agent 2 values at 10 together, each alone at nothing; agent 3 does nothing.
    function _complements() private returns (SharingReference.Plan memory plan) {
        _seller(1, 1);
        _seller(1, 1);
        uint88[] memory values = new uint88[](2);
        values[1] = 10;
        _agent(0, 1, values);
        _seller(0, 1);
        plan = _game().plan();
        _propose(plan);
    }

    /// @dev Any set on sale among some agents with a surplus from 0 to `most`.
    function _drawSet(SharingReference.Game memory game, uint256 buyer, uint256 among, int256 most) private returns (uint256 set) {
        for (uint256 i; i < 8; ++i) {
            set = _draw(among) & among;
            int256 surplus = game.surplusOf(buyer, set);
            if (game.isOnSale(buyer, set) && surplus >= 0 && surplus <= most) return set;
        }
        return 0;
    }

    function _objection(SharingReference.Game memory game, SharingReference.Plan memory said, uint256 buyer, uint256 without, uint256 set)
        private
        pure
        returns (bytes memory)
    {
        return abi.encodePacked(game.proven(said, buyer), without.toUint8(), SharingReference.members(set));
    }

    function _start(bytes memory data, uint256 length) private pure returns (bytes memory start) {
        start = bytes.concat(data);
        assembly ("memory-safe") {
            mstore(start, length)
        }
    }

    function _requireRefuted(bytes32 commitment, bytes memory objection) private view {
        vm.assertTrue(CHECKER.refutes(_params(), commitment, objection) == IChallengeable.refutes.selector, "refuted");
    }

    function _expectUnrefuted(bytes32 commitment, bytes memory objection, bytes memory cause) private {
        bytes memory params = _params();
        vm.expectRevert(cause);
        CHECKER.refutes(params, commitment, objection);
    }

    function _expectUncommitted(bytes memory cause) private {
        Claim memory claim = _claim();
        vm.expectRevert(cause);
        CHECKER.commit(claim);
    }
}
