// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

import {Market} from "../../../contracts/Market.sol";
import {TestToken} from "../../../contracts/devnet/TestToken.sol";
import {IAccounts} from "../../../contracts/interfaces/IAccounts.sol";
import {IMarket} from "../../../contracts/interfaces/IMarket.sol";
import {OpenChecker} from "../mocks/OpenChecker.sol";
import {OrderSigner} from "./OrderSigner.sol";
import {Pack} from "./Pack.sol";

/// @title A market with one series, and what tests do with it again and again
/// @dev `terms`, `entries`, `payloads` and `posts` follow the current round, so that settling takes one line.
abstract contract MarketTest is OrderSigner {
    uint256 internal constant ALICE_KEY = 0xA11CE;
    uint256 internal constant BOB_KEY = 0xB0B;
    address internal immutable alice = vm.addr(ALICE_KEY);
    address internal immutable bob = vm.addr(BOB_KEY);
    address internal constant CAROL = address(0xCA201);
    address internal constant OPERATOR = address(0x09E2A702);
    address internal constant BENEFICIARY = address(0xBE4EF1C1A24);
    address internal constant SOLVER = address(0x501FE2);
    address internal constant RELAYER = address(0x2E1A1E2);

    uint88 internal constant FEE = 5;
    uint32 internal constant SOLVER_SECONDS = 30;
    uint32 internal constant LONGEST_ROUND = 3600;
    uint40 internal constant START = 1_000_000;
    uint88 internal constant BALANCE = 1_000_000;
    /// @dev Tag 1: nothing that any gate of these tests would treat specially.
    bytes32 internal constant DATA = bytes32(uint256(1) << 248 | 77);

    TestToken internal token;
    Market internal market;
    OpenChecker internal checker;
    uint64 internal series;
    IMarket.Terms internal terms;
    bytes32 internal termsHash;
    bytes internal entries;
    bytes internal payloads;
    bytes internal posts;

    function setUp() public virtual {
        vm.warp(START);
        token = new TestToken();
        market = new Market(IERC20(address(token)));
        checker = new OpenChecker();
        series = market.createSeries(_config());
    }

    /* SERIES AND ROUNDS */

    function _config() internal view virtual returns (IMarket.SeriesConfig memory config) {
        address[] memory checkers = new address[](1);
        checkers[0] = address(checker);
        config = IMarket.SeriesConfig({
            operator: OPERATOR,
            beneficiary: BENEFICIARY,
            solver: SOLVER,
            arbiter: address(0),
            gate: address(0),
            gatedTags: 0,
            longestRound: LONGEST_ROUND,
            solverSeconds: SOLVER_SECONDS,
            fee: FEE,
            name: "test",
            checkers: checkers
        });
    }

    /// @dev Any configuration that a series can have; its gate, where it has one, is some contract.
    function _assumeAllowed(IMarket.SeriesConfig memory config) internal view {
        vm.assume(config.operator != address(0) && config.beneficiary != address(0) && config.checkers.length != 0);
        if (config.gate != address(0)) config.gate = address(checker);
    }

    /// @dev Closes in 100 seconds, settleable for 200; at most 100 entries, 50 of one account.
    function _terms() internal view returns (IMarket.Terms memory) {
        return _terms(address(checker), abi.encodePacked(uint32(100), uint32(50)));
    }

    function _terms(address checker_, bytes memory params) internal view returns (IMarket.Terms memory) {
        uint40 time = uint40(vm.getBlockTimestamp());
        return IMarket.Terms({
            series: series,
            checker: checker_,
            closeAt: time + 100,
            revealBy: time + 100,
            settleBy: time + 300,
            challengeWindow: 0,
            params: params
        });
    }

    function _open() internal {
        _open(_terms());
    }

    function _open(IMarket.Terms memory terms_) internal {
        vm.prank(OPERATOR);
        market.open(terms_);
        terms = terms_;
        termsHash = market.termsHashOf(terms_);
        delete entries;
        delete payloads;
        delete posts;
    }

    /// @dev A round that ends now, settled or not.
    function _pass(bool settled) internal {
        if (settled) _settle("", "");
        else vm.warp(terms.settleBy);
    }

    /* MONEY AND ENTRIES */

    function _fund(address who, uint256 amount) internal {
        token.faucet(address(this), amount);
        token.approve(address(market), amount);
        market.deposit(series, who, amount);
    }

    function _enter(address who, uint88 lock, bytes32 data) internal {
        vm.prank(who);
        market.enter(series, lock, termsHash, data);
        entries = bytes.concat(entries, Pack.entry(who, lock, data));
    }

    function _enterWith(address who, uint88 lock, bytes memory payload) internal {
        vm.prank(who);
        market.enterWith(series, lock, termsHash, payload);
        entries = bytes.concat(entries, Pack.entryWith(who, lock, payload));
        payloads = bytes.concat(payloads, Pack.payload(payload));
    }

    function _order(address signer, uint96 lock, uint32 nonce) internal view returns (Order memory) {
        return Order({
            chain: block.chainid,
            verifyingContract: address(market),
            terms: termsHash,
            signer: signer,
            lock: lock,
            data: DATA,
            nonce: nonce,
            expiry: uint40(vm.getBlockTimestamp() + 50),
            maxFee: 3
        });
    }

    /* SETTLING */

    function _settlement(bytes memory debits, bytes memory credits) internal view returns (IMarket.Settlement memory) {
        return
            IMarket.Settlement({entries: entries, payloads: payloads, posts: posts, debits: debits, credits: credits, alloc: "", hints: ""});
    }

    /// @dev By the series' solver, in the first second.
    function _settle(bytes memory debits, bytes memory credits) internal {
        vm.warp(terms.revealBy);
        IMarket.Settlement memory settlement = _settlement(debits, credits);
        vm.prank(SOLVER);
        market.settle(terms, settlement);
    }

    /* WHAT ONE SEES */

    function _account(address who) internal view returns (IAccounts.Account memory) {
        return market.accountOf(series, who);
    }

    function _assertAccount(address who, uint256 free, uint256 locked, uint256 count) internal view {
        IAccounts.Account memory account = _account(who);
        vm.assertEq(account.free, free, "free");
        vm.assertEq(account.locked, locked, "locked");
        vm.assertEq(account.entries, count, "entries");
    }
}
