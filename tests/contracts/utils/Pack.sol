// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

/// @title The packed layouts of the interfaces, written a second time
/// @dev Plain `abi.encodePacked`, so that a mistake in the contracts' shifts cannot be repeated here.
library Pack {
    using SafeCast for uint256;

    /// @dev Bytes of a debit or credit.
    uint256 private constant ITEM = 16;

    /// @return who(20) flags(1) lock(11), the first word of an entry
    function head(address who, bool withPayload, uint88 lock) internal pure returns (bytes32) {
        return bytes32(abi.encodePacked(who, withPayload, lock));
    }

    /// @return who(20) flags(1) lock(11) data(32)
    function entry(address who, uint88 lock, bytes32 data) internal pure returns (bytes memory) {
        return abi.encodePacked(head(who, false, lock), data);
    }

    /// @return an entry that was made with `payload_`
    function entryWith(address who, uint88 lock, bytes memory payload_) internal pure returns (bytes memory) {
        return abi.encodePacked(head(who, true, lock), keccak256(payload_));
    }

    /// @return length(4) payload(length)
    function payload(bytes memory payload_) internal pure returns (bytes memory) {
        return abi.encodePacked(uint32(payload_.length), payload_);
    }

    /// @return data word of an entry that seals `statement`: the byte 4 and the last 31 bytes of the hash
    function sealedData(bytes32 termsHash, address who, bytes32 salt, bytes memory statement) internal pure returns (bytes32) {
        bytes memory data = abi.encodePacked(keccak256(abi.encode(termsHash, who, salt, statement)));
        data[0] = 0x04;
        return abi.decode(data, (bytes32));
    }

    /// @return index(4) length(2) statement(length), what is recorded of an opened entry
    function post(uint256 index, bytes memory statement) internal pure returns (bytes memory) {
        return abi.encodePacked(index.toUint32(), statement.length.toUint16(), statement);
    }

    /// @return lock(12) data(32), an entry of a batch
    function batchEntry(uint96 lock, bytes32 data) internal pure returns (bytes memory) {
        return abi.encodePacked(lock, data);
    }

    /// @return entry index(4) amount(12), one debit or credit
    function amount(uint256 index, uint256 amount_) internal pure returns (bytes memory) {
        return abi.encodePacked(index.toUint32(), amount_.toUint96());
    }

    /// @return index and amount of item `i` of a list of debits or credits
    function amountAt(bytes memory list, uint256 i) internal pure returns (uint256 index, uint256 amount_) {
        uint128 item = uint128(bytes16(slice(list, i * ITEM, (i + 1) * ITEM)));
        return (item >> 96, item & type(uint96).max);
    }

    /// @notice The list with `item` in the place of item `i`.
    function withAmount(bytes memory list, uint256 i, bytes memory item) internal pure returns (bytes memory) {
        return bytes.concat(slice(list, 0, i * ITEM), item, slice(list, (i + 1) * ITEM, list.length));
    }

    /// @return side(8) price(88) quantity(32) quality(16) dataset(64) zero(48)
    function order(uint8 side, uint88 price, uint32 quantity, uint16 quality, uint64 dataset) internal pure returns (bytes32) {
        return bytes32(abi.encodePacked(side, price, quantity, quality, dataset, uint48(0)));
    }

    /// @notice `data` with the byte at `position` changed by `mask` (not zero).
    function corrupt(bytes memory data, uint256 position, bytes1 mask) internal pure returns (bytes memory corrupted) {
        corrupted = bytes.concat(data);
        corrupted[position] ^= mask;
    }

    /// @notice `data` with `piece` in the place of what is at `offset`.
    function replaced(bytes memory data, uint256 offset, bytes memory piece) internal pure returns (bytes memory) {
        return bytes.concat(slice(data, 0, offset), piece, slice(data, offset + piece.length, data.length));
    }

    /// @notice `data` with the two pieces of this size at `first` and, behind it, `second` exchanged.
    function swapped(bytes memory data, uint256 first, uint256 second, uint256 size) internal pure returns (bytes memory) {
        bytes memory piece = slice(data, first, first + size);
        return replaced(replaced(data, first, slice(data, second, second + size)), second, piece);
    }

    /// @return part the bytes from `from` on, up to that at `to`
    function slice(bytes memory data, uint256 from, uint256 to) internal pure returns (bytes memory part) {
        require(from <= to && to <= data.length, "slice");
        part = new bytes(to - from);
        assembly ("memory-safe") {
            mcopy(add(part, 32), add(add(data, 32), from), mload(part))
        }
    }
}
