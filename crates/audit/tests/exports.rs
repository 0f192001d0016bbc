//! What an honest export shows, and what is found where one is not honest.

mod support;

use exequatur_audit::{
    Anchor, Export, Finality, Finding, Form, Missing, Reasons, Standing, Unproven, Verdict, Window,
    standing, verify,
};
use exequatur_protocol::{Address, AwardKind, Code, Hash, Roles, Terms};
use support::{CODE_HASH, Case, GENESIS};

fn case() -> Case {
    let mut case = Case::disputed(1);
    case.exhibits(4);
    case.interim_awards(2);
    case.ends();
    case
}

fn exported() -> (Export, Hash) {
    case().exported()
}

#[test]
fn honest_export_beside_the_block_hash_is_verified() {
    let (export, hash) = exported();
    let verification = verify(&export, Some(&hash), None);
    assert_eq!(verification.findings, []);
    assert_eq!(verification.verdict(), Verdict::Verified);
    assert_eq!(verification.anchor, Anchor::Auditor);
    assert_eq!(verification.bound_from, 0);
    assert!(verification.chain_id_signed);
    assert_eq!(verification.steps.len(), export.entries.len());
    assert_eq!(verification.exhibits.len(), 4);
    let proven = verification.proven.expect("the proof holds");
    assert_eq!(proven.genesis_hash, Some(GENESIS));
    assert_eq!(Some(proven.holding.stored), verification.state);
}

#[test]
fn without_a_block_hash_of_the_auditors_own_an_export_is_incomplete() {
    let (export, _) = exported();
    let verification = verify(&export, None, None);
    assert_eq!(verification.verdict(), Verdict::Incomplete);
    assert_eq!(verification.missing, [Missing::BlockHash]);
    assert_eq!(verification.anchor, Anchor::File);
}

#[test]
fn code_that_the_auditor_does_not_know_leaves_the_rules_unshown() {
    let (export, hash) = exported();
    let mut verification = verify(&export, Some(&hash), None);
    verification.expect_code(&CODE_HASH);
    assert_eq!(verification.verdict(), Verdict::Verified);
    verification.expect_code(&[1; 32]);
    assert_eq!(verification.missing, [Missing::Code { found: CODE_HASH }]);
    assert_eq!(verification.verdict(), Verdict::Incomplete);
}

#[test]
fn another_block_than_the_auditors_is_divergent() {
    let (export, hash) = exported();
    let verification = verify(&export, Some(&[3; 32]), None);
    let expected = Finding::OtherBlockHash {
        expected: [3; 32],
        found: hash,
    };
    assert_eq!(verification.findings, [expected]);
}

#[test]
fn signers_are_those_whom_the_rules_took() {
    let case = case();
    let (export, hash) = case.exported();
    let verification = verify(&export, Some(&hash), None);
    let opened: Vec<_> = verification.steps[0].signers.clone();
    let expected = [(case.terms.payer, Roles(1)), (case.terms.payee, Roles(2))];
    assert_eq!(opened, expected);
    let award = verification.decisions.last().expect("a final award");
    let seats: Vec<u8> = award.by.iter().map(|(_, roles)| roles.0).collect();
    assert_eq!(seats, [4, 8, 16]);
}

#[test]
fn every_window_is_told_with_its_margin() {
    let (export, hash) = exported();
    let verification = verify(&export, Some(&hash), None);
    let margins: Vec<_> = verification
        .deadlines
        .iter()
        .map(|deadline| (deadline.entry, deadline.window, deadline.margin_s))
        .collect();
    let award = 60_000 * 3600;
    let response = 72 * 3600;
    // The tribunal was complete when the notice was filed, so the award period began then.
    let expected = [
        (Some(0), Window::Expiry, 30_000_000 - 6),
        (Some(1), Window::Expiry, 30_000_000 - 12),
        (Some(5), Window::Notice, 30_000_000 - 36),
        (Some(6), Window::Response, response - 6),
        (Some(11), Window::AwardMade, award - 30),
        (Some(11), Window::AwardExecuted, award + response - 36),
    ];
    assert_eq!(margins[..6], expected);
    let taken: Vec<_> = margins
        .iter()
        .filter(|(_, window, _)| *window == Window::HoldOver)
        .collect();
    // Each payment, not only the first.
    let expected = [
        (Some(14), Window::HoldOver, 3600 + 6),
        (Some(15), Window::HoldOver, 3600 + 12),
    ];
    assert_eq!(taken, expected.each_ref());
}

