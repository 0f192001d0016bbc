use crate::reader::{Fields, Reader};
use crate::{Address, Award, Hash, Hours, Order, Refusal, Signatures, Terms};

/// Call data is these bytes, the encoded [`Action`] and its [`Signatures`]: a selector is three zero bytes and the action's index.
pub const CALLDATA_PREFIX: [u8; 3] = [0; 3];

/// Selector of [`Action::Rule`], the one message that is not ours to name: `rule(uint256,uint256)` of ERC-792.
pub const RULE_SELECTOR: [u8; 4] = [0x31, 0x1a, 0x6c, 0x56];

/// Everything that can be done to an escrow. The index is the last byte of the message's selector, the fields are its arguments; where
/// others may join in, their [`Signatures`] are the last argument.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "std", derive(codec::Encode, codec::Decode))]
pub enum Action {
    /// Puts the terms on chain (the constructor). Carries no money unless everybody consents at once.
    #[cfg_attr(feature = "std", codec(index = 0))]
    Open {
        /// The terms; first, so that their bytes can be hashed where they lie.
        terms: Terms,
    },
    /// A party consents to the terms.
    #[cfg_attr(feature = "std", codec(index = 1))]
    Consent {
        /// The sender consents.
        approve: bool,
    },
    /// The payer locks the amount.
    #[cfg_attr(feature = "std", codec(index = 2))]
    Fund,
    /// Approves a split of all that is held.
    #[cfg_attr(feature = "std", codec(index = 3))]
    Release {
        /// To the payer; the payee gets the rest.
        to_payer: u64,
        /// The current proposal number.
        sequence: u32,
        /// The sender approves.
        approve: bool,
        /// If this executes, pay out at once; fails as a whole if a payment does.
        pay: bool,
    },
    /// Takes back the sender's approval, sent or only signed.
    #[cfg_attr(feature = "std", codec(index = 4))]
    Revoke,
    /// Pays an owner what is theirs.
    #[cfg_attr(feature = "std", codec(index = 5))]
    Withdraw {
        /// Payer, payee or presiding arbitrator.
        owner: Address,
    },
    /// A party's one pause.
    #[cfg_attr(feature = "std", codec(index = 6))]
    Pause {
        /// How long.
        hours: Hours,
        /// SHA-256 of the reason.
        reason: Hash,
    },
    /// Ends one's own pause.
    #[cfg_attr(feature = "std", codec(index = 7))]
    Resume,
    /// Files a notice of arbitration.
    #[cfg_attr(feature = "std", codec(index = 8))]
    Dispute {
        /// SHA-256 of the notice.
        notice: Hash,
    },
    /// The respondent acknowledges the notice.
    #[cfg_attr(feature = "std", codec(index = 9))]
    Acknowledge,
    /// The respondent answers the notice.
    #[cfg_attr(feature = "std", codec(index = 10))]
    Answer {
        /// SHA-256 of the answer.
        answer: Hash,
    },
    /// Files an exhibit.
    #[cfg_attr(feature = "std", codec(index = 11))]
    Exhibit {
        /// SHA-256 of the document.
        document: Hash,
        /// SHA-256 of its manifest.
        manifest: Hash,
    },
    /// An arbitrator accepts the appointment.
    #[cfg_attr(feature = "std", codec(index = 12))]
    Appointment {
        /// SHA-256 of the disclosure statement (Model Law Art. 12).
        disclosure: Hash,
        /// The sender accepts.
        approve: bool,
    },
    /// An arbitrator declines or recuses.
    #[cfg_attr(feature = "std", codec(index = 13))]
    Decline {
        /// SHA-256 of the reason.
        reason: Hash,
    },
    /// Executes an order.
    #[cfg_attr(feature = "std", codec(index = 14))]
    Order {
        /// The order.
        order: Order,
        /// The sender gives it.
        approve: bool,
    },
    /// Executes an award.
    #[cfg_attr(feature = "std", codec(index = 15))]
    Award {
        /// The award.
        award: Award,
    },
    /// A contract that is the sole arbitrator rules, as ERC-792 has it.
    #[cfg_attr(feature = "std", codec(index = 17))]
    Rule {
        /// The arbitrator's own number of the dispute, which is kept in the record and decides nothing; an unsigned integer, big-endian.
        dispute: Hash,
        /// 0 refuses to arbitrate, 1 decides for the payer, 2 for the payee; an unsigned integer, big-endian.
        ruling: Hash,
    },
}

