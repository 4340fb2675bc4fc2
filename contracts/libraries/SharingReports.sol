// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Claim, IChecker} from "../interfaces/IChecker.sol";
import {Entries} from "./Entries.sol";
import {LogWord} from "./LogWord.sol";
import {WordRows, Words} from "./Words.sol";

/// @param count how many reports count: agents
/// @param agents by number, see AgentWord
/// @param names by number: account(160), and below it 96 bits that differ from agent to agent
/// @param sponsors in entry order: entry << 88 | cap
/// @param sponsorCount how many they are
struct Reports {
    uint256 count;
    Words agents;
    Words names;
    Words sponsors;
    uint256 sponsorCount;
}

/// @param fields that reports must have: lot(32) cost(88) n(8)
/// @param fixedFields the bits of them that all reports must have
/// @param concave 1: steps of tables must not grow
/// @param mostFamily 0: tables only
struct ReportRules {
    uint256 fields;
    uint256 fixedFields;
    uint256 concave;
    uint256 mostFamily;
}

/// @dev While reports are read: last bytes of their accounts and datasets, as bits, and whether a report was replaced.
struct Seen {
    uint256 accounts;
    uint256 datasets;
    bool replaced;
}

/// @title What the entries of a round that sells data for money are: reports of agents, and sponsors
/// @notice Never refuses an entry: what is nothing by the rule does not count. Both are payloads. Money is in base units.
///
/// Report: 0x08 dataset(8) size(2) lot(4) cost(11) n(1), then n exceptions, account(20) cost(11), then family(1) count(1) and `count`
/// items: family 0, a table, value(11): what 1, 2, ... lots bought in total are worth; nothing is worth 0, and more than the table has what
/// its last value says. Family 1, additive, account(20) value(11): what the data of that account's agent are worth, whatever else is
/// bought. `size` is the number of whole lots of the dataset, which is what others buy; `cost` is what the agent bears for each buyer, but
/// for those accounts that an exception names. Who sells nothing has dataset and size 0, who buys nothing `count` 0.
///
/// A report is well formed if its length is exact, `lot` is the round's, dataset and size are both 0 or both not, accounts of exceptions
/// and of values rise strictly, values of a table never fall, and its lock covers the last value of a table, the sum of additive values. It
/// counts if it is well formed and no later well-formed report comes from its account or names its dataset (if not 0). Agents are numbered
/// from 0 in the order of the entries of the reports that count.
/// Rank: agents that sell, those with more lots first, of equal ones the lower number.
///
/// Sponsor: 0x09 cap(11). It counts if `cap` is above 0 and the entry's lock covers it.
library SharingReports {
    using Entries for bytes;
    using Entries for uint256;

    /// @notice Of a round of any checker that reads reports: agent numbers fit into a byte, and 255 is none.
    uint256 internal constant MOST_ENTRIES = 255;

    uint256 private constant REPORT = 8;
    uint256 private constant SPONSOR = 9;
    uint256 private constant SPONSOR_SIZE = 12;
    /// @dev Bytes of a report up to its exceptions.
    uint256 private constant HEAD = 27;
    /// @dev Bytes of an exception and of an additive value: account(20) amount(11).
    uint256 private constant NAMED = 31;
    uint256 private constant VALUE = 11;
    uint256 private constant ADDITIVE = 1;

    /// @dev Of what no lock covers.
    uint256 private constant UNCOVERED = 1 << 255;

    /// @notice Reads all entries. Reverts with `TooManyEntries`, which no round opened within the checker's limits can meet.
    /// @dev Trusts what the Market has authenticated: payloads are those of the entries.
    function read(Claim calldata claim, ReportRules memory rules) internal pure returns (Reports memory reports) {
        bytes calldata entries = claim.entries;
        uint256 count = entries.count();
        if (count > MOST_ENTRIES) revert IChecker.TooManyEntries(count, MOST_ENTRIES);
        reports.agents = WordRows.reserve(count);
        reports.names = WordRows.reserve(count);
        reports.sponsors = WordRows.reserve(count);
        uint256 position = _start(claim.payloads);
        Seen memory seen;
        // positions in calldata; numbers of at most 255 entries
        unchecked {
            for (uint256 i; i < count; ++i) {
                uint256 head = entries.head(i);
                if (head & LogWord.WITH_PAYLOAD == 0) continue;
                uint256 length = _word(position) >> 224;
                position += 4;
                uint256 word = _word(position);
                uint256 tag = word >> 248;
                if (tag == REPORT) {
                    uint256 agent = _report(rules, word, position, length, head.lock());
                    if (agent != 0) _join(reports, seen, agent | (i << AgentWord.ENTRY), head, (word >> 184) & type(uint64).max);
                } else if (tag == SPONSOR && length == SPONSOR_SIZE) {
                    uint256 cap = (word >> 160) & type(uint88).max;
                    if (cap != 0 && cap <= head.lock()) reports.sponsors.set(reports.sponsorCount++, (i << 88) | cap);
                }
                position += length;
            }
        }
        if (seen.replaced) _close(reports);
    }

    /// @param word the first of the payload, which stands at `position`
    /// @return agent 0 if the report is not well formed
    function _report(ReportRules memory rules, uint256 word, uint256 position, uint256 length, uint256 lock)
        private
        pure
        returns (uint256 agent)
    {
        // of one byte, or positions in calldata
        unchecked {
            // dataset(8) size(2) lot(4) cost(11) n(1)
            uint256 fields = word >> 40;
            if ((fields ^ rules.fields) & rules.fixedFields != 0) return 0;
            uint256 size = (fields >> 128) & type(uint16).max;
            if ((size == 0) != ((fields >> 144) & type(uint64).max == 0)) return 0;
            uint256 exceptions = fields & type(uint8).max;
            uint256 items = position + HEAD + NAMED * exceptions;
            uint256 tail = _word(items);
            items += 2;
            uint256 family = tail >> 248;
            uint256 count = (tail >> 240) & type(uint8).max;
            if (length != items - position + count * (family == 0 ? VALUE : NAMED) || family > rules.mostFamily) return 0;
            (uint256 sum, uint256 table) = (0, items);
            if (exceptions != 0 && _sum(position + HEAD, exceptions) == UNCOVERED) return 0;
            if (family == 0) (sum, table) = _table(items, count, rules.concave);
            else sum = _sum(items, count);
            if (sum > lock) return 0;
            agent = table | (count << AgentWord.COUNT) | (family << AgentWord.FAMILY) | (size << AgentWord.SIZE)
                | ((position + HEAD) << AgentWord.EXCEPTIONS) | (exceptions << AgentWord.NUMBER)
                | (((fields >> 8) & type(uint88).max) << AgentWord.COST);
        }
    }

    /// @notice The values of a table, unpacked, behind a 0 for nothing.
    /// @param concave 1: steps must not grow; 0: they must not be negative
    /// @return last the greatest value; UNCOVERED if the table may not be like that: then its memory is not kept
    function _table(uint256 items, uint256 count, uint256 concave) private pure returns (uint256 last, uint256 table) {
        assembly ("memory-safe") {
            table := mload(0x40)
            mstore(table, 0)
            let place := add(table, 32)
            // more than any step; what falls wraps around and is far above
            let most := shl(88, 1)
            let any := mul(most, iszero(concave))
            let wrong := 0
            for { let end := add(items, mul(VALUE, count)) } lt(items, end) { items := add(items, VALUE) } {
                let value := shr(168, calldataload(items))
                let step := sub(value, last)
                wrong := or(wrong, gt(step, most))
                most := or(step, any)
                last := value
                mstore(place, value)
                place := add(place, 32)
            }
            if wrong { last := UNCOVERED }
            if lt(last, UNCOVERED) { mstore(0x40, place) }
        }
    }

    /// @return sum of the amounts of `count` items, account(20) amount(11); UNCOVERED if the accounts do not rise strictly
    function _sum(uint256 items, uint256 count) private pure returns (uint256 sum) {
        assembly ("memory-safe") {
            let least := 0
            for { let end := add(items, mul(NAMED, count)) } lt(items, end) { items := add(items, NAMED) } {
                let item := calldataload(items)
                let account := shr(96, item)
                if lt(account, least) {
                    sum := UNCOVERED
                    break
                }
                least := add(account, 1)
                sum := add(sum, and(shr(8, item), 0xffffffffffffffffffffff))
            }
        }
    }

    /// @notice Takes the report in, and those out that it replaces.
    /// @dev Two words say by which last bytes of accounts and of datasets there may be others, so that these are hardly ever compared.
    function _join(Reports memory reports, Seen memory seen, uint256 agent, uint256 head, uint256 dataset) private pure {
        uint256 account = head >> 96;
        uint256 count = reports.count;
        // what sells nothing has a number of its own: datasets have 64 bits
        if (dataset == 0) dataset = (1 << 64) | count;
        uint256 name = (account << 96) | dataset;
        uint256 ofAccount = 1 << (account & 0xff);
        uint256 ofDataset = 1 << (dataset & 0xff);
        // at most 255 reports
        unchecked {
            if ((seen.accounts & ofAccount) | (seen.datasets & ofDataset) != 0) {
                for (uint256 i; i < count; ++i) {
                    uint256 difference = reports.names.get(i) ^ name;
                    // either part is the same; 160 bits times 96 bits
                    if ((difference >> 96) * (difference & type(uint96).max) != 0) continue;
                    reports.agents.set(i, 0);
                    seen.replaced = true;
                }
            }
            seen.accounts |= ofAccount;
            seen.datasets |= ofDataset;
            reports.agents.set(count, agent);
            reports.names.set(count, name);
            reports.count = count + 1;
        }
    }

    /// @notice Closes the gaps that replaced reports have left.
    function _close(Reports memory reports) private pure {
        uint256 kept;
        // at most 255 reports
        unchecked {
            for (uint256 i; i < reports.count; ++i) {
                uint256 agent = reports.agents.get(i);
                if (agent == 0) continue;
                reports.agents.set(kept, agent);
                reports.names.set(kept++, reports.names.get(i));
            }
        }
        reports.count = kept;
    }

    function _start(bytes calldata data) private pure returns (uint256 position) {
        assembly ("memory-safe") {
            position := data.offset
        }
    }

    function _word(uint256 position) private pure returns (uint256 word) {
        assembly ("memory-safe") {
            word := calldataload(position)
        }
    }
}

