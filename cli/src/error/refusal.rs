//! What to do after each refusal of the contract.

use exequatur_protocol::Refusal;

/// What to do next.
pub fn hint(refusal: Refusal) -> &'static str {
    use Refusal as R;
    match refusal {
        R::BadCell | R::BadCallData | R::InputTooLong => {
            "use the version of exequatur that the escrow was opened with"
        }
        R::UnexpectedMoney | R::WrongAmount => {
            "the payer sends exactly the amount of the terms, once: `escrow fund`"
        }
        R::WrongPhase => "`escrow status` shows where the escrow is and what can be done now",
        R::MissingPerson
        | R::SamePersonTwice
        | R::BadTribunal
        | R::BadUnit
        | R::BadAmount
        | R::BadFallback
        | R::BadPeriod => "correct the terms file; `terms show` checks it",
        R::MissingElement => "name the document, or correct the terms file",
        R::Expired => "agree on new terms with a later expiry and open a new escrow",
        R::NotAuthorised => {
            "choose a key that has the role with --key; `escrow status` shows who has which"
        }
        R::UnknownSigner => {
            "check that the signature was made for this escrow, by somebody who has a role in it"
        }
        R::SignedTwice | R::AlreadyConsented | R::AlreadyAccepted | R::AlreadyAnswered => {
            "nothing is left to do for this person"
        }
        R::BadRecoveryId | R::HighS | R::BadSignature => {
            "have it signed again; wallets make canonical signatures"
        }
        R::TooFewSignatures => "collect the missing signatures and send them together",
        R::WrongSequence => {
            "it was signed for an earlier state; `escrow status` shows the current number"
        }
        R::MoreThanHeld | R::WrongAmounts => "`escrow status` shows what is left in escrow",
        R::ProposalPending => {
            "wait for it, object by filing a dispute, or have an approver revoke it"
        }
        R::NothingToWithdraw => "`escrow status` shows whose money it is",
        R::AlreadyPaused | R::PauseUsed => {
            "each side has one pause; filing a dispute also stops every release"
        }
        R::NotPaused => "`escrow status` shows whether a pause is in force and whose it is",
        R::TooLong => "choose a shorter period; the terms name the longest",
        R::TooManyDisputes => {
            "what happened before counts: release, settle, or wait for the expiry"
        }
        R::SeatNotOpen => "both parties together may replace an arbitrator at any time",
        R::AppointeeHasRole | R::TooManyReplacements => "appoint somebody else",
        R::FeesOutstanding => {
            "withdraw for the presiding arbitrator first: `escrow withdraw --owner`"
        }
        R::TooManyTimes | R::NotStayed => "`escrow status` shows the hold and the stay",
        R::RecordClosed => "the tribunal closed the record",
        R::NoDueNotice => {
            "wait until the respondent acknowledges, answers, or lets the time to answer run out"
        }
        R::WrongSeat
        | R::WrongDate
        | R::NoReasons
        | R::NoOmissionReason
        | R::AboveCap
        | R::MalformedAward => {
            "the tribunal must correct and sign the award again (Model Law Art. 31)"
        }
        R::MalformedOrder => "correct the order and have it signed again",
        R::PaymentFailed => "the owner's account cannot receive",
        R::NotFetched => {
            "approve the amount for the escrow's address with the token, keep it in the payer's account, and lock it again"
        }
    }
}
