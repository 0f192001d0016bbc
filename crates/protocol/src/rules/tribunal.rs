use crate::rules::required;
use crate::{Address, Call, Hash, Host, Phase, Refusal, Roles, Seconds, Signatures, State, digest};

/// How often a seat of one escrow can be filled anew. Each time gives the tribunal new time, so there must be a last one.
pub const MAX_REPLACEMENTS: u8 = 6;

impl State {
    /// An arbitrator accepts with a disclosure statement (Model Law Art. 12). When the last seat accepts during a dispute, the award
    /// period starts.
    pub(crate) fn accept_appointment(
        &mut self,
        host: &impl Host,
        call: &Call,
        disclosure: &Hash,
        approve: bool,
        signatures: Signatures,
    ) -> Result<(), Refusal> {
        self.tribunal_may_change()?;
        required(disclosure)?;
        let appointment = self.tribunal.replacements;
        let digest = digest::consent(host, &self.domain(call), disclosure, appointment);
        let roles = self.authorise(host, call, &digest, approve, signatures)?;
        let seats = roles.seats();
        if seats == 0 || roles.0 != seats << Roles::SEAT_SHIFT {
            return Err(Refusal::NotAuthorised);
        }
        if self.tribunal.accepted & seats != 0 {
            return Err(Refusal::AlreadyAccepted);
        }
        self.tribunal.accepted |= seats;
        if self.tribunal.is_complete() {
            self.restart_award_period(call.at);
        }
        Ok(())
    }

    /// An arbitrator declines the appointment or recuses; the seat is vacant.
    pub(crate) fn decline(&mut self, call: &Call, reason: &Hash) -> Result<(), Refusal> {
        self.tribunal_may_change()?;
        required(reason)?;
        let seats = self.roles_of(&call.by).seats();
        if seats == 0 {
            return Err(Refusal::NotAuthorised);
        }
        self.vacate(seats.trailing_zeros() as usize, Address::ZERO)
    }

    /// Fills a seat anew. Both parties may from their consent on; the authority when the seat is vacant, when its arbitrator let the
    /// response period pass without accepting, or when the tribunal let the award period pass (Model Law Art. 14, 15). The caller
    /// looks at the phase.
    pub(crate) fn replace(
        &mut self,
        now: Seconds,
        seat: u8,
        appointee: &Address,
        roles: Roles,
    ) -> Result<(), Refusal> {
        if seat >= self.tribunal.size {
            return Err(Refusal::SeatNotOpen);
        }
        let vacant = self.tribunal.seats[seat as usize].is_zero();
        // While a seat waits for an acceptance, the award period starts one response period after the last appointment.
        let award_by = self.dispute.award_by;
        let accept_by = award_by.saturating_sub(self.clause.periods.award.seconds());
        let silent = self.phase == Phase::Disputed
            && (now > award_by || self.tribunal.accepted & 1 << seat == 0 && now > accept_by);
        if !roles.both_parties() && !vacant && !silent {
            return Err(Refusal::SeatNotOpen);
        }
        if appointee.is_zero() || self.roles_of(appointee).0 != 0 {
            return Err(Refusal::AppointeeHasRole);
        }
        if self.tribunal.replacements >= MAX_REPLACEMENTS {
            return Err(Refusal::TooManyReplacements);
        }
        self.tribunal.replacements += 1;
        self.vacate(seat as usize, *appointee)?;
        self.restart_award_period(now);
        Ok(())
    }

    /// Puts somebody, or nobody, in a seat. Approvals that the old tribunal gave die. The presiding arbitrator's credit goes with
    /// the person, so it must have been withdrawn.
    fn vacate(&mut self, seat: usize, successor: Address) -> Result<(), Refusal> {
        if seat == 0 && self.money.tribunal != 0 {
            return Err(Refusal::FeesOutstanding);
        }
        self.tribunal.seats[seat] = successor;
        self.tribunal.accepted &= !(1 << seat);
        self.next_proposal();
        Ok(())
    }

    fn restart_award_period(&mut self, now: Seconds) {
        if self.phase == Phase::Disputed {
            self.dispute.award_by = self.award_by(now);
        }
    }

    fn tribunal_may_change(&self) -> Result<(), Refusal> {
        match self.phase {
            Phase::Proposed | Phase::Agreed | Phase::Funded | Phase::Disputed => Ok(()),
            Phase::Awarded | Phase::Released | Phase::Settled | Phase::Enforced | Phase::Lapsed => {
                Err(Refusal::WrongPhase)
            }
        }
    }
}