impl Action {
    /// The call data that carries the action and the signatures under it to the contract.
    #[cfg(feature = "std")]
    pub fn to_input(&self, signatures: &[crate::Signature]) -> alloc::vec::Vec<u8> {
        use codec::Encode;
        let mut input = CALLDATA_PREFIX.to_vec();
        self.encode_to(&mut input);
        if matches!(self, Action::Rule { .. }) {
            input[..4].copy_from_slice(&RULE_SELECTOR);
        }
        if self.takes_signatures() {
            signatures.encode_to(&mut input);
        }
        input
    }

    /// Reads call data. Bytes after the last argument count for nothing, as everywhere on chain.
    pub fn from_input(input: &[u8]) -> Result<(Self, Signatures<'_>), Refusal> {
        let mut from = Reader::new(input);
        let mut selector = [0; 4];
        from.raw(&mut selector);
        let mut action = Action::Fund;
        action.blank(u32::from_be_bytes(selector))?;
        action.read(&mut from);
        let rest = from.rest().ok_or(Refusal::BadCallData)?;
        let signatures = if action.takes_signatures() {
            Signatures::read(rest)?
        } else {
            Signatures::default()
        };
        Ok((action, signatures))
    }

    /// Whether signatures are the last argument.
    pub fn takes_signatures(&self) -> bool {
        matches!(
            self,
            Action::Open { .. }
                | Action::Consent { .. }
                | Action::Release { .. }
                | Action::Appointment { .. }
                | Action::Order { .. }
                | Action::Award { .. }
        )
    }

    // In two steps, made blank in its place and then filled there: values handed about cost three times the code.
    #[inline(never)]
    fn blank(&mut self, selector: u32) -> Result<(), Refusal> {
        const RULE: u32 = u32::from_be_bytes(RULE_SELECTOR);
        let approve = false;
        *self = match selector {
            0 => Action::Open {
                terms: Terms::default(),
            },
            1 => Action::Consent { approve },
            2 => Action::Fund,
            3 => Action::Release {
                to_payer: 0,
                sequence: 0,
                approve,
                pay: false,
            },
            4 => Action::Revoke,
            5 => Action::Withdraw {
                owner: Address::ZERO,
            },
            6 => Action::Pause {
                hours: Hours(0),
                reason: [0; 32],
            },
            7 => Action::Resume,
            8 => Action::Dispute { notice: [0; 32] },
            9 => Action::Acknowledge,
            10 => Action::Answer { answer: [0; 32] },
            11 => Action::Exhibit {
                document: [0; 32],
                manifest: [0; 32],
            },
            12 => Action::Appointment {
                disclosure: [0; 32],
                approve,
            },
            13 => Action::Decline { reason: [0; 32] },
            14 => Action::Order {
                order: Order::default(),
                approve,
            },
            15 => Action::Award {
                award: Award::default(),
            },
            RULE => Action::Rule {
                dispute: [0; 32],
                ruling: [0; 32],
            },
            _ => return Err(Refusal::BadCallData),
        };
        Ok(())
    }
}

impl Fields for Action {
    fn read(&mut self, from: &mut Reader) {
        match self {
            Action::Open { terms } => from.whole(terms),
            Action::Consent { approve } => from.flag(approve),
            Action::Fund | Action::Revoke | Action::Resume | Action::Acknowledge => {}
            Action::Release {
                to_payer,
                sequence,
                approve,
                pay,
            } => {
                from.u64(to_payer);
                from.u32(sequence);
                from.flag(approve);
                from.flag(pay);
            }
            Action::Withdraw { owner } => from.address(owner),
            Action::Pause { hours, reason } => {
                from.hours(hours);
                from.hash(reason);
            }
            Action::Dispute { notice: hash }
            | Action::Answer { answer: hash }
            | Action::Decline { reason: hash } => {
                from.hash(hash);
            }
            Action::Exhibit {
                document: first,
                manifest: second,
            }
            | Action::Rule {
                dispute: first,
                ruling: second,
            } => {
                from.hash(first);
                from.hash(second);
            }
            Action::Appointment {
                disclosure,
                approve,
            } => {
                from.hash(disclosure);
                from.flag(approve);
            }
            Action::Order { order, approve } => {
                order.read(from);
                from.flag(approve);
            }
            Action::Award { award } => award.read(from),
        }
    }
}
