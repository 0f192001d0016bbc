//! What the rules expected and what they found, for each refusal: derived from the escrow's state and the call that was refused.
//!
//! The rules answer with a reason alone, since every word would be code on chain. Off chain both sides of the comparison are at hand.
//! Nothing here decides anything.

mod acts;
mod amounts;
mod papers;
mod people;
mod phases;
mod terms;
mod times;

pub use phases::{phase_in_words, phase_word};
pub use terms::terms_facts;

use exequatur_protocol::digest::Domain;
use exequatur_protocol::{Action, Address, MAX_INPUT, Refusal, Roles, Seconds, Signature, State};

use crate::files::{Message, Token, moment, terms_hash};
use crate::host::NativeHost;
use crate::keys::checksummed;
use crate::record_text::roles_in_words;

/// A call that was refused, and what it was made on.
#[derive(Clone, Copy, Debug)]
pub struct Attempt<'a> {
    /// The escrow as its contract stored it before the call; `None` for the call that opens it.
    pub state: Option<&'a State>,
    /// The contract.
    pub contract: Address,
    /// EIP-155 chain id.
    pub chain_id: u64,
    /// Who sent it.
    pub by: Address,
    /// The chain's time.
    pub at: Seconds,
    /// Money sent along, in units of the terms.
    pub value: u64,
    /// The call data.
    pub input: &'a [u8],
    /// How amounts are written.
    pub token: &'a Token,
}

/// Both sides of a comparison that failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts {
    /// What would have been accepted.
    pub expected: String,
    /// What was there instead.
    pub found: String,
    /// What to do next, where the reason alone does not tell.
    pub hint: Option<&'static str>,
}

impl Facts {
    fn new(expected: impl Into<String>, found: impl Into<String>) -> Self {
        Facts {
            expected: expected.into(),
            found: found.into(),
            hint: None,
        }
    }

    fn hint(self, hint: &'static str) -> Self {
        Facts {
            hint: Some(hint),
            ..self
        }
    }
}

/// What was expected and found. `None` where the refusal is about nothing that can be read off state and call.
pub fn facts(refusal: Refusal, attempt: &Attempt) -> Option<Facts> {
    use Refusal as R;
    let bytes = attempt.input.len();
    match refusal {
        R::InputTooLong => {
            return Some(Facts::new(
                format!("at most {MAX_INPUT} bytes of call data"),
                format!("{bytes} bytes"),
            ));
        }
        R::BadCallData => {
            return Some(Facts::new(
                "the selector and the arguments of a step",
                format!("{bytes} bytes that are none"),
            ));
        }
        R::BadCell => return None,
        _ => {}
    }
    let case = Case::of(attempt)?;
    match refusal {
        R::BadCell | R::BadCallData | R::InputTooLong => None,
        R::WrongPhase => phases::wrong_phase(&case),
        R::MissingPerson
        | R::SamePersonTwice
        | R::BadTribunal
        | R::BadUnit
        | R::BadAmount
        | R::BadFallback
        | R::BadPeriod => match &case.action {
            Action::Open { terms } => terms_facts(refusal, terms, case.token),
            _ => None,
        },
        R::MissingElement => papers::missing_element(&case),
        R::NoReasons => papers::no_reasons(&case),
        R::WrongSeat => papers::wrong_seat(&case),
        R::MalformedAward => papers::malformed_award(&case),
        R::MalformedOrder => papers::malformed_order(&case),
        R::NotAuthorised => people::not_authorised(&case),
        R::UnknownSigner => people::unknown_signer(&case),
        R::SignedTwice => people::signed_twice(&case),
        R::BadRecoveryId | R::HighS | R::BadSignature => people::bad_signature(refusal, &case),
        R::TooFewSignatures => people::too_few_signatures(&case),
        R::NoOmissionReason => people::no_omission_reason(&case),
        R::AppointeeHasRole => people::appointee_has_role(&case),
        R::UnexpectedMoney | R::WrongAmount => Some(amounts::money_sent(&case)),
        R::MoreThanHeld => amounts::more_than_held(&case),
        R::WrongAmounts => amounts::wrong_amounts(&case),
        R::AboveCap => amounts::above_cap(&case),
        R::NothingToWithdraw => amounts::nothing_to_withdraw(&case),
        R::FeesOutstanding => Some(amounts::fees_outstanding(&case)),
        R::PaymentFailed => Some(amounts::payment_failed(&case)),
        R::NotFetched => Some(amounts::not_fetched(&case)),
        R::Expired => Some(times::expired(&case)),
        R::AlreadyPaused | R::NotPaused => Some(times::pause_in_force(refusal, &case)),
        R::TooLong => times::too_long(&case),
        R::NoDueNotice => times::no_due_notice(&case),
        R::WrongDate => times::wrong_date(&case),
        R::NotStayed => times::not_stayed(&case),
        R::SeatNotOpen => times::seat_not_open(&case),
        R::WrongSequence => acts::wrong_sequence(&case),
        R::AlreadyConsented => acts::already_consented(&case),
        R::AlreadyAccepted => Some(acts::already_accepted(&case)),
        R::AlreadyAnswered => acts::already_answered(&case),
        R::RecordClosed => Some(acts::record_closed()),
        R::PauseUsed => Some(acts::pause_used(&case)),
        R::ProposalPending => acts::proposal_pending(&case),
        R::TooManyDisputes => Some(acts::too_many_disputes(&case)),
        R::TooManyReplacements => Some(acts::too_many_replacements(&case)),
        R::TooManyTimes => acts::too_many_times(&case),
    }
}

