//! What was declared by signature or by sending it: consents, acceptances, splits, orders, awards, with the signatures themselves, as the rules took them.

use exequatur_audit::Step;
use exequatur_client::award_effect;
use exequatur_client::files::{Message, from_chain};
use exequatur_client::keys::{DigestSignature, recover_digest};
use exequatur_protocol::digest::Domain;
use exequatur_protocol::{Action, Address, Hash, Seconds, State};

use super::events::Author;

/// Something that people declared with an entry.
#[derive(Clone, Debug)]
pub struct Signed {
    /// The entry.
    pub entry: u32,
    /// When it was executed.
    pub at: Seconds,
    /// Number of its block, as the record's finder says.
    pub block: u32,
    /// Hash of its block, likewise.
    pub block_hash: Hash,
    /// For which chain, contract and terms it counts.
    pub domain: Domain,
    /// What was declared.
    pub message: Message,
    /// Who declared it by sending the entry: their signature is the transaction's.
    pub sent_by: Option<Author>,
    /// Who declared it by signing off line, in the order of the entry.
    pub signatures: Vec<Signature>,
    /// The escrow as the entry found it; for the first entry, as it made it.
    pub before: State,
}

/// A signature that the contract counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Signature {
    /// Who signed, and what they were in the escrow then.
    pub by: Author,
    /// The signature.
    pub signature: DigestSignature,
}

/// Everything that was declared so, oldest first.
pub fn signed(contract: Address, chain_id: u64, steps: &[Step]) -> Vec<Signed> {
    let of = |(number, step): (usize, &Step)| {
        let before = match number.checked_sub(1) {
            Some(before) => steps[before].after,
            None => step.after,
        };
        let message = Message::of(&before, &step.action, step.entry.at)?;
        let domain = Domain {
            chain_id,
            contract,
            terms_hash: step.after.clause.terms_hash,
        };
        Some(Signed {
            entry: step.entry.number,
            at: step.entry.at,
            block: step.found.block,
            block_hash: step.found.block_hash,
            signatures: signatures(step, &message.digest(&domain)),
            domain,
            message,
            sent_by: declares(step).then_some(Author {
                address: step.entry.by,
                roles: step.sender,
            }),
            before,
        })
    };
    steps.iter().enumerate().filter_map(of).collect()
}

/// The signatures in an entry's call data, each with the signer whom the rules counted for it.
fn signatures(step: &Step, digest: &Hash) -> Vec<Signature> {
    let (_, signatures) = Action::from_input(&step.entry.input)
        .expect("the rules read this call data when the entry replayed");
    let signatures = signatures
        .to_vec()
        .expect("the rules read these signatures when the entry replayed");
    assert_eq!(
        signatures.len(),
        step.signers.len(),
        "the rules counted every signature of entry {}",
        step.entry.number
    );
    let counted = signatures.iter().zip(&step.signers);
    counted
        .map(|(signature, (signer, roles))| {
            let signature = from_chain(signature);
            // Nothing is written down as signed before it was held against what it is said to be under.
            assert_eq!(
                recover_digest(digest, &signature),
                Ok(signer.0),
                "the rules took this signature of entry {} for this very message",
                step.entry.number
            );
            Signature {
                by: Author {
                    address: *signer,
                    roles: *roles,
                },
                signature,
            }
        })
        .collect()
}

/// Whether whoever sent the entry declared with it what others may sign.
fn declares(step: &Step) -> bool {
    match &step.action {
        // A party who puts terms on chain consents by that.
        Action::Open { .. } => step.sender.any_party(),
        Action::Consent { approve }
        | Action::Release { approve, .. }
        | Action::Appointment { approve, .. }
        | Action::Order { approve, .. } => *approve,
        Action::Fund
        | Action::Revoke
        | Action::Withdraw { .. }
        | Action::Pause { .. }
        | Action::Resume
        | Action::Dispute { .. }
        | Action::Acknowledge
        | Action::Answer { .. }
        | Action::Exhibit { .. }
        | Action::Decline { .. }
        | Action::Award { .. }
        | Action::Rule { .. } => false,
    }
}

impl Signed {
    /// What it is, as a heading.
    pub fn title(&self) -> String {
        match &self.message {
            Message::Consent => "Consent to the terms".to_owned(),
            Message::Appointment { .. } => "Acceptance of the appointment".to_owned(),
            Message::Release { sequence, .. } => {
                format!("Approval of a split (proposal {sequence})")
            }
            Message::Order(order) => format!("Order {}: {}", order.sequence, order.kind.word()),
            Message::Award(award) => {
                format!(
                    "Award {}: {}",
                    award.number,
                    award_effect::title(award.kind)
                )
            }
        }
    }

    /// Its files in a dossier, without their endings.
    pub fn stem(&self) -> String {
        let entry = self.entry;
        match &self.message {
            Message::Consent => format!("consents/{entry:02}-consent"),
            Message::Appointment { .. } => format!("acceptances/{entry:02}-acceptance"),
            Message::Release { sequence, .. } => format!("splits/{entry:02}-split-{sequence}"),
            Message::Order(order) => {
                let (number, kind) = (order.sequence, order.kind.word());
                format!("orders/{entry:02}-order-{number}-{kind}")
            }
            Message::Award(award) => format!("awards/{entry:02}-award-{}", award.number),
        }
    }

    /// The digest that was signed.
    pub fn digest(&self) -> Hash {
        self.message.digest(&self.domain)
    }
}
