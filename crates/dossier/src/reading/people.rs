//! Everybody whom an escrow names.

use exequatur_audit::Step;
use exequatur_client::record_text::roles_in_words;
use exequatur_protocol::{Action, Address, Roles, Seconds, State};

/// Somebody in a role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// The role, in words.
    pub role: String,
    /// The address that signs.
    pub address: Address,
    /// What became of it: consented, accepted, declined, replaced.
    pub notes: Vec<String>,
}

/// Everybody, in the order of the roles; who was replaced stays in the list.
pub fn people(steps: &[Step]) -> Vec<Person> {
    let Some(first) = steps.first() else {
        return Vec::new();
    };
    let mut people: Vec<Person> = named(&first.after);
    for step in steps {
        for person in named(&step.after) {
            let known = people
                .iter()
                .any(|one| one.address == person.address && one.role == person.role);
            if !known {
                people.push(person);
            }
        }
        note(&mut people, step);
    }
    people
}

fn named(state: &State) -> Vec<Person> {
    let clause = &state.clause;
    let seats = &state.tribunal.seats;
    let seats = seats.iter().take(state.tribunal.size.into());
    [&clause.payer, &clause.payee]
        .into_iter()
        .chain(seats)
        .chain([&clause.authority, &clause.notary])
        .filter(|address| !address.is_zero())
        .map(|address| Person {
            role: roles_in_words(state.roles_of(address)),
            address: *address,
            notes: Vec::new(),
        })
        .collect()
}

/// Who did a step: its sender if they could, else whoever signed.
fn doers(step: &Step) -> Vec<Address> {
    let mut doers: Vec<Address> = step.signers.iter().map(|(signer, _)| *signer).collect();
    if step.sender != Roles::default() {
        doers.push(step.entry.by);
    }
    doers
}

fn note(people: &mut [Person], step: &Step) {
    let (entry, at) = (step.entry.number, step.entry.at);
    let mut add = |address: &Address, words: &str| {
        for person in people.iter_mut().filter(|one| one.address == *address) {
            let note = in_words(words, entry, at);
            if !person.notes.contains(&note) {
                person.notes.push(note);
            }
        }
    };
    let clause = &step.after.clause;
    match &step.action {
        Action::Open { .. } | Action::Consent { .. } => {
            for doer in doers(step) {
                if doer == clause.payer || doer == clause.payee {
                    add(&doer, "consented to the terms");
                }
            }
        }
        Action::Appointment { .. } => {
            for doer in doers(step) {
                if step.after.roles_of(&doer).seats() != 0 {
                    add(&doer, "accepted the appointment");
                }
            }
        }
        Action::Decline { .. } => add(&step.entry.by, "left the tribunal"),
        Action::Order { order, .. } if !order.appointee.is_zero() => {
            add(&order.appointee, "was appointed");
        }
        _ => {}
    }
}

fn in_words(words: &str, entry: u32, at: Seconds) -> String {
    format!("{words} on {} (entry {entry})", super::events::day(at))
}