/// An attempt, decoded, on the state in which the rules saw it: what the clock had made due had happened.
struct Case<'a> {
    state: State,
    domain: Domain,
    by: Address,
    at: Seconds,
    value: u64,
    action: Action,
    signatures: Vec<Signature>,
    token: &'a Token,
}

impl<'a> Case<'a> {
    fn of(attempt: &Attempt<'a>) -> Option<Self> {
        let (action, signatures) = Action::from_input(attempt.input).ok()?;
        let mut state = match (attempt.state, &action) {
            (Some(state), _) => *state,
            (None, Action::Open { terms }) => State::proposed(terms, terms_hash(terms)),
            (None, _) => return None,
        };
        state.tick(attempt.at);
        Some(Case {
            domain: Domain {
                chain_id: attempt.chain_id,
                contract: attempt.contract,
                terms_hash: state.clause.terms_hash,
            },
            state,
            by: attempt.by,
            at: attempt.at,
            value: attempt.value,
            // A signature that cannot be read makes the whole call data unreadable, which is another refusal.
            signatures: signatures.to_vec().unwrap_or_default(),
            action,
            token: attempt.token,
        })
    }

    fn show(&self, amount: impl Into<u128>) -> String {
        self.token.show(amount)
    }

    /// `the payer 0x…`, or the address and that it has no role.
    fn who(&self, address: &Address) -> String {
        let roles = self.state.roles_of(address);
        match roles.0 {
            0 if address.is_zero() => "nobody".to_owned(),
            0 => format!(
                "{}, who has no role in this escrow",
                checksummed(&address.0)
            ),
            _ => format!("the {} {}", roles_in_words(roles), checksummed(&address.0)),
        }
    }

    /// Who each signature is by, as far as it can be told.
    fn signers(&self) -> Vec<Result<Address, Refusal>> {
        let Some(message) = Message::of(&self.state, &self.action, self.at) else {
            return Vec::new();
        };
        let digest = message.digest(&self.domain);
        let signatures = self.signatures.iter();
        signatures
            .map(|signature| signature.signer(&NativeHost, &digest))
            .collect()
    }

    /// Whether the sender's own word counts beside the signatures.
    fn sender_counts(&self) -> bool {
        match &self.action {
            Action::Open { .. } => self.state.roles_of(&self.by).any_party(),
            Action::Consent { approve }
            | Action::Release { approve, .. }
            | Action::Appointment { approve, .. }
            | Action::Order { approve, .. } => *approve,
            // An award counts by its signatures alone; what nobody signs is the sender's own word.
            other => Message::of(&self.state, other, self.at).is_none(),
        }
    }

    /// Everybody whose word came with the call, each once.
    fn people(&self) -> Vec<Address> {
        let mut people = Vec::new();
        let sender = self.sender_counts().then_some(self.by);
        for one in sender
            .into_iter()
            .chain(self.signers().into_iter().flatten())
        {
            if !people.contains(&one) {
                people.push(one);
            }
        }
        people
    }

    fn roles(&self) -> Roles {
        let people = self.people();
        Roles(
            people
                .iter()
                .fold(0, |roles, one| roles | self.state.roles_of(one).0),
        )
    }

    fn people_in_words(&self) -> String {
        let people: Vec<_> = self.people().iter().map(|one| self.who(one)).collect();
        if people.is_empty() {
            "nobody".to_owned()
        } else {
            people.join("; ")
        }
    }
}

/// Two amounts of a split in words.
fn split(case: &Case, to_payer: u64) -> String {
    let rest = case.state.money.held.saturating_sub(to_payer);
    format!(
        "{} to the payer, {} to the payee",
        case.show(to_payer),
        case.show(rest)
    )
}

fn now(case: &Case) -> String {
    format!("the chain's clock says {}", moment::show(case.at))
}
