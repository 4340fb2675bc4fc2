// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {Multicall} from "@openzeppelin/contracts/utils/Multicall.sol";

import {Accounts} from "./Accounts.sol";
import {IRegistry} from "./interfaces/IRegistry.sol";
import {IResaleChain} from "./interfaces/IResaleChain.sol";
import {AccountWord} from "./libraries/AccountWord.sol";
import {Columns} from "./libraries/Columns.sol";
import {Fingerprint} from "./libraries/Fingerprint.sol";
import {OfferData} from "./libraries/OfferData.sol";
import {Path} from "./libraries/Path.sol";
import {RecordWord, RecordWords} from "./libraries/RecordWord.sol";
import {Shares} from "./libraries/Shares.sol";
import {Split} from "./libraries/Split.sol";

/// @title ResaleChain: later sales of data pay those who sold it before
/// @dev Documented at IResaleChain, with the assumptions it stands on.
contract ResaleChain is IResaleChain, Accounts, Multicall {
    using Columns for Columns.Triangle;
    using Fingerprint for Holding;
    using Fingerprint for Offer;
    using OfferData for Offer;
    using Path for bytes;
    using Shares for uint32[];

    uint32 public constant WHOLE = Shares.WHOLE;
    uint8 public constant MOST_DEPTH = 32;
    /// @dev Of all accounts.
    uint64 private constant SERIES = 0;

    IRegistry public immutable registry;

    uint64 public chainCount;
    uint64 public lastNumber;
    mapping(uint64 number => Chain) private _chains;
    mapping(uint64 chain => Columns.Triangle) private _columns;
    mapping(uint64 number => RecordWord) private _records;

    constructor(IERC20 token_, IRegistry registry_) Accounts(token_) {
        registry = registry_;
    }

    /* CHAINS */

    /// @inheritdoc IResaleChain
    function createChain(uint64 dataset, Rules calldata rules, uint32[][] calldata columns)
        external
        returns (uint64 chain, uint64 licence)
    {
        address owner = registry.datasetOf(dataset).owner;
        if (owner == address(0)) revert UnknownDataset(dataset);
        if (owner != msg.sender) revert NotDatasetOwner(dataset, msg.sender);
        _requireRules(rules);
        _requireColumns(rules, columns);

        chain = ++chainCount;
        licence = ++lastNumber;
        _chains[chain] = Chain({owner: owner, dataset: dataset, rules: rules});
        _columns[chain].store(columns);
        _records[licence] = RecordWords.licence(Fingerprint.ofLicence(chain, 0, abi.encodePacked(owner)));
        emit ChainCreated(chain, dataset, owner, licence, rules, columns);
    }

    function _requireRules(Rules calldata rules) private pure {
        if (rules.maxDepth == 0 || rules.maxDepth > MOST_DEPTH) revert DepthOutOfRange(rules.maxDepth);
        if (rules.maxSales == 0) revert MaxSalesIsZero();
        if (rules.family == Family.Tbds ? rules.alpha >= WHOLE : rules.alpha != 0) revert AlphaOutOfRange(rules.alpha);
    }

    function _requireColumns(Rules calldata rules, uint32[][] calldata columns) private pure {
        if (rules.family != Family.Explicit) {
            if (columns.length != 0) revert ColumnsNotExpected(columns.length);
            return;
        }
        if (columns.length != rules.maxDepth) revert WrongColumnCount(columns.length, rules.maxDepth);
        // at most 32 numbers of 32 bits in each
        unchecked {
            for (uint256 trade = 1; trade <= columns.length; ++trade) {
                uint32[] calldata column = columns[trade - 1];
                if (column.length != trade) revert WrongColumnLength(trade, column.length, trade);
                uint256 sum;
                for (uint256 i; i < trade; ++i) {
                    sum += column[i];
                }
                if (sum > WHOLE) revert ColumnAboveWhole(trade, sum);
            }
        }
    }

    /// @inheritdoc IResaleChain
    function chainOf(uint64 chain) external view returns (Chain memory) {
        _requireChain(chain);
        return _chains[chain];
    }

    /// @inheritdoc IResaleChain
    function columnOf(uint64 chain, uint256 trade) external view returns (uint32[] memory) {
        _requireChain(chain);
        Rules memory rules = _chains[chain].rules;
        if (trade == 0 || trade > rules.maxDepth) revert UnknownTrade(chain, trade);
        return _column(chain, rules, trade);
    }

    function _column(uint64 chain, Rules memory rules, uint256 trade) private view returns (uint32[] memory) {
        if (rules.family == Family.Raw) return Shares.raw(trade);
        if (rules.family == Family.Average) return Shares.average(trade);
        if (rules.family == Family.Tbds) return Shares.passedUp(trade, rules.alpha);
        return _columns[chain].load(trade);
    }

    function _requireChain(uint64 chain) private view {
        if (chain == 0 || chain > chainCount) revert UnknownChain(chain);
    }

    /* OFFERS */

    /// @inheritdoc IResaleChain
    function offer(Holding calldata holding, address buyer, uint88 price, uint40 expiry) external returns (uint64 number) {
        RecordWord record = _requireHolder(holding);
        if (record.isEnded()) revert SellingHasEnded(holding.licence);
        if (expiry <= block.timestamp) revert ExpiryInPast(expiry);
        Rules memory rules = _chains[holding.chain].rules;
        uint256 trade = holding.path.players();
        if (trade > rules.maxDepth) revert DepthReached(rules.maxDepth);
        if (record.sales() >= rules.maxSales) revert SalesUsed(rules.maxSales);

        bool deferred = trade > rules.eagerDepth;
        bytes memory shares = _column(holding.chain, rules, trade).pack();
        number = ++lastNumber;
        _records[holding.licence] = record.withSale();
        _records[number] = RecordWords.offered(holding.ofOffer(buyer, price, expiry, shares), deferred);
        emit Offered(holding.chain, number, holding.licence, msg.sender, buyer, price, expiry, deferred);
    }

    /// @inheritdoc IResaleChain
    function withdrawOffer(Offer calldata offered) external {
        _requireOffer(offered);
        uint64 licence = offered.licence;
        if (offered.pathOf().holder() != msg.sender) revert NotHolder(licence, msg.sender);
        _records[offered.number] = RecordWord.wrap(0);
        _records[licence] = _records[licence].withoutSale();
        emit OfferWithdrawn(offered.number);
    }

    /// @inheritdoc IResaleChain
    function endSelling(Holding calldata holding) external {
        RecordWord record = _requireHolder(holding);
        if (record.isEnded()) revert SellingHasEnded(holding.licence);
        _records[holding.licence] = record.end();
        emit SellingEnded(holding.licence);
    }

    /// @return record of the offer
    /// @return licence the fingerprint of the licence that the sender has when it accepts
    function _requireOffer(Offer calldata offered) private view returns (RecordWord record, uint192 licence) {
        uint64 number = offered.number;
        record = _records[number];
        if (!record.isOffer()) revert UnknownOffer(number);
        uint192 fingerprint;
        (fingerprint, licence) = offered.ofSale(offered.sharesOf(), offered.pathOf(), msg.sender);
        if (record.fingerprint() != fingerprint) revert WrongOffer(number);
    }

    /* SALES */

    /// @inheritdoc IResaleChain
    function accept(Offer calldata offered) external {
        (RecordWord record, uint192 licence) = _requireOffer(offered);
        (uint64 number, address buyer, uint88 price, uint40 expiry) = (offered.number, offered.buyer, offered.price, offered.expiry);
        if (block.timestamp >= expiry) revert OfferExpired(expiry);
        if (buyer != address(0) && buyer != msg.sender) revert NotTheBuyer(buyer, msg.sender);

        _records[number] = record.sold(licence);
        if (price != 0) _pay(price, offered.sharesOf(), offered.pathOf(), record.isDeferred());
        emit Sold(number, msg.sender, price);
    }

    /// @dev The sender pays first: it may be one of those who receive.
    function _pay(uint256 price, bytes calldata shares, bytes calldata path, bool deferred) private {
        mapping(address => Cell) storage cells = _cells[SERIES];
        Cell storage cell = cells[msg.sender];
        AccountWord account = cell.word;
        if (account.free() < price) revert InsufficientFree(SERIES, msg.sender, account.free(), price);
        cell.word = account.takeFree(price);
        _credit(cells, path.holder(), deferred ? Split.rest(price, shares) : Split.credit(cells, price, path, shares));
    }

    /// @inheritdoc IResaleChain
    function claim(Holding calldata holding, uint256 payees) external {
        RecordWord record = _requireHolding(holding);
        (uint64 licence, uint256 price) = (holding.licence, holding.price);
        bytes calldata path = holding.path;
        uint256 due = record.isDeferred() ? payees & ~uint256(record.claimed()) : 0;
        // the last player is the buyer and the one before it the direct seller, who was paid at once
        uint256 trade = path.players() - 1;
        if (due != 0) due &= (1 << (trade - 1)) - 1;
        if (due == 0) revert NothingToClaim(licence, payees);

        _records[licence] = record.withClaimed(due);
        uint32[] memory column = _column(holding.chain, _chains[holding.chain].rules, trade);
        mapping(address => Cell) storage cells = _cells[SERIES];
        for (uint256 i; due >> i != 0; ++i) {
            if ((due >> i) & 1 == 0) continue;
            address payee = path.player(i);
            uint256 amount = Split.partDown(price, column[i]);
            _credit(cells, payee, amount);
            emit Claimed(licence, payee, amount);
        }
    }

    /* RECORDS */

    /// @inheritdoc IResaleChain
    function recordOf(uint64 number) external view returns (Record memory) {
        return _records[number].toStruct();
    }

    /// @inheritdoc IResaleChain
    function isHolding(Holding calldata holding) external view returns (bool) {
        RecordWord record = _records[holding.licence];
        return record.isLicence() && record.fingerprint() == _fingerprint(holding);
    }

    function _fingerprint(Holding calldata holding) private pure returns (uint192) {
        return Fingerprint.ofLicence(holding.chain, holding.price, holding.path);
    }

    function _requireHolding(Holding calldata holding) private view returns (RecordWord record) {
        record = _records[holding.licence];
        if (!record.isLicence()) revert UnknownLicence(holding.licence);
        if (record.fingerprint() != _fingerprint(holding)) revert WrongHolding(holding.licence);
    }

    function _requireHolder(Holding calldata holding) private view returns (RecordWord record) {
        record = _requireHolding(holding);
        if (holding.path.holder() != msg.sender) revert NotHolder(holding.licence, msg.sender);
    }

    /* ACCOUNTS */

    /// @dev With the accounts of the series already found.
    function _credit(mapping(address => Cell) storage cells, address who, uint256 amount) private {
        if (amount == 0) return;
        Cell storage cell = cells[who];
        cell.word = cell.word.addFree(amount);
    }

    /// @dev Nothing is ever locked here.
    function _released(uint64, AccountWord account) internal pure override returns (AccountWord) {
        return account;
    }

    function _requireSeries(uint64 series) internal pure override {
        if (series != SERIES) revert UnknownSeries(series);
    }
}
