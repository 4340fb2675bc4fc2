// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IResaleChain} from "../../../../contracts/interfaces/IResaleChain.sol";
import {Pack} from "../../utils/Pack.sol";
import {Reallocation} from "../../utils/Reallocation.sol";
import {ResaleTest} from "../../utils/ResaleTest.sol";

/// @dev Licences and offers are known by hashes of packed bytes, two of whose fields have no fixed length: here somebody says other bytes.
contract EncodingAttackTest is ResaleTest {
    uint8 private constant DEPTH = 6;

    function setUp() public override {
        super.setUp();
        IResaleChain.Rules memory rules = _rules();
        rules.eagerDepth = 3;
        _create(rules);
        _descend(DEPTH - 1);
        _offer(address(0), PRICE, EXPIRY);
        _fund(OTHER, PRICE);
    }

    /// @dev One byte of the call is another one. What it does, if anything, is what the true call does: padding behind bytes means nothing.
    function testFuzz_WhenAByteOfTheCallIsAnother(uint256 position, uint8 mask) public {
        bytes memory data = abi.encodeCall(resale.accept, (offered));
        uint256 before = vm.snapshotState();
        _accept(OTHER);
        bytes32 expected = _state();
        vm.revertToState(before);
        bytes32 untouched = _state();

        position = bound(position, 4, data.length - 1);
        vm.prank(OTHER);
        (bool ok,) = address(resale).call(Pack.corrupt(data, position, bytes1(uint8(bound(mask, 1, 255)))));
        vm.assertEq(_state(), ok ? expected : untouched, "what happened");
    }

    function testFuzz_WhenAByteOfAClaimIsAnother(uint256 position, uint8 mask) public {
        _accept(OTHER);
        bytes memory data = abi.encodeCall(resale.claim, (holding, 5));
        uint256 before = vm.snapshotState();
        resale.claim(holding, 5);
        bytes32 expected = _state();
        vm.revertToState(before);

        // the last word before the holding says who is paid, and may
        uint256 others = data.length - 68;
        position = bound(position, 0, others + 31);
        position = position < 32 ? 4 + position : 36 + position;
        bytes32 untouched = _state();
        (bool ok,) = address(resale).call(Pack.corrupt(data, position, bytes1(uint8(bound(mask, 1, 255)))));
        vm.assertEq(_state(), ok ? expected : untouched, "what happened");
    }

    /// @dev A chain comes about only if Solidity itself can read the call, and then with the columns that it reads.
    function testFuzz_WhenAByteOfAChainIsAnother(uint256 position, uint8 mask) public {
        IResaleChain.Rules memory rules = _rules();
        (rules.family, rules.maxDepth) = (IResaleChain.Family.Explicit, uint8(DEPTH));
        bytes memory data = abi.encodeCall(resale.createChain, (dataset, rules, _columns(DEPTH)));
        position = bound(position, 4, data.length - 1);
        data = Pack.corrupt(data, position, bytes1(uint8(bound(mask, 1, 255))));
        uint64 before = resale.chainCount();
        vm.prank(OWNER);
        (bool ok,) = address(resale).call(data);
        vm.assertEq(resale.chainCount(), ok ? before + 1 : before, "chains");
        if (!ok) return;
        uint32[][] memory columns;
        (rules, columns) = this.read(data);
        for (uint256 trade = 1; trade <= rules.maxDepth; ++trade) {
            uint256[] memory expected = Reallocation.column(rules, columns, trade);
            uint32[] memory seen = resale.columnOf(before + 1, trade);
            for (uint256 i; i < trade; ++i) {
                vm.assertEq(seen[i], expected[i], "share");
            }
        }
    }

    /// @dev Of a call that creates a chain.
    function read(bytes calldata data) external pure returns (IResaleChain.Rules memory rules, uint32[][] memory columns) {
        (, rules, columns) = abi.decode(data[4:], (uint64, IResaleChain.Rules, uint32[][]));
    }

    /// @dev Five shares are as long as a player: the same bytes could be shares or path.
    function test_RevertWhen_SharesAndPathAreDividedElsewhere() public {
        bytes memory both = bytes.concat(offered.shares, offered.path);
        uint256 honest = offered.shares.length;
        vm.assertEq(honest, 4 * (DEPTH - 1));
        for (uint256 cut; cut <= both.length; ++cut) {
            if (cut == honest) continue;
            IResaleChain.Offer memory forged = offered;
            (forged.shares, forged.path) = (_partOf(both, 0, cut), _partOf(both, cut, both.length));
            _expectWrong();
            vm.prank(OTHER);
            resale.accept(forged);
            // whoever is last of the longer or shorter path is nobody here
            _expectWrong();
            vm.prank(_player(DEPTH - 1));
            resale.withdrawOffer(forged);
        }
    }

    function test_RevertWhen_ThePathIsCutOrLengthened() public {
        for (uint256 length; length < offered.path.length; ++length) {
            IResaleChain.Offer memory forged = offered;
            forged.path = _partOf(offered.path, 0, length);
            _expectWrong();
            resale.accept(forged);
        }
        IResaleChain.Holding memory longer = holding;
        longer.path = bytes.concat(holding.path, bytes20(OTHER));
        vm.expectRevert(abi.encodeWithSelector(IResaleChain.WrongHolding.selector, holding.licence));
        vm.prank(OTHER);
        resale.offer(longer, address(0), 1, EXPIRY);
        longer.path = "";
        vm.expectRevert(abi.encodeWithSelector(IResaleChain.WrongHolding.selector, holding.licence));
        resale.claim(longer, 1);
    }

    /// @dev Numbers have one state at a time, so this cannot matter; nor do the lengths allow it.
    function test_WhenTheBytesOfALicenceAreTakenForAnOffer() public pure {
        for (uint256 sellers = 1; sellers <= 32; ++sellers) {
            bytes memory path = new bytes(20 * sellers);
            bytes memory shares = new bytes(4 * (sellers - 1));
            uint256 offerLength = abi.encodePacked(uint64(0), uint64(0), address(0), uint88(0), uint40(0), shares, path).length;
            for (uint256 players = 1; players <= 33; ++players) {
                uint256 licenceLength = abi.encodePacked(uint64(0), uint88(0), new bytes(20 * players)).length;
                vm.assertTrue(licenceLength != offerLength, "lengths");
            }
        }
    }

    function test_RevertWhen_AnOfferIsShownAsALicence() public {
        // the true parts of an offer that stands, and of the licence that it will be
        IResaleChain.Holding memory early = _holdingOf(offered, OTHER);
        vm.assertFalse(resale.isHolding(early), "holding");
        vm.expectRevert(abi.encodeWithSelector(IResaleChain.UnknownLicence.selector, offered.number));
        vm.prank(OTHER);
        resale.offer(early, address(0), 1, EXPIRY);
        vm.expectRevert(abi.encodeWithSelector(IResaleChain.UnknownLicence.selector, offered.number));
        resale.claim(early, 1);
    }

    function test_RevertWhen_ALicenceIsShownAsAnOffer() public {
        IResaleChain.Offer memory chosen = offered;
        chosen.number = holding.licence;
        vm.expectRevert(abi.encodeWithSelector(IResaleChain.UnknownOffer.selector, holding.licence));
        resale.accept(chosen);
    }

    /// @dev Shares or path claim to lie anywhere, to be of any length.
    function testFuzz_RevertWhen_BytesLieOutside(uint256 place, uint256 word) public {
        bytes memory data = abi.encodeCall(resale.accept, (offered));
        // where shares and path begin, then their lengths
        uint256 head = 4 + 32;
        uint256[4] memory places = [head + 6 * 32, head + 7 * 32, head + 8 * 32, head + 8 * 32 + 32 + 32];
        place = places[place % 4];
        word = bound(word, data.length, type(uint256).max);
        assembly ("memory-safe") {
            mstore(add(add(data, 0x20), place), word)
        }
        vm.prank(OTHER);
        (bool ok,) = address(resale).call(data);
        vm.assertFalse(ok, "accepted");
    }

    /// @dev Zeros at the end of a call are there even if they are not sent, and bytes need not begin at a multiple of 32: it is the same offer.
    function test_WhenZerosAreNotSent() public {
        for (uint256 i; i < 2; ++i) {
            _createRaw(i == 0);
            bytes memory path = offered.path;
            bytes memory data =
                bytes.concat(_head(8 * 32 + 32 + path.length, 8 * 32), abi.encode(path.length), path, abi.encode(offered.shares.length));
            vm.prank(OTHER);
            (bool ok,) = address(resale).call(data);
            vm.assertTrue(ok, "accepted");
            vm.assertEq(_free(_player(DEPTH - 1)), (i + 1) * PRICE, "all to the direct seller");
            vm.assertTrue(resale.isHolding(_holdingOf(offered, OTHER)), "holding");
        }
    }

    /// @dev Far behind the end of the call there are zeros, and behind these, where numbers begin again, there is the call.
    function testFuzz_RevertWhen_BytesBeginAgainAtTheCall(uint256 back, bool deferred, bool isPath) public {
        _createRaw(deferred);
        back = bound(back, 1, 400);
        bytes memory tail = abi.encode(offered.shares.length, bytes32(0), offered.path.length);
        uint256 sharesAt = isPath ? 8 * 32 : type(uint256).max - back;
        uint256 pathAt = isPath ? type(uint256).max - back : 10 * 32;
        bytes memory data = bytes.concat(_head(sharesAt, pathAt), tail, offered.path);
        vm.prank(OTHER);
        (bool ok,) = address(resale).call(data);
        vm.assertFalse(ok, "accepted");
        vm.assertEq(_free(_player(DEPTH - 1)), 0, "seller");
    }

    /* HELPERS */

    /// @dev A chain whose upstream shares are zeros, and an offer for its sixth trade.
    function _createRaw(bool deferred) private {
        IResaleChain.Rules memory rules = deferred ? _deferredRules() : _rules();
        rules.family = IResaleChain.Family.Raw;
        _create(rules);
        _descend(DEPTH - 1);
        _offer(address(0), PRICE, EXPIRY);
        _fund(OTHER, PRICE);
    }

    /// @dev The call of `accept` up to where shares and path follow.
    function _head(uint256 sharesAt, uint256 pathAt) private view returns (bytes memory) {
        return bytes.concat(
            resale.accept.selector,
            abi.encode(
                uint256(32), offered.chain, offered.number, offered.licence, offered.buyer, offered.price, offered.expiry, sharesAt, pathAt
            )
        );
    }

    function _state() private view returns (bytes32 state) {
        state = keccak256(abi.encode(resale.recordOf(offered.number), resale.recordOf(offered.licence), _free(OTHER)));
        for (uint256 i; i < DEPTH; ++i) {
            state = keccak256(abi.encode(state, _free(_player(i))));
        }
    }

    function _expectWrong() private {
        vm.expectRevert(abi.encodeWithSelector(IResaleChain.WrongOffer.selector, offered.number));
    }

    function _partOf(bytes memory data, uint256 from, uint256 to) private pure returns (bytes memory part) {
        part = new bytes(to - from);
        for (uint256 i; i < part.length; ++i) {
            part[i] = data[from + i];
        }
    }
}
