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

    /// A party or the sole arbitrator approves a split of what is held: `toPayer` in units of the terms, the rest to the payee. Two of
    /// the three execute it. `sequence` is the number of the proposal, which `escrow status` tells; `pay` has both paid at once.
    function release(address escrow, uint64 toPayer, uint32 sequence, bool pay) internal {
        bytes memory split = abi.encodePacked(littleEndian64(toPayer), littleEndian32(sequence));
        send(escrow, 0, abi.encodePacked(hex"00000003", split, hex"01", pay, hex"00"));
    }

    /// Whoever approved a split takes that back.
    function revoke(address escrow) internal {
        send(escrow, 0, hex"00000004");
    }

    /// A party or the sole arbitrator holds everything up for so many hours; `reason` is the hash of a document, or zero.
    function pause(address escrow, uint16 hoursLong, bytes32 reason) internal {
        send(escrow, 0, abi.encodePacked(hex"00000006", littleEndian16(hoursLong), reason));
    }

    /// Whoever paused ends that early.
    function resume(address escrow) internal {
        send(escrow, 0, hex"00000007");
    }

    /// A party files a notice of arbitration.
    function fileDispute(address escrow, bytes32 notice) internal {
        send(escrow, 0, abi.encodePacked(hex"00000008", notice));
    }

    /// The respondent confirms that the notice arrived.
    function acknowledge(address escrow) internal {
        send(escrow, 0, hex"00000009");
    }

    /// The respondent answers it.
    function answer(address escrow, bytes32 document) internal {
        send(escrow, 0, abi.encodePacked(hex"0000000a", document));
    }

    /// A party or an arbitrator files an exhibit: SHA-256 of the document and of its manifest.
    function fileExhibit(address escrow, bytes32 document, bytes32 manifest) internal {
        send(escrow, 0, abi.encodePacked(hex"0000000b", document, manifest));
    }

    /// Anybody has an owner paid.
    function withdrawFor(address escrow, address owner) internal {
        send(escrow, 0, abi.encodePacked(hex"00000005", owner));
    }

    /// An arbitrator accepts the appointment with a statement of disclosure.
    function acceptAppointment(address escrow, bytes32 disclosure) internal {
        send(escrow, 0, abi.encodePacked(hex"0000000c", disclosure, hex"0100"));
    }

    /// SCALE has numbers with their lowest byte first.
    function littleEndian64(uint64 value) private pure returns (uint64) {
        value = ((value & 0xff00ff00ff00ff00) >> 8) | ((value & 0x00ff00ff00ff00ff) << 8);
        value = ((value & 0xffff0000ffff0000) >> 16) | ((value & 0x0000ffff0000ffff) << 16);
        return (value >> 32) | (value << 32);
    }

    function littleEndian32(uint32 value) private pure returns (uint32) {
        return uint32(littleEndian64(uint64(value) << 32));
    }

    function littleEndian16(uint16 value) private pure returns (uint16) {
        return (value >> 8) | (value << 8);
    }
}
