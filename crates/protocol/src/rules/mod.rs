//! What each action needs and does. One file a subject; [`State::apply`] is the only door.

mod awards;
mod clock;
mod consent;
mod dispute;
mod money;
mod orders;
mod pause;
mod release;
mod tribunal;

pub use dispute::MAX_DISPUTES;
pub use orders::{MAX_CORRECTIONS, MAX_STAYS};
pub use tribunal::MAX_REPLACEMENTS;

use crate::digest::Domain;
use crate::{
    Action, Call, ENTRY_OVERHEAD, Hash, Host, MAX_INPUT, Payments, Refusal, Roles, Signature,
    Signatures, State, entry_bytes,
};

/// Room for a head and one entry.
pub type RecordBuffer = [u8; 32 + ENTRY_OVERHEAD + MAX_INPUT];

impl State {
    /// Decides one action on an open escrow, after what the clock has made due. On a refusal `self` is worthless and
    /// must be thrown away; on chain the call reverts.
    pub fn apply(
        &mut self,
        host: &impl Host,
        call: &Call,
        action: &Action,
        signatures: Signatures,
    ) -> Result<Payments, Refusal> {
        let funding = matches!(action, Action::Fund);
        if call.value != 0 && !funding {
            return Err(Refusal::UnexpectedMoney);
        }
        self.tick(call.at);
        match action {
            Action::Open { .. } => Err(Refusal::WrongPhase),
            Action::Consent { approve } => self.consent(host, call, *approve, signatures),
            Action::Fund => self.fund(call),
            Action::Release {
                to_payer,
                sequence,
                approve,
                pay,
            } => {
                let approvals =
                    self.release_approvals(host, call, *to_payer, *sequence, *approve, signatures)?;
                self.approve_release(call.at, *to_payer, approvals)?;
                return Ok(if *pay {
                    self.pay_parties()
                } else {
                    Payments::default()
                });
            }
            Action::Revoke => self.revoke(call),
            Action::Withdraw { owner } => return self.withdraw(owner),
            Action::Pause { hours, reason } => self.pause_by_party(call, *hours, reason),
            Action::Resume => self.resume_by_party(call),
            Action::Dispute { notice } => self.file_dispute(call, notice),
            Action::Acknowledge => self.respond(call, crate::Response::Acknowledged),
            Action::Answer { answer } => {
                required(answer)?;
                self.respond(call, crate::Response::Answered)
            }
            Action::Exhibit { document, manifest } => self.file_exhibit(call, document, manifest),
            Action::Appointment {
                disclosure,
                approve,
            } => self.accept_appointment(host, call, disclosure, *approve, signatures),
            Action::Decline { reason } => self.decline(call, reason),
            Action::Order { order, approve } => {
                self.execute_order(host, call, order, *approve, signatures)
            }
            Action::Award { award } => self.execute_award(host, call, award, signatures),
            Action::Rule { ruling, .. } => self.rule(call, ruling),
        }?;
        Ok(Payments::default())
    }

    /// Appends the call to the record and answers with the entry's bytes, which the contract emits.
    pub fn record<'b>(
        &mut self,
        host: &impl Host,
        call: &Call,
        buffer: &'b mut RecordBuffer,
    ) -> Result<&'b [u8], Refusal> {
        buffer[..32].copy_from_slice(&self.head);
        let length =
            entry_bytes(&mut buffer[32..], self.entries, call).ok_or(Refusal::InputTooLong)?;
        self.head = host.keccak_256(&buffer[..32 + length]);
        self.entries += 1;
        Ok(&buffer[32..32 + length])
    }

    /// Decides and records one action, the constructor's included, as the contract does. On a refusal nothing changes.
    #[cfg(feature = "std")]
    pub fn execute(
        state: &mut Option<State>,
        host: &impl Host,
        call: &Call,
    ) -> Result<Payments, Refusal> {
        let (action, signatures) = Action::from_input(call.input)?;
        let (next, payments) = Self::after(state.as_ref(), host, call, &action, signatures)?;
        *state = Some(next);
        Ok(payments)
    }

    /// The state after an action that was read off the call data, and what it pays.
    #[cfg(feature = "std")]
    pub(crate) fn after(
        state: Option<&State>,
        host: &impl Host,
        call: &Call,
        action: &Action,
        signatures: Signatures,
    ) -> Result<(State, Payments), Refusal> {
        let (mut next, payments) = match (state, action) {
            (None, Action::Open { terms }) => (
                State::open(host, call, terms, signatures)?,
                Payments::default(),
            ),
            (None, _) => return Err(Refusal::WrongPhase),
            (Some(state), action) => {
                let mut next = *state;
                let payments = next.apply(host, call, action, signatures)?;
                (next, payments)
            }
        };
        next.record(host, call, &mut [0; 32 + ENTRY_OVERHEAD + MAX_INPUT])?;
        Ok((next, payments))
    }

    pub(crate) fn domain(&self, call: &Call) -> Domain {
        Domain {
            chain_id: call.chain_id,
            contract: call.contract,
            terms_hash: self.clause.terms_hash,
        }
    }

    /// Who stands behind a digest: the sender if they say so, and whoever signed. Refuses strangers and anybody counted twice.
    pub(crate) fn authorise(
        &self,
        host: &impl Host,
        call: &Call,
        digest: &Hash,
        approve: bool,
        mut signatures: Signatures,
    ) -> Result<Roles, Refusal> {
        let mut roles = Roles(0);
        if approve {
            roles = self.roles_of(&call.by);
            if roles.0 == 0 {
                return Err(Refusal::NotAuthorised);
            }
        }
        let mut signature = Signature::Ecdsa([0; 65]);
        while signatures.next(&mut signature)? {
            let signer = self.roles_of(&signature.signer(host, digest)?);
            if signer.0 == 0 {
                return Err(Refusal::UnknownSigner);
            }
            if roles.0 & signer.0 != 0 {
                return Err(Refusal::SignedTwice);
            }
            roles.0 |= signer.0;
        }
        Ok(roles)
    }

    /// The sender as a party; refuses everybody else.
    pub(crate) fn party(&self, call: &Call) -> Result<u8, Refusal> {
        let roles = self.roles_of(&call.by);
        if roles.any_party() {
            Ok(roles.0)
        } else {
            Err(Refusal::NotAuthorised)
        }
    }
}

/// Refuses the zero hash, which stands for "no document".
#[inline(never)]
pub(crate) fn required(hash: &Hash) -> Result<(), Refusal> {
    if *hash == [0; 32] {
        Err(Refusal::MissingElement)
    } else {
        Ok(())
    }
}
