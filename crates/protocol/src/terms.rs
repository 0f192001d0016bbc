use crate::{Address, Hash, Refusal, Seconds};

/// Length of encoded [`Terms`]. The encoding is the fields in order, integers little-endian, nothing optional, so
/// that equal terms have one encoding and one hash. The order leaves no gaps between aligned fields, so the encoding is also how
/// terms lie in memory.
pub const TERMS_LEN: usize = size_of::<Terms>();

/// A period in whole hours. Block time may drift by seconds, so no rule depends on less; the type ends at 7.4 years, so
/// that no deadline lies beyond reach.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, bytemuck::Pod, bytemuck::Zeroable,
)]
#[cfg_attr(
    feature = "std",
    derive(codec::Encode, codec::Decode, scale_info::TypeInfo)
)]
#[repr(transparent)]
pub struct Hours(pub u16);

impl Hours {
    /// The same period in seconds.
    pub fn seconds(self) -> Seconds {
        self.0 as Seconds * 3600
    }

    /// The moment this much later than `start`.
    pub fn after(self, start: Seconds) -> Seconds {
        start.saturating_add(self.seconds())
    }
}

/// A short upper- or lower-case code in ASCII, padded with zero bytes: rules, seat, governing law, language.
#[derive(Clone, Copy, Debug, PartialEq, Eq, bytemuck::Pod, bytemuck::Zeroable)]
#[cfg_attr(
    feature = "std",
    derive(codec::Encode, codec::Decode, scale_info::TypeInfo)
)]
#[repr(transparent)]
pub struct Code<const N: usize>(pub [u8; N]);

impl<const N: usize> Default for Code<N> {
    fn default() -> Self {
        Code([0; N])
    }
}

impl<const N: usize> Code<N> {
    /// The code without its padding.
    pub fn as_bytes(&self) -> &[u8] {
        let end = self.0.iter().position(|byte| *byte == 0).unwrap_or(N);
        &self.0[..end]
    }
}

/// The periods of the clause.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, bytemuck::Pod, bytemuck::Zeroable)]
#[cfg_attr(
    feature = "std",
    derive(codec::Encode, codec::Decode, scale_info::TypeInfo)
)]
#[repr(C)]
pub struct Periods {
    /// How long the other side has to answer a notice, or to object to a release.
    pub response: Hours,
    /// How long a complete tribunal has to make its award.
    pub award: Hours,
    /// How long the money waits after a final award, so that it can be set aside (Model Law Art. 34).
    pub hold: Hours,
    /// Longest pause.
    pub longest_pause: Hours,
    /// Longest single stay.
    pub longest_stay: Hours,
}

/// What both parties sign: the arbitration clause and the deal it protects.
///
/// Amounts in the smallest unit of the asset. The contract keeps what its rules need and the hash of the whole.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, bytemuck::NoUninit, bytemuck::CheckedBitPattern,
)]
#[cfg_attr(
    feature = "std",
    derive(codec::Encode, codec::Decode, scale_info::TypeInfo)
)]
#[repr(C)]
pub struct Terms {
    /// Locks the money.
    pub payer: Address,
    /// Is to be paid for performance.
    pub payee: Address,
    /// Zero for the chain's own token, else the address of an ERC-20 token.
    pub asset: Address,
    /// Fills a seat whose arbitrator declines, recuses or goes silent (Model Law Art. 11(4), 15).
    pub authority: Address,
    /// May record a court's stay of a final award; zero for nobody.
    pub notary: Address,
    /// Seat of arbitration (ISO 3166-2, or ISO 3166-1 for a country as a whole). Model Law Art. 20 and 31(3).
    pub seat: Code<6>,
    /// How long things take at most.
    pub periods: Periods,
    /// When an undisputed escrow ends by itself.
    pub expiry: Seconds,
    /// The payer's share if nobody ever decides, in hundredths of a percent, rounded down; the rest is the payee's.
    pub fallback_payer_bps: u16,
    /// Amounts are whole multiples of 10^unit of what contracts count in, so that dust cannot arise. For the chain's own token: 8 on
    /// Polkadot Hub, where one planck is 10^8 wei. For a token: 0, or what brings its amounts into 64 bits.
    pub unit: u8,
    /// At expiry: `true` releases everything to the payee, `false` applies the fallback split.
    pub release_at_expiry: bool,
    /// The arbitrators; the first presides. Seats beyond `seats` are zero.
    pub tribunal: [Address; 3],
    /// 1 or 3.
    pub seats: u8,
    /// How many must sign an award: a majority at least (Model Law Art. 29).
    pub threshold: u8,
    /// The parties waive reasons (Model Law Art. 31(2)).
    pub reasons_waived: bool,
    /// One party is a consumer. The contract decides nothing by it; everybody is shown it.
    pub consumer: bool,
    /// Rules of arbitration, for example `UNCITRAL`, `DDRR`, `JAMS-SC`.
    pub rules: Code<8>,
    /// Governing law (ISO 3166).
    pub law: Code<6>,
    /// Language of the proceedings (ISO 639, with a region if need be).
    pub language: Code<6>,
    /// What the payer locks.
    pub amount: u64,
    /// The most that the tribunal may receive in all, fees and costs together.
    pub tribunal_cap: u64,
    /// SHA-256 of the agreement as the parties filed it.
    pub agreement: Hash,
}

impl Terms {
    /// Refuses terms on which the rules could not work.
    #[cfg(feature = "std")]
    pub fn check(&self) -> Result<(), Refusal> {
        crate::State::proposed(self, [0; 32]).check_people()?;
        self.check_figures()
    }

    /// Refuses figures on which the rules could not work; whom the terms name is checked on the state that they make.
    pub(crate) fn check_figures(&self) -> Result<(), Refusal> {
        // One arbitrator alone, or three of whom a majority signs.
        let seated = self.tribunal.iter().filter(|seat| !seat.is_zero()).count();
        let majority = self.seats / 2 + 1;
        if seated != self.seats as usize
            || self.seats & !2 != 1
            || self.threshold < majority
            || self.threshold > self.seats
        {
            return Err(Refusal::BadTribunal);
        }
        if self.unit > 18 {
            return Err(Refusal::BadUnit);
        }
        if self.amount == 0 || self.tribunal_cap > self.amount {
            return Err(Refusal::BadAmount);
        }
        if self.fallback_payer_bps > 10_000 {
            return Err(Refusal::BadFallback);
        }
        // The award must be able to fall due after the respondent's time to answer has run.
        if self.periods.response.0 < 24 || self.periods.award <= self.periods.response {
            return Err(Refusal::BadPeriod);
        }
        if self.seat.0[0] == 0 || self.agreement == [0; 32] {
            return Err(Refusal::MissingElement);
        }
        Ok(())
    }
}
