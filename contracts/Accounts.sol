// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";

import {IAccounts} from "./interfaces/IAccounts.sol";
import {AccountWord} from "./libraries/AccountWord.sol";

/// @title Accounts: the only place where tokens move
/// @dev Documented at IAccounts, with the assumptions it stands on.
abstract contract Accounts is IAccounts, ReentrancyGuardTransient {
    using SafeERC20 for IERC20;

    IERC20 public immutable token;
    uint256 public held;

    /// @dev A word in a struct, so that a place found once can be passed on.
    struct Cell {
        AccountWord word;
    }

    mapping(uint64 series => mapping(address who => Cell)) internal _cells;

    constructor(IERC20 token_) {
        token = token_;
    }

    /* MONEY IN */

    /// @inheritdoc IAccounts
    function deposit(uint64 series, address account, uint256 amount) external {
        _deposit(series, account, amount);
    }

    /// @inheritdoc IAccounts
    function depositWithPermit(uint64 series, uint256 amount, uint256 deadline, uint8 v, bytes32 r, bytes32 s) external {
        // a front-runner may have used the permit already; then the allowance stands and the transfer below decides
        try IERC20Permit(address(token)).permit(msg.sender, address(this), amount, deadline, v, r, s) {} catch {}
        _deposit(series, msg.sender, amount);
    }

    /// @dev The amount is measured, so tokens come first here; the lock keeps anything else of this contract from running in between.
    function _deposit(uint64 series, address account, uint256 amount) private nonReentrant {
        _requireSeries(series);
        if (amount == 0) revert AmountIsZero();
        if (amount > type(uint88).max - held) revert HeldOverflow(held, amount);

        uint256 before = token.balanceOf(address(this));
        token.safeTransferFrom(msg.sender, address(this), amount);
        uint256 received = token.balanceOf(address(this)) - before;
        if (received != amount) revert TransferAmountMismatch(amount, received);

        held += amount;
        _credit(series, account, amount);
        emit Deposited(series, account, msg.sender, amount);
    }

    /* MONEY OUT */

    /// @inheritdoc IAccounts
    function withdraw(uint64 series, address to, uint256 amount) external nonReentrant {
        _takeFree(series, msg.sender, amount);
        held -= amount;
        emit Withdrawn(series, msg.sender, to, amount);
        token.safeTransfer(to, amount);
    }

    /// @inheritdoc IAccounts
    function move(uint64 from, uint64 to, uint256 amount) external {
        _requireSeries(to);
        _takeFree(from, msg.sender, amount);
        _credit(to, msg.sender, amount);
        emit Moved(from, to, msg.sender, amount);
    }

    /* ACCOUNTS */

    /// @inheritdoc IAccounts
    function accountOf(uint64 series, address who) external view returns (Account memory) {
        return _released(series, _cell(series, who).word).toStruct();
    }

    /// @dev Where the account is stored; a lock of a round that is over may still stand in its word.
    function _cell(uint64 series, address who) internal view returns (Cell storage) {
        return _cells[series][who];
    }

    function _credit(uint64 series, address who, uint256 amount) internal {
        Cell storage cell = _cell(series, who);
        cell.word = cell.word.addFree(amount);
    }

    function _takeFree(uint64 series, address who, uint256 amount) private {
        if (amount == 0) revert AmountIsZero();
        Cell storage cell = _cell(series, who);
        AccountWord account = _released(series, cell.word);
        if (account.free() < amount) revert InsufficientFree(series, who, account.free(), amount);
        cell.word = account.takeFree(amount);
    }

    /* WHAT THE CONTRACT ON TOP DECIDES */

    /// @dev The account with everything free that no longer needs to be locked.
    function _released(uint64 series, AccountWord account) internal view virtual returns (AccountWord);

    /// @dev Reverts with UnknownSeries unless the series exists.
    function _requireSeries(uint64 series) internal view virtual;
}
