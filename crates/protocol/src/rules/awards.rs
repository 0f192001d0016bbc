use crate::rules::{MAX_CORRECTIONS, required};
use crate::{
    Award, AwardKind, Call, Hash, Host, Phase, Refusal, Response, Role, Roles, Seconds, Signatures,
    State, digest,
};

impl State {
    /// Executes an award that meets Article 31 of the Model Law and the clause, and refuses every other.
    pub(crate) fn execute_award(
        &mut self,
        host: &impl Host,
        call: &Call,
        award: &Award,
        signatures: Signatures,
    ) -> Result<(), Refusal> {
        if award.number != self.awards.checked_add(1).ok_or(Refusal::WrongSequence)? {
            return Err(Refusal::WrongSequence);
        }
        let digest = digest::award(host, &self.domain(call), award);
        let signed = self.authorise(host, call, &digest, false, signatures)?;
        self.check_signatures(award, signed)?;
        self.check_form(award, call.at)?;
        self.check_time(award, call.at)?;
        self.check_amounts(award)?;
        self.awards = award.number;
        self.take_effect(award, call.at)
    }

    /// A final award by a contract that is the tribunal: its call is its signature (Model Law Art. 31(1)), the time of the block the
    /// date and the seat of the terms the place (Art. 31(3)). It can give no reasons, so they must have been waived (Art. 31(2)).
    #[inline(never)]
    pub(crate) fn rule(&mut self, call: &Call, ruling: &Hash) -> Result<(), Refusal> {
        if !self.tribunal_signed(self.roles_of(&call.by)) {
            return Err(Refusal::NotAuthorised);
        }
        if !self.clause.reasons_waived() {
            return Err(Refusal::NoReasons);
        }
        let held = self.money.held;
        let to_payer = match bytemuck::pod_read_unaligned::<[u64; 4]>(ruling) {
            [0, 0, 0, choice] if choice == 0u64.to_be() => self.fallback_to_payer(),
            [0, 0, 0, choice] if choice == 1u64.to_be() => held,
            [0, 0, 0, choice] if choice == 2u64.to_be() => 0,
            _ => return Err(Refusal::MalformedAward),
        };
        self.check_dispute(call.at, call.at, false)?;
        self.awards = self.awards.checked_add(1).ok_or(Refusal::WrongSequence)?;
        self.next_proposal();
        self.put_on_hold(to_payer, 0, call.at);
        Ok(())
    }

    /// Art. 31(1): the tribunal's threshold, and the reason for any signature that is missing. Art. 30: both parties, if by consent.
    fn check_signatures(&self, award: &Award, signed: Roles) -> Result<(), Refusal> {
        if !self.tribunal_signed(signed)
            || award.kind == AwardKind::Consent && !signed.both_parties()
        {
            return Err(Refusal::TooFewSignatures);
        }
        let all = (1 << self.tribunal.size) - 1;
        if signed.seats() & self.tribunal.accepted != all && award.omission.is_none() {
            return Err(Refusal::NoOmissionReason);
        }
        Ok(())
    }

    /// Art. 31(2) and (3): reasons unless waived or by consent, and the place.
    fn check_form(&self, award: &Award, now: Seconds) -> Result<(), Refusal> {
        if award.reasons.is_none()
            && !self.clause.reasons_waived()
            && award.kind != AwardKind::Consent
        {
            return Err(Refusal::NoReasons);
        }
        if award.seat != self.clause.seat {
            return Err(Refusal::WrongSeat);
        }
        let papers = [
            Some(&award.document),
            award.reasons.as_ref(),
            award.omission.as_ref(),
        ];
        if papers
            .into_iter()
            .flatten()
            .any(|hash| required(hash).is_err())
            || award.kind != AwardKind::Interim && award.pause_until != 0
        {
            return Err(Refusal::MalformedAward);
        }
        // Art. 31(3): the date. An award cannot come from the future.
        if award.date > now {
            return Err(Refusal::WrongDate);
        }
        Ok(())
    }

