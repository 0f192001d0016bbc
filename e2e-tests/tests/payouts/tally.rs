//! What happened in many games.

use std::fmt;

use exequatur_e2e_tests::Unpaid;

/// Counts, for the assertions at the end and for the reader.
#[derive(Debug, Default)]
pub struct Tally {
    /// Games played to the last coin.
    pub games: u32,
    /// Payments to the receiver that failed and left everything as it was.
    pub failed: u32,
    /// Of these, how many the chain ended before the contract could refuse.
    pub ended_by_chain: u32,
    /// Payments that the receiver took, at its worst or later.
    pub taken: u32,
    /// Payments to everybody else, who got them to the planck.
    pub others: u32,
    /// Calls of a receiver that tried to come back in, all refused.
    pub shut_out: u32,
    /// Of these, how many would have done something a moment before the payment.
    pub shut_out_though_valid: u32,
    /// The most computation, in picoseconds, that a failing payment cost its sender.
    pub dearest_failure: u64,
}

impl Tally {
    /// A payment to the receiver failed.
    pub fn note(&mut self, unpaid: &Unpaid) {
        self.failed += 1;
        self.ended_by_chain += u32::from(unpaid.refusal.is_none());
        self.dearest_failure = self.dearest_failure.max(unpaid.weight.ref_time());
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "{} games; to the receiver {} payments failed ({} ended by the chain, the dearest {} ps), {} were taken; {} to others; \
             {} calls back in refused, {} of them otherwise valid",
            self.games,
            self.failed,
            self.ended_by_chain,
            self.dearest_failure,
            self.taken,
            self.others,
            self.shut_out,
            self.shut_out_though_valid,
        )
    }
}
