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
        self.check_approvers(roles)?;
        let funded = self.phase == Phase::Funded;
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
        self.approved_by(together, now);
        Ok(())
    }

    /// Sets who approves. The clock runs while a party and the tribunal do.
    fn approved_by(&mut self, roles: Roles, now: Seconds) {
        self.proposal.approvals = roles.0;
        if !roles.any_party() || !self.tribunal_signed(roles) {
            self.proposal.executes_at = 0;
        } else if self.proposal.executes_at == 0 {
            self.proposal.executes_at = self.clause.periods.response.after(now);
        }
    }

    /// Refuses whoever a split is no business of: only parties approve and take back, and, outside a dispute, arbitrators who accepted.
    fn check_approvers(&self, roles: Roles) -> Result<(), Refusal> {
        let seats = self.tribunal.accepted << Roles::SEAT_SHIFT;
        if roles.0 == 0 || roles.0 & !(Roles::BOTH_PARTIES | seats) != 0 {
            return Err(Refusal::NotAuthorised);
        }
        if self.phase != Phase::Funded && roles.seats() != 0 {
            return Err(Refusal::WrongPhase);
        }
        Ok(())
    }

    /// Takes back the sender's approval, sent or only signed. What others approved on chain stays; what they signed and nobody sent
    /// goes with it, since all signatures name the proposal's number.
    pub(crate) fn revoke(&mut self, call: &Call) -> Result<(), Refusal> {
        if !self.is_open() {
            return Err(Refusal::WrongPhase);
        }
        let roles = self.roles_of(&call.by);
        self.check_approvers(roles)?;
        self.proposal.sequence = self.proposal.sequence.wrapping_add(1);
        self.approved_by(Roles(self.proposal.approvals & !roles.0), call.at);
        Ok(())
    }

    /// Ends the current proposal; nothing signed for it can serve any more.
    pub(crate) fn next_proposal(&mut self) {
        let sequence = self.proposal.sequence.wrapping_add(1);
        self.proposal = Proposal::default();
        self.proposal.sequence = sequence;
    }
}
