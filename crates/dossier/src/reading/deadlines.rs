//! What was due when, what came of it, and by what margin.

use exequatur_audit::Step;
use exequatur_client::outlook::{self, End};
use exequatur_protocol::{Action, AwardKind, OrderKind, Phase, Seconds, State};

use super::clock::Turn;
use super::events::time;

/// What came of a deadline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Met by an entry, at this moment.
    Met {
        /// The moment that counts: of the entry, or the date of the award in it.
        at: Seconds,
        /// The entry.
        entry: u32,
    },
    /// Something came, but after it.
    Late {
        /// When.
        at: Seconds,
        /// The entry.
        entry: u32,
    },
    /// It passed, and what the text says followed.
    Passed,
    /// It no longer mattered from then on.
    Moot {
        /// The entry that ended it; `None` if the clock did.
        entry: Option<u32>,
    },
    /// It still runs.
    Running,
}

/// Something that was due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deadline {
    /// What.
    pub what: String,
    /// The last moment for it, or the moment from which something counts.
    pub due: Seconds,
    /// The entry that set it.
    pub set_by: u32,
    /// What came of it.
    pub outcome: Outcome,
    /// What follows if it passes, as the record stands; of one that passed, what followed.
    pub then: String,
}

/// What came after a deadline.
#[derive(Clone, Copy)]
enum After<'a> {
    /// It runs, or was met, or no longer mattered.
    Ahead,
    /// It passed, and what is to follow has not come yet.
    Awaited,
    /// It passed, and the clock made happen what was to follow.
    Clock(&'a Turn),
    /// It passed, and this entry came before anything followed.
    Entry(u32),
}

/// Every deadline that was set, in the order in which they were.
pub fn deadlines(steps: &[Step], turns: &[Turn], now: Seconds) -> Vec<Deadline> {
    let mut found = Found {
        course: Course { steps, turns, now },
        deadlines: Vec::new(),
    };
    for (index, step) in steps.iter().enumerate() {
        let before = index.checked_sub(1).map(|before| &steps[before].after);
        found.set_by(index, step, before);
    }
    found.deadlines
}

struct Found<'a> {
    course: Course<'a>,
    deadlines: Vec<Deadline>,
}

/// What happened, until when it is known.
#[derive(Clone, Copy)]
struct Course<'a> {
    steps: &'a [Step],
    turns: &'a [Turn],
    now: Seconds,
}

impl<'a> Course<'a> {
    /// Whatever comes first decides: an entry that meets the deadline or ends it, or the clock.
    fn outcome(self, index: usize, due: Seconds, met: Met) -> (Outcome, After<'a>) {
        let turn = self.turns.iter().find(|turn| turn.after > index);
        let until = turn.map_or(self.steps.len(), |turn| turn.after);
        for later in &self.steps[index + 1..until] {
            let entry = later.entry.number;
            let ahead = |outcome| (outcome, After::Ahead);
            match met(later, due) {
                Some(Effect::Meets(at)) if at <= due => return ahead(Outcome::Met { at, entry }),
                Some(Effect::Meets(at)) => return ahead(Outcome::Late { at, entry }),
                Some(Effect::Ends) if later.entry.at > due => {
                    return (Outcome::Passed, After::Entry(entry));
                }
                Some(Effect::Ends) => return ahead(Outcome::Moot { entry: Some(entry) }),
                None => {}
            }
        }
        match turn {
            Some(turn) if due <= turn.at => (Outcome::Passed, After::Clock(turn)),
            Some(_) => (Outcome::Moot { entry: None }, After::Ahead),
            None if due < self.now => (Outcome::Passed, After::Awaited),
            None => (Outcome::Running, After::Ahead),
        }
    }

    /// What the end of an award's hold leads to: a stay may be in force, or none be possible any more.
    fn after_hold(self, index: usize) -> String {
        let turn = self.turns.iter().find(|turn| turn.after > index);
        let until = turn.map_or(self.steps.len(), |turn| turn.after);
        let later = self.steps[index + 1..until].iter();
        let of_this_hold = later.take_while(|step| !ends_hold(step));
        let state = &of_this_hold.last().unwrap_or(&self.steps[index]).after;
        match state.due() {
            Some(free) if free > state.hold.until => {
                format!("a court’s stay holds the award back until {}", time(free))
            }
            Some(_) if outlook::can_be_stayed(state, self.now) => {
                "the award takes effect, unless a court stays it".to_owned()
            }
            _ => "the award takes effect".to_owned(),
        }
    }

