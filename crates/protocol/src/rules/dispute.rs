use crate::rules::required;
use crate::{Call, Dispute, Hash, Phase, Refusal, Response, Roles, Seconds, State};

/// How many disputes an escrow can have. Without a bound, terminations and new notices could follow each other for ever.
pub const MAX_DISPUTES: u8 = 3;

impl State {
    /// A party files a notice of arbitration (Model Law Art. 21). Every pending approval dies.
    pub(crate) fn file_dispute(&mut self, call: &Call, notice: &Hash) -> Result<(), Refusal> {
        if self.phase != Phase::Funded {
            return Err(Refusal::WrongPhase);
        }
        let claimant = self.party(call)?;
        required(notice)?;
        if self.dispute.number >= MAX_DISPUTES {
            return Err(Refusal::TooManyDisputes);
        }
        self.next_proposal();
        self.phase = Phase::Disputed;
        self.dispute = Dispute {
            number: self.dispute.number + 1,
            respond_by: self.clause.periods.response.after(call.at),
            award_by: self.award_by(call.at),
            claimant,
            response: Response::None,
            record_closed: false,
        };
        Ok(())
    }

    /// The last moment for an award, counted from now. A tribunal that is not complete gets one response period to become so.
    pub(crate) fn award_by(&self, now: Seconds) -> Seconds {
        let complete = if self.tribunal.is_complete() {
            now
        } else {
            self.clause.periods.response.after(now)
        };
        self.clause.periods.award.after(complete)
    }

    /// The respondent acknowledges or answers the notice, early or late.
    pub(crate) fn respond(&mut self, call: &Call, response: Response) -> Result<(), Refusal> {
        let party = self.party(call)?;
        if self.phase != Phase::Disputed {
            return Err(Refusal::WrongPhase);
        }
        let dispute = &mut self.dispute;
        if party == dispute.claimant {
            return Err(Refusal::NotAuthorised);
        }
        if dispute.response as u8 >= response as u8 {
            return Err(Refusal::AlreadyAnswered);
        }
        dispute.response = response;
        Ok(())
    }

    /// A party or an arbitrator files an exhibit. It changes nothing but the record; after the record is closed it counts as late.
    pub(crate) fn file_exhibit(
        &self,
        call: &Call,
        document: &Hash,
        manifest: &Hash,
    ) -> Result<(), Refusal> {
        let seats = self.tribunal.accepted << Roles::SEAT_SHIFT;
        if self.roles_of(&call.by).0 & (Roles::BOTH_PARTIES | seats) == 0 {
            return Err(Refusal::NotAuthorised);
        }
        if !matches!(self.phase, Phase::Disputed | Phase::Awarded) {
            return Err(Refusal::WrongPhase);
        }
        required(document)?;
        required(manifest)
    }
}
