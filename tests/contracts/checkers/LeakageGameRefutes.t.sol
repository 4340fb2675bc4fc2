// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IChallengeable} from "../../../contracts/interfaces/IChallengeable.sol";
import {IChecker} from "../../../contracts/interfaces/IChecker.sol";
import {LeakageMoves} from "../../../contracts/libraries/LeakageMove.sol";
import {LeakageReference} from "../utils/LeakageReference.sol";
import {LeakageTest} from "../utils/LeakageTest.sol";
import {Pack} from "../utils/Pack.sol";

contract LeakageGameRefutesTest is LeakageTest {
    using LeakageReference for LeakageReference.Game;

    uint256 private constant ALONE = LeakageReference.ALONE;
    uint256 private constant ONE = 65_536;
    bool private constant LEAST = false;
    bool private constant GREATEST = true;

    bytes private constant NO_GAIN = abi.encodeWithSelector(LeakageMoves.NoGain.selector);
    bytes private constant MALFORMED = abi.encodeWithSelector(IChallengeable.ObjectionMalformed.selector);
    bytes private constant NOT_COMMITTED = abi.encodeWithSelector(IChallengeable.NotCommitted.selector);

    LeakageReference.Game private game;

    /* TWO DEVICES WITH FULL INFLUENCE ON EACH OTHER */

    /// @dev Alone they have 5 and 0.5, together 9 and 0: the first one always wants to be with the second one, which always wants to leave.
    /// There is no Nash equilibrium, but nobody has to take somebody in.
    function test_WhenOneWouldRatherBeAlone() public {
        _pair(10, 1, 0);
        _expectRefuted(0, ALONE, 1, LEAST);
        _expectRefuted(0, ALONE, 1, GREATEST);
        _expectRefused(0, ALONE, 0, LEAST, NO_GAIN);
        vm.assertFalse(game.isStable(), "stable");
    }

    function test_WhenOneWouldRatherBeTogether() public {
        _pair(10, 1, 1);
        _expectRefused(0, 1, 0, LEAST, _notWelcome(1));
        _expectRefused(1, 0, 1, LEAST, NO_GAIN);
        vm.assertTrue(game.isStable(), "stable");
    }

    function test_WhenNobodyMinds() public {
        _pair(10, 3, 1);
        _expectRefuted(0, 1, 0, LEAST);
        _expectRefuted(1, 0, 1, LEAST);
    }

    /// @dev The second has 1 either way.
    function test_WhenItIsAllTheSame() public {
        _pair(10, 2, 1);
        _expectRefuted(0, 1, 0, LEAST);
        _expectRefused(1, 0, 1, LEAST, NO_GAIN);
        _forget();
        _pair(10, 2, 0);
        _expectRefused(0, ALONE, 1, LEAST, NO_GAIN);
    }

    function test_WhenOneIsAloneAlready() public {
        _pair(10, 1, 1);
        _expectRefused(0, ALONE, 0, LEAST, NO_GAIN);
        _expectRefused(1, ALONE, 1, LEAST, NO_GAIN);
    }

    function test_WhenThereIsOneDevice() public {
        _useKinds(1);
        _influence(0, 0, ONE);
        cost = 3;
        _contract(0, 50);
        _device(0, 1, 0);
        game = _game();
        _expectRefused(0, ALONE, 0, LEAST, NO_GAIN);
        vm.assertTrue(game.isStable(), "stable");
    }

    /* SEVERAL DEVICES OF A TYPE */

    /// @dev Three devices, prices 2, 20 and 6, in one coalition at a cost of 4: the first would rather be alone, the second would not.
    function test_WhenTheDevicesOfATypeDiffer() public {
        _useKinds(2);
        _influence(0, 0, ONE);
        _influence(0, 1, ONE);
        cost = 4;
        _contracts(0, 22, 1, 6);
        _device(0, 2, 0);
        _device(0, 20, 0);
        _device(1, 1, 0);
        game = _game();
        _expectRefuted(0, ALONE, 0, LEAST);
        _expectRefused(0, ALONE, 0, GREATEST, NO_GAIN);
    }

    /// @dev The one with price 1 minds, the one with price 100 does not.
    function test_WhenOneOfSeveralMembersMinds() public {
        _useKinds(2);
        _influence(0, 1, ONE / 2);
        cost = 1;
        _contracts(0, 101, 1, 100);
        _device(0, 100, 0);
        _device(0, 1, 0);
        _device(1, 1, 1);
        game = _game();
        _expectRefused(1, 0, 1, LEAST, _notWelcome(0));
        _forget();
        _contracts(0, 199, 1, 100);
        _device(0, 100, 0);
        _device(0, 99, 0);
        _device(1, 1, 1);
        game = _game();
        _expectRefuted(1, 0, 1, LEAST);
    }

    /// @dev Prices 100 and 1, and a coalition of two that both could go to: only the former gains more than it costs.
    function test_WhenOnlyTheDearestGains() public {
        _useKinds(2);
        _influence(0, 1, ONE / 2);
        cost = 1;
        _contracts(0, 101, 1, 200);
        _device(0, 100, 0);
        _device(0, 1, 0);
        _device(1, 1, 1);
        _device(1, 1, 1);
        game = _game();
        _expectRefuted(0, 1, 0, GREATEST);
        _expectRefused(0, 1, 0, LEAST, NO_GAIN);
    }

    /// @dev The device's own influence on its type counts neither where it is nor where it goes.
    function test_WhenATypeHasInfluenceOnItself() public {
        _useKinds(1);
        _influence(0, 0, ONE);
        cost = 10;
        _contract(0, 60);
        _device(0, 1, 0);
        _device(0, 1, 1);
        _device(0, 1, 1);
        game = _game();
        // D = 2: 10 alone, 40/3 - 10 with one other, 20 - 20 with both
        _expectRefused(0, 1, 0, LEAST, NO_GAIN);
        _expectRefuted(1, ALONE, 0, LEAST);
        _expectRefused(0, ALONE, 0, LEAST, NO_GAIN);
    }

    /* OBJECTIONS THAT ARE NONE */

    function test_RevertWhen_ItEndsEarly() public {
        _pair(10, 2, 1);
        bytes memory whole = game.objection(0, 1, 0, LEAST);
        uint256 alone = game.objection(0, ALONE, 0, LEAST).length;
        for (uint256 length; length < whole.length; ++length) {
            bytes memory cut = bytes.concat(whole);
            assembly ("memory-safe") {
                mstore(cut, length)
            }
            _expectRefused(game.commitment(), cut, length == alone ? NO_GAIN : MALFORMED);
        }
        _expectRefused(game.commitment(), bytes.concat(whole, hex"00"), MALFORMED);
    }

    function test_RevertWhen_SomethingIsChanged() public {
        _pair(10, 2, 1);
        bytes memory whole = game.objection(0, 1, 0, LEAST);
        bytes memory params = _params();
        bytes32 commitment = game.commitment();
        for (uint256 i; i < whole.length; ++i) {
            // who moves
            if (i == 36 || i == 37) continue;
            bytes memory call = abi.encodeCall(IChallengeable.refutes, (params, commitment, Pack.corrupt(whole, i, 0x01)));
            (bool accepted, bytes memory cause) = address(CHECKER).staticcall(call);
            vm.assertFalse(accepted, "accepted");
            vm.assertTrue(keccak256(cause) == keccak256(MALFORMED) || keccak256(cause) == keccak256(NOT_COMMITTED), "cause");
        }
    }

    function test_RevertWhen_ThereIsNoSuchType() public {
        _pair(10, 2, 1);
        _expectRefused(0, 1, 2, LEAST, MALFORMED);
        _expectRefused(0, 1, 255, LEAST, MALFORMED);
    }

    function test_RevertWhen_ThereIsNoSuchDevice() public {
        _pair(10, 2, 1);
        _expectRefused(0, 1, 1, LEAST, NOT_COMMITTED);
        _expectRefused(1, 0, 0, GREATEST, NOT_COMMITTED);
    }

    function test_RevertWhen_ItIsNeitherTheLeastNorTheGreatest() public {
        _pair(10, 2, 1);
        bytes memory objection = game.objection(0, 1, 0, LEAST);
        objection[37] = 0x02;
        _expectRefused(game.commitment(), objection, MALFORMED);
    }

    function test_RevertWhen_TheTargetIsTheHome() public {
        _pair(10, 2, 1);
        _expectRefused(0, 0, 0, LEAST, MALFORMED);
    }

    function test_RevertWhen_ItIsAboutAnotherOutcome() public {
        _pair(10, 2, 1);
        bytes memory objection = game.objection(0, 1, 0, LEAST);
        _forget();
        _pair(10, 2, 0);
        _expectRefused(game.commitment(), objection, NOT_COMMITTED);
    }

    /// @dev Five coalitions, so that proofs have up to three steps and the last one has one.
    function test_RevertWhen_ARowHasTheProofOfAnother() public {
        _useKinds(1);
        _influence(0, 0, ONE);
        _contract(0, 500);
        for (uint256 i; i < 5; ++i) {
            _device(0, 1, i);
        }
        game = _game();
        bytes memory head = abi.encodePacked(game.totals(), game.root(), uint16(0));
        for (uint256 i; i < 5; ++i) {
            for (uint256 k; k < 5; ++k) {
                bytes memory row = game.row(k);
                bytes32[] memory proof = game.proof(i);
                bytes memory objection = abi.encodePacked(head, row, uint8(proof.length), proof);
                _expectRefused(game.commitment(), objection, i == k ? NO_GAIN : NOT_COMMITTED);
                objection = abi.encodePacked(head, game.proven((k + 1) % 5), row, uint8(proof.length), proof);
                if (i != k) _expectRefused(game.commitment(), objection, NOT_COMMITTED);
                else vm.assertTrue(_refutes(game.commitment(), objection), "nothing costs, and everybody gains");
            }
        }
    }

    function test_RevertWhen_NobodyTakesPart() public {
        _useKinds(1);
        game = _game();
        bytes memory head = abi.encodePacked(game.totals(), bytes32(0), uint16(0));
        _expectRefused(game.commitment(), bytes.concat(head, new bytes(28), hex"00"), NOT_COMMITTED);
        _expectRefused(game.commitment(), head, MALFORMED);
    }

    function test_RevertWhen_TheParametersAreMalformed() public {
        _pair(10, 2, 1);
        bytes memory params = bytes.concat(_params(), hex"00");
        bytes memory objection = game.objection(0, 1, 0, LEAST);
        vm.expectRevert(abi.encodeWithSelector(IChecker.InvalidParams.selector, params));
        CHECKER.refutes(params, game.commitment(), objection);
    }

    /* HELPERS */

    /// @dev Two devices of different types at a cost of 1, and what has to be paid for each; the second one is in coalition `home`.
    function _pair(uint256 price, uint256 otherPrice, uint256 home) private {
        _useKinds(2);
        _influence(0, 1, ONE);
        cost = 1;
        _contracts(0, price, 1, otherPrice);
        _device(0, 3, 0);
        _device(1, 3, home);
        game = _game();
    }

    function _notWelcome(uint256 kind) private pure returns (bytes memory) {
        return abi.encodeWithSelector(LeakageMoves.NotWelcome.selector, kind);
    }

    function _refutes(bytes32 commitment, bytes memory objection) private view returns (bool) {
        return CHECKER.refutes(_params(), commitment, objection) == IChallengeable.refutes.selector;
    }

    function _expectRefuted(uint256 home, uint256 target, uint256 kind, bool which) private view {
        vm.assertTrue(_refutes(game.commitment(), game.objection(home, target, kind, which)), "magic");
    }

    function _expectRefused(uint256 home, uint256 target, uint256 kind, bool which, bytes memory cause) private {
        _expectRefused(game.commitment(), game.objection(home, target, kind, which), cause);
    }

    function _expectRefused(bytes32 commitment, bytes memory objection, bytes memory cause) private {
        bytes memory params = _params();
        vm.expectRevert(cause);
        CHECKER.refutes(params, commitment, objection);
    }
}
