// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

/// @title The money of Databourse
/// @notice Balances of one ERC-20 token, kept apart by series: what is paid into one series is at stake in that series only.
/// @dev Assumptions, and what each one protects.
/// Safety (a broken one can lose money):
/// - `token` moves exactly the amount asked for and never changes a balance by itself. Fee-on-transfer is refused when it shows
///   (`TransferAmountMismatch`); a token that rebases downwards later would leave the last to withdraw unpaid.
/// - `token` cannot be re-entered to any effect: deposits and withdrawals share one lock, accounts change before tokens leave.
/// Liveness (a broken one can stop withdrawals, never redirect them):
/// - `token` does not freeze this contract or the recipient; a frozen recipient can name another one in `withdraw`.
/// All amounts are base units of the token. Everything held together never exceeds 2^88 - 1, so no balance can overflow.
interface IAccounts {
    /// @param free what can be withdrawn, moved or locked
    /// @param locked what stands behind the entries of `round`, the entry fees included, and behind a proposal of its outcome
    /// @param round the round that `locked` and `entries` belong to
    /// @param nonce the lowest nonce that a signed order of this account may still use
    /// @param entries how many entries the account has in `round`
    struct Account {
        uint88 free;
        uint88 locked;
        uint32 round;
        uint32 nonce;
        uint16 entries;
    }

    event Deposited(uint64 indexed series, address indexed account, address payer, uint256 amount);
    event Withdrawn(uint64 indexed series, address indexed account, address to, uint256 amount);
    event Moved(uint64 indexed from, uint64 indexed to, address indexed account, uint256 amount);

    error UnknownSeries(uint64 series);
    error AmountIsZero();
    error InsufficientFree(uint64 series, address account, uint256 free, uint256 needed);
    error TransferAmountMismatch(uint256 expected, uint256 received);
    error HeldOverflow(uint256 held, uint256 amount);

    /// @notice The only token that this contract takes.
    function token() external view returns (IERC20);

    /// @notice Sum of all accounts of all series. Tokens sent here without `deposit` are not counted and belong to nobody.
    function held() external view returns (uint256);

    /// @notice The account as it would be if it acted now: a lock of a round that is over is already released.
    function accountOf(uint64 series, address who) external view returns (Account memory);

    /// @notice Takes `amount` tokens from the sender and adds them to the free balance of `account`.
    function deposit(uint64 series, address account, uint256 amount) external;

    /// @notice `deposit` to the sender's own account with an ERC-2612 permit. A permit that fails (already used by a front-runner, say)
    /// is ignored when the allowance suffices.
    function depositWithPermit(uint64 series, uint256 amount, uint256 deadline, uint8 v, bytes32 r, bytes32 s) external;

    /// @notice Sends `amount` of the sender's free balance to `to`.
    function withdraw(uint64 series, address to, uint256 amount) external;

    /// @notice Moves `amount` of the sender's free balance from one series to another. No token moves.
    function move(uint64 from, uint64 to, uint256 amount) external;
}
