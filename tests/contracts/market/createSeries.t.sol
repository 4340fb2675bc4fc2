// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IMarket} from "../../../contracts/interfaces/IMarket.sol";
import {HostileChecker} from "../mocks/HostileChecker.sol";
import {MarketTest} from "../utils/MarketTest.sol";

contract CreateSeriesTest is MarketTest {
    function test_RevertWhen_TheOperatorOrTheBeneficiaryIsTheZeroAddress() public {
        IMarket.SeriesConfig memory config = _config();
        config.operator = address(0);
        vm.expectRevert(IMarket.ZeroAddress.selector);
        market.createSeries(config);
        config = _config();
        config.beneficiary = address(0);
        vm.expectRevert(IMarket.ZeroAddress.selector);
        market.createSeries(config);
    }

    function test_RevertWhen_NoCheckerIsNamed() public {
        IMarket.SeriesConfig memory config = _config();
        config.checkers = new address[](0);
        vm.expectRevert(IMarket.NoCheckers.selector);
        market.createSeries(config);
    }

    function testFuzz_RevertWhen_ThereIsNoCodeAtTheGate(address gate) public {
        vm.assume(gate != address(0) && gate.code.length == 0);
        IMarket.SeriesConfig memory config = _config();
        config.gate = gate;
        vm.expectRevert(abi.encodeWithSelector(IMarket.GateWithoutCode.selector, gate));
        market.createSeries(config);
    }

    function testFuzz_WhenOperatorBeneficiaryAndCheckersAreNamed(IMarket.SeriesConfig memory config, address sender) public {
        _assumeAllowed(config);
        vm.expectEmit(address(market));
        emit IMarket.SeriesCreated(2, config.operator, config);
        vm.prank(sender);
        vm.assertEq(market.createSeries(config), 2);
        vm.assertEq(market.seriesCount(), 2);
        vm.assertEq(abi.encode(market.seriesOf(2)), abi.encode(config), "new");
        vm.assertEq(abi.encode(market.seriesOf(1)), abi.encode(_config()), "old");
    }

    function test_WhenOperatorBeneficiaryAndCheckersAreNamed() public {
        IMarket.SeriesConfig memory config = _config();
        config.checkers = new address[](2);
        (config.checkers[0], config.checkers[1]) = (address(new HostileChecker()), address(checker));
        series = market.createSeries(config);
        _open();
        _pass(true);
        _open(_terms(config.checkers[0], hex"00"));
        _pass(false);
        address foreign = address(new HostileChecker());
        vm.expectRevert(abi.encodeWithSelector(IMarket.CheckerNotAllowed.selector, foreign));
        _open(_terms(foreign, hex"00"));
    }
}
