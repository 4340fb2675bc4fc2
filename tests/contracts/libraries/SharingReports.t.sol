// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Claim, IChecker} from "../../../contracts/interfaces/IChecker.sol";
import {SharingParams} from "../../../contracts/libraries/SharingParams.sol";
import {AgentWord, Reports, SharingReports} from "../../../contracts/libraries/SharingReports.sol";
import {MoneyRoundTest} from "../utils/MoneyRoundTest.sol";
import {SharingReference} from "../utils/SharingReference.sol";

contract SharingReportsTest is MoneyRoundTest {
    using AgentWord for uint256;

    /// @dev Reports of any costs, lot 100; with `equal` of cost 1.
    bool private equal;

    /// @return entries_ of the reports that count, 1 byte each
    function readReports(Claim calldata claim, bool equalCosts) external pure returns (bytes memory entries_) {
        Reports memory reports = _read(claim, equalCosts);
        for (uint256 i; i < reports.count; ++i) {
            entries_ = abi.encodePacked(entries_, uint8(reports.agents.get(i).entry()));
        }
    }

    function readAgent(Claim calldata claim) external pure returns (uint256[8] memory fields) {
        Reports memory reports = _read(claim, false);
        uint256 agent = reports.agents.get(0);
        fields = [
            agent.entry(),
            agent.size(),
            agent.cost(),
            agent.count(),
            agent.exceptionCount(),
            reports.names.get(0) >> 96,
            agent.valueOf(2),
            agent.valueOf(4)
        ];
    }

    function readSponsors(Claim calldata claim) external pure returns (uint256[] memory sponsors) {
        Reports memory reports = _read(claim, false);
        sponsors = new uint256[](reports.sponsorCount);
        for (uint256 i; i < reports.sponsorCount; ++i) {
            sponsors[i] = reports.sponsors.get(i);
        }
    }

    function _read(Claim calldata claim, bool equalCosts) private pure returns (Reports memory) {
        return SharingReports.read(claim, equalCosts ? SharingParams.equalCosts(LOT, 1) : SharingParams.anyCosts(LOT));
    }

    /* WHAT IS READ */

    function test_WhenTheReportIsWellFormed() public {
        _nothing();
        _enter(_one());
        uint256[8] memory fields = this.readAgent(_claim());
        uint256[8] memory expected = [uint256(1), 7, 1, 3, 2, uint256(uint160(_account(1))), 20, 30];
        for (uint256 i; i < 8; ++i) {
            vm.assertEq(fields[i], expected[i], "field");
        }
        _expectCounting(hex"01");
    }

    function test_RevertWhen_ThereAreTooManyEntries() public {
        for (uint256 i; i < 256; ++i) {
            _nothing();
        }
        Claim memory claim = _claim();
        vm.expectRevert(abi.encodeWithSelector(IChecker.TooManyEntries.selector, 256, 255));
        this.readReports(claim, false);
    }

    /* WHAT DOES NOT COUNT */

    function test_WhenAnythingIsMissingOrTooMuch() public {
        bytes memory right = _payload(_one());
        for (uint256 length; length < right.length; ++length) {
            _enterWith(_account(_next()), 30, _start(right, length));
        }
        _enterWith(_account(_next()), 30, bytes.concat(right, hex"00"));
        _expectCounting("");
    }

    function test_WhenAFieldIsWrong() public {
        SharingReference.Agent memory agent = _one();
        // another tag; another lot; no dataset; no size
        bytes memory right = _payload(agent);
        _enterCorrupt(right, 0);
        _enterCorrupt(right, 14);
        _enterWith(_account(_next()), 30, _report(agent, 0));
        agent.size = 0;
        _enterWith(_account(_next()), 30, _report(agent, 5));
        // an unknown family
        right[27 + 62] = 0x02;
        _enterWith(_account(_next()), 30, right);
        // not covered
        _enterWith(_account(_next()), 29, _payload(_one()));
        // a value that falls
        agent = _one();
        agent.values[1] = 9;
        _enterWith(_account(_next()), 30, _payload(agent));
        _expectCounting("");
    }

    function test_WhenAccountsDoNotRise() public {
        SharingReference.Agent memory agent = _one();
        agent.exceptions[1] = agent.exceptions[0];
        _enterWith(_account(_next()), 30, _payload(agent));
        agent.exceptions[1] = address(uint160(agent.exceptions[0]) - 1);
        _enterWith(_account(_next()), 30, _payload(agent));
        agent = _additive();
        agent.accounts[1] = agent.accounts[0];
        _enterWith(_account(_next()), 30, _payload(agent));
        agent.accounts[1] = address(uint160(agent.accounts[0]) - 1);
        _enterWith(_account(_next()), 30, _payload(agent));
        _expectCounting("");
    }

    function test_WhenAdditiveValuesAreNotCovered() public {
        _enterWith(_account(_next()), 29, _payload(_additive()));
        _enterWith(_account(_next()), 30, _payload(_additive()));
        _expectCounting(hex"01");
    }

    function test_WhenCostsAreToBeEqual() public {
        equal = true;
        SharingReference.Agent memory agent = _one();
        _enterWith(_account(_next()), 30, _payload(agent));
        (agent.exceptions, agent.exceptionCosts) = (new address[](0), new uint256[](0));
        agent.cost = 2;
        _enterWith(_account(_next()), 30, _payload(agent));
        // steps 10, 11, 9
        agent.cost = 1;
        agent.values[1] = 21;
        _enterWith(_account(_next()), 30, _payload(agent));
        agent = _additive();
        _enterWith(_account(_next()), 30, _payload(agent));
        _expectCounting("");
        _agent(7, 1, _values(10, 20, 30));
        _agent(0, 1, _values(0, 0, 0));
        _seller(7, 1);
        _expectCounting(hex"040506");
    }

    /* WHICH OF SEVERAL COUNTS */

    function test_WhenAnAccountReportsAgain() public {
        SharingReference.Agent memory agent = _one();
        _enterWith(_account(50), 30, _report(agent, 1));
        _enterWith(_account(51), 30, _report(agent, 2));
        _enterWith(_account(50), 30, _report(agent, 3));
        // not well formed
        _enterWith(_account(51), 29, _report(agent, 4));
        _expectCounting(hex"0102");
    }

    function test_WhenADatasetIsReportedAgain() public {
        SharingReference.Agent memory agent = _one();
        _enterWith(_account(50), 30, _report(agent, 1));
        _enterWith(_account(51), 30, _report(agent, 257));
        _enterWith(_account(52), 30, _report(agent, 1));
        _expectCounting(hex"0102");
        // this takes out the one before by its account, which itself still takes out the first
        _enterWith(_account(52), 30, _report(agent, 3));
        _expectCounting(hex"0103");
    }

    /// @dev The same last byte in all accounts, and nothing on sale.
    function test_WhenAccountsOnlyLookAlike() public {
        for (uint160 i = 1; i < 5; ++i) {
            _enterWith(address(i << 8), 0, _report(_nobody(), 0));
        }
        _expectCounting(hex"00010203");
    }

    /* SPONSORS */

    function test_WhenThereAreSponsors() public {
        _enterWith(_account(0), 5, abi.encodePacked(uint8(9), uint88(5)));
        _enterWith(_account(0), 6, abi.encodePacked(uint8(9), uint88(5)));
        // not covered, nothing, too short, too long
        _enterWith(_account(0), 5, abi.encodePacked(uint8(9), uint88(6)));
        _enterWith(_account(0), 5, abi.encodePacked(uint8(9), uint88(0)));
        _enterWith(_account(0), 5, abi.encodePacked(uint8(9), uint80(5)));
        _enterWith(_account(0), 5, abi.encodePacked(uint8(9), uint96(5)));
        _nothing();
        _enterWith(_account(0), 7, abi.encodePacked(uint8(9), uint88(7)));
        uint256[] memory sponsors = this.readSponsors(_claim());
        vm.assertEq(sponsors.length, 3);
        vm.assertEq(sponsors[0], 5);
        vm.assertEq(sponsors[1], (1 << 88) | 5);
        vm.assertEq(sponsors[2], (7 << 88) | 7);
    }

    /* HELPERS */

    /// @dev A table of 10, 20, 30, and two exceptions.
    function _one() private view returns (SharingReference.Agent memory agent) {
        agent = _nobody();
        (agent.size, agent.cost, agent.values) = (7, 1, _wide(_values(10, 20, 30)));
        (agent.exceptions, agent.exceptionCosts) = (_pair(), new uint256[](2));
    }

    /// @dev Two values that sum to 30.
    function _additive() private view returns (SharingReference.Agent memory agent) {
        agent = _nobody();
        (agent.size, agent.cost, agent.additive, agent.accounts) = (7, 1, true, _pair());
        agent.values = new uint256[](2);
        (agent.values[0], agent.values[1]) = (10, 20);
    }

    function _pair() private pure returns (address[] memory accounts) {
        accounts = new address[](2);
        (accounts[0], accounts[1]) = (address(77), address(78));
    }

    function _payload(SharingReference.Agent memory agent) private pure returns (bytes memory) {
        return _report(agent, 1);
    }

    function _enterCorrupt(bytes memory right, uint256 position) private {
        bytes memory wrong = bytes.concat(right);
        wrong[position] ^= 0x10;
        _enterWith(_account(_next()), 30, wrong);
    }

    function _start(bytes memory data, uint256 length) private pure returns (bytes memory start) {
        start = bytes.concat(data);
        assembly ("memory-safe") {
            mstore(start, length)
        }
    }

    function _expectCounting(bytes memory expected) private view {
        vm.assertEq(this.readReports(_claim(), equal), expected, "reports that count");
    }
}