    /// An award is made in a dispute; a correction, while the award it restates is on hold.
    fn check_time(&self, award: &Award, now: Seconds) -> Result<(), Refusal> {
        if award.kind != AwardKind::Correction {
            return self.check_dispute(award.date, now, award.kind == AwardKind::Consent);
        }
        if self.phase != Phase::Awarded {
            return Err(Refusal::WrongPhase);
        }
        if self.hold.corrections >= MAX_CORRECTIONS {
            return Err(Refusal::TooManyTimes);
        }
        Ok(())
    }

    /// A decision falls between the notice and the end of the award period, and after due notice. The respondent's own signature, if
    /// `consented`, is the best proof of notice.
    #[inline(never)]
    fn check_dispute(&self, date: Seconds, now: Seconds, consented: bool) -> Result<(), Refusal> {
        if self.phase != Phase::Disputed {
            return Err(Refusal::WrongPhase);
        }
        let dispute = &self.dispute;
        if dispute.response == Response::None && now <= dispute.respond_by && !consented {
            return Err(Refusal::NoDueNotice);
        }
        let response = self.clause.periods.response.seconds();
        let filed = dispute.respond_by.saturating_sub(response);
        if date < filed || date > dispute.award_by {
            return Err(Refusal::WrongDate);
        }
        Ok(())
    }

    fn check_amounts(&self, award: &Award) -> Result<(), Refusal> {
        let sum = award
            .to_payer
            .checked_add(award.to_payee)
            .and_then(|sum| sum.checked_add(award.to_tribunal));
        let sum = sum.ok_or(Refusal::MoreThanHeld)?;
        if sum > self.money.held {
            return Err(Refusal::MoreThanHeld);
        }
        let fits = match award.kind {
            AwardKind::Interim | AwardKind::Termination => sum == 0,
            AwardKind::Partial | AwardKind::Costs => sum != 0,
            AwardKind::Final | AwardKind::Correction | AwardKind::Consent => sum == self.money.held,
        };
        if !fits {
            return Err(Refusal::WrongAmounts);
        }
        // The tribunal's credit is the presiding arbitrator's to withdraw: without one who accepted, it would be nobody's.
        if award.to_tribunal > self.money.tribunal_cap
            || award.to_tribunal != 0 && self.tribunal.accepted & 1 == 0
        {
            return Err(Refusal::AboveCap);
        }
        Ok(())
    }

    fn take_effect(&mut self, award: &Award, now: Seconds) -> Result<(), Refusal> {
        // An approval names a split of what was held before; it dies with every award.
        self.next_proposal();
        match award.kind {
            AwardKind::Interim => return self.interim(award, now),
            AwardKind::Partial | AwardKind::Costs => {
                self.credit(award.to_payer, award.to_payee, award.to_tribunal);
            }
            AwardKind::Consent => self.split(award.to_payer, award.to_tribunal, Phase::Settled),
            AwardKind::Termination => self.phase = Phase::Funded,
            AwardKind::Final | AwardKind::Correction => {
                self.put_on_hold(award.to_payer, award.to_tribunal, now);
            }
        }
        Ok(())
    }

    /// The money waits. A correction starts the hold anew: what it changes can be set aside too (Model Law Art. 34(3)); a stay outlasts it.
    #[inline(never)]
    fn put_on_hold(&mut self, to_payer: u64, to_tribunal: u64, now: Seconds) {
        if self.phase == Phase::Awarded {
            self.hold.corrections += 1;
        }
        self.hold.to_payer = to_payer;
        self.hold.to_tribunal = to_tribunal;
        self.hold.until = self.clause.periods.hold.after(now);
        self.phase = Phase::Awarded;
    }

    /// Art. 17: the tribunal preserves, pauses or resumes. The order outlives the dispute only if that is terminated.
    fn interim(&mut self, award: &Award, now: Seconds) -> Result<(), Refusal> {
        if award.pause_until == 0 {
            return Ok(());
        }
        if award.pause_until <= award.date {
            self.pause.until = self.pause.until.min(now);
            return Ok(());
        }
        self.pause_until(now, Role::Presiding as u8, award.pause_until)
    }
}
