// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IMarket} from "../../../contracts/interfaces/IMarket.sol";
import {ScriptedGate} from "../mocks/ScriptedGate.sol";
import {MarketTest} from "../utils/MarketTest.sol";
import {Vm} from "../utils/Vm.sol";

/// @dev Every test ends in `_assertSkipped`: one event, and no trace beside it.
contract EnterSignedSkipsTest is MarketTest {
    ScriptedGate private gate;

    function setUp() public override {
        gate = new ScriptedGate();
        super.setUp();
        _fund(alice, BALANCE);
        _fund(bob, BALANCE);
        _open();
    }

    /// @dev Tag 2 is gated, DATA has tag 1.
    function _config() internal view override returns (IMarket.SeriesConfig memory config) {
        config = super._config();
        (config.gate, config.gatedTags) = (address(gate), 1 << 2);
    }

    /* WHAT THE ORDER SAYS */

    function testFuzz_WhenTheLockNeedsMoreThan88Bits(uint96 lock) public {
        lock = uint96(bound(lock, uint256(type(uint88).max) + 1, type(uint96).max));
        _assertSkipped(_sign(ALICE_KEY, _order(alice, lock, 0)), IMarket.Skip.Malformed);
    }

    function testFuzz_WhenTheOrderHasExpired(uint40 expiry) public {
        Order memory order = _order(alice, 1, 0);
        order.expiry = uint40(bound(expiry, 0, block.timestamp - 1));
        _assertSkipped(_sign(ALICE_KEY, order), IMarket.Skip.Expired);
    }

    function testFuzz_WhenTheRelayerWantsMoreThanTheSignerAllows(uint88 maxFee) public {
        Order memory order = _order(alice, 1, 0);
        order.maxFee = uint88(bound(maxFee, 0, 2));
        _assertSkipped(_sign(ALICE_KEY, order), IMarket.Skip.FeeAboveLimit);
    }

    /* WHO SIGNED WHAT */

    function testFuzz_WhenTheOrderWasSignedForAnotherChain(uint64 chain) public {
        vm.assume(chain != block.chainid);
        Order memory order = _order(alice, 1, 0);
        order.chain = chain;
        _assertSkipped(_sign(ALICE_KEY, order), IMarket.Skip.BadSignature);
    }

    function testFuzz_WhenTheChainForkedAfterDeployment(uint32 chain) public {
        vm.assume(chain != block.chainid && chain != 0);
        bytes memory order = _sign(ALICE_KEY, _order(alice, 1, 0));
        vm.chainId(chain);
        _assertSkipped(order, IMarket.Skip.BadSignature);
        _relay(_sign(ALICE_KEY, _order(alice, 1, 0)));
        vm.assertEq(_account(alice).entries, 1);
    }

    function testFuzz_WhenTheOrderWasSignedForAnotherContract(address other) public {
        vm.assume(other != address(market));
        Order memory order = _order(alice, 1, 0);
        order.verifyingContract = other;
        _assertSkipped(_sign(ALICE_KEY, order), IMarket.Skip.BadSignature);
    }

    function testFuzz_WhenTheOrderWasSignedForOtherTerms(bytes32 other, bool settled) public {
        vm.assume(other != termsHash);
        Order memory order = _order(alice, 1, 0);
        order.terms = other;
        _assertSkipped(_sign(ALICE_KEY, order), IMarket.Skip.BadSignature);

        order = _order(alice, 1, 0);
        order.expiry = type(uint40).max;
        _pass(settled);
        _open();
        _assertSkipped(_sign(ALICE_KEY, order), IMarket.Skip.BadSignature);
    }

    function testFuzz_WhenTheSignerDiffersFromTheKey(uint256 key) public {
        key = bound(key, 1, CURVE_ORDER - 1);
        vm.assume(key != ALICE_KEY);
        _assertSkipped(_sign(key, _order(alice, 1, 0)), IMarket.Skip.BadSignature);
    }

    function testFuzz_WhenTheSignatureIsTheOtherOneOfTheSameKey(uint88 lock) public {
        Order memory order = _order(alice, uint96(bound(lock, 0, BALANCE / 2)), 0);
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(ALICE_KEY, _digest(order));
        bytes32 high = bytes32(CURVE_ORDER - uint256(s));
        vm.assertEq(ecrecover(_digest(order), v ^ 7, r, high), alice, "a signature outside of this contract");
        _assertSkipped(_carry(order, r, high), IMarket.Skip.BadSignature);
        _assertSkipped(_carry(order, r, high & bytes32(~(uint256(1) << 255))), IMarket.Skip.BadSignature);
        _assertSkipped(_carry(order, r, high | bytes32(uint256(1) << 255)), IMarket.Skip.BadSignature);
    }

    function testFuzz_WhenTheSignatureIsNoSignature(address signer, bytes32 r, bytes32 vs) public {
        _assertSkipped(_carry(_order(signer, 0, 0), r, vs), IMarket.Skip.BadSignature);
        _assertSkipped(_carry(_order(address(0), 0, 0), r, vs), IMarket.Skip.BadSignature);
        _assertSkipped(_carry(_order(address(0), 0, 0), 0, 0), IMarket.Skip.BadSignature);
    }

    /* NONCES */

    function test_WhenTheOrderWasRecordedBefore() public {
        bytes memory order = _sign(ALICE_KEY, _order(alice, 1, 0));
        vm.expectEmit(address(market));
        emit IMarket.OrderSkipped(_slot(), alice, 1, IMarket.Skip.NonceUsed);
        _relay(bytes.concat(order, order));
        vm.assertEq(_account(alice).entries, 1);
        _assertSkipped(order, IMarket.Skip.NonceUsed);
    }

    function testFuzz_WhenTheSignerInvalidatedTheNonce(uint32 nonce, uint32 next) public {
        next = uint32(bound(next, 1, type(uint32).max));
        nonce = uint32(bound(nonce, 0, next - 1));
        vm.prank(alice);
        market.invalidateOrders(series, next);
        _assertSkipped(_sign(ALICE_KEY, _order(alice, 1, nonce)), IMarket.Skip.NonceUsed);
    }

    function test_WhenTheNonceIsTheHighestOfAll() public {
        _assertSkipped(_sign(ALICE_KEY, _order(alice, 1, type(uint32).max)), IMarket.Skip.NonceUsed);
    }

    /* WHAT THE ROUND HAS ROOM FOR */

    function testFuzz_WhenLockAndFeesExceedTheFreeBalance(uint88 lock) public {
        lock = uint88(bound(lock, BALANCE - FEE - 3 + 1, type(uint88).max));
        _assertSkipped(_sign(ALICE_KEY, _order(alice, lock, 0)), IMarket.Skip.InsufficientFree);
    }

    function test_WhenTheAccountHasAsManyEntriesAsItMayHave() public {
        _pass(true);
        _open(_terms(address(checker), abi.encodePacked(uint32(9), uint32(2))));
        _relay(bytes.concat(_sign(ALICE_KEY, _order(alice, 1, 0)), _sign(ALICE_KEY, _order(alice, 1, 1))));
        _assertSkipped(_sign(ALICE_KEY, _order(alice, 1, 2)), IMarket.Skip.AccountFull);
    }

    function test_WhenTheRoundIsFull() public {
        _pass(true);
        _open(_terms(address(checker), abi.encodePacked(uint32(2), uint32(2))));
        vm.expectEmit(address(market));
        emit IMarket.OrderSkipped(_slot(), alice, 2, IMarket.Skip.RoundFull);
        _relay(
            bytes.concat(_sign(ALICE_KEY, _order(alice, 1, 0)), _sign(BOB_KEY, _order(bob, 1, 0)), _sign(ALICE_KEY, _order(alice, 1, 1)))
        );
        _assertSkipped(_sign(ALICE_KEY, _order(alice, 1, 2)), IMarket.Skip.RoundFull);
    }

    /* GATE */

    function test_WhenTheGateRefuses() public {
        gate.set(ScriptedGate.Mode.Refuses);
        _assertSkipped(_signGated(), IMarket.Skip.Refused);
        _relay(_sign(ALICE_KEY, _order(alice, 1, 0)));
        vm.assertEq(_account(alice).entries, 1, "not gated");
    }

    function test_WhenTheGateBurnsItsGasOrAnswersTooMuch() public {
        gate.set(ScriptedGate.Mode.BurnsGas);
        _assertSkipped(_signGated(), IMarket.Skip.Refused);
        gate.set(ScriptedGate.Mode.HugeCause);
        _assertSkipped(_signGated(), IMarket.Skip.Refused);
        _relay(bytes.concat(_signGated(), _sign(BOB_KEY, _order(bob, 1, 0))));
        vm.assertEq(_account(bob).entries, 1, "beside it");
        vm.assertEq(_account(alice).entries, 0, "refused");
        gate.set(ScriptedGate.Mode.HugeAnswer);
        _relay(_signGated());
        vm.assertEq(_account(alice).entries, 1, "admitted");
    }

    /* HELPERS */

    function _signGated() private view returns (bytes memory) {
        Order memory order = _order(alice, 1, 0);
        order.data = bytes32(uint256(2) << 248);
        return _sign(ALICE_KEY, order);
    }

    function _slot() private view returns (uint256) {
        return uint256(series) << 32 | market.roundOf(series).round;
    }

    function _relay(bytes memory orders) private {
        vm.prank(RELAYER);
        market.enterSigned(series, termsHash, 3, orders);
    }

    function _assertSkipped(bytes memory order, IMarket.Skip reason) private {
        bytes memory before = _state();
        // an order starts with its signer
        // forge-lint: disable-next-line(unsafe-typecast)
        bytes20 signer = bytes20(order);
        vm.recordLogs();
        _relay(order);
        Vm.Log[] memory logs = vm.getRecordedLogs();
        vm.assertEq(logs.length, 1, "events");
        vm.assertEq(logs[0].emitter, address(market), "emitter");
        vm.assertEq(logs[0].topics[0], IMarket.OrderSkipped.selector, "event");
        vm.assertEq(uint256(logs[0].topics[1]), _slot(), "slot");
        vm.assertEq(logs[0].topics[2], bytes32(bytes.concat(bytes12(0), signer)), "signer");
        vm.assertEq(logs[0].data, abi.encode(0, reason), "position and reason");
        vm.assertEq(_state(), before, "state");
    }

    function _state() private view returns (bytes memory) {
        return abi.encode(market.roundOf(series), _account(alice), _account(bob), _account(RELAYER), market.held());
    }
}