    /// What the end of the time to answer leads to. Silence is enough for the escrow; no court takes it for proof.
    fn after_answer(self, index: usize, after: After) -> String {
        let own = self.steps[index + 1..].iter();
        let mut own = own.take_while(|step| !matches!(step.action, Action::Dispute { .. }));
        let receipt = own.find(|step| matches!(step.action, Action::Acknowledge));
        match (receipt, after) {
            (Some(step), After::Ahead) => format!(
                "nothing more is awaited: receipt was acknowledged (entry {})",
                step.entry.number
            ),
            (Some(step), _) => format!(
                "no answer came; receipt was acknowledged (entry {})",
                step.entry.number
            ),
            (None, After::Ahead) => {
                "silence is enough for the escrow, by its own rule; that the notice arrived is for other proof"
                    .to_owned()
            }
            (None, _) => {
                "nothing came, which is enough for the escrow, by its own rule; that the notice arrived is for other proof"
                    .to_owned()
            }
        }
    }
}

impl Found<'_> {
    fn add(
        &mut self,
        what: String,
        due: Seconds,
        step: &Step,
        then: impl Fn(After) -> String,
        met: Met,
    ) {
        let (outcome, after) = self.course.outcome(step.entry.number as usize, due, met);
        self.deadlines.push(Deadline {
            what,
            due,
            set_by: step.entry.number,
            outcome,
            then: then(after),
        });
    }

    fn set_by(&mut self, index: usize, step: &Step, before: Option<&State>) {
        let course = self.course;
        let after = &step.after;
        if index == 0 {
            self.add(
                "Locking the money".to_owned(),
                after.clause.expiry,
                step,
                told(
                    "the terms expire without money",
                    "the terms expired without money",
                ),
                |step, _| funded(step).then_some(Effect::Meets(step.entry.at)),
            );
        }
        if matches!(step.action, Action::Dispute { .. }) {
            self.add(
                format!("Answer to notice {}", after.dispute.number),
                after.dispute.respond_by,
                step,
                |after| course.after_answer(index, after),
                |step, _| match &step.action {
                    Action::Answer { .. } => Some(Effect::Meets(step.entry.at)),
                    _ if step.after.phase != Phase::Disputed => Some(Effect::Ends),
                    _ => None,
                },
            );
        }
        let award_by = |state: &State| {
            (state.phase == Phase::Disputed && state.dispute.award_by != 0)
                .then_some((state.dispute.number, state.dispute.award_by))
        };
        if let Some((number, due)) = award_by(after)
            && before.and_then(award_by) != Some((number, due))
        {
            self.add(
                format!("Award in dispute {number}"),
                due,
                step,
                |after| match after {
                    After::Ahead | After::Awaited => {
                        "after one more response period the fallback split takes effect".to_owned()
                    }
                    After::Clock(turn) => {
                        format!("the fallback split took effect on {}", time(turn.at))
                    }
                    After::Entry(entry) => {
                        format!("entry {entry} came before the fallback split took effect")
                    }
                },
                decided,
            );
        }
        if after.phase == Phase::Awarded
            && before.is_none_or(|before| {
                before.phase != Phase::Awarded || before.hold.until != after.hold.until
            })
        {
            self.add(
                "Hold of the award".to_owned(),
                after.hold.until,
                step,
                |after| match after {
                    After::Ahead | After::Awaited => course.after_hold(index),
                    After::Clock(turn) => format!("the award took effect on {}", time(turn.at)),
                    After::Entry(entry) => {
                        format!("entry {entry} came before the award took effect")
                    }
                },
                |step, _| ends_hold(step).then_some(Effect::Ends),
            );
        }
        if let Action::Order { order, .. } = &step.action
            && order.kind == OrderKind::Stay
        {
            self.add(
                "Stay by a court".to_owned(),
                order.until,
                step,
                told("the stay ends by itself", "the stay ended by itself"),
                |step, _| match &step.action {
                    Action::Order { order, .. } if order.kind == OrderKind::Lift => {
                        Some(Effect::Ends)
                    }
                    Action::Order { order, .. } if order.kind == OrderKind::Stay => {
                        Some(Effect::Ends)
                    }
                    // The parties settled.
                    _ if step.after.phase != Phase::Awarded => Some(Effect::Ends),
                    _ => None,
                },
            );
        }
        let paused = after.pause.until;
        if paused > step.entry.at && before.is_none_or(|before| before.pause.until != paused) {
            self.add(
                "Pause".to_owned(),
                paused,
                step,
                told("the pause ends by itself", "the pause ended by itself"),
                |step, due| {
                    (step.after.pause.until != due || !step.after.is_open()).then_some(Effect::Ends)
                },
            );
        }
        if let Some(end) = approved_split(after)
            && before.and_then(approved_split).map(|before| before.at) != Some(end.at)
        {
            let then = match end.by_split {
                true => told("the split executes", "the split was executed"),
                false => told(
                    "the terms end before the split, and what they say for that decides",
                    "the terms ended before the split, and what they say for that decided",
                ),
            };
            self.add(
                format!(
                    "Objection to the split of proposal {}",
                    after.proposal.sequence
                ),
                end.at,
                step,
                then,
                |step, due| {
                    let end = approved_split(&step.after).map(|end| end.at);
                    (end != Some(due)).then_some(match step.action {
                        Action::Dispute { .. } => Effect::Meets(step.entry.at),
                        _ => Effect::Ends,
                    })
                },
            );
        }
    }
}

