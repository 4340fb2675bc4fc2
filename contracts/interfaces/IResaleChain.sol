// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IAccounts} from "./IAccounts.sol";
import {IRegistry} from "./IRegistry.sol";

/// @title Resale chains: later sales of data pay those who sold it before
/// @notice The owner of a registered dataset opens a chain with a reallocation matrix. Player 0 is the owner; trade j sells from player j - 1
/// to player j; of the price of trade j player i < j - 1 receives `floor(price * share / WHOLE)`, where `share` is entry (i, j) of the matrix,
/// and the direct seller all the rest. A holder may sell to several buyers: then every path from the owner to a holder is such a chain.
/// @dev A sale is an offer that its buyer accepted: the offer's number becomes the number of the buyer's licence. Numbers 1, 2, ... are given to
/// the licence of each chain's owner and to offers alike, and never twice.
///
/// What an offer or a licence says stands in the log; the contract keeps one word for each: a fingerprint of it, and its state. Whoever acts on
/// one says it again (`Offer`, `Holding`), and anything else than what was recorded is refused. That makes a trade cheap, and it is also why a buyer cannot
/// be made to pay another price than the one that it names: an offer never changes.
/// Fingerprints are the first 192 bits of the keccak256 of packed fields (widths in bytes):
/// of a licence: chain 8, price 11, path; of an offer: chain 8, licence 8, buyer 20, price 11, expiry 5, shares, path.
///
/// Money: balances of `Accounts`, all of them in series 0, which is the only one here. A buyer pays from its free balance. In trades of depth up to
/// `eagerDepth` everybody is credited at once; deeper ones credit the direct seller at once, and the others when anybody claims for them, with the
/// same floors. Until then their shares are part of `held` without being in an account.
/// One address may stand in a path several times, even as buyer and direct seller of one trade: it pays as a buyer and earns as each of the sellers.
///
/// Assumptions, and what each one protects.
/// Safety: those of IAccounts; the Registry says truly who owns a dataset; 192 bits of keccak256 (96 bits against collisions) protect licences, offers
/// and claims.
/// Liveness: an upstream seller whose share is due is credited whether or not it acts; nobody can refuse money here and so block a trade.
/// Not enforced: that the data is delivered; that sellers do not sell elsewhere, or at a price near zero with a payment beside it; that nobody
/// registers a copy under another root and opens a chain for it; that a number still means the same after a reorganisation: an offer binds price,
/// seller and path, but chain and dataset only by number, so buyers wait until the chain that they buy on is final.
interface IResaleChain is IAccounts {
    /// @notice How the columns of the matrix are given. Explicit: stored; Raw: all to the direct seller; Average: the same to every
    /// seller so far; Tbds: every seller passes the fraction `alpha` of what it gets on to the one before it.
    enum Family {
        Explicit,
        Raw,
        Average,
        Tbds
    }

    /// @param family of matrices
    /// @param alpha for Tbds: what is passed on, of WHOLE, below WHOLE; otherwise 0
    /// @param maxDepth the deepest trade there can be, from 1 to MOST_DEPTH
    /// @param eagerDepth in trades up to this one everybody is credited at once
    /// @param maxSales how many buyers each holder may have at most: 1 makes it a single chain; at least 1
    struct Rules {
        Family family;
        uint32 alpha;
        uint8 maxDepth;
        uint8 eagerDepth;
        uint16 maxSales;
    }

    struct Chain {
        address owner;
        uint64 dataset;
        Rules rules;
    }

    /// @notice A licence as whoever acts on it has to say it.
    /// @param chain it belongs to
    /// @param licence its number
    /// @param price that was paid for it; 0 for the owner's
    /// @param path 20 bytes for each player from the owner to the holder
    struct Holding {
        uint64 chain;
        uint64 licence;
        uint88 price;
        bytes path;
    }

    /// @notice An offer as whoever acts on it has to say it.
    /// @param chain it belongs to
    /// @param number of the offer, and of the licence that comes of it
    /// @param licence of the seller
    /// @param buyer who alone may accept it; 0: anybody
    /// @param price in base units; 0 is a price like any other
    /// @param expiry it can be accepted before this time
    /// @param shares 4 bytes for each player before the direct seller: its share of the price, of WHOLE
    /// @param path 20 bytes for each player from the owner to the seller
    struct Offer {
        uint64 chain;
        uint64 number;
        uint64 licence;
        address buyer;
        uint88 price;
        uint40 expiry;
        bytes shares;
        bytes path;
    }

    /// @notice Never: the number was not given, or its offer was withdrawn.
    enum State {
        Never,
        Offered,
        Licence
    }

    /// @param state what the number stands for
    /// @param deferred whether upstream shares of the sale are, or will be, claimed afterwards
    /// @param ended whether the holder gave up selling
    /// @param sales of a licence: offers that stand or were accepted
    /// @param claimed bit i: player i has its share of this sale
    /// @param fingerprint the 192 bits of the hash
    struct Record {
        State state;
        bool deferred;
        bool ended;
        uint16 sales;
        uint32 claimed;
        uint192 fingerprint;
    }

