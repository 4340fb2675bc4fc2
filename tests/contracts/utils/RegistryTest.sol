// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Registry} from "../../../contracts/Registry.sol";
import {IMarket} from "../../../contracts/interfaces/IMarket.sol";
import {IRegistry} from "../../../contracts/interfaces/IRegistry.sol";
import {MarketTest} from "./MarketTest.sol";

/// @title A market whose series asks a registry about its asks
abstract contract RegistryTest is MarketTest {
    address internal constant ADMIN = address(0xAD317);
    address internal constant ATTESTER = address(0xA77E57E2);
    bytes32 internal constant ROOT = keccak256("root");
    uint32 internal constant UNITS = 50;
    uint16 internal constant DECLARED = 8;

    Registry internal registry;
    uint32 internal kind;

    function setUp() public virtual override {
        registry = new Registry(ADMIN);
        kind = registry.registerKind("temperature");
        bytes32 attester = registry.ATTESTER();
        vm.prank(ADMIN);
        registry.grantRole(attester, ATTESTER);
        super.setUp();
    }

    function _config() internal view virtual override returns (IMarket.SeriesConfig memory config) {
        config = super._config();
        config.gate = address(registry);
        config.gatedTags = 1 << 2; // asks
    }

    function _registerDataset(address owner) internal returns (uint64) {
        vm.prank(owner);
        return registry.registerDataset(ROOT, UNITS, kind, DECLARED, "station 7");
    }

    function _attest(uint64 dataset, uint16 quality) internal {
        vm.prank(ATTESTER);
        registry.attest(dataset, quality);
    }

    function _setPolicy(bool attestedOnly, bool membersOnly) internal {
        vm.prank(OPERATOR);
        registry.setPolicy(address(market), series, _policy(attestedOnly, membersOnly));
    }

    function _policy(bool attestedOnly, bool membersOnly) internal view returns (IRegistry.Policy memory) {
        return IRegistry.Policy({set: false, kind: kind, attestedOnly: attestedOnly, membersOnly: membersOnly});
    }
}
