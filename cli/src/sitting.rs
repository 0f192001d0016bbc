//! Who sits, where that is not whom the terms name: terms never change, and a tribunal may before anybody consents or locks money.

use exequatur_client::files::{Message, TermsFile};
use exequatur_client::host::NativeHost;
use exequatur_protocol::{Action, Address, OrderKind, Role, Roles, Terms};

use crate::accounts::Accounts;
use crate::context::Context;
use crate::deal::{Deal, read_entry};
use crate::error::CliError;
use crate::stakes;

/// A seat in which somebody else sits than the terms name, or nobody.
struct Changed {
    seat: usize,
    named: Address,
    /// Zero if nobody sits there.
    now: Address,
    accepted: bool,
    /// Who appointed whoever sits there.
    by: Roles,
}

/// The seats of an escrow beside its terms.
pub struct Sitting {
    changed: Vec<Changed>,
    accounts: Accounts,
    authority: Address,
}

impl Sitting {
    /// Compares them; where somebody else sits, the record says who appointed them.
    pub fn of(ctx: &mut Context, deal: &Deal, terms: &Terms) -> Result<Self, CliError> {
        let tribunal = &deal.state.tribunal;
        let seats = terms.tribunal.iter().zip(&tribunal.seats);
        let changed = seats
            .take(tribunal.size.into())
            .enumerate()
            .filter(|(_, (named, now))| named != now);
        let mut changed: Vec<_> = changed
            .map(|(seat, (named, now))| Changed {
                seat,
                named: *named,
                now: *now,
                accepted: tribunal.accepted >> seat & 1 == 1,
                by: Roles(0),
            })
            .collect();
        if changed.iter().any(|one| !one.now.is_zero()) {
            appointed_by(ctx, deal, &mut changed)?;
        }
        Ok(Sitting {
            changed,
            accounts: Accounts::of_terms_and_state(ctx, terms, &deal.state)?,
            authority: deal.state.clause.authority,
        })
    }

    /// The whole terms, a line a subject, with who sits beside whom they name.
    pub fn stakes(&self, file: &TermsFile) -> Vec<String> {
        let mut lines = stakes::stakes(file, &self.accounts);
        for one in &self.changed {
            let named = format!("arbitrator {}: ", one.seat);
            let place = lines.iter().position(|line| line.starts_with(&named));
            let now = match one.now.is_zero() {
                true => "nobody: it is vacant".to_owned(),
                false => format!("{}, {}", self.accounts.forms(&one.now), accepted(one)),
            };
            let line = format!("seat {} now: {now}", one.seat);
            lines.insert(place.map_or(lines.len(), |place| place + 1), line);
        }
        lines
    }

    /// What of it is worth a second look.
    pub fn warnings(&self) -> Vec<String> {
        self.changed.iter().map(|one| self.warning(one)).collect()
    }

    fn warning(&self, one: &Changed) -> String {
        let (seat, named) = (one.seat, self.accounts.forms(&one.named));
        let authority = format!(
            "the appointing authority {}",
            self.accounts.forms(&self.authority)
        );
        if one.now.is_zero() {
            return format!(
                "nobody sits in seat {seat}: {named}, whom the terms name, left, and {authority}, or both parties, appoint somebody else once both parties have consented"
            );
        }
        let now = self.accounts.forms(&one.now);
        let successor = if one.by.has(Role::Authority) {
            format!("{authority} appointed {now}")
        } else if one.by.both_parties() {
            format!("both parties appointed {now}")
        } else {
            format!("{now} does")
        };
        format!(
            "for seat {seat} the terms name {named}, who sits there no more: {successor}, {}",
            accepted(one)
        )
    }
}

fn accepted(one: &Changed) -> &'static str {
    if one.accepted {
        "who accepted"
    } else {
        "who has not accepted yet"
    }
}

/// Finds out on the record who appointed whom: the last order about a seat counts.
fn appointed_by(ctx: &mut Context, deal: &Deal, changed: &mut [Changed]) -> Result<(), CliError> {
    for found in deal.entries(ctx)? {
        let Some(entry) = read_entry(&found.bytes) else {
            continue;
        };
        let Ok((Action::Order { order, approve }, signatures)) = Action::from_input(&entry.input)
        else {
            continue;
        };
        if order.kind != OrderKind::Replace {
            continue;
        }
        let Some(one) = changed
            .iter_mut()
            .find(|one| one.seat == usize::from(order.seat) && one.now == order.appointee)
        else {
            continue;
        };
        let digest = Message::Order(order).digest(&deal.domain());
        let signed = signatures.to_vec().unwrap_or_default().into_iter();
        // The contract checked them before it made the entry.
        let signed = signed.filter_map(|one| one.signer(&NativeHost, &digest).ok());
        let behind = approve.then_some(entry.by).into_iter().chain(signed);
        one.by = behind.fold(Roles(0), |roles, who| {
            Roles(roles.0 | deal.state.roles_of(&who).0)
        });
    }
    Ok(())
}
