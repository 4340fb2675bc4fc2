// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IGate} from "./IGate.sol";

/// @title Participants and datasets
/// @notice People publish an encryption key; owners register datasets; attesters confirm their quality. As a gate it lets an ask in only
/// for a dataset that its sender owns, of the series' kind, within its units and its quality; and the statement of a device, 15 bytes
/// 0x06 dataset(8) samples(4) type(2) with which a sealed entry is opened, only for a dataset that who sealed it owns, of the series' kind,
/// and with no more samples than it has units. Likewise with those who share: an agent of a bilateral round (SharingWord), whose size is at
/// most the units, and a report, a payload that starts with 0x08 dataset(8) size(2) lot(4), whose size times lot is; a report that sells
/// nothing has dataset 0 and passes. About whatever else comes to the gate only membership counts.
/// @dev Safety assumptions: attesters measure before they attest; the administrator grants the roles with care. What an owner declares
/// about an unattested dataset is its word and nothing more. Registering says nothing about who holds a copy of the data.
///
/// What binding samples to units stops is claiming more than there is: shares of a budget go by samples, so that would pay. It does not
/// stop whoever splits a dataset into two that are registered apart, nor whoever states fewer samples than there are: both pay in some
/// rounds (of 3,000 random contract games the first in 1,360, the second in 104). Nor does it tell whether the type is the true one.
interface IRegistry is IGate {
    /// @param owner may ask for it
    /// @param units number of units that one delivery can have at most
    /// @param declared quality grade that the owner declares
    /// @param attested quality grade confirmed by an attester, plus one; 0: not attested
    /// @param kind number of the data kind
    struct Dataset {
        address owner;
        uint32 units;
        uint16 declared;
        uint16 attested;
        uint32 kind;
    }

    /// @notice What a series asks of entries. Set once by the series' operator.
    /// @param kind that datasets must have
    /// @param attestedOnly asks, devices, agents and reports that sell need an attested dataset; otherwise the declared grade counts where none is attested
    /// @param membersOnly only members may enter whatever the series sends through the gate
    struct Policy {
        bool set;
        uint32 kind;
        bool attestedOnly;
        bool membersOnly;
    }

    event ParticipantRegistered(address indexed participant, bytes32 encryptionKey);
    event KindRegistered(uint32 indexed kind, string name);
    event DatasetRegistered(
        uint64 indexed dataset, address indexed owner, bytes32 root, uint32 units, uint32 kind, uint16 declared, string label
    );
    event DatasetAttested(uint64 indexed dataset, address indexed attester, uint16 quality);
    event PolicySet(address indexed market, uint64 indexed series, Policy policy);

    error KeyIsZero();
    error KindNameEmpty();
    error UnknownKind(uint32 kind);
    error UnitsAreZero();
    error RootIsZero();
    error QualityOutOfRange(uint16 quality);
    error UnknownDataset(uint64 dataset);
    error NotSeriesOperator(address sender);
    error PolicyAlreadySet(address market, uint64 series);
    error PolicyNotSet(address market, uint64 series);
    error NotMember(address who);
    error NotDatasetOwner(uint64 dataset, address who);
    error WrongKind(uint32 kind, uint32 expected);
    /// @dev The quantity of an ask, the samples of a device, or the units that an agent shares or a report sells.
    error QuantityAboveUnits(uint256 quantity, uint32 units);
    error NotAttested(uint64 dataset);
    error QualityAboveDataset(uint256 quality, uint16 allowed);
    /// @dev It starts as the statement of a device or as a report does, and has not the length of the one, or not the head of the other.
    error StatementMalformed(uint256 length);

    /// @notice Publishes the sender's X25519 public key, or replaces it.
    function register(bytes32 encryptionKey) external;

    /// @notice Number of the kind of this name, given at its first registration. @return kind from 1 on
    function registerKind(string calldata name) external returns (uint32 kind);

    /// @param root Merkle root of the chunks (OpenZeppelin's MerkleProof convention, leaves hashed twice)
    /// @return dataset its number, from 1 on
    function registerDataset(bytes32 root, uint32 units, uint32 kind, uint16 declared, string calldata label)
        external
        returns (uint64 dataset);

    /// @notice Confirms, or revises, the quality of a dataset. Entries made before keep the grade that they copied.
    function attest(uint64 dataset, uint16 quality) external;

    /// @notice Only the operator of the series, once.
    function setPolicy(address market, uint64 series, Policy calldata policy) external;

    function keyOf(address participant) external view returns (bytes32);
    function kindOf(string calldata name) external view returns (uint32);
    function datasetCount() external view returns (uint64);
    function datasetOf(uint64 dataset) external view returns (Dataset memory);
    function rootOf(uint64 dataset) external view returns (bytes32);
    function policyOf(address market, uint64 series) external view returns (Policy memory);
    /// @notice Whether `leaf` is a chunk of the dataset.
    function verifyChunk(uint64 dataset, bytes calldata chunk, bytes32[] calldata proof) external view returns (bool);
}