#[test]
fn what_is_told_is_told_as_of_the_proven_time() {
    let mut case = Case::disputed(1);
    case.award(AwardKind::Final, 100_000, 900_000, 0);
    case.now += 721 * 3600;
    let (mut export, hash) = case.exported();
    let proven = export.block.at;
    // By the time that the file says the award is still on hold.
    export.block.at -= 700 * 3600;
    let verification = verify(&export, Some(&hash), None);
    assert_eq!(verification.at, proven);
    let now = verification.now().expect("it replays");
    assert_eq!((now.money.held, now.money.payee), (0, 900_000));
    assert_eq!(verification.decisions[0].finality, Finality::Final);
    // What storage is compared with is the state that no clock touched.
    assert_eq!(verification.state.expect("it replays").money.payee, 0);
    assert!(
        matches!(&verification.findings[..], [Finding::Said { part, .. }] if *part == "time of the block"),
        "{:?}",
        verification.findings
    );
}

#[test]
fn decisions_stand_as_the_record_and_the_clock_have_them() {
    let mut case = Case::disputed(1);
    case.interim_awards(1);
    case.award(AwardKind::Final, 100_000, 900_000, 0);
    let free = case.now + 720 * 3600;
    let at = |case: &Case| {
        let (export, hash) = case.exported();
        let decisions = verify(&export, Some(&hash), None).decisions;
        let told = decisions.iter().map(|one| (one.number, one.finality));
        (told.collect::<Vec<_>>(), decisions)
    };
    let (told, decisions) = at(&case);
    let on_hold = Finality::OnHold { until: free };
    assert_eq!(told, [(1, Finality::Interim), (2, on_hold)]);
    assert_eq!(decisions[1].reasons, Reasons::Waived);
    assert_eq!(decisions[0].standing, Standing::InterimMeasure);
    assert_eq!(decisions[1].standing, Standing::Award);
    assert_eq!(decisions[1].form, Form::Award(AwardKind::Final));
    case.award(AwardKind::Correction, 200_000, 800_000, 0);
    let (told, _) = at(&case);
    assert_eq!(told[1], (2, Finality::Restated { by: 3 }));
    case.now += 721 * 3600;
    let (told, _) = at(&case);
    assert_eq!(told[2], (3, Finality::Final));
}

#[test]
fn stay_is_told_of_the_award_and_of_its_correction_until_it_ends() {
    let mut case = Case::disputed(1);
    let stays = |case: &Case| {
        let (export, hash) = case.exported();
        let decisions = verify(&export, Some(&hash), None).decisions;
        decisions
            .iter()
            .map(|one| one.stayed_until)
            .collect::<Vec<_>>()
    };
    case.interim_awards(1);
    case.award(AwardKind::Final, 100_000, 900_000, 0);
    assert_eq!(stays(&case), [None, None]);
    let until = case.now + 24 * 3600;
    case.stays(until);
    assert_eq!(stays(&case), [None, Some(until)]);
    // The correction comes after the stay, and does not end it.
    case.award(AwardKind::Correction, 200_000, 800_000, 0);
    assert_eq!(stays(&case), [None, Some(until), Some(until)]);
    case.now = until;
    assert_eq!(stays(&case), [None, None, None]);
}

#[test]
fn stay_that_was_lifted_is_over() {
    let mut case = Case::disputed(1);
    case.award(AwardKind::Final, 100_000, 900_000, 0);
    case.stays(case.now + 24 * 3600);
    case.lifts();
    let (export, hash) = case.exported();
    let decisions = verify(&export, Some(&hash), None).decisions;
    assert_eq!(decisions[0].stayed_until, None);
    assert!(matches!(decisions[0].finality, Finality::OnHold { .. }));
}

