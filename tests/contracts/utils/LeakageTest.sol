// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

import {LeakageGame} from "../../../contracts/checkers/LeakageGame.sol";
import {Claim} from "../../../contracts/interfaces/IChecker.sol";
import {CoalitionTest} from "./CoalitionTest.sol";
import {LeakageReference} from "./LeakageReference.sol";
import {Pack} from "./Pack.sol";

/// @title A round of the leakage game and a claim about its outcome
/// @dev Entries are made one by one. `_claimTruth` then works the outcome of the partition out from what was entered, the slow way.
abstract contract LeakageTest is CoalitionTest {
    using LeakageReference for LeakageReference.Game;
    using SafeCast for uint256;

    /// @dev What the rule makes of an entry; contracts that do not count are not among them.
    struct Contract {
        uint256 entry;
        uint256 kind;
        uint256 budget;
    }

    struct Device {
        uint256 entry;
        uint256 kind;
        uint256 samples;
        uint256 home;
    }

    uint88 internal constant BOND = 1000;

    LeakageGame internal immutable CHECKER = new LeakageGame();

    uint88 internal cost;
    uint8 internal mostContracts = 40;
    uint256[][] internal influence;

    Contract[] internal contracts;
    Device[] internal devices;
    uint256[] internal forfeits;

    /* THE RULES */

    function _params() internal view override returns (bytes memory packed) {
        packed = abi.encodePacked(ENTRY_BOND, BOND, cost, mostContracts, influence.length.toUint8());
        for (uint256 row; row < influence.length; ++row) {
            for (uint256 column; column <= row; ++column) {
                packed = abi.encodePacked(packed, influence[row][column].toUint24());
            }
        }
    }

    /// @dev No influence among `kinds` types.
    function _useKinds(uint256 kinds) internal {
        delete influence;
        for (uint256 kind; kind < kinds; ++kind) {
            influence.push(new uint256[](kinds));
        }
    }

    function _influence(uint256 one, uint256 other, uint256 units) internal {
        influence[one][other] = units;
        influence[other][one] = units;
    }

    /* ENTRIES, EACH OF AN ACCOUNT OF ITS OWN */

    /// @dev A buyer with one contract.
    function _contract(uint256 kind, uint256 budget) internal {
        contracts.push(Contract(_next(), kind, budget));
        _enterWith(budget, abi.encodePacked(uint8(5), _offer(kind, budget)));
    }

    /// @dev A buyer with two contracts.
    function _contracts(uint256 kind, uint256 budget, uint256 otherKind, uint256 otherBudget) internal {
        contracts.push(Contract(_next(), kind, budget));
        contracts.push(Contract(_next(), otherKind, otherBudget));
        _enterWith(budget + otherBudget, abi.encodePacked(uint8(5), _offer(kind, budget), _offer(otherKind, otherBudget)));
    }

    /// @dev A device that goes to coalition `home`, if it takes part.
    function _device(uint256 kind, uint256 samples, uint256 home) internal {
        devices.push(Device(_next(), kind, samples, home));
        _post(_next(), _statement(uint64(1000 + _next()), samples, kind));
        _seal();
    }

    /// @dev A device that never says what it is.
    function _forfeit() internal {
        forfeits.push(_next());
        _seal();
    }

    /// @dev Something that is no part of the game.
    function _nothing() internal {
        _enter(ENTRY_BOND, bytes32(uint256(1) << 248));
    }

    function _forget() internal override {
        super._forget();
        delete contracts;
        delete devices;
        delete forfeits;
    }

    /* THE GAME THAT WAS ENTERED */

    function _game() internal view returns (LeakageReference.Game memory game) {
        Device[] memory players = _players();
        (uint256[] memory prices,) = _prices(players);
        (game.prices, game.influence, game.cost) = (prices, influence, cost);
        (game.kinds, game.homes) = (new uint256[](players.length), new uint256[](players.length));
        for (uint256 i; i < players.length; ++i) {
            (game.kinds[i], game.homes[i]) = (players[i].kind, players[i].home);
        }
    }

    /// @dev Those that take part.
    function _players() internal view returns (Device[] memory players) {
        uint256 count;
        players = new Device[](devices.length);
        for (uint256 i; i < devices.length; ++i) {
            if (_payer(devices[i].kind) != type(uint256).max) players[count++] = devices[i];
        }
        assembly ("memory-safe") {
            mstore(players, count)
        }
    }

    /// @return i the contract that counts for a kind; 2^256 - 1: none
    function _payer(uint256 kind) private view returns (uint256 i) {
        if (kind >= influence.length) return type(uint256).max;
        for (; i < contracts.length; ++i) {
            if (contracts[i].kind == kind) return i;
        }
        return type(uint256).max;
    }

    /// @return prices by device
    /// @return last by kind: the entry of the last device that was rounded up
    function _prices(Device[] memory players) private view returns (uint256[] memory prices, uint256[] memory last) {
        (prices, last) = (new uint256[](players.length), new uint256[](influence.length));
        for (uint256 kind; kind < influence.length; ++kind) {
            last[kind] = type(uint16).max;
            uint256 samples;
            for (uint256 i; i < players.length; ++i) {
                if (players[i].kind == kind) samples += players[i].samples;
            }
            if (samples == 0) continue;
            uint256 budget = contracts[_payer(kind)].budget;
            uint256 left = budget;
            for (uint256 i; i < players.length; ++i) {
                if (players[i].kind != kind) continue;
                prices[i] = budget * players[i].samples / samples;
                left -= prices[i];
            }
            bool[] memory up = new bool[](players.length);
            for (; left != 0; --left) {
                uint256 best = type(uint256).max;
                for (uint256 i; i < players.length; ++i) {
                    if (players[i].kind != kind || up[i]) continue;
                    bool larger = best == type(uint256).max
                        || mulmod(budget, players[i].samples, samples) > mulmod(budget, players[best].samples, samples);
                    if (larger) best = i;
                }
                up[best] = true;
                ++prices[best];
                last[kind] = players[best].entry;
            }
        }
    }

    /* THE CLAIM */

    /// @dev What follows from the partition. Payments below nothing are left out.
    function _claimTruth() internal {
        Device[] memory players = _players();
        LeakageReference.Game memory game = _game();
        (, uint256[] memory last) = _prices(players);
        (debits, credits, alloc, hints) = ("", "", "", "");
        for (uint256 kind; kind < last.length; ++kind) {
            hints = abi.encodePacked(hints, last[kind].toUint16());
        }
        for (uint256 i; i < players.length; ++i) {
            alloc = abi.encodePacked(alloc, players[i].home.toUint16());
            (uint256 worth, uint256 costs) = (game.worth(i), game.costs(i));
            if (worth > costs) credits = bytes.concat(credits, Pack.amount(players[i].entry, worth - costs));
        }
        for (uint256 entry; entry < _next(); ++entry) {
            uint256 amount = _due(game, entry);
            if (amount != 0) debits = bytes.concat(debits, Pack.amount(entry, amount));
        }
    }

    function _due(LeakageReference.Game memory game, uint256 entry) private view returns (uint256 amount) {
        for (uint256 i; i < forfeits.length; ++i) {
            if (forfeits[i] == entry) return ENTRY_BOND;
        }
        for (uint256 i; i < game.prices.length; ++i) {
            if (contracts[_payer(game.kinds[i])].entry == entry) amount += game.worth(i);
        }
    }

    function _expectCommitted() internal view {
        vm.assertEq(CHECKER.commit(_claim()), _game().commitment(), "commitment");
    }

    function _expectUncommitted(bytes memory cause) internal {
        Claim memory claim = _claim();
        vm.expectRevert(cause);
        CHECKER.commit(claim);
    }
}
