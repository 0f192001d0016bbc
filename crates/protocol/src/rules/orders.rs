use crate::rules::required;
use crate::{
    Call, Host, Order, OrderKind, Phase, Refusal, Role, Roles, Seconds, Signatures, State, digest,
};

/// How many stays one final award can have.
pub const MAX_STAYS: u32 = 2;
/// How many corrections one final award can have.
pub const MAX_CORRECTIONS: u32 = 2;

impl State {
    /// Executes a procedural order given by whom it belongs to. No order moves money.
    pub(crate) fn execute_order(
        &mut self,
        host: &impl Host,
        call: &Call,
        order: &Order,
        approve: bool,
        signatures: Signatures,
    ) -> Result<(), Refusal> {
        if order.sequence != self.orders {
            return Err(Refusal::WrongSequence);
        }
        if required(&order.document).is_err() {
            return Err(Refusal::MalformedOrder);
        }
        let digest = digest::order(host, &self.domain(call), order);
        let roles = self.authorise(host, call, &digest, approve, signatures)?;
        self.require_authority(order.kind, roles)?;
        let timed = matches!(order.kind, OrderKind::Pause | OrderKind::Stay);
        let names_seat = matches!(order.kind, OrderKind::Replace);
        if !timed && order.until != 0
            || !names_seat && (order.seat != 0 || !order.appointee.is_zero())
        {
            return Err(Refusal::MalformedOrder);
        }
        self.orders = self.orders.checked_add(1).ok_or(Refusal::WrongSequence)?;
        let tribunal = Role::Presiding as u8;
        match (order.kind, self.phase) {
            (OrderKind::Pause, _) => self.pause(call.at, tribunal, order.until),
            (OrderKind::Resume, Phase::Funded) => self.resume(call.at, tribunal),
            (OrderKind::Close, Phase::Disputed) => self.close_record(),
            // Nobody has a say before there is an agreement: whoever still has to consent would consent to another tribunal than the
            // terms name.
            (OrderKind::Replace, Phase::Agreed | Phase::Funded | Phase::Disputed) => {
                self.replace(call.at, order.seat, &order.appointee, roles)
            }
            (OrderKind::Stay, Phase::Awarded) => self.stay(call.at, order.until),
            (OrderKind::Lift, Phase::Awarded) => self.lift(call.at),
            (
                OrderKind::Resume
                | OrderKind::Close
                | OrderKind::Replace
                | OrderKind::Stay
                | OrderKind::Lift,
                _,
            ) => Err(Refusal::WrongPhase),
        }
    }

    fn require_authority(&self, kind: OrderKind, roles: Roles) -> Result<(), Refusal> {
        let enough = match kind {
            OrderKind::Pause | OrderKind::Resume | OrderKind::Close => self.tribunal_signed(roles),
            OrderKind::Replace => roles.has(Role::Authority) || roles.both_parties(),
            OrderKind::Stay | OrderKind::Lift => roles.has(Role::Notary),
        };
        if enough {
            Ok(())
        } else {
            Err(Refusal::TooFewSignatures)
        }
    }

    fn close_record(&mut self) -> Result<(), Refusal> {
        if self.dispute.record_closed {
            return Err(Refusal::RecordClosed);
        }
        self.dispute.record_closed = true;
        Ok(())
    }

    fn stay(&mut self, now: Seconds, until: Seconds) -> Result<(), Refusal> {
        let longest = self.clause.periods.longest_stay.after(now);
        let hold = &mut self.hold;
        if hold.stays >= MAX_STAYS {
            return Err(Refusal::TooManyTimes);
        }
        if until <= now || until > longest {
            return Err(Refusal::TooLong);
        }
        hold.stays += 1;
        hold.stayed_until = until;
        Ok(())
    }

    fn lift(&mut self, now: Seconds) -> Result<(), Refusal> {
        let hold = &mut self.hold;
        if now >= hold.stayed_until {
            return Err(Refusal::NotStayed);
        }
        hold.stayed_until = now;
        Ok(())
    }
}
