use crate::rules::required;
use crate::{Call, Hash, Hours, Phase, Refusal, Role, Seconds, State};

impl State {
    /// A party pauses, once, for at most the longest pause.
    pub(crate) fn pause_by_party(
        &mut self,
        call: &Call,
        hours: Hours,
        reason: &Hash,
    ) -> Result<(), Refusal> {
        let party = self.party(call)?;
        required(reason)?;
        self.pause(call.at, party, hours.after(call.at))
    }

    /// A party ends the pause that it set.
    pub(crate) fn resume_by_party(&mut self, call: &Call) -> Result<(), Refusal> {
        let party = self.party(call)?;
        self.resume(call.at, party)
    }

    /// Sets somebody's one pause.
    pub(crate) fn pause(&mut self, now: Seconds, by: u8, until: Seconds) -> Result<(), Refusal> {
        if self.phase != Phase::Funded {
            return Err(Refusal::WrongPhase);
        }
        if now < self.pause.until {
            return Err(Refusal::AlreadyPaused);
        }
        if self.pause.used & by != 0 {
            return Err(Refusal::PauseUsed);
        }
        self.pause.used |= by;
        self.pause_until(now, by, until)
    }

    /// Puts a pause in force that ends by itself.
    pub(crate) fn pause_until(
        &mut self,
        now: Seconds,
        by: u8,
        until: Seconds,
    ) -> Result<(), Refusal> {
        if until <= now || until > self.clause.periods.longest_pause.after(now) {
            return Err(Refusal::TooLong);
        }
        self.pause.by = by;
        self.pause.until = until;
        Ok(())
    }

    /// Ends a pause early. The tribunal may end anybody's.
    pub(crate) fn resume(&mut self, now: Seconds, by: u8) -> Result<(), Refusal> {
        let may = by == Role::Presiding as u8 || self.pause.by == by;
        if now >= self.pause.until || !may {
            return Err(Refusal::NotPaused);
        }
        self.pause.until = now;
        Ok(())
    }
}
