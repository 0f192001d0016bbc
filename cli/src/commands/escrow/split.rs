//! What an approval of a split does, told before it is sent: the rules themselves are asked.

use exequatur_client::files::Message;
use exequatur_client::refusal_facts::phase_in_words;
use exequatur_protocol::{Action, Address, Phase, Refusal, Roles, Seconds, Signature};

use crate::deal::{Deal, roles_in_words};
use crate::error::CliError;
use crate::outlook::{shares, split_in_words};

/// Who gets what.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct Split {
    /// To the payer; the payee gets the rest
    #[arg(long, value_name = "AMOUNT", conflicts_with = "to_payee")]
    pub to_payer: Option<String>,
    /// To the payee; the payer gets the rest
    #[arg(long, value_name = "AMOUNT")]
    pub to_payee: Option<String>,
}

impl Split {
    /// What goes to the payer and to the payee, of what is held; without amounts as a signature file `signed` has it.
    ///
    /// # Errors
    /// `NoAmount` if nothing says who gets what, `MoreThanHeld` if it is too much.
    pub fn of(
        &self,
        held: u64,
        signed: Option<&Message>,
        parse: impl Fn(&str) -> Result<u64, CliError>,
        show: impl Fn(u64) -> String,
    ) -> Result<(u64, u64), CliError> {
        let one = match (&self.to_payer, &self.to_payee, signed) {
            (Some(amount), ..) | (None, Some(amount), _) => parse(amount)?,
            (None, None, Some(Message::Release { to_payer, .. })) => *to_payer,
            (None, None, Some(other)) => return Err(no_release(other)),
            (None, None, None) => {
                return Err(CliError::usage("NoAmount", "nothing says who gets what")
                    .values("an amount for the payer or the payee", "none")
                    .hint("--to-payee AMOUNT, and the payer gets the rest; or --to-payer AMOUNT"));
            }
        };
        let rest = held.checked_sub(one).ok_or_else(|| {
            CliError::usage("MoreThanHeld", "more than is held")
                .values(format!("at most {}", show(held)), show(one))
                .hint("`escrow status` shows what is held")
        })?;
        Ok(if self.to_payee.is_some() {
            (rest, one)
        } else {
            (one, rest)
        })
    }
}

/// Refuses a split where nothing is held yet or any more: whatever it says, it would seem to be too much.
pub fn still_open(deal: &Deal) -> Result<(), CliError> {
    if deal.state.is_open() {
        return Ok(());
    }
    Err(CliError::from(Refusal::WrongPhase).values(
        "the phase funded, disputed or awarded",
        format!("the phase {}", phase_in_words(&deal.state)),
    ))
}

/// Refuses a signature over another split or proposal, in amounts.
pub fn same_split(deal: &Deal, signed: &Message, message: &Message) -> Result<(), CliError> {
    let (
        Message::Release {
            to_payer: expected_payer,
            to_payee: expected_payee,
            sequence: expected,
        },
        Message::Release {
            to_payer,
            to_payee,
            sequence,
        },
    ) = (message, signed)
    else {
        return Err(no_release(signed));
    };
    if signed == message {
        return Ok(());
    }
    let words = |split: String, sequence| format!("{split}, as proposal number {sequence}");
    Err(CliError::verification(
        "OtherMessage",
        "the signature is over another split or proposal",
    )
    .values(
        words(shares(deal, *expected_payer, *expected_payee), expected),
        words(shares(deal, *to_payer, *to_payee), sequence),
    )
    .hint("leave out the amounts to send what was signed; if the number of the proposal differs, have this one signed"))
}

fn no_release(signed: &Message) -> CliError {
    CliError::verification("OtherMessage", "the signature is over something else")
        .values(
            "a signature over a release",
            format!("a signature over a message of kind {}", signed.kind()),
        )
        .hint("hand it to the command that it was signed for")
}

/// By which command a split is approved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verb {
    /// By two of payer, payee and tribunal.
    Release,
    /// By both parties.
    Settle,
}

impl Verb {
    /// As a statement begins.
    pub fn word(self) -> &'static str {
        if self == Verb::Settle {
            "Settle"
        } else {
            "Release"
        }
    }
}

/// What an approval does and what cannot be undone about it.
pub struct Effect {
    /// What follows, line by line.
    pub consequences: Vec<String>,
    /// As a whole sentence.
    pub irreversible: &'static str,
}

/// What it does if it is in a block at `at`. A call that the rules refuse does nothing; the dry run says why.
pub fn effect(
    deal: &Deal,
    by: Address,
    at: Seconds,
    action: &Action,
    signatures: &[Signature],
) -> Effect {
    const MAY_REVOKE: &str = "once it executes, the money is its owners'. Until then `escrow revoke` takes an approval back.";
    let mut before = deal.state;
    before.tick(at);
    let Ok(after) = deal.after(by, at, &action.to_input(signatures)) else {
        return Effect {
            consequences: Vec::new(),
            irreversible: MAY_REVOKE,
        };
    };
    let mut consequences = Vec::new();
    let (old, new) = (&before.proposal, &after.proposal);
    let held = before.money.held;
    let Action::Release { to_payer, pay, .. } = action else {
        return Effect {
            consequences,
            irreversible: MAY_REVOKE,
        };
    };
    if old.approvals != 0 && old.to_payer != *to_payer {
        consequences.push(format!(
            "replaces the split that the {} approved: {}; that approval counts no more",
            roles_in_words(Roles(old.approvals)),
            shares(deal, old.to_payer, held.saturating_sub(old.to_payer)),
        ));
    }
    if matches!(after.phase, Phase::Released | Phase::Settled) {
        consequences
            .push("both parties approve it then: it executes at once, in this transaction".into());
        if before.phase == Phase::Disputed {
            consequences.push("it ends the dispute".into());
        }
        consequences.push(if *pay {
            "each share is paid out in the same transaction".into()
        } else {
            "each owner withdraws with `escrow withdraw`".into()
        });
        return Effect {
            consequences,
            irreversible: "it executes at once; the money is its owners' then, and no approval can be taken back.",
        };
    }
    let approvals = roles_in_words(Roles(new.approvals));
    consequences.push(format!(
        "approved by the {approvals} then; {}",
        split_in_words(deal, &after, at)
    ));
    if *pay {
        consequences.push(
            "--pay has no effect now: it pays only with the approval that executes the split"
                .into(),
        );
    }
    Effect {
        consequences,
        irreversible: MAY_REVOKE,
    }
}
