// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Registry} from "../../../../contracts/Registry.sol";
import {ResaleChain} from "../../../../contracts/ResaleChain.sol";
import {TestToken} from "../../../../contracts/devnet/TestToken.sol";
import {IResaleChain} from "../../../../contracts/interfaces/IResaleChain.sol";
import {Reallocation} from "../../utils/Reallocation.sol";
import {Test} from "../../utils/Test.sol";

/// @title What the resale chains should say, kept in the plainest way
/// @dev Everybody who can own money or a licence is one of the actors; each owns the dataset with its index plus one. Licences and offers are kept
/// whole, and every amount is computed a second time by `Reallocation`.
abstract contract Model is Test {
    uint256 public constant ACTORS = 6;
    uint32 internal constant UNITS = 10;

    enum Fate {
        Standing,
        Withdrawn,
        Sold
    }

    struct Opened {
        address owner;
        uint64 dataset;
        IResaleChain.Rules rules;
        uint32[][] columns;
    }

    /// @param parent licence that it was sold from, 0 for an owner's
    /// @param sales offers that stand or were accepted
    struct Licence {
        IResaleChain.Holding holding;
        uint64 parent;
        address holder;
        bool deferred;
        bool ended;
        uint16 sales;
        uint32 claimed;
    }

    struct Posted {
        IResaleChain.Offer offer;
        Fate fate;
    }

    ResaleChain public immutable resale;
    TestToken public immutable token;
    Registry internal immutable registry;

    /// @dev The time, because forge does not keep it from one call of a sequence to the next in every case.
    uint40 public clock = 1_000_000;
    address[ACTORS] public actor;
    /// @dev Chain c is at [c - 1].
    Opened[] internal chains;
    Licence[] internal licences;
    Posted[] internal offers;
    /// @dev Where a licence is, plus one.
    mapping(uint64 number => uint256) internal placeOf;

    /// @dev Free balance that an account should have.
    mapping(address who => uint256) public worth;
    uint256 public paidIn;
    uint256 public paidOut;
    /// @dev Shares of deferred sales that nobody has claimed yet.
    uint256 public unclaimed;
    /// @dev Tokens sent to the contract past it.
    uint256 public donated;

    modifier timed() {
        vm.warp(clock);
        _;
    }

    constructor() timed {
        token = new TestToken();
        registry = new Registry(address(this));
        resale = new ResaleChain(token, registry);
        uint32 kind = registry.registerKind("temperature");
        for (uint256 a; a < ACTORS; ++a) {
            actor[a] = vm.addr(a + 1);
            vm.prank(actor[a]);
            registry.registerDataset("root", UNITS, kind, 15, "");
        }
    }

    /* WHAT SHOULD BE SEEN */

    function licenceCount() external view returns (uint256) {
        return licences.length;
    }

    function licenceAt(uint256 i) external view returns (Licence memory) {
        return licences[i];
    }

    function licenceOf(uint64 number) external view returns (Licence memory) {
        return licences[placeOf[number] - 1];
    }

    function offerCount() external view returns (uint256) {
        return offers.length;
    }

    function offerAt(uint256 i) external view returns (Posted memory) {
        return offers[i];
    }

    function maxDepthOf(uint64 chain) external view returns (uint256) {
        return chains[chain - 1].rules.maxDepth;
    }

    function maxSalesOf(uint64 chain) external view returns (uint256) {
        return chains[chain - 1].rules.maxSales;
    }

    /* CHANGES */

    function _recordLicence(IResaleChain.Holding memory holding, uint64 parent, address holder, bool deferred) internal {
        licences.push();
        Licence storage licence = licences[licences.length - 1];
        (licence.holding, licence.parent, licence.holder, licence.deferred) = (holding, parent, holder, deferred);
        placeOf[holding.licence] = licences.length;
    }

    /// @dev What a sale should do to the accounts.
    function _recordPayment(address buyer, uint256 price, bytes memory path, uint256[] memory shares, bool deferred) internal {
        uint256[] memory amounts = Reallocation.split(price, shares);
        uint256 last = amounts.length - 1;
        worth[buyer] -= price;
        worth[Reallocation.player(path, last)] += amounts[last];
        for (uint256 i; i < last; ++i) {
            if (deferred) unclaimed += amounts[i];
            else worth[Reallocation.player(path, i)] += amounts[i];
        }
    }

    /* HELPERS */

    function _shares(uint64 chain, uint256 trade) internal view returns (uint256[] memory) {
        return Reallocation.column(chains[chain - 1].rules, chains[chain - 1].columns, trade);
    }

    function _free(address who) internal view returns (uint256) {
        return resale.accountOf(0, who).free;
    }

    function _frees() internal view returns (uint256[ACTORS] memory frees) {
        for (uint256 a; a < ACTORS; ++a) {
            frees[a] = _free(actor[a]);
        }
    }

    /// @dev Everything of money and of two numbers that anybody can see.
    function _state(uint64 one, uint64 other) internal view returns (bytes32) {
        return keccak256(
            abi.encode(
                _frees(),
                resale.held(),
                token.balanceOf(address(resale)),
                resale.lastNumber(),
                resale.chainCount(),
                resale.recordOf(one),
                resale.recordOf(other)
            )
        );
    }
}
