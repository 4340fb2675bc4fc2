// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @notice Everything that a checker sees of a round. Nothing else may influence its verdict.
/// @param context keccak256(chain id, market, series, round, terms hash): a statement made for one round is worth nothing in another
/// @param params of the rule, fixed when the round was opened; each checker documents its own layout
/// @param entries 64 bytes each: who(20) flags(1) lock(11) data(32), in the order of entering; authenticated by the Market.
/// Flag bit 0: the entry was made with a payload and data = keccak256(payload).
/// @param payloads for each flagged entry, in entry order: length(4) payload(length); authenticated likewise
/// @param posts what was recorded between the close and `revealBy`, in order: index(4) length(2) statement(length). Where sealed entries
/// are opened the index is that of the entry which the statement opens; the Market has seen that it does, and opens each entry once. Where
/// statements are posted it is 0xffffffff. Empty for one-shot rounds.
/// @param debits 16 bytes each: entry index(4) amount(12); indices strictly increase, amounts > 0
/// @param credits the same form
/// @param alloc who gets what; each checker documents its own layout; empty where it follows from the entries
/// @param hints witnesses that make checking cheap; not part of the outcome
struct Claim {
    bytes32 context;
    bytes params;
    bytes entries;
    bytes payloads;
    bytes posts;
    bytes debits;
    bytes credits;
    bytes alloc;
    bytes hints;
}

/// @notice What happens between the close of a round and its settlement. Reveal: sealed entries are opened. Post: statements about the
/// round are recorded, by those whom its series trusts with that.
enum SecondPhase {
    None,
    Reveal,
    Post
}

/// @title The on-chain half of a mechanism
/// @notice A checker recognises the one outcome that its rule prescribes for the entries of a round. It holds no state and no money.
/// @dev Completeness is a safety assumption for the participants of a round: a checker that accepts a wrong outcome can misallocate the
/// locks of that round, but never more (the Market bounds every debit by its entry's lock and the credits by the debits). Liveness: a
/// checker that refuses the true outcome, or needs more gas than a transaction may have, makes the round time out; everyone gets
/// everything back.
interface IChecker {
    error InvalidParams(bytes params);
    error TooManyEntries(uint256 count, uint256 most);
    /// @dev Their length is not one that the rule's outcome can have.
    error HintsMalformed();
    /// @dev The hints name an entry as a standing order of a side that it is not.
    error HintNotStanding(uint256 entry);
    /// @dev The entry does not come after the one before it in the order that the rule gives its side.
    error HintsOutOfOrder(uint256 entry);
    /// @dev Orders that belong between the named ones were left out.
    error HintsIncomplete();
    /// @dev The rule's pairing does not put these two together, or they do not cross.
    error NotAPair(uint256 bid, uint256 ask);
    /// @dev These two trade as well, although the hints end before them.
    error PairCrosses(uint256 bid, uint256 ask);
    error AllocMustBeEmpty();
    error WrongDebit(uint256 entry, uint256 expected);
    error WrongCredit(uint256 entry, uint256 expected);
    error TrailingDebits();
    error TrailingCredits();

    /// @return magic this function's selector iff (debits, credits, alloc) is the outcome of the rule. Reverts, naming the cause, otherwise.
    function check(Claim calldata claim) external pure returns (bytes4 magic);

    /// @notice The phases that a round with these parameters has besides entering and settling.
    /// @return second what there is between `closeAt` and `revealBy`
    /// @return bond what stands behind a proposal, in base units; 0: outcomes are checked completely and settled at once. Above 0 the
    /// checker is an IChallengeable and outcomes are proposed.
    function phases(bytes calldata params) external pure returns (SecondPhase second, uint88 bond);

    /// @notice Worst case for these parameters: a round that could become too expensive to settle cannot be opened.
    /// Reverts with `InvalidParams` when no round can have these parameters.
    function limits(bytes calldata params) external pure returns (uint32 maxEntries, uint32 maxPerAccount);
}