/// @title An agent in one word
/// @dev From bit 0: where its values are (32): in memory, a word each from that for nothing on, if they are a table; in calldata if they are
/// additive; count(8) of values, family(8), size(16), where its exceptions are in calldata (32), their number(8), entry(16), cost(88), and
/// once SellerRanks was there 1 more than its rank(8), 0 if it does not sell.
library AgentWord {
    uint256 internal constant COUNT = 32;
    uint256 internal constant FAMILY = 40;
    uint256 internal constant SIZE = 48;
    uint256 internal constant EXCEPTIONS = 64;
    uint256 internal constant NUMBER = 96;
    uint256 internal constant ENTRY = 104;
    uint256 internal constant COST = 120;
    uint256 internal constant TURN = 208;

    /// @notice Where the values are.
    function values(uint256 agent) internal pure returns (uint256) {
        return agent & type(uint32).max;
    }

    /// @notice How many values.
    function count(uint256 agent) internal pure returns (uint256) {
        return (agent >> COUNT) & type(uint8).max;
    }

    /// @notice What so many lots are worth, of an agent with a table.
    function valueOf(uint256 agent, uint256 lots) internal pure returns (uint256) {
        uint256 last = count(agent);
        unchecked {
            // an address in memory
            return WordRows.load(values(agent) + ((lots < last ? lots : last) << 5));
        }
    }

    function isAdditive(uint256 agent) internal pure returns (bool) {
        return (agent >> FAMILY) & type(uint8).max != 0;
    }

    /// @notice Lots on sale.
    function size(uint256 agent) internal pure returns (uint256) {
        return (agent >> SIZE) & type(uint16).max;
    }

    /// @notice Index of the report's entry.
    function entry(uint256 agent) internal pure returns (uint256) {
        return (agent >> ENTRY) & type(uint16).max;
    }

    /// @notice For every buyer that no exception names.
    function cost(uint256 agent) internal pure returns (uint256) {
        return (agent >> COST) & type(uint88).max;
    }

    /// @notice Where its exceptions are in calldata: account(20) cost(11) each, in rising order.
    function exceptions(uint256 agent) internal pure returns (uint256) {
        return (agent >> EXCEPTIONS) & type(uint32).max;
    }

    function exceptionCount(uint256 agent) internal pure returns (uint256) {
        return (agent >> NUMBER) & type(uint8).max;
    }

    /// @notice 1 more than its rank; 0 if it does not sell.
    function turn(uint256 agent) internal pure returns (uint256) {
        return agent >> TURN;
    }
}
