//! What each step costs on the real blob, beside Kleros's escrow.

use exequatur_client::host::NativeHost;
use exequatur_localchain::{Weight, fee_of};
use exequatur_protocol::{
    Action, Award, AwardKind, Hash, Hours, Order, OrderKind, Refusal, digest,
};

use crate::bench::{Bench, Outcome, blob};
use crate::people::Person;

/// Bytes of a signed transaction besides the call data: signature, sender, extensions, limits, lengths.
const ENVELOPE: usize = 180;

/// A step with what it costs.
pub struct Step {
    /// What happens, and through which message.
    pub name: &'static str,
    /// Computation time in picoseconds of the reference machine.
    pub ref_time: u64,
    /// Bytes of proof.
    pub proof_size: u64,
    /// Storage deposit in planck.
    pub deposit: u128,
    /// Fee for weight under the Hub's formula, in planck.
    pub weight_fee: u128,
    /// Fee for the transaction's bytes, in planck.
    pub length_fee: u128,
}

impl Step {
    fn new(name: &'static str, outcome: Result<Outcome, Refusal>) -> Self {
        let outcome = outcome.unwrap_or_else(|refusal| panic!("{name}: {refusal}"));
        Step {
            name,
            ref_time: outcome.weight.ref_time(),
            proof_size: outcome.weight.proof_size(),
            deposit: outcome.deposit,
            weight_fee: weight_fee(outcome.weight),
            length_fee: fee_of(Weight::zero(), (outcome.input + ENVELOPE) as u32).length,
        }
    }
}

/// Kleros's EscrowUniversal (July 2026, solc 0.8.24, optimiser 200 runs, 11 588 bytes) as EVM bytecode in the same pallet-revive,
/// measured once: what it is compared with, ref_time in 10^6 and proof_size.
pub const PEER: [(&str, u64, u64); 8] = [
    ("create and fund", 833, 83_451),
    ("pay everything to the seller", 892, 67_649),
    ("propose settlement", 797, 83_515),
    ("accept settlement", 1_517, 92_875),
    ("pay arbitration fee, first party", 1_132, 121_574),
    ("pay arbitration fee, second party", 2_936, 210_886),
    ("ruling executed", 3_278, 221_523),
    ("a whole dispute, create to ruling", 8_976, 720_949),
];

/// Fee for weight under the Hub's formula, in planck.
pub fn weight_fee(weight: Weight) -> u128 {
    fee_of(weight, 0).weight
}

/// The peer's figure by its name.
pub fn peer(name: &str) -> Weight {
    let (_, ref_time, proof_size) = PEER
        .iter()
        .find(|(peer, ..)| *peer == name)
        .expect("a name from the table");
    Weight::from_parts(ref_time * 1_000_000, *proof_size)
}

fn release_digest(bench: &Bench, to_payer: u64, sequence: u32) -> Hash {
    let held = bench.state().money.held;
    digest::release(
        &NativeHost,
        &bench.domain(),
        to_payer,
        held - to_payer,
        sequence,
    )
}

