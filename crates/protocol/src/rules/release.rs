use crate::rules::MAX_DISPUTES;
use crate::{Call, Host, Phase, Proposal, Refusal, Roles, Seconds, Signatures, State, digest};

impl State {
    /// Who approves the split with this call.
    pub(crate) fn release_approvals(
        &self,
        host: &impl Host,
        call: &Call,
        to_payer: u64,
        sequence: u32,
        approve: bool,
        signatures: Signatures,
    ) -> Result<Roles, Refusal> {
        if !self.is_open() {
            return Err(Refusal::WrongPhase);
        }
        if sequence != self.proposal.sequence {
            return Err(Refusal::WrongSequence);
        }
        let to_payee = self
            .money
            .held
            .checked_sub(to_payer)
            .ok_or(Refusal::MoreThanHeld)?;
        let digest = digest::release(host, &self.domain(call), to_payer, to_payee, sequence);
        self.authorise(host, call, &digest, approve, signatures)
    }

    /// Two of three keys release. Both parties: at once and at any time. A party and the tribunal: outside a dispute, and only after
    /// the other party had the response period to object.
    pub(crate) fn approve_release(
        &mut self,
        now: Seconds,
        to_payer: u64,
        roles: Roles,
    ) -> Result<(), Refusal> {
        let seats = self.tribunal.accepted << Roles::SEAT_SHIFT;
        if roles.0 == 0 || roles.0 & !(Roles::BOTH_PARTIES | seats) != 0 {
            return Err(Refusal::NotAuthorised);
        }
        let funded = self.phase == Phase::Funded;
        if !funded && roles.seats() != 0 {
            return Err(Refusal::WrongPhase);
        }
        // Objecting files a dispute: where none can be filed any more, nothing is left to object with.
        if roles.seats() != 0 && self.dispute.number >= MAX_DISPUTES {
            return Err(Refusal::TooManyDisputes);
        }
        let same = self.proposal.to_payer == to_payer;
        let before = if same { self.proposal.approvals } else { 0 };
        if before & roles.0 == roles.0 {
            return Err(Refusal::SignedTwice);
        }
        let together = Roles(before | roles.0);
        if together.both_parties() {
            self.split(
                to_payer,
                0,
                if funded {
                    Phase::Released
                } else {
                    Phase::Settled
                },
            );
            return Ok(());
        }
        // A split that has a party and the tribunal behind it gives way to an objection, a withdrawn approval or both
        // parties together, but not to somebody else's other split.
        if !same && self.proposal.executes_at != 0 {
            return Err(Refusal::ProposalPending);
        }
        self.proposal.to_payer = to_payer;
        self.proposal.approvals = together.0;
        if self.proposal.executes_at == 0 && together.any_party() && self.tribunal_signed(together)
        {
            self.proposal.executes_at = self.clause.periods.response.after(now);
        }
        Ok(())
    }

    /// Takes back an approval: every approval of the current proposal, sent or only signed, dies.
    pub(crate) fn revoke(&mut self, call: &Call) -> Result<(), Refusal> {
        if !self.is_open() {
            return Err(Refusal::WrongPhase);
        }
        let Roles(roles) = self.roles_of(&call.by);
        let Roles(may) = Roles(roles & 0b11111);
        if may == 0 {
            return Err(Refusal::NotAuthorised);
        }
        if self.proposal.executes_at != 0 && self.proposal.approvals & may == 0 {
            return Err(Refusal::NotYourApproval);
        }
        self.next_proposal();
        Ok(())
    }

    /// Ends the current proposal; nothing signed for it can serve any more.
    pub(crate) fn next_proposal(&mut self) {
        let sequence = self.proposal.sequence.wrapping_add(1);
        self.proposal = Proposal::default();
        self.proposal.sequence = sequence;
    }
}
