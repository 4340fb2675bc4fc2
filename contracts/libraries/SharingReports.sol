// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

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
library SharingReports {}
