// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import "../../contracts/solidity/Exequatur.sol";
import "./Token.sol";

/// A contract that is a party: a company's treasury, say. Its owner directs it.
contract Party {
    address private immutable owner = msg.sender;

    modifier onlyOwner() {
        require(msg.sender == owner, "not the owner");
        _;
    }

    receive() external payable {}

    function consent(address escrow) external onlyOwner {
        Exequatur.consent(escrow);
    }

    function fund(address escrow, uint256 value) external onlyOwner {
        Exequatur.fund(escrow, value);
    }

    function fundInTokens(address escrow, Token token, uint256 amount) external onlyOwner {
        token.approve(escrow, amount);
        Exequatur.fund(escrow, 0);
    }

    function release(address escrow, uint64 toPayer, uint32 sequence, bool pay) external onlyOwner {
        Exequatur.release(escrow, toPayer, sequence, pay);
    }

    function revoke(address escrow) external onlyOwner {
        Exequatur.revoke(escrow);
    }

    function pause(address escrow, uint16 hoursLong, bytes32 reason) external onlyOwner {
        Exequatur.pause(escrow, hoursLong, reason);
    }

    function resume(address escrow) external onlyOwner {
        Exequatur.resume(escrow);
    }

    function fileDispute(address escrow, bytes32 notice) external onlyOwner {
        Exequatur.fileDispute(escrow, notice);
    }

    function acknowledge(address escrow) external onlyOwner {
        Exequatur.acknowledge(escrow);
    }

    function fileExhibit(address escrow, bytes32 document, bytes32 manifest) external onlyOwner {
        Exequatur.fileExhibit(escrow, document, manifest);
    }

    function answer(address escrow, bytes32 document) external onlyOwner {
        Exequatur.answer(escrow, document);
    }

    function withdraw(address escrow) external onlyOwner {
        Exequatur.withdrawFor(escrow, address(this));
    }
}
