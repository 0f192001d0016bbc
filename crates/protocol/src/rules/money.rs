use crate::{Address, Call, Payments, Phase, Refusal, Roles, State};

impl State {
    /// The payer locks the whole amount, after both consented and before the terms expire.
    pub(crate) fn fund(&mut self, call: &Call) -> Result<(), Refusal> {
        if self.phase != Phase::Agreed {
            return Err(Refusal::WrongPhase);
        }
        if call.by != self.clause.payer {
            return Err(Refusal::NotAuthorised);
        }
        if call.at >= self.clause.expiry {
            return Err(Refusal::Expired);
        }
        if call.value != self.money.held {
            return Err(Refusal::WrongAmount);
        }
        self.phase = Phase::Funded;
        Ok(())
    }

    /// Pays an owner their whole credit, whoever asks. No pause stops it.
    pub(crate) fn withdraw(&mut self, owner: &Address) -> Result<Payments, Refusal> {
        let Roles(roles) = self.roles_of(owner);
        let mut payments = Payments::default();
        if roles & 1 != 0 {
            core::mem::swap(&mut payments.payer, &mut self.money.payer);
        }
        if roles & 2 != 0 {
            core::mem::swap(&mut payments.payee, &mut self.money.payee);
        }
        if roles & 4 != 0 {
            core::mem::swap(&mut payments.tribunal, &mut self.money.tribunal);
        }
        if payments == Payments::default() {
            return Err(Refusal::NothingToWithdraw);
        }
        Ok(payments)
    }
}
