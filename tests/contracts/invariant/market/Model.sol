// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

import {Market} from "../../../../contracts/Market.sol";
import {Registry} from "../../../../contracts/Registry.sol";
import {TestToken} from "../../../../contracts/devnet/TestToken.sol";
import {IAccounts} from "../../../../contracts/interfaces/IAccounts.sol";
import {IMarket} from "../../../../contracts/interfaces/IMarket.sol";
import {IRegistry} from "../../../../contracts/interfaces/IRegistry.sol";
import {OpenChecker} from "../../mocks/OpenChecker.sol";
import {ScriptedChallengeable} from "../../mocks/ScriptedChallengeable.sol";
import {OrderSigner} from "../../utils/OrderSigner.sol";

/// @title What the market should say, kept in the plainest way
/// @dev Four series: the first plain; the second with the registry as its gate and a fee; the third with another fee, settled without a
/// preferred solver; the fourth with rounds in which entries are opened, outcomes challenged, or both, in turn. All use checkers that accept
/// every lie. Everybody who can own money is one of the actors.
abstract contract Model is OrderSigner {
    using SafeCast for uint256;

    uint256 public constant ACTORS = 5;
    uint256 public constant SERIES = 4;
    /// @dev Index of the series whose rounds have phases.
    uint256 internal constant PHASED = 3;
    uint32 public constant LONGEST_ROUND = 2000;
    uint32 internal constant SOLVER_SECONDS = 20;
    uint32 internal constant UNITS = 1000;
    uint88 internal constant BOND = 1000;
    address public constant OPERATOR = address(0x09E2A702);

    /// @dev The current round of a series, with all that settling it takes.
    struct Book {
        IMarket.Terms terms;
        bytes32 termsHash;
        uint32 round;
        uint40 openedAt;
        bytes entries;
        bytes payloads;
        bytes posts;
    }

    /// @dev What stands in the series with phases; nothing does without a proposer.
    /// @param seed of the outcome
    struct Proposal {
        address proposer;
        uint256 seed;
        bool lie;
    }

    Market public immutable market;
    TestToken public immutable token;
    Registry internal immutable registry;
    address internal immutable checker;
    address internal immutable challengeable;

    /// @dev The time, because forge does not keep it from one call of a sequence to the next in every case.
    uint40 public clock = 1_000_000;
    address[ACTORS] public actor;
    Book[SERIES] internal books;
    Proposal internal proposal;
    /// @dev Money of an account, locked or not: changes by deposits, withdrawals, moves, relay fees and settlements, by nothing else.
    mapping(uint64 series => mapping(address who => uint256)) public worth;
    /// @dev Locks and fees of the entries of a round.
    mapping(uint64 series => mapping(uint32 round => mapping(address who => uint256))) internal joined;

    modifier timed() {
        vm.warp(clock);
        _;
    }

    constructor() timed {
        for (uint256 a; a < ACTORS; ++a) {
            actor[a] = vm.addr(_key(a));
        }
        token = new TestToken();
        market = new Market(token);
        registry = new Registry(address(this));
        checker = address(new OpenChecker());
        challengeable = address(new ScriptedChallengeable());
        uint32 kind = registry.registerKind("temperature");
        for (uint256 s; s < SERIES; ++s) {
            market.createSeries(_config(s));
        }
        for (uint256 a; a < ACTORS; ++a) {
            vm.prank(actor[a]);
            registry.registerDataset("root", UNITS, kind, 15, "");
        }
        vm.prank(OPERATOR);
        registry.setPolicy(address(market), 2, IRegistry.Policy({set: true, kind: kind, attestedOnly: false, membersOnly: false}));
    }

    function _key(uint256 a) internal pure returns (uint256) {
        return a + 1;
    }

    /// @dev Who gets the surplus and, in the first two series, who settles first: actors, who also bid.
    function _beneficiary(uint256 s) internal view returns (address) {
        return actor[s];
    }

    function _solver(uint256 s) internal view returns (address) {
        return s >= 2 ? address(0) : actor[s + 1];
    }

    function _fee(uint256 s) internal pure returns (uint88) {
        return s == 0 ? 0 : (2 * s + 1).toUint88();
    }

    function _config(uint256 s) private view returns (IMarket.SeriesConfig memory config) {
        address[] memory checkers = new address[](1);
        checkers[0] = s == PHASED ? challengeable : checker;
        config = IMarket.SeriesConfig({
            operator: OPERATOR,
            beneficiary: _beneficiary(s),
            solver: _solver(s),
            arbiter: address(0),
            gate: s == 1 ? address(registry) : address(0),
            gatedTags: 1 << 2,
            longestRound: LONGEST_ROUND,
            solverSeconds: SOLVER_SECONDS,
            fee: _fee(s),
            name: "",
            checkers: checkers
        });
    }

    /// @return terms of a round that is opened at `time` and closes after `duration` seconds
    function nextTerms(uint256 s, uint40 time, uint40 duration) public view returns (IMarket.Terms memory terms) {
        terms = IMarket.Terms({
            series: number(s),
            checker: checker,
            closeAt: time + duration,
            revealBy: time + duration,
            settleBy: time + duration + 500,
            challengeWindow: 0,
            params: abi.encodePacked(uint32(40), uint32(12))
        });
        if (s != PHASED) return terms;
        (bool reveals, bool challenged) = (books[s].round % 3 != 1, books[s].round % 3 != 2);
        terms.checker = challengeable;
        terms.params = abi.encodePacked(terms.params, reveals, challenged ? BOND : 0);
        if (reveals) (terms.revealBy, terms.settleBy) = (terms.revealBy + 300, terms.settleBy + 300);
        if (challenged) terms.challengeWindow = 200;
    }

    /* WHAT SHOULD BE SEEN */

    function lockedOf(uint256 s, address who) public view returns (uint256) {
        if (isFinal(s)) return 0;
        uint256 bond = s == PHASED && proposal.proposer == who ? BOND : 0;
        return joined[number(s)][books[s].round][who] + bond;
    }

    function isFinal(uint256 s) public view returns (bool) {
        IMarket.Status status = _status(s);
        return status == IMarket.Status.Never || status == IMarket.Status.Settled || status == IMarket.Status.Aborted;
    }

    /// @return when the current round of the series is over at the latest
    function endOf(uint256 s) public view returns (uint40) {
        return books[s].terms.settleBy + 2 * books[s].terms.challengeWindow;
    }

    function openedAt(uint256 s) external view returns (uint40) {
        return books[s].openedAt;
    }

    /// @dev The number of a series, from its index.
    function number(uint256 s) public pure returns (uint64) {
        return (s + 1).toUint64();
    }

    /* HELPERS */

    function _warp(uint40 time) internal {
        clock = time;
        vm.warp(time);
    }

    function _status(uint256 s) internal view returns (IMarket.Status) {
        return market.roundOf(number(s)).status;
    }

    function _account(uint256 s, address who) internal view returns (IAccounts.Account memory) {
        return market.accountOf(number(s), who);
    }

    function _isOpen(uint256 s) internal view returns (bool) {
        return _status(s) == IMarket.Status.Open;
    }

    /// @dev Everything of a series that anybody can see.
    function _state(uint256 s) internal view returns (bytes32 state) {
        state = keccak256(abi.encode(market.roundOf(number(s)), market.held(), token.balanceOf(address(market))));
        for (uint256 a; a < ACTORS; ++a) {
            state = keccak256(abi.encode(state, _account(s, actor[a])));
        }
    }

    function _frees() internal view returns (uint256[ACTORS][SERIES] memory frees) {
        for (uint256 s; s < SERIES; ++s) {
            for (uint256 a; a < ACTORS; ++a) {
                frees[s][a] = _account(s, actor[a]).free;
            }
        }
    }
}