#[test]
fn standing_follows_from_form_and_rules() {
    let under = |rules: &[u8]| {
        let mut terms = Terms::default();
        let mut code = Code::default();
        code.0[..rules.len()].copy_from_slice(rules);
        terms.rules = code;
        terms
    };
    let last = Form::Award(AwardKind::Final);
    assert_eq!(standing(&under(b"UNCITRAL"), last), Standing::Award);
    assert_eq!(standing(&under(b""), last), Standing::Award);
    for rules in [&b"EXPERT"[..], b"expert", b"DDRR-ED", b"WIPO-ED"] {
        assert_eq!(standing(&under(rules), last), Standing::ExpertDetermination);
    }
    assert_eq!(standing(&under(b"-ED"), last), Standing::Award);
    let ruling = standing(&under(b"UNCITRAL"), Form::Ruling);
    assert_eq!(ruling, Standing::BindingOnChainOnly);
    let ended = standing(&under(b"DDRR"), Form::Award(AwardKind::Termination));
    assert_eq!(ended, Standing::Order);
    let interim = Form::Award(AwardKind::Interim);
    assert_eq!(
        standing(&under(b"UNCITRAL"), interim),
        Standing::InterimMeasure
    );
    assert_eq!(
        standing(&under(b"EXPERT"), interim),
        Standing::ExpertDetermination
    );
}

#[test]
fn money_of_a_foreign_token_is_told_as_not_proven() {
    let (mut export, hash) = exported();
    // The terms are the record's, so this is found, too; what is not proven is told apart from it.
    export.terms.asset = Address([4; 20]);
    let verification = verify(&export, Some(&hash), None);
    let token = Address([4; 20]);
    assert_eq!(
        verification.missing,
        [Missing::Balance { token }, Missing::Decimals { token }]
    );
}

/// The contract takes terms in any unit; accounts count the chain's own token in one.
#[test]
fn balance_is_compared_in_the_unit_of_the_terms() {
    for unit in [5, 6, 8, 10] {
        let (mut export, hash) = Case::counted_in(unit).exported();
        let verification = verify(&export, Some(&hash), Some(10));
        assert_eq!(verification.findings, [], "unit {unit}");
        let proven = verification.proven.expect("shown").holding.balance;
        assert_eq!(proven, Some(export.balance), "unit {unit}");
        // Of a chain whose accounts count a hundredth of that, it is a hundredth.
        let less = verify(&export, Some(&hash), Some(12));
        assert!(
            matches!(less.findings[0], Finding::Balance { .. }),
            "unit {unit}: {:?}",
            less.findings
        );
        export.chain_id = 5;
        let unknown = verify(&export, Some(&hash), None);
        let token = Address::ZERO;
        assert!(unknown.missing.contains(&Missing::Decimals { token }));
        let proven = unknown.proven.expect("shown").holding.balance;
        assert_eq!(proven, None, "unit {unit}");
    }
}

#[test]
fn number_of_the_chain_is_missing_until_somebody_signs_or_the_auditor_names_it() {
    let (export, hash) = Case::unsigned(1).exported();
    let verification = verify(&export, Some(&hash), None);
    assert_eq!(verification.missing, [Missing::ChainId]);
    assert_eq!(verification.verdict(), Verdict::Incomplete);
    assert!(!verification.knows_chain_id());
    // Nor does such a number say how accounts count.
    let balance = verification.proven.expect("shown").holding.balance;
    assert_eq!(balance, None);
    let mut verification = verify(&export, Some(&hash), Some(10));
    let proven = verification.proven.as_ref().expect("shown");
    assert_eq!(proven.holding.balance, Some(export.balance));
    verification.expect_chain_id(export.chain_id, export.chain_id);
    assert_eq!(verification.verdict(), Verdict::Verified);
    let mut forged = export;
    let right = forged.chain_id;
    forged.chain_id -= 1;
    let mut verification = verify(&forged, Some(&hash), None);
    assert_eq!(verification.verdict(), Verdict::Incomplete);
    verification.expect_chain_id(forged.chain_id, right);
    assert_eq!(verification.verdict(), Verdict::Divergent);
}