    event ChainCreated(
        uint64 indexed chain, uint64 indexed dataset, address indexed owner, uint64 licence, Rules rules, uint32[][] columns
    );
    event Offered(
        uint64 indexed chain,
        uint64 indexed number,
        uint64 indexed licence,
        address seller,
        address buyer,
        uint88 price,
        uint40 expiry,
        bool deferred
    );
    event OfferWithdrawn(uint64 indexed number);
    event Sold(uint64 indexed number, address indexed buyer, uint88 price);
    event Claimed(uint64 indexed licence, address indexed payee, uint256 amount);
    event SellingEnded(uint64 indexed licence);

    error UnknownDataset(uint64 dataset);
    error NotDatasetOwner(uint64 dataset, address who);
    error DepthOutOfRange(uint8 depth);
    error AlphaOutOfRange(uint32 alpha);
    error MaxSalesIsZero();
    error ColumnsNotExpected(uint256 columns);
    error WrongColumnCount(uint256 columns, uint256 expected);
    error WrongColumnLength(uint256 trade, uint256 length, uint256 expected);
    error ColumnAboveWhole(uint256 trade, uint256 sum);
    error UnknownChain(uint64 chain);
    error UnknownTrade(uint64 chain, uint256 trade);
    error UnknownLicence(uint64 licence);
    error WrongHolding(uint64 licence);
    error NotHolder(uint64 licence, address sender);
    error DepthReached(uint8 maxDepth);
    error SalesUsed(uint16 maxSales);
    error SellingHasEnded(uint64 licence);
    error ExpiryInPast(uint40 expiry);
    error UnknownOffer(uint64 number);
    error WrongOffer(uint64 number);
    error OfferExpired(uint40 expiry);
    error NotTheBuyer(address buyer, address sender);
    error NothingToClaim(uint64 licence, uint256 payees);

    /// @notice Knows the datasets and their owners.
    function registry() external view returns (IRegistry);
    /// @notice What shares are parts of: 10^9.
    function WHOLE() external view returns (uint32);
    /// @notice No chain can be deeper: 32.
    function MOST_DEPTH() external view returns (uint8);

    function chainCount() external view returns (uint64);
    /// @notice The highest number given to an offer or a licence.
    function lastNumber() external view returns (uint64);
    function chainOf(uint64 chain) external view returns (Chain memory);
    /// @notice Column of a trade: the shares of players 0 .. trade - 1. The last one is the direct seller's and includes what the others leave, so that
    /// every column sums to WHOLE. Raw: nothing to the others. Average: `floor(WHOLE / trade)` to each of them. Tbds: the direct seller starts with
    /// WHOLE, everybody passes the part `alpha` of what came in, rounded down, on to the one before, and the owner keeps what reaches it.
    function columnOf(uint64 chain, uint256 trade) external view returns (uint32[] memory shares);
    function recordOf(uint64 number) external view returns (Record memory);
    /// @notice Whether this is a licence as it was recorded; then the last of its path holds the data.
    function isHolding(Holding calldata holding) external view returns (bool);

    /// @notice Opens a chain for a dataset of the sender.
    /// @param columns for Explicit: column j of the matrix at [j - 1], with exactly j shares, which sum to at most WHOLE; otherwise empty
    /// @return chain its number, from 1 on
    /// @return licence of the owner
    function createChain(uint64 dataset, Rules calldata rules, uint32[][] calldata columns) external returns (uint64 chain, uint64 licence);

    /// @notice Posts a price. Only the holder. It cannot be changed, only withdrawn.
    /// @param buyer who alone may accept; 0: anybody
    /// @return number of the offer
    function offer(Holding calldata holding, address buyer, uint88 price, uint40 expiry) external returns (uint64 number);

    /// @notice Takes an offer back, expired or not. Only its seller.
    function withdrawOffer(Offer calldata offered) external;

    /// @notice Buys: pays the price from the sender's account, to everybody's exact share, and makes the offer the sender's licence.
    function accept(Offer calldata offered) external;

    /// @notice Credits upstream sellers with their shares of a sale whose payment was deferred. Anybody may do it, for anybody.
    /// @param holding what was sold: the licence of the buyer
    /// @param payees bit i: player i. Passed over are those who have their share already, the direct seller, who was paid at once, and bits of nobody;
    /// if nobody is left, nothing happened and the call says so (`NothingToClaim`). So all bits stand for everybody who is still owed.
    function claim(Holding calldata holding, uint256 payees) external;

    /// @notice The holder offers no more from this licence. Offers that stand can still be accepted until they expire or are withdrawn.
    function endSelling(Holding calldata holding) external;
}
