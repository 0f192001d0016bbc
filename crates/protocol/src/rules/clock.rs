use crate::{Money, Payments, Phase, Seconds, State};

impl State {
    /// Executes what the clock has made due, in the order in which it fell due. Every action begins with it, so the state at a moment
    /// depends on the record and the clock alone, never on who came first after the moment.
    pub fn tick(&mut self, now: Seconds) {
        let Some(due) = self.due() else { return };
        if now < due {
            return;
        }
        match self.phase {
            Phase::Funded => {
                if self.release_due().is_some_and(|at| at == due) {
                    self.split(self.proposal.to_payer, 0, Phase::Released);
                } else if self.clause.release_at_expiry() {
                    self.split(0, 0, Phase::Released);
                } else {
                    self.fall_back();
                }
            }
            Phase::Disputed => self.fall_back(),
            Phase::Awarded => {
                self.split(self.hold.to_payer, self.hold.to_tribunal, Phase::Enforced);
            }
            Phase::Proposed
            | Phase::Agreed
            | Phase::Released
            | Phase::Settled
            | Phase::Enforced
            | Phase::Lapsed => {}
        }
    }

    /// The moment at which the escrow ends by itself if nobody does anything. `None` exactly when no money is held.
    pub fn due(&self) -> Option<Seconds> {
        match self.phase {
            Phase::Funded => {
                let expiry = self.clause.expiry.max(self.pause.until);
                Some(
                    self.release_due()
                        .map_or(expiry, |release| release.min(expiry)),
                )
            }
            // One response period of grace, in which the authority can replace a tribunal that let its time run out.
            Phase::Disputed => Some(
                self.clause
                    .periods
                    .response
                    .after(self.dispute.award_by)
                    .saturating_add(1),
            ),
            Phase::Awarded => Some(self.hold.until.max(self.hold.stayed_until)),
            Phase::Proposed
            | Phase::Agreed
            | Phase::Released
            | Phase::Settled
            | Phase::Enforced
            | Phase::Lapsed => None,
        }
    }

    /// When a split approved by a party and the tribunal executes. A pause delays it.
    fn release_due(&self) -> Option<Seconds> {
        let at = self.proposal.executes_at;
        (at != 0).then(|| at.max(self.pause.until))
    }

    #[inline(never)]
    fn fall_back(&mut self) {
        self.split(self.fallback_to_payer(), 0, Phase::Lapsed);
    }

    /// The payer's part of the fallback split.
    #[inline(never)]
    pub(crate) fn fallback_to_payer(&self) -> u64 {
        share(self.money.held, self.clause.fallback_payer_bps)
    }

    /// Credits all that is held and ends the escrow. The payee gets what the others do not.
    #[inline(never)]
    pub(crate) fn split(&mut self, to_payer: u64, to_tribunal: u64, end: Phase) {
        self.credit(
            to_payer,
            self.money.held - to_payer - to_tribunal,
            to_tribunal,
        );
        self.next_proposal();
        self.phase = end;
    }

    /// Moves held money to its owners' credit. The caller has checked that it is there.
    pub(crate) fn credit(&mut self, to_payer: u64, to_payee: u64, to_tribunal: u64) {
        self.money.held -= to_payer + to_payee + to_tribunal;
        self.money.payer += to_payer;
        self.money.payee += to_payee;
        self.money.tribunal += to_tribunal;
        self.money.tribunal_cap -= to_tribunal;
    }

    /// Takes both parties' credits for payment.
    pub(crate) fn pay_parties(&mut self) -> Payments {
        let Money { payer, payee, .. } = self.money;
        self.money.payer = 0;
        self.money.payee = 0;
        Payments {
            payer,
            payee,
            tribunal: 0,
        }
    }
}

/// `amount × bps ÷ 10 000`, rounded down, without leaving 64 bits.
fn share(amount: u64, bps: u16) -> u64 {
    let bps = bps as u64;
    amount / 10_000 * bps + amount % 10_000 * bps / 10_000
}
