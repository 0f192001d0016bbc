// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

/// What a contract sends to an Exequatur escrow as a party, an arbitrator or anybody. The escrow takes ink! call data: a selector and
/// arguments in SCALE. Each function fails if the escrow refuses, with the escrow's answer: `0x0001` and the number of the refusal.
library Exequatur {
    error Refused(bytes reply);

    function send(address escrow, uint256 value, bytes memory data) internal {
        (bool done, bytes memory reply) = escrow.call{value: value}(data);
        if (!done) revert Refused(reply);
    }

    /// A party consents to the terms.
    function consent(address escrow) internal {
        send(escrow, 0, hex"000000010100");
    }

    /// The payer locks the amount: `value` for the chain's own token, else zero and an allowance for the escrow.
    function fund(address escrow, uint256 value) internal {
        send(escrow, value, hex"00000002");
    }

    /// A party files a notice of arbitration.
    function fileDispute(address escrow, bytes32 notice) internal {
        send(escrow, 0, abi.encodePacked(hex"00000008", notice));
    }

    /// The respondent answers it.
    function answer(address escrow, bytes32 document) internal {
        send(escrow, 0, abi.encodePacked(hex"0000000a", document));
    }

    /// Anybody has an owner paid.
    function withdrawFor(address escrow, address owner) internal {
        send(escrow, 0, abi.encodePacked(hex"00000005", owner));
    }

    /// An arbitrator accepts the appointment with a statement of disclosure.
    function acceptAppointment(address escrow, bytes32 disclosure) internal {
        send(escrow, 0, abi.encodePacked(hex"0000000c", disclosure, hex"0100"));
    }
}
