// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

import {Market} from "../../../../contracts/Market.sol";
import {TestToken} from "../../../../contracts/devnet/TestToken.sol";
import {IAccounts} from "../../../../contracts/interfaces/IAccounts.sol";
import {IMarket} from "../../../../contracts/interfaces/IMarket.sol";
import {LearningReference} from "../../utils/LearningReference.sol";
import {LearningTest} from "../../utils/LearningTest.sol";
import {Pack} from "../../utils/Pack.sol";

/// @title Learning rounds, at random: opened, joined, spoken about by whoever may and may not, timed out
/// @dev One series on a Market with the true checker. The same few people join every round. Forge calls the external functions in any order;
/// no call may revert. Each counts itself in `done` when it did something.
abstract contract Handler is LearningTest {
    using LearningReference for LearningReference.Game;
    using SafeCast for uint256;

    uint256 public constant PEOPLE = 5;
    uint88 internal constant FEE = 3;
    uint88 internal constant BOND = 1000;
    uint88 private constant BALANCE = 1e9;
    address private constant OPERATOR = address(0x09E2A702);
    address private constant OUTSIDER = address(0x0075173E2);
    address public constant BENEFICIARY = address(0xBE4EF1C1A24);
    /// @dev Settles and proposes, and gets the fees.
    address public constant SOLVER = address(0x501FE2);
    address public constant CHALLENGER = address(0xC4A11E26E2);

    Market public immutable market;
    TestToken public immutable token;
    uint64 public immutable series;

    uint40 public clock = 1_000_000;
    IMarket.Terms internal terms;
    bytes32 private termsHash;
    uint88 internal budget;
    bool private arbitrated;
    bool internal proposed;
    /// @dev By entry: who made it.
    uint256[] internal enteredBy;
    /// @dev What everybody had before the round.
    uint256[] private atFirst;

    /// @dev Whose statement counts; 0 if none does. What it says, about whom, and whether nothing can follow from it.
    uint256 internal speaker;
    LearningReference.Game internal said;
    uint256 internal present;
    bool private flawed;

    mapping(bytes4 action => uint256) public done;
    /// @dev Entries that the round had no room for.
    uint256 public turnedAway;

    modifier timed() {
        vm.warp(clock);
        _;
    }

    constructor() timed {
        token = new TestToken();
        market = new Market(token);
        address[] memory checkers = new address[](1);
        checkers[0] = address(LEARNING);
        series = market.createSeries(
            IMarket.SeriesConfig({
                operator: OPERATOR,
                beneficiary: BENEFICIARY,
                solver: SOLVER,
                arbiter: vm.addr(ARBITER),
                gate: address(0),
                gatedTags: 0,
                longestRound: 2000,
                solverSeconds: 0,
                fee: FEE,
                name: "",
                checkers: checkers
            })
        );
        for (uint256 i; i < PEOPLE; ++i) {
            _fund(_account(i));
        }
        _fund(SOLVER);
    }

    /// @dev There is nothing that a call of this one could set up.
    function setUp() public override {}

    /* ROUNDS */

    function open(uint256 seed) external timed {
        if (isOver()) _open(seed);
    }

    /// @dev Settled at once or proposed, with or without an arbiter, of budgets that leave much to round or little.
    function _open(uint256 seed) private {
        _forget();
        delete enteredBy;
        (speaker, present, flawed) = (0, 0, false);
        delete said;
        proposed = _pick(seed, 0, 5) < 2;
        arbitrated = _pick(seed, 1, 2) == 0;
        budget = _pick(seed, 2, 3) == 0 ? BUDGET : (1 + _pick(seed, 3, 50)).toUint88();
        uint256 most = proposed ? 13 + _pick(seed, 4, 8) : 2 + _pick(seed, 4, 5);
        _useParams(most.toUint8(), proposed ? BOND : 0, arbitrated);
        params = Pack.replaced(params, 1, abi.encodePacked(budget));
        terms = IMarket.Terms({
            series: series,
            checker: address(LEARNING),
            closeAt: clock + 100,
            revealBy: clock + 200,
            settleBy: clock + 700,
            challengeWindow: proposed ? 200 : 0,
            params: params
        });
        termsHash = market.termsHashOf(terms);
        vm.prank(OPERATOR);
        market.open(terms);
        atFirst = _totals();
        ++done[this.open.selector];
    }

    /// @dev One time in four if something could still become of the round: more would leave little to settle. Whatever was said or proposed,
    /// everybody has everything back, fees included.
    function timeOut(uint256 seed) external timed {
        bool hopeless = _status() == IMarket.Status.Settleable && !_isDecided();
        if (isOver() || (seed % 4 != 0 && !hopeless)) return;
        _warp(market.roundOf(series).settleBy);
        vm.assertTrue(_status() == IMarket.Status.Aborted, "aborted");
        uint256[] memory left = _totals();
        for (uint256 i; i < PEOPLE; ++i) {
            vm.assertEq(left[i], atFirst[i], "has what it had");
            vm.assertEq(account(_account(i)).locked, 0, "locked");
        }
        // and of bonds, those of false proposals are the challenger's
        vm.assertEq(left[PEOPLE] + left[PEOPLE + 1], atFirst[PEOPLE] + atFirst[PEOPLE + 1], "bonds");
        ++done[msg.sig];
    }

    /* ENTRIES */

    /// @dev Locks what it must or more.
    function join(uint256 seed) external timed {
        if (!_isEnterable(seed)) return;
        uint88 lock = budget + (_pick(seed, 1, 2) * _pick(seed, 2, 99)).toUint88();
        address who = _account(_pick(seed, 0, PEOPLE));
        if (_hasRoomFor(who)) _partyAs(who, lock);
        else _turnAway(who, lock, PARTY);
        ++done[msg.sig];
    }

    /// @dev An entry that is no party.
    function oddity(uint256 seed) external timed {
        if (!_isEnterable(seed)) return;
        bool poor = _pick(seed, 1, 2) == 0;
        (uint88 lock, bytes32 data) = poor ? (budget - 1, PARTY) : (budget, bytes32((11 + _pick(seed, 2, 245)) << 248));
        address who = _account(_pick(seed, 0, PEOPLE));
        if (_hasRoomFor(who)) _enterAs(who, lock, data);
        else _turnAway(who, lock, data);
        ++done[msg.sig];
    }

    function _turnAway(address who, uint88 lock, bytes32 data) private {
        _expectRefusal(who, abi.encodeCall(market.enter, (series, lock, termsHash, data)));
        ++turnedAway;
    }

    /// @dev One entry of each.
    function _hasRoomFor(address who) private view returns (bool) {
        return account(who).entries == 0 && _next() < uint8(params[0]);
    }

    function _enterAs(address who, uint88 lock, bytes32 data) internal override {
        super._enterAs(who, lock, data);
        uint256 i;
        while (_account(i) != who) ++i;
        enteredBy.push(i);
        vm.prank(who);
        market.enter(series, lock, termsHash, data);
    }

    /* STATEMENTS */

    function post(uint256 seed) external timed {
        if (!_isClosed(seed)) return;
        _say(seed);
        ++done[msg.sig];
    }

    /// @dev By somebody else, or at another time.
    function postWrongly(uint256 seed) external timed {
        if (isOver()) _open(seed);
        address sender = _status() == IMarket.Status.Revealing ? OUTSIDER : OPERATOR;
        _expectRefusal(sender, abi.encodeCall(market.post, (series, termsHash, bytes("statement"))));
        ++done[msg.sig];
    }

    /// @dev Of the runner one time in two, of the arbiter, or of nobody; one in five is garbage.
    function _say(uint256 seed) private {
        uint256 whose = _pick(seed, 0, 4);
        uint256 key = whose == 0 ? ARBITER : whose == 1 ? STRANGER : RUNNER;
        uint256 mask = _pick(seed, 1, 2) == 0 ? (1 << parties.length) - 1 : _pick(seed, 2, 1 << parties.length);
        LearningReference.Game memory game = _drawGame(seed, mask);
        bool wrong = _spoil(game, seed);
        if (_pick(seed, 3, 5) == 0) {
            _post(_garbage(seed, key, game, mask));
            return;
        }
        _post(_signed(key, proposed ? _root(game, mask) : _table(game, mask)));
        // the runner cannot take back what it said; only the arbiter can
        if (key == STRANGER || (key == ARBITER && !arbitrated) || (key == RUNNER && speaker != 0)) return;
        said = game;
        (speaker, present, flawed) = (key, mask, wrong);
    }

    /// @dev A table of these parties, in which many cells are equal.
    function _drawGame(uint256 seed, uint256 mask) internal view returns (LearningReference.Game memory game) {
        uint256 count;
        for (; mask != 0; mask /= 2) {
            count += mask % 2;
        }
        game = LearningReference.draw(seed, count, 1 + _pick(seed, 4, 6));
        game.budget = budget;
    }

    /// @dev One time in eight nothing can follow from the table: it has too many rows, or a count falls.
    function _spoil(LearningReference.Game memory game, uint256 seed) private view returns (bool) {
        if (_pick(seed, 5, 8) != 0) return false;
        if (proposed || game.counts.length < 4) game.size = 32_768;
        else game.counts[1] = game.together() + 1;
        return true;
    }

    /// @dev Not well formed, not signed, or signed by a key for something else.
    function _garbage(uint256 seed, uint256 key, LearningReference.Game memory game, uint256 mask) private view returns (bytes memory) {
        bytes memory right = proposed ? _root(game, mask) : _table(game, mask);
        uint256 kind = _pick(seed, 6, 5);
        if (kind == 0) return abi.encodePacked(seed);
        if (kind == 1) return _signed(key, bytes.concat(right, hex"00"));
        if (kind == 2) return _signed(key, proposed ? _table(game, mask) : _root(game, mask));
        if (kind == 3) return "";
        right = _signed(key, right);
        return Pack.corrupt(right, _pick(seed, 7, right.length), 0x01);
    }

    function _post(bytes memory statement) internal override {
        super._post(statement);
        address[3] memory trusted = [OPERATOR, SOLVER, vm.addr(ARBITER)];
        vm.prank(trusted[posts.length % 3]);
        market.post(series, termsHash, statement);
    }

    function _context() internal view override returns (bytes32) {
        return market.contextOf(series, market.roundOf(series).round, termsHash);
    }

    /* WHAT IS SEEN */

    function isOver() public view returns (bool) {
        IMarket.Status status = _status();
        return status == IMarket.Status.Never || status == IMarket.Status.Settled || status == IMarket.Status.Aborted;
    }

    function person(uint256 i) external pure returns (address) {
        return _account(i);
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

    /// @dev There is a statement from which an outcome follows.
    function _isDecided() internal view returns (bool) {
        return speaker != 0 && !flawed;
    }

    /// @dev Of a round that is opened if none is under way.
    function _isEnterable(uint256 seed) private returns (bool) {
        if (isOver()) _open(seed);
        return _status() == IMarket.Status.Open;
    }

    /// @dev Brings a round to where statements are posted, with a few parties.
    function _isClosed(uint256 seed) private returns (bool) {
        if (_isEnterable(seed)) {
            for (uint256 i; i < 2 + _pick(seed, 8, 4); ++i) {
                address who = _account((seed % PEOPLE + i) % PEOPLE);
                if (_hasRoomFor(who)) _partyAs(who, budget);
            }
            _warp(terms.closeAt);
        }
        return _status() == IMarket.Status.Revealing;
    }

    /// @dev Brings a round to where its outcome is due. Up to three things are said, seldom nothing.
    function _isDue(uint256 seed) internal returns (bool) {
        if (_isClosed(seed)) {
            for (uint256 few = _pick(seed, 9, 8); few != 0; few /= 2) {
                _say(_pick(seed, 9 + few, type(uint256).max));
            }
            _warp(terms.revealBy);
        }
        return _status() == IMarket.Status.Settleable;
    }

    /// @return totals what everybody has, locked or not; the solver and the challenger come last
    function _totals() internal view returns (uint256[] memory totals) {
        totals = new uint256[](PEOPLE + 2);
        for (uint256 i; i < PEOPLE + 2; ++i) {
            IAccounts.Account memory seen = account(i < PEOPLE ? _account(i) : i == PEOPLE ? SOLVER : CHALLENGER);
            totals[i] = uint256(seen.free) + seen.locked;
        }
    }

    function _expectRefusal(address sender, bytes memory call) internal {
        bytes32 before = _state();
        vm.prank(sender);
        (bool accepted,) = address(market).call(call);
        vm.assertFalse(accepted, "what is wrong was accepted");
        vm.assertEq(_state(), before, "state");
    }

    /// @dev Everything of the series that anybody can see.
    function _state() private view returns (bytes32 state) {
        state = keccak256(abi.encode(market.roundOf(series), market.held(), account(SOLVER), account(CHALLENGER)));
        for (uint256 i; i < PEOPLE; ++i) {
            state = keccak256(abi.encode(state, account(_account(i))));
        }
    }

    /// @return below `count`, another one for every `purpose`
    function _pick(uint256 seed, uint256 purpose, uint256 count) internal pure returns (uint256) {
        return uint256(keccak256(abi.encode(seed, purpose))) % count;
    }
}