/// What follows by itself, before and after.
fn told(then: &'static str, since: &'static str) -> impl Fn(After) -> String {
    move |after| match after {
        After::Ahead => then.to_owned(),
        After::Awaited | After::Clock(_) | After::Entry(_) => since.to_owned(),
    }
}

/// How the escrow ends by itself while a split waits that a party and the tribunal approved: by it, unless the terms end before. A pause delays both.
fn approved_split(state: &State) -> Option<End> {
    let waits = state.phase == Phase::Funded && state.proposal.executes_at != 0;
    waits.then(|| outlook::end(state)).flatten()
}

/// Another award begins another hold; a settlement ends it.
fn ends_hold(step: &Step) -> bool {
    matches!(step.action, Action::Award { .. }) || step.after.phase != Phase::Awarded
}

/// What a later entry does to a deadline.
enum Effect {
    /// It is what was due, at this moment.
    Meets(Seconds),
    /// After it the deadline no longer matters.
    Ends,
}

type Met = fn(&Step, Seconds) -> Option<Effect>;

fn funded(step: &Step) -> bool {
    matches!(step.action, Action::Fund | Action::Open { .. }) && step.entry.value != 0
}

/// A decision that ends the dispute meets the time for the award by its date.
fn decided(step: &Step, due: Seconds) -> Option<Effect> {
    match &step.action {
        Action::Award { award } => match award.kind {
            AwardKind::Final | AwardKind::Consent | AwardKind::Termination => {
                Some(Effect::Meets(award.date))
            }
            AwardKind::Interim | AwardKind::Partial | AwardKind::Costs | AwardKind::Correction => {
                None
            }
        },
        Action::Rule { .. } => Some(Effect::Meets(step.entry.at)),
        _ if step.after.phase != Phase::Disputed || step.after.dispute.award_by != due => {
            Some(Effect::Ends)
        }
        _ => None,
    }
}

impl Deadline {
    /// Seconds between the deadline and what met it: positive if it was early. `None` where there is nothing to measure.
    pub fn margin(&self) -> Option<i64> {
        match self.outcome {
            Outcome::Met { at, .. } | Outcome::Late { at, .. } => {
                Some(i64::from(self.due) - i64::from(at))
            }
            Outcome::Passed | Outcome::Moot { .. } | Outcome::Running => None,
        }
    }
}