/// Every message once, in escrows that lead there. The second of its kind where a first one is dearer.
pub fn steps() -> Vec<Step> {
    let mut steps = Vec::new();
    let [payer, payee, stranger] = ["//Alice", "//Bob", "//Ferdie"].map(Person::polkadot);
    let hash = [9; 32];

    let mut bench = Bench::new(1, |_| {});
    bench.store_code();
    let amount = bench.terms.amount;
    steps.push(Step::new(
        "create and fund (new, both consents)",
        bench.open_and_fund(),
    ));
    let approve = Action::Release {
        to_payer: 0,
        sequence: 0,
        approve: true,
        pay: true,
    };
    let signature = payee.sign(&release_digest(&bench, 0, 0));
    steps.push(Step::new(
        "release everything and pay (release)",
        bench.call(&payer, &approve, &[signature]),
    ));

    let mut bench = Bench::funded(1);
    let half = Action::Release {
        to_payer: amount / 2,
        sequence: 0,
        approve: true,
        pay: false,
    };
    steps.push(Step::new(
        "propose a split (release)",
        bench.call(&payer, &half, &[]),
    ));
    let half = Action::Release {
        to_payer: amount / 2,
        sequence: 0,
        approve: true,
        pay: true,
    };
    steps.push(Step::new(
        "accept the split and pay both (release)",
        bench.call(&payee, &half, &[]),
    ));

    let mut bench = Bench::new(1, |_| {});
    bench.store_code();
    steps.push(Step::new("open (new)", bench.open(0, &[])));
    steps.push(Step::new(
        "consent",
        bench.call(&payee, &Action::Consent { approve: true }, &[]),
    ));
    steps.push(Step::new(
        "fund",
        bench.call_paying(&payer, amount, &Action::Fund, &[]),
    ));
    steps.push(Step::new(
        "pause",
        bench.call(
            &payer,
            &Action::Pause {
                hours: Hours(24),
                reason: hash,
            },
            &[],
        ),
    ));
    steps.push(Step::new(
        "resume",
        bench.call(&payer, &Action::Resume, &[]),
    ));
    let approve = Action::Release {
        to_payer: 1,
        sequence: 0,
        approve: true,
        pay: false,
    };
    bench.call(&payer, &approve, &[]).expect("an approval");
    steps.push(Step::new(
        "revoke",
        bench.call(&payer, &Action::Revoke, &[]),
    ));

    dispute(&mut steps, hash, &payer, &payee, &stranger);
    steps
}

fn dispute(steps: &mut Vec<Step>, hash: Hash, payer: &Person, payee: &Person, stranger: &Person) {
    let mut bench = Bench::funded(1);
    let arbitrator = Person::ethereum(0);
    let accepted = arbitrator.sign(&digest::consent(&NativeHost, &bench.domain(), &hash, 0));
    let appointment = Action::Appointment {
        disclosure: hash,
        approve: false,
    };
    steps.push(Step::new(
        "accept_appointment (signed)",
        bench.call(stranger, &appointment, &[accepted]),
    ));
    steps.push(Step::new(
        "file_dispute",
        bench.call(payer, &Action::Dispute { notice: hash }, &[]),
    ));
    steps.push(Step::new(
        "acknowledge",
        bench.call(payee, &Action::Acknowledge, &[]),
    ));
    steps.push(Step::new(
        "answer",
        bench.call(payee, &Action::Answer { answer: hash }, &[]),
    ));
    let exhibit = Action::Exhibit {
        document: hash,
        manifest: hash,
    };
    steps.push(Step::new("file_exhibit", bench.call(payer, &exhibit, &[])));

    let close = Order {
        sequence: 0,
        kind: OrderKind::Close,
        document: hash,
        ..Order::default()
    };
    let signed = arbitrator.sign(&digest::order(&NativeHost, &bench.domain(), &close));
    let close = Action::Order {
        order: close,
        approve: false,
    };
    steps.push(Step::new(
        "execute_order (close, signed)",
        bench.call(stranger, &close, &[signed]),
    ));

    let award = Award {
        number: 1,
        kind: AwardKind::Final,
        to_payer: bench.terms.amount / 2,
        to_payee: bench.terms.amount / 2,
        document: hash,
        reasons: Some(hash),
        seat: bench.terms.seat,
        date: bench.now(),
        ..Award::default()
    };
    let signed = arbitrator.sign(&digest::award(&NativeHost, &bench.domain(), &award));
    let award = Action::Award { award };
    steps.push(Step::new(
        "execute_award (final, one signature)",
        bench.call(stranger, &award, &[signed]),
    ));
    bench.advance(u64::from(bench.terms.periods.hold.seconds()));
    for owner in [payer, payee] {
        let withdraw = Action::Withdraw {
            owner: owner.address(),
        };
        steps.push(Step::new(
            "withdraw_for",
            bench.call(stranger, &withdraw, &[]),
        ));
    }
}

/// The step by the start of its name.
pub fn step<'a>(steps: &'a [Step], name: &str) -> &'a Step {
    steps
        .iter()
        .find(|step| step.name.starts_with(name))
        .expect("a step that was measured")
}