#[test]
fn what_the_file_says_in_clear_is_held_against_the_proof() {
    type Change = fn(&mut Export);
    let cases: [(Change, &str); 10] = [
        (|export| export.block.hash[0] ^= 1, "hash of the block"),
        (|export| export.block.number += 1, "number of the block"),
        (|export| export.block.at += 1, "time of the block"),
        (|export| export.code.hash[0] ^= 1, "code hash"),
        (|export| export.genesis_hash[0] ^= 1, "hash of block 0"),
        (|export| export.balance += 1, "balance"),
        (|export| export.cell[40] ^= 1, "storage cell"),
        (|export| export.terms.consumer = true, "text of the terms"),
        (|export| export.terms_hash[0] ^= 1, "hash of the terms"),
        (
            |export| export.manifests[0].text.push(' '),
            "text of a manifest",
        ),
    ];
    for (change, expected) in cases {
        let (mut export, hash) = exported();
        change(&mut export);
        let verification = verify(&export, Some(&hash), None);
        let parts: Vec<_> = verification
            .findings
            .iter()
            .map(|finding| match finding {
                Finding::Said { part, .. } => *part,
                other => panic!("{expected}: {other:?}"),
            })
            .collect();
        assert_eq!(parts, [expected]);
    }
}

#[test]
fn manifest_of_no_exhibit_is_found() {
    let (mut export, hash) = exported();
    let mut stray = export.manifests[0].clone();
    stray.text = support::manifest(99);
    stray.sha256 = <sha2::Sha256 as sha2::Digest>::digest(stray.text.as_bytes()).into();
    let found = stray.sha256;
    export.manifests.push(stray);
    let findings = verify(&export, Some(&hash), None).findings;
    assert_eq!(findings, [Finding::StrayManifest { found }]);
}

#[test]
fn less_money_than_owed_is_found() {
    let mut case = Case::disputed(1);
    case.exhibits(1);
    let (mut export, _) = case.exported();
    // A chain on which the money is not there: the proof is whole, and the contract has nothing.
    case.terms.amount = 0;
    let (poor, hash) = case.exported();
    export.proof = poor.proof;
    export.block = poor.block;
    export.balance = poor.balance;
    let findings = verify(&export, Some(&hash), None).findings;
    let expected = Finding::Balance {
        expected: 1_000_000,
        found: 100,
    };
    assert_eq!(findings, [expected]);
}

#[test]
fn broken_proof_says_what_is_not_shown() {
    let broken = |change: &dyn Fn(&mut Export)| {
        let (mut export, hash) = exported();
        change(&mut export);
        let verification = verify(&export, Some(&hash), None);
        assert!(verification.proven.is_none());
        match verification
            .findings
            .into_iter()
            .find_map(|finding| match finding {
                Finding::Unproven(why) => Some(why),
                _ => None,
            }) {
            Some(why) => why,
            None => panic!("it is found"),
        }
    };
    let stray = broken(&|export| export.proof.push(vec![0; 40]));
    assert_eq!(stray, Unproven::Stray { count: 1 });
    assert_eq!(
        broken(&|export| export.block.header.truncate(60)),
        Unproven::Header
    );
    assert!(matches!(
        broken(&|export| export.proof.clear()),
        Unproven::Path { .. }
    ));
    let elsewhere = broken(&|export| export.contract = Address([6; 20]));
    assert!(matches!(
        elsewhere,
        Unproven::Absent { .. } | Unproven::Path { .. }
    ));
}

#[test]
fn what_is_said_of_an_entry_is_held_against_its_bytes() {
    type Change = fn(&mut Export);
    let cases: [(Change, &str); 7] = [
        (|export| export.entries[3].number += 1, "number"),
        (|export| export.entries[3].step.push('s'), "step"),
        (|export| export.entries[3].by = Address([1; 20]), "sender"),
        (
            |export| export.entries[3].signers.clear(),
            "list of signers",
        ),
        (|export| export.entries[3].header[9] ^= 1, "block hash"),
        (
            |export| export.entries[3].found.block_hash[9] ^= 1,
            "block hash",
        ),
        (|export| export.entries[3].header.clear(), "block header"),
    ];
    for (change, expected) in cases {
        let (mut export, hash) = exported();
        change(&mut export);
        let findings = verify(&export, Some(&hash), None).findings;
        let Some(Finding::EntrySaid {
            number: 3, part, ..
        }) = findings.first()
        else {
            panic!("{expected}: {findings:?}");
        };
        assert_eq!(*part, expected);
    }
}
