// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import "../../contracts/solidity/Exequatur.sol";

/// What ERC-792 asks of whoever is ruled upon.
interface IArbitrable {
    function rule(uint256 disputeID, uint256 ruling) external;
}

/// An arbitrator contract, whose owner decides.
contract Arbitrator {
    address private immutable owner = msg.sender;

    modifier onlyOwner() {
        require(msg.sender == owner, "not the owner");
        _;
    }

    function accept(address escrow, bytes32 disclosure) external onlyOwner {
        Exequatur.acceptAppointment(escrow, disclosure);
    }

    function giveRuling(IArbitrable escrow, uint256 disputeID, uint256 ruling) external onlyOwner {
        escrow.rule(disputeID, ruling);
    }
}
