// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

import {Market} from "../../../../contracts/Market.sol";
import {Sharing} from "../../../../contracts/checkers/Sharing.sol";
import {SharingCosts} from "../../../../contracts/checkers/SharingCosts.sol";
import {TestToken} from "../../../../contracts/devnet/TestToken.sol";
import {IAccounts} from "../../../../contracts/interfaces/IAccounts.sol";
import {IChecker} from "../../../../contracts/interfaces/IChecker.sol";
import {IMarket} from "../../../../contracts/interfaces/IMarket.sol";
import {MoneyRoundTest} from "../../utils/MoneyRoundTest.sol";
import {SharingReference} from "../../utils/SharingReference.sol";

/// @title Rounds that sell data for money, at random: opened, reported to, sponsored, timed out
/// @dev One series on a Market with the true checkers. Every entry is of an account of its own, the same ones in every round, so that money
/// goes around. Forge calls the external functions in any order; no call may revert. Each counts itself in `done` when it did something.
abstract contract Handler is MoneyRoundTest {
    using SafeCast for uint256;

    /// @dev Of a round: as few as the reference, which looks at every set of sellers, is quick with.
    uint256 public constant MOST_ENTRIES = 6;
    uint88 internal constant FEE = 3;
    uint88 internal constant BOND = 1000;
    uint88 private constant BALANCE = 1e6;
    address internal constant OPERATOR = address(0x09E2A702);
    address public constant BENEFICIARY = address(0xBE4EF1C1A24);
    /// @dev Settles and proposes, and gets the fees.
    address public constant SOLVER = address(0x501FE2);
    address public constant CHALLENGER = address(0xC4A11E);

    Market public immutable market;
    TestToken public immutable token;
    Sharing private immutable equalCosts;
    SharingCosts internal immutable anyCosts;
    uint64 public immutable series;

    uint40 public clock = 1_000_000;
    IMarket.Terms internal terms;
    bytes32 private termsHash;
    /// @dev By entry: what it may lose besides its fee: its lock, or less if it is a sponsor's cap or nothing by the rule.
    uint256[] internal mostLost;
    mapping(bytes4 action => uint256) public done;

    modifier timed() {
        vm.warp(clock);
        _;
    }

    constructor() timed {
        token = new TestToken();
        market = new Market(token);
        (equalCosts, anyCosts) = (new Sharing(), new SharingCosts());
        address[] memory checkers = new address[](2);
        (checkers[0], checkers[1]) = (address(equalCosts), address(anyCosts));
        series = market.createSeries(
            IMarket.SeriesConfig({
                operator: OPERATOR,
                beneficiary: BENEFICIARY,
                solver: address(0),
                arbiter: address(0),
                gate: address(0),
                gatedTags: 0,
                longestRound: 2000,
                solverSeconds: 0,
                fee: FEE,
                name: "",
                checkers: checkers
            })
        );
        for (uint256 i; i < MOST_ENTRIES; ++i) {
            _fund(_account(i));
        }
        _fund(SOLVER);
    }

    /* ROUNDS */

    function open(uint256 seed) external timed {
        if (isOver()) _open(seed);
    }

    /// @dev Equal costs, any costs settled at once, or any costs proposed; in one of the three modes.
    function _open(uint256 seed) private {
        _forget();
        delete mostLost;
        _seed(seed);
        uint256 kind = _draw(3);
        mode = _draw(2).toUint8();
        share = mode == COMPETITIVE ? _draw(1e9).toUint32() : 0;
        checker = kind == 0 ? IChecker(equalCosts) : anyCosts;
        amount = kind == 0 ? _draw(4).toUint88() : kind == 1 ? 0 : BOND;
        terms = IMarket.Terms({
            series: series,
            checker: address(checker),
            closeAt: clock + 100,
            revealBy: clock + 100,
            settleBy: clock + 600,
            challengeWindow: isProposed() ? 200 : 0,
            params: _params()
        });
        termsHash = market.termsHashOf(terms);
        vm.prank(OPERATOR);
        market.open(terms);
        ++done[this.open.selector];
    }

    /// @dev One time in two: more would leave little to settle. Everybody has everything back, fees included.
    function timeOut(uint256 seed) external timed {
        if (isOver() || isPending() || seed % 2 == 0) return;
        _warp(terms.settleBy);
        vm.assertTrue(_status() == IMarket.Status.Aborted, "aborted");
        for (uint256 i; i < _next(); ++i) {
            vm.assertEq(account(_account(i)).locked, 0, "locked");
        }
        ++done[msg.sig];
    }

    /* ENTRIES */

    function report(uint256 seed) external timed {
        if (!_isEnterable(seed)) return;
        _enterReport(seed);
        ++done[msg.sig];
    }

    /// @dev Small numbers, so that ties are frequent.
    function _enterReport(uint256 seed) private {
        _seed(seed);
        if (address(checker) == address(equalCosts)) {
            _agent(_draw(3).toUint16(), amount, _concave(_draw(5), 9));
            return;
        }
        SharingReference.Agent memory agent = _nobody();
        (agent.size, agent.cost, agent.additive) = (_draw(3), _draw(4), _draw(3) == 0);
        (agent.exceptions, agent.exceptionCosts) = _drawNamed(4);
        if (agent.additive) (agent.accounts, agent.values) = _drawNamed(9);
        else agent.values = _wide(_rising(_draw(5), 6));
        _enter(agent);
    }

    function sponsor(uint256 seed) external timed {
        if (!_isEnterable(seed)) return;
        _enterSponsor(seed);
        ++done[msg.sig];
    }

    /// @dev Half of them lock more than they would pay.
    function _enterSponsor(uint256 seed) private {
        _seed(seed);
        uint256 cap = 1 + _draw(40);
        _sponsor(cap.toUint88(), (cap + _draw(1) * _draw(40)).toUint88());
        mostLost[mostLost.length - 1] = cap;
    }

    /// @dev An entry that is nothing by the rule: its tag, and no more.
    function oddity(uint256 seed) external timed {
        if (!_isEnterable(seed)) return;
        _enterWith(_account(_next()), 50, seed % 2 == 0 ? bytes(hex"08") : bytes(hex"09"));
        mostLost[mostLost.length - 1] = 0;
        ++done[msg.sig];
    }

    function _enterWith(address who, uint88 lock, bytes memory payload) internal override {
        super._enterWith(who, lock, payload);
        mostLost.push(lock);
        vm.prank(who);
        market.enterWith(series, lock, termsHash, payload);
    }

    /* WHAT IS SEEN */

    function isOver() public view returns (bool) {
        IMarket.Status status = _status();
        return status == IMarket.Status.Never || status == IMarket.Status.Settled || status == IMarket.Status.Aborted;
    }

    function isPending() public view returns (bool) {
        IMarket.Status status = _status();
        return status == IMarket.Status.Proposed || status == IMarket.Status.Finalisable;
    }

    /// @dev Outcomes of the round are proposed, rather than settled at once.
    function isProposed() public view returns (bool) {
        return address(checker) == address(anyCosts) && amount != 0;
    }

    function person(uint256 entry) external pure returns (address) {
        return _account(entry);
    }

    function account(address who) public view returns (IAccounts.Account memory) {
        return market.accountOf(series, who);
    }

    /* HELPERS */

    function _fund(address who) private {
        token.faucet(address(this), BALANCE);
        token.approve(address(market), BALANCE);
        market.deposit(series, who, BALANCE);
    }

    function _warp(uint40 time) internal {
        clock = time;
        vm.warp(time);
    }

    function _status() internal view returns (IMarket.Status) {
        return market.roundOf(series).status;
    }

    /// @dev Brings a round, which is opened if none is under way, to where its outcome is due. Seldom before a few entries were made.
    function _isDue(uint256 seed) internal returns (bool) {
        if (isOver()) _open(seed);
        if (_status() == IMarket.Status.Open) {
            for (uint256 few = seed % 8 == 0 ? 0 : 3 + seed % 3; _next() < few;) {
                uint256 next = uint256(keccak256(abi.encode(seed, _next())));
                if (next % 4 == 0) _enterSponsor(next);
                else _enterReport(next);
            }
            _warp(terms.closeAt);
        }
        return _status() == IMarket.Status.Settleable;
    }

    /// @dev Of a round that is opened if none is under way.
    function _isEnterable(uint256 seed) private returns (bool) {
        if (isOver()) _open(seed);
        return _status() == IMarket.Status.Open && _next() < MOST_ENTRIES;
    }

    /// @return totals what everybody has, locked or not; the solver comes last
    function _totals() internal view returns (uint256[] memory totals) {
        totals = new uint256[](MOST_ENTRIES + 1);
        for (uint256 i; i <= MOST_ENTRIES; ++i) {
            IAccounts.Account memory seen = account(i < MOST_ENTRIES ? _account(i) : SOLVER);
            totals[i] = uint256(seen.free) + seen.locked;
        }
    }

    /// @dev Everything of the series that anybody can see.
    function _state() internal view returns (bytes32 state) {
        state = keccak256(abi.encode(market.roundOf(series), market.held(), account(SOLVER), account(CHALLENGER)));
        for (uint256 i; i < MOST_ENTRIES; ++i) {
            state = keccak256(abi.encode(state, account(_account(i))));
        }
    }
}
