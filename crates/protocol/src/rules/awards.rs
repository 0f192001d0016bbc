use crate::rules::{MAX_CORRECTIONS, required};
use crate::{
    Award, AwardKind, Call, Host, Phase, Refusal, Response, Role, Roles, Seconds, Signatures,
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

    /// An award is made in a dispute, after due notice and in time; a correction, while the award it restates is on hold.
    fn check_time(&self, award: &Award, now: Seconds) -> Result<(), Refusal> {
        match (self.phase, award.kind) {
            (Phase::Awarded, AwardKind::Correction) => {
                if self.hold.corrections >= MAX_CORRECTIONS {
                    return Err(Refusal::TooManyTimes);
                }
                Ok(())
            }
            (_, AwardKind::Correction) => Err(Refusal::WrongPhase),
            (Phase::Disputed, kind) => {
                let dispute = &self.dispute;
                // The respondent's own signature under a consent award is the best proof of notice.
                let noticed = dispute.response != Response::None
                    || now > dispute.respond_by
                    || kind == AwardKind::Consent;
                if !noticed {
                    return Err(Refusal::NoDueNotice);
                }
                let filed = dispute
                    .respond_by
                    .saturating_sub(self.clause.periods.response.seconds());
                if award.date < filed || award.date > dispute.award_by {
                    return Err(Refusal::WrongDate);
                }
                Ok(())
            }
            _ => Err(Refusal::WrongPhase),
        }
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
                // Nothing is on hold before the one final award; after it, corrections are counted and stays outlast them.
                if self.phase == Phase::Awarded {
                    self.hold.corrections += 1;
                }
                self.hold.to_payer = award.to_payer;
                self.hold.to_tribunal = award.to_tribunal;
                // A correction starts the hold anew: what it changes can be set aside too (Model Law Art. 34(3)).
                self.hold.until = self.clause.periods.hold.after(now);
                self.phase = Phase::Awarded;
            }
        }
        Ok(())
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
