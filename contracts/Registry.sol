// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {AccessControl} from "@openzeppelin/contracts/access/AccessControl.sol";
import {MerkleProof} from "@openzeppelin/contracts/utils/cryptography/MerkleProof.sol";

import {IGate} from "./interfaces/IGate.sol";
import {IMarket} from "./interfaces/IMarket.sol";
import {IRegistry} from "./interfaces/IRegistry.sol";
import {OrderWord} from "./libraries/OrderWord.sol";
import {SharingWord} from "./libraries/SharingWord.sol";

/// @title Registry: participants, datasets, and who may enter what
/// @dev Documented at IRegistry, with the assumptions it stands on.
contract Registry is IRegistry, AccessControl {
    using OrderWord for bytes32;

    bytes32 public constant ATTESTER = keccak256("ATTESTER");
    bytes32 public constant MEMBER = keccak256("MEMBER");
    /// @notice Best quality grade; grades are few so that a checker can afford tables by grade.
    uint16 public constant BEST_QUALITY = 15;

    /// @dev First byte of a device's statement, and how many there are.
    bytes1 private constant DEVICE = 0x06;
    uint256 private constant DEVICE_SIZE = 15;
    /// @dev First byte of a report, and how many there are before what the gate does not look at.
    bytes1 private constant REPORT = 0x08;
    uint256 private constant REPORT_HEAD = 15;

    uint64 public datasetCount;
    uint32 public kindCount;

    mapping(address participant => bytes32) public keyOf;
    mapping(bytes32 nameHash => uint32) private _kinds;
    mapping(uint64 dataset => Dataset) private _datasets;
    mapping(uint64 dataset => bytes32) private _roots;
    mapping(address market => mapping(uint64 series => Policy)) private _policies;

    constructor(address admin) {
        _grantRole(DEFAULT_ADMIN_ROLE, admin);
    }

    /* PARTICIPANTS */

    /// @inheritdoc IRegistry
    function register(bytes32 encryptionKey) external {
        if (encryptionKey == 0) revert KeyIsZero();
        keyOf[msg.sender] = encryptionKey;
        emit ParticipantRegistered(msg.sender, encryptionKey);
    }

    /* DATASETS */

    /// @inheritdoc IRegistry
    function registerKind(string calldata name) external returns (uint32 kind) {
        if (bytes(name).length == 0) revert KindNameEmpty();
        bytes32 nameHash = keccak256(bytes(name));
        kind = _kinds[nameHash];
        if (kind != 0) return kind;
        kind = ++kindCount;
        _kinds[nameHash] = kind;
        emit KindRegistered(kind, name);
    }

    /// @inheritdoc IRegistry
    function registerDataset(bytes32 root, uint32 units, uint32 kind, uint16 declared, string calldata label)
        external
        returns (uint64 dataset)
    {
        if (root == 0) revert RootIsZero();
        if (units == 0) revert UnitsAreZero();
        _requireKind(kind);
        if (declared > BEST_QUALITY) revert QualityOutOfRange(declared);
        dataset = ++datasetCount;
        _datasets[dataset] = Dataset({owner: msg.sender, units: units, declared: declared, attested: 0, kind: kind});
        _roots[dataset] = root;
        emit DatasetRegistered(dataset, msg.sender, root, units, kind, declared, label);
    }

    /// @inheritdoc IRegistry
    function attest(uint64 dataset, uint16 quality) external onlyRole(ATTESTER) {
        if (quality > BEST_QUALITY) revert QualityOutOfRange(quality);
        if (_datasets[dataset].owner == address(0)) revert UnknownDataset(dataset);
        _datasets[dataset].attested = quality + 1;
        emit DatasetAttested(dataset, msg.sender, quality);
    }

    /* GATE */

    /// @inheritdoc IRegistry
    function setPolicy(address market, uint64 series, Policy calldata policy) external {
        if (IMarket(market).seriesOf(series).operator != msg.sender) revert NotSeriesOperator(msg.sender);
        if (_policies[market][series].set) revert PolicyAlreadySet(market, series);
        _requireKind(policy.kind);
        Policy memory stored = policy;
        stored.set = true;
        _policies[market][series] = stored;
        emit PolicySet(market, series, stored);
    }

    /// @inheritdoc IGate
    function admit(uint64 series, address who, bytes32 data, bytes calldata payload) external view {
        Policy memory policy = _policies[msg.sender][series];
        if (!policy.set) revert PolicyNotSet(msg.sender, series);
        if (policy.membersOnly && !hasRole(MEMBER, who)) revert NotMember(who);
        // the hash of a payload can look like anything: only the payload itself counts
        if (payload.length == 0) {
            if (data.side() == OrderWord.ASK) _admitAsk(policy, who, data);
            else if (SharingWord.tag(data) == SharingWord.TAG) _admitAgent(policy, who, data);
        } else if (payload[0] == DEVICE) {
            _admitDevice(policy, who, payload);
        } else if (payload[0] == REPORT) {
            _admitReport(policy, who, payload);
        }
    }

    function _admitAsk(Policy memory policy, address who, bytes32 data) private view {
        Dataset memory dataset = _requireUsable(policy, who, data.dataset(), data.quantity());
        uint16 allowed = dataset.attested == 0 ? dataset.declared : dataset.attested - 1;
        if (data.quality() > allowed) revert QualityAboveDataset(data.quality(), allowed);
    }

    function _admitDevice(Policy memory policy, address who, bytes calldata statement) private view {
        if (statement.length != DEVICE_SIZE) revert StatementMalformed(statement.length);
        _requireUsable(policy, who, uint64(bytes8(statement[1:9])), uint32(bytes4(statement[9:13])));
    }

    function _admitAgent(Policy memory policy, address who, bytes32 data) private view {
        _requireUsable(policy, who, SharingWord.dataset(data), SharingWord.size(data));
    }

    /// @dev Who sells nothing names no dataset.
    function _admitReport(Policy memory policy, address who, bytes calldata report) private view {
        if (report.length < REPORT_HEAD) revert StatementMalformed(report.length);
        uint64 dataset = uint64(bytes8(report[1:9]));
        uint256 units = uint256(uint16(bytes2(report[9:11]))) * uint32(bytes4(report[11:15]));
        if (dataset != 0) _requireUsable(policy, who, dataset, units);
    }

    /// @dev The dataset is one that this account may enter so many units of.
    function _requireUsable(Policy memory policy, address who, uint64 number, uint256 quantity)
        private
        view
        returns (Dataset memory dataset)
    {
        dataset = _datasets[number];
        if (dataset.owner != who) {
            if (dataset.owner == address(0)) revert UnknownDataset(number);
            revert NotDatasetOwner(number, who);
        }
        if (dataset.kind != policy.kind) revert WrongKind(dataset.kind, policy.kind);
        if (quantity > dataset.units) revert QuantityAboveUnits(quantity, dataset.units);
        if (policy.attestedOnly && dataset.attested == 0) revert NotAttested(number);
    }

    /* VIEWS */

    /// @inheritdoc IRegistry
    function kindOf(string calldata name) external view returns (uint32) {
        return _kinds[keccak256(bytes(name))];
    }

    /// @inheritdoc IRegistry
    function datasetOf(uint64 dataset) external view returns (Dataset memory) {
        return _datasets[dataset];
    }

    /// @inheritdoc IRegistry
    function rootOf(uint64 dataset) external view returns (bytes32) {
        return _roots[dataset];
    }

    /// @inheritdoc IRegistry
    function policyOf(address market, uint64 series) external view returns (Policy memory) {
        return _policies[market][series];
    }

    /// @inheritdoc IRegistry
    function verifyChunk(uint64 dataset, bytes calldata chunk, bytes32[] calldata proof) external view returns (bool) {
        // leaves are hashed twice so that an inner node can never pass for a chunk
        return MerkleProof.verifyCalldata(proof, _roots[dataset], keccak256(bytes.concat(keccak256(chunk))));
    }

    function _requireKind(uint32 kind) private view {
        if (kind == 0 || kind > kindCount) revert UnknownKind(kind);
    }
}
