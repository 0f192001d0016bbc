use alloc::vec::Vec;
use codec::{Decode, Encode};

use crate::{Address, Award, Hash, Hours, Order, Signature, Terms};

/// Call data is these bytes and then the encoded [`Action`]: a selector is three zero bytes and the action's index.
pub const CALLDATA_PREFIX: [u8; 3] = [0; 3];

/// Everything that can be done to an escrow. The index is the last byte of the message's selector, the fields are its arguments.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub enum Action {
    /// Puts the terms on chain (the constructor). Carries no money unless everybody consents at once.
    #[codec(index = 0)]
    Open {
        /// The terms; first, so that their bytes can be hashed where they lie.
        terms: Terms,
        /// Consents of parties who do not send this themselves.
        signatures: Vec<Signature>,
    },
    /// A party consents to the terms.
    #[codec(index = 1)]
    Consent {
        /// The sender consents.
        approve: bool,
        /// Consents of others.
        signatures: Vec<Signature>,
    },
    /// The payer locks the amount.
    #[codec(index = 2)]
    Fund,
    /// Approves a split of all that is held.
    #[codec(index = 3)]
    Release {
        /// To the payer; the payee gets the rest.
        to_payer: u128,
        /// The current proposal number.
        sequence: u32,
        /// The sender approves.
        approve: bool,
        /// If this executes, pay out at once; fails as a whole if a payment does.
        pay: bool,
        /// Approvals of others.
        signatures: Vec<Signature>,
    },
    /// Takes back an approval, sent or only signed.
    #[codec(index = 4)]
    Revoke,
    /// Pays an owner what is theirs.
    #[codec(index = 5)]
    Withdraw {
        /// Payer, payee or presiding arbitrator.
        owner: Address,
    },
    /// A party's one pause.
    #[codec(index = 6)]
    Pause {
        /// How long.
        hours: Hours,
        /// SHA-256 of the reason.
        reason: Hash,
    },
    /// Ends one's own pause.
    #[codec(index = 7)]
    Resume,
    /// Files a notice of arbitration.
    #[codec(index = 8)]
    Dispute {
        /// SHA-256 of the notice.
        notice: Hash,
    },
    /// The respondent acknowledges the notice.
    #[codec(index = 9)]
    Acknowledge,
    /// The respondent answers the notice.
    #[codec(index = 10)]
    Answer {
        /// SHA-256 of the answer.
        answer: Hash,
    },
    /// Files an exhibit.
    #[codec(index = 11)]
    Exhibit {
        /// SHA-256 of the document.
        document: Hash,
        /// SHA-256 of its manifest.
        manifest: Hash,
    },
    /// An arbitrator accepts the appointment.
    #[codec(index = 12)]
    Appointment {
        /// SHA-256 of the disclosure statement (Model Law Art. 12).
        disclosure: Hash,
        /// The sender accepts.
        approve: bool,
        /// Acceptances of others, of the same disclosure.
        signatures: Vec<Signature>,
    },
    /// An arbitrator declines or recuses.
    #[codec(index = 13)]
    Decline {
        /// SHA-256 of the reason.
        reason: Hash,
    },
    /// Executes an order.
    #[codec(index = 14)]
    Order {
        /// The order.
        order: Order,
        /// The sender gives it.
        approve: bool,
        /// Signatures of others who give it.
        signatures: Vec<Signature>,
    },
    /// Executes an award.
    #[codec(index = 15)]
    Award {
        /// The award.
        award: Award,
        /// Signatures of the tribunal, and of both parties under a consent award.
        signatures: Vec<Signature>,
    },
}

impl Action {
    /// The call data that carries the action to the contract.
    pub fn to_input(&self) -> Vec<u8> {
        let mut input = CALLDATA_PREFIX.to_vec();
        self.encode_to(&mut input);
        input
    }

    /// Reads call data. Bytes after the last argument count for nothing, as in the contract. `None` if this is no
    /// call data that the contract would take.
    pub fn from_input(input: &[u8]) -> Option<Self> {
        Action::decode(&mut input.strip_prefix(&CALLDATA_PREFIX)?).ok()
    }
}
