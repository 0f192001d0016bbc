use codec::{Encode, Output};

macro_rules! refusals {
    ($($(#[doc = $doc:literal])* $name:ident = $text:literal,)*) => {
        /// Why an action was refused. A refused action changes nothing.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[cfg_attr(feature = "std", derive(codec::Decode, scale_info::TypeInfo))]
        #[repr(u8)]
        pub enum Refusal { $($(#[doc = $doc])* $name,)* }

        // Derived, this would be a table of all variants in the blob.
        impl Encode for Refusal {
            fn encode_to<T: Output + ?Sized>(&self, dest: &mut T) {
                dest.push_byte(*self as u8);
            }
        }

        #[cfg(feature = "std")]
        impl Refusal {
            /// Every refusal.
            pub const ALL: &'static [Refusal] = &[$(Refusal::$name,)*];

            /// Stable code for programs, for example `NotAParty`.
            pub fn code(self) -> &'static str {
                match self { $(Refusal::$name => stringify!($name),)* }
            }
        }

        #[cfg(feature = "std")]
        impl core::fmt::Display for Refusal {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.write_str(match self { $(Refusal::$name => $text,)* })
            }
        }

        #[cfg(feature = "std")]
        impl std::error::Error for Refusal {}
    };
}

refusals! {
    /// Thrown when the storage cell does not decode.
    BadCell = "the contract's storage does not decode",
    /// Thrown when the call data is not what the message takes.
    BadCallData = "the call data is not what this step takes",
    /// Thrown when the call data is longer than an entry of the record may be.
    InputTooLong = "the call data is too long for the record",
    /// Thrown when money comes with a call that takes none.
    UnexpectedMoney = "this step takes no money",
    /// Thrown when the money sent is not the amount of the terms.
    WrongAmount = "the money sent is not the amount of the terms",
    /// Thrown when the step does not exist in this phase.
    WrongPhase = "the escrow is not in a phase that allows this step",
    /// Thrown when the payer, payee, arbitrator or authority is the zero address.
    MissingPerson = "the terms name no payer, payee, arbitrator or appointing authority",
    /// Thrown when one address has two roles.
    SamePersonTwice = "the terms name one address in two roles",
    /// Thrown when the tribunal is not one with threshold 1 or three with threshold 2 or 3.
    BadTribunal = "a tribunal is one arbitrator, or three of whom two or three must sign",
    /// Thrown when the unit is above 10^18.
    BadUnit = "the unit is above 10^18",
    /// Thrown when the amount is zero, or the tribunal's cap above it.
    BadAmount = "the amount is zero, or the tribunal's cap is above it",
    /// Thrown when the fallback share is above the whole.
    BadFallback = "the payer's fallback share is above 100 %",
    /// Thrown when the response period is under a day or the award period not longer than it.
    BadPeriod = "the response period is under 24 hours, or the award period is not longer than it",
    /// Thrown when seat, agreement hash, notice, answer or another document's hash is missing.
    MissingElement = "a seat or a document's hash is missing",
    /// Thrown when the terms have expired.
    Expired = "the terms have expired",
    /// Thrown when the sender has no role that may do this.
    NotAuthorised = "the sender has no role that may do this",
    /// Thrown when a signer has no role in this escrow.
    UnknownSigner = "a signature is by nobody of this escrow, or over something else",
    /// Thrown when one role is counted twice.
    SignedTwice = "one person signed or approved twice",
    /// Thrown when a signature's recovery id is neither 27 nor 28.
    BadRecoveryId = "the signature's last byte is neither 27 nor 28",
    /// Thrown when a signature's s is in the upper half.
    HighS = "the signature is malleable (high s)",
    /// Thrown when a signature does not verify.
    BadSignature = "the signature does not verify",
    /// Thrown when fewer signed than must.
    TooFewSignatures = "fewer signed than must",
    /// Thrown when a party consented before.
    AlreadyConsented = "this party consented before",
    /// Thrown when the sequence or number is not the next.
    WrongSequence = "the number is not the next one",
    /// Thrown when a split moves more than is held.
    MoreThanHeld = "more than is left in escrow",
    /// Thrown when another split, approved by a party and the tribunal, waits for its time.
    ProposalPending = "a split approved by a party and the tribunal is waiting for its time",
    /// Thrown when there is nothing to pay.
    NothingToWithdraw = "there is nothing to withdraw for this address",
    /// Thrown when a pause is in force.
    AlreadyPaused = "a pause is in force",
    /// Thrown when the one pause has been used.
    PauseUsed = "the one pause has been used",
    /// Thrown when no pause of the sender is in force.
    NotPaused = "no pause of the sender is in force",
    /// Thrown when a period is zero or longer than the terms allow.
    TooLong = "the period is zero or longer than the terms allow",
    /// Thrown when the number of disputes is used up.
    TooManyDisputes = "no further dispute can be filed",
    /// Thrown when the respondent responded before.
    AlreadyAnswered = "the respondent did this before",
    /// Thrown when an arbitrator accepted before.
    AlreadyAccepted = "the arbitrator accepted before",
    /// Thrown when the seat does not exist or is not open to replacement.
    SeatNotOpen = "the seat does not exist or is not open to replacement yet",
    /// Thrown when the appointee already has a role.
    AppointeeHasRole = "the appointee is nobody or already has a role",
    /// Thrown when no further replacement is possible.
    TooManyReplacements = "no further arbitrator can be appointed",
    /// Thrown when the tribunal's fees must be withdrawn first.
    FeesOutstanding = "the presiding arbitrator's credit must be withdrawn first",
    /// Thrown when a stay or correction is one too many.
    TooManyTimes = "no further stay or correction is possible",
    /// Thrown when there is no stay.
    NotStayed = "no stay is in force",
    /// Thrown when the record was closed before.
    RecordClosed = "the record is closed",
    /// Thrown when the respondent has neither acknowledged nor answered and the time to answer has not run.
    NoDueNotice = "due notice is not proven yet",
    /// Thrown when the award names another seat than the terms (Model Law Art. 31(3)).
    WrongSeat = "the award's place is not the seat of the terms",
    /// Thrown when the award is dated before the notice, in the future or after it was due (Model Law Art. 31(3)).
    WrongDate = "the award is dated before the notice, in the future or after it was due",
    /// Thrown when reasons are missing and not waived (Model Law Art. 31(2)).
    NoReasons = "the award gives no reasons and they are not waived",
    /// Thrown when a signature is missing and no reason for it is stated (Model Law Art. 31(1)).
    NoOmissionReason = "a signature is missing and the award does not say why",
    /// Thrown when the amounts are not such as the kind of award allows.
    WrongAmounts = "the amounts do not fit the kind of award",
    /// Thrown when the tribunal would receive more than its cap, or anything while nobody presides who accepted.
    AboveCap = "the tribunal would receive more than the terms allow, or has no presiding arbitrator to receive it",
    /// Thrown when the award orders a pause and is not interim, or a document's hash is missing.
    MalformedAward = "the award has an element that its kind does not allow, or lacks its document",
    /// Thrown when the order has an element that its kind does not allow.
    MalformedOrder = "the order has an element that its kind does not allow, or lacks its document",
    /// Thrown when a payment fails; the credit stays.
    PaymentFailed = "the payment failed; the credit is kept",
    /// Thrown when the token did not hand over exactly the amount; nothing was taken.
    NotFetched = "the token did not hand over exactly the amount",
}
