// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

import {Supplies, Supply} from "../../../contracts/libraries/Supply.sol";
import {WordRows, Words} from "../../../contracts/libraries/Words.sol";
import {Pack} from "../utils/Pack.sol";
import {Test} from "../utils/Test.sol";

/// @dev Compared with the payments as the rule defines them: C(E \ j, d) - (C(E, d) - a_j x_j).
contract SupplyTest is Test {
    using SafeCast for uint256;

    uint256 private constant SELLERS = 12;
    uint256 private constant BUYERS = 8;

    /// @param price step from the ask before
    /// @param quality cut to 0 to 15
    /// @param quantity one more than this
    struct Ask {
        uint16 price;
        uint8 quality;
        uint8 quantity;
    }

    struct Buyer {
        uint8 quality;
        uint16 demand;
    }

    /// @dev In ask order; the last one only sets the reserve price.
    uint256[] private prices;
    uint256[] private qualities;
    uint256[] private quantities;

    function testFuzz_PaymentsAreCriticalValues(Ask[SELLERS + 1] calldata asks, Buyer[BUYERS] calldata buyers) public {
        Words row = _write(asks);
        Words owed = WordRows.allocate(SELLERS + 1);
        uint256[] memory expected = new uint256[](SELLERS + 1);
        uint256[] memory units = new uint256[](BUYERS);
        for (uint256 w; w < BUYERS; ++w) {
            units[w] = _serve(expected, buyers[w].quality % 16, _demand(buyers[w]));
        }

        Supply memory supply = Supplies.create(row, SELLERS, owed);
        bool right = true;
        for (uint256 w; w < BUYERS; ++w) {
            // nothing may be allocated between: the ladders grow into free memory
            if (supply.sell(buyers[w].quality % 16, _demand(buyers[w])) != units[w]) right = false;
        }
        supply.close();
        vm.assertTrue(right, "units");
        for (uint256 j; j <= SELLERS; ++j) {
            vm.assertEq(owed.get(j), expected[j], "payment");
        }
    }

    function _demand(Buyer calldata buyer) private pure returns (uint256) {
        // often within the supply, at times beyond it
        return 1 + buyer.demand % 2048;
    }

    function _write(Ask[SELLERS + 1] calldata asks) private returns (Words row) {
        row = WordRows.allocate(SELLERS + 1);
        uint256 price;
        for (uint16 j; j <= SELLERS; ++j) {
            price += asks[j].price;
            prices.push(price);
            qualities.push(asks[j].quality % 16);
            quantities.push(uint256(asks[j].quantity) + 1);
            bytes32 data = Pack.order(2, price.toUint88(), quantities[j].toUint32(), qualities[j].toUint16(), 1);
            row.set(j, uint256(data) | j);
        }
    }

    /// @return units that a buyer gets; payments to its providers are added to `expected`
    function _serve(uint256[] memory expected, uint256 quality, uint256 demand) private view returns (uint256 units) {
        uint256 cost = _cost(SELLERS, quality, demand);
        for (uint256 j; j < SELLERS && units < demand; ++j) {
            if (qualities[j] < quality) continue;
            uint256 sold = demand - units < quantities[j] ? demand - units : quantities[j];
            expected[j] += _cost(j, quality, demand) + prices[j] * sold - cost;
            units += sold;
        }
    }

    /// @return cost of the cheapest `demand` units without ask `left`, the reserve included
    function _cost(uint256 left, uint256 quality, uint256 demand) private view returns (uint256 cost) {
        for (uint256 j; j < SELLERS; ++j) {
            if (j == left || qualities[j] < quality) continue;
            uint256 sold = demand < quantities[j] ? demand : quantities[j];
            cost += prices[j] * sold;
            demand -= sold;
        }
        cost += prices[SELLERS] * demand;
    }
}
