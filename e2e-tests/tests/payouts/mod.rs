//! An escrow in which one receiver is not what it should be, brought to a payout in one of several ways.

mod game;
mod payment;
mod tally;

pub use game::{Game, Nature};
pub use tally::Tally;

use proptest::prelude::*;

/// What the receiver is in the escrow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seat {
    Payer,
    Payee,
    Presiding,
}

/// What leads to the payout.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Route {
    /// Both parties release, and the second sends the money in the same call.
    ReleaseAndPay,
    /// Both parties release; the money is withdrawn later.
    Release,
    /// A partial award; the dispute goes on.
    PartialAward,
    /// A final award, after its hold.
    FinalAward,
    /// Nobody does anything until the terms expire.
    Expiry,
}

/// Whether the receiver's own payouts come about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    Fails,
    Paid,
}

/// One case.
#[derive(Clone, Debug)]
pub struct Case {
    pub seat: Seat,
    pub route: Route,
    /// What the receiver gets, in planck, where the route lets it be chosen.
    pub share: u64,
    /// The payer's share at expiry, in hundredths of a percent.
    pub fallback_payer_bps: u16,
    /// Who sends the withdrawals.
    pub submitter: u8,
    /// Whether the receiver's withdrawals are tried before the others'.
    pub receiver_first: bool,
    /// What a receiver calls that comes back in.
    pub inner: u8,
    /// Whether it calls through another contract.
    pub through_another: bool,
}

/// Payee and payer get what they lock; the tribunal not more than its cap.
pub const AMOUNT: u64 = 1_000_000_000_000;
pub const CAP: u64 = 100_000_000_000;

pub fn cases() -> impl Strategy<Value = Case> {
    let seat = prop_oneof![Just(Seat::Payer), Just(Seat::Payee), Just(Seat::Presiding)];
    let route = prop_oneof![
        Just(Route::ReleaseAndPay),
        Just(Route::Release),
        Just(Route::PartialAward),
        Just(Route::FinalAward),
        Just(Route::Expiry),
    ];
    // Around the existential deposit, which is 100,000,000 planck, and at both ends.
    let share = prop_oneof![
        Just(1),
        Just(99_999_999),
        Just(100_000_000),
        Just(100_000_001),
        Just(AMOUNT - 1),
        Just(AMOUNT),
        1..=AMOUNT,
    ];
    let bps = prop_oneof![Just(0), Just(1), Just(9_999), Just(10_000), 0..=10_000_u16];
    (
        seat,
        route,
        share,
        bps,
        any::<u8>(),
        any::<bool>(),
        any::<u8>(),
        any::<bool>(),
    )
        .prop_map(
            |(seat, route, share, bps, submitter, receiver_first, inner, through_another)| Case {
                seat,
                // Only awards pay the tribunal.
                route: match (seat, route) {
                    (Seat::Presiding, Route::ReleaseAndPay | Route::Release) => Route::PartialAward,
                    (Seat::Presiding, Route::Expiry) => Route::FinalAward,
                    (_, route) => route,
                },
                share: if seat == Seat::Presiding {
                    share.min(CAP)
                } else {
                    share
                },
                fallback_payer_bps: bps,
                submitter,
                receiver_first,
                inner,
                through_another,
            },
        )
}