/// Ours against the peer's, step by step: name, ours, the peer's name.
pub fn comparison(steps: &[Step]) -> Vec<(String, Weight, &'static str)> {
    let of = |names: &[&str]| {
        names.iter().fold(Weight::zero(), |sum, name| {
            let step = step(steps, name);
            sum + Weight::from_parts(step.ref_time, step.proof_size)
        })
    };
    let rows: [(&str, &[&str], &'static str); 8] = [
        ("create and fund", &["create and fund"], "create and fund"),
        (
            "release everything and pay",
            &["release everything"],
            "pay everything to the seller",
        ),
        ("propose a split", &["propose"], "propose settlement"),
        (
            "accept the split and pay both",
            &["accept the split"],
            "accept settlement",
        ),
        (
            "file the dispute",
            &["file_dispute"],
            "pay arbitration fee, first party",
        ),
        (
            "answer; arbitrator accepts",
            &["answer", "accept_appointment"],
            "pay arbitration fee, second party",
        ),
        (
            "award; one withdrawal",
            &["execute_award", "withdraw_for"],
            "ruling executed",
        ),
        (
            "a whole dispute, both withdraw",
            &[
                "create and fund",
                "file_dispute",
                "answer",
                "accept_appointment",
                "execute_award",
                "withdraw_for",
                "withdraw_for",
            ],
            "a whole dispute, create to ruling",
        ),
    ];
    rows.into_iter()
        .map(|(name, names, peer)| (name.to_string(), of(names), peer))
        .collect()
}

/// The page `docs/costs.md`.
pub fn page() -> String {
    let mut page = String::new();
    macro_rules! line {
        ($page:ident, $($part:tt)*) => {{
            $page.push_str(&format!($($part)*));
            $page.push('\n');
        }};
    }
    let steps = steps();
    line!(page, "# What each step costs\n");
    line!(
        page,
        "Printed by `./scripts/costs`; a test holds this file against it. Weights are those of the call itself, on the"
    );
    line!(
        page,
        "real blob in pallet-revive, without the fixed part of every transaction. Fees follow Polkadot Hub's formula:"
    );
    line!(
        page,
        "weight by the larger share of the block's two limits, and 50 000 planck for each byte of the transaction."
    );
    line!(
        page,
        "Deposits are locked, not spent. 1 DOT = 10 000 000 000 planck.\n"
    );
    line!(page, "Blob: {} bytes.\n", blob().len());
    line!(
        page,
        "| step | ref_time, 10^6 | proof_size, bytes | weight fee, planck | length fee, planck | deposit, planck |"
    );
    line!(page, "|---|--:|--:|--:|--:|--:|");
    for step in &steps {
        line!(
            page,
            "| {} | {} | {} | {} | {} | {} |",
            step.name,
            step.ref_time / 1_000_000,
            step.proof_size,
            step.weight_fee,
            step.length_fee,
            step.deposit
        );
    }
    page += &crate::hub_costs::section();
    line!(page, "\n## Beside Kleros's escrow\n");
    line!(
        page,
        "Kleros EscrowUniversal (July 2026, solc 0.8.24, optimiser 200 runs, 11 588 bytes) as EVM bytecode in the same"
    );
    line!(
        page,
        "pallet-revive, measured once; its fees for bytes and its deposits were not measured. The goal is half or less.\n"
    );
    line!(
        page,
        "| ours | Kleros's step | ref_time | proof_size | weight fee |"
    );
    line!(page, "|---|---|--:|--:|--:|");
    for (name, ours, peer_name) in comparison(&steps) {
        let theirs = peer(peer_name);
        let ratio = |ours: u128, theirs: u128| format!("{:.2}", ours as f64 / theirs as f64);
        line!(
            page,
            "| {name} | {peer_name} | {} | {} | {} |",
            ratio(ours.ref_time().into(), theirs.ref_time().into()),
            ratio(ours.proof_size().into(), theirs.proof_size().into()),
            ratio(weight_fee(ours), weight_fee(theirs)),
        );
    }
    let missed = comparison(&steps)
        .into_iter()
        .filter(|(_, ours, peer_name)| weight_fee(*ours) * 2 > weight_fee(peer(peer_name)));
    for (name, ours, peer_name) in missed {
        let over = weight_fee(ours) * 2 - weight_fee(peer(peer_name));
        line!(
            page,
            "\nThe goal is missed by \"{name}\": its weight fee is {} planck above half of the peer's.",
            over / 2
        );
    }
    page
}
