//! Whether an award comes at its time: by number, phase and date. Told at the draft, when it can still be mended, and when it is verified;
//! and which award a correction takes the place of.

use exequatur_client::files::{EscrowFacts, Lack, OnHold, moment};
use exequatur_client::refusal_facts::phase_in_words;
use exequatur_protocol::rules::MAX_CORRECTIONS;
use exequatur_protocol::{Award, AwardKind, Phase};

use super::read;
use crate::deal::Deal;
use crate::text;

/// For what the contract would refuse the award as things are, however many sign it.
pub fn untimely(award: &Award, deal: &Deal) -> Vec<Lack> {
    let mut lacks: Vec<_> = number(award, deal).into_iter().collect();
    lacks.extend(phase(award.kind, deal));
    lacks.extend(once_more(award.kind, deal));
    lacks.extend(date(award, deal));
    lacks
}

fn number(award: &Award, deal: &Deal) -> Option<Lack> {
    let (expected, found) = (u16::from(deal.state.awards) + 1, award.number);
    (u16::from(found) != expected).then(|| {
        let [expected, found] = [format!("award {expected}"), format!("award {found}")];
        Lack {
            code: "WrongSequence",
            text: format!("the next award of this escrow has another number: expected {expected}, found {found}"),
            expected,
            found,
        }
    })
}

/// A final award is corrected a few times at most.
fn once_more(kind: AwardKind, deal: &Deal) -> Option<Lack> {
    let (state, corrected) = (&deal.state, deal.state.hold.corrections);
    let another = kind == AwardKind::Correction && state.phase == Phase::Awarded;
    (another && corrected >= MAX_CORRECTIONS).then(|| Lack {
        code: "TooManyTimes",
        text: format!(
            "the final award was corrected {corrected} times, and cannot be corrected again"
        ),
        expected: format!("at most {MAX_CORRECTIONS} corrections"),
        found: format!("correction {}", corrected + 1),
    })
}

fn phase(kind: AwardKind, deal: &Deal) -> Option<Lack> {
    let (phase, expected, lacking) = match kind {
        AwardKind::Correction => (
            Phase::Awarded,
            "a final award on hold",
            "there is no final award to correct",
        ),
        AwardKind::Interim
        | AwardKind::Partial
        | AwardKind::Final
        | AwardKind::Costs
        | AwardKind::Consent
        | AwardKind::Termination => (
            Phase::Disputed,
            "a dispute",
            "there is no dispute to decide",
        ),
    };
    let found = phase_in_words(&deal.state);
    (deal.state.phase != phase).then(|| Lack {
        code: "WrongPhase",
        text: format!(
            "{lacking}: the escrow is {found}, and as long as it is, nobody can execute this award"
        ),
        expected: expected.to_owned(),
        found: format!("the phase {found}"),
    })
}

fn date(award: &Award, deal: &Deal) -> Option<Lack> {
    let lack = |text: String, expected: String| Lack {
        code: "WrongDate",
        text: format!(
            "the award is dated {}, {text} (Art. 31(3))",
            moment::show(award.date)
        ),
        expected,
        found: moment::show(award.date),
    };
    if award.date > deal.next_at {
        return Some(lack(
            format!(
                "which is in the future: the chain's clock says {}, and nobody can execute it before its date",
                moment::show(deal.now)
            ),
            format!("a date not after now, {}", moment::show(deal.now)),
        ));
    }
    if deal.state.phase != Phase::Disputed || award.kind == AwardKind::Correction {
        return None;
    }
    let dispute = &deal.state.dispute;
    let filed = dispute
        .respond_by
        .saturating_sub(deal.state.clause.periods.response.seconds());
    if award.date < filed {
        return Some(lack(
            format!(
                "which is before the notice of arbitration, {}",
                moment::show(filed)
            ),
            format!("a date from the notice on, {}", moment::show(filed)),
        ));
    }
    (award.date > dispute.award_by).then(|| {
        let last = moment::show(dispute.award_by);
        lack(
            format!("which is after the time for the award, that ended at {last}"),
            format!("a date up to {last}"),
        )
    })
}

/// The award that a correction takes the place of, in words, as far as `escrow` tells.
pub fn restated(award: &Award, escrow: &EscrowFacts) -> Option<String> {
    let on_hold = corrected(award, escrow)?;
    let show = |units| escrow.token.show(units);
    Some(format!(
        "It takes the place of the award on hold since {}: {} to the payer, {} to the payee, {} to the tribunal.",
        moment::show(on_hold.since),
        show(on_hold.to_payer),
        show(escrow.to_payee(on_hold)),
        show(on_hold.to_tribunal),
    ))
}

fn corrected<'a>(award: &Award, escrow: &'a EscrowFacts) -> Option<&'a OnHold> {
    let on_hold = escrow.on_hold.as_ref();
    on_hold.filter(|_| award.kind == AwardKind::Correction)
}

/// What the contract takes of a correction and a court may ask about, as far as `escrow` tells: a date before the award that it restates
/// took effect.
pub fn antedated(award: &Award, escrow: &EscrowFacts) -> Option<String> {
    let since = corrected(award, escrow)?.since;
    (award.date < since).then(|| {
        format!(
            "the correction is dated {}, before the award that it takes the place of was executed, {}",
            moment::show(award.date),
            moment::show(since)
        )
    })
}

/// What the contract takes and a court may ask about: dated before the tribunal was complete, or arbitrators who have not accepted; a
/// correction dated before what it corrects.
pub fn doubts(award: &Award, deal: &Deal) -> Vec<String> {
    let state = &deal.state;
    if state.phase != Phase::Disputed {
        return antedated(award, &read::facts(deal)).into_iter().collect();
    }
    let mut doubts: Vec<_> = deal
        .not_accepted()
        .iter()
        .map(|arbitrator| {
            format!(
                "{} has not accepted the appointment, and no signature of theirs counts before: `tribunal accept`",
                text::address(arbitrator)
            )
        })
        .collect();
    // While the tribunal is complete, the time for the award runs from its last acceptance, or from the notice.
    let complete = state
        .dispute
        .award_by
        .saturating_sub(state.clause.periods.award.seconds());
    let filed = state
        .dispute
        .respond_by
        .saturating_sub(state.clause.periods.response.seconds());
    if state.tribunal.is_complete() && (filed..complete).contains(&award.date) {
        doubts.push(format!(
            "the award is dated {}, before the tribunal was complete: the last arbitrator accepted at {}",
            moment::show(award.date),
            moment::show(complete)
        ));
    }
    doubts
}
