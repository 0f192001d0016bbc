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
            length_fee: length_fee(outcome.input),
        }
    }
}

/// What steps cost together.
#[derive(Clone, Copy, Debug, Default)]
pub struct Sum {
    /// Time and proof.
    pub weight: Weight,
    /// Fees for the transactions' bytes, in planck.
    pub length_fee: u128,
    /// What is locked at their end, in planck.
    pub deposit: i128,
}

impl Sum {
    fn and(self, other: Sum) -> Sum {
        Sum {
            weight: self.weight + other.weight,
            length_fee: self.length_fee + other.length_fee,
            deposit: self.deposit + other.deposit,
        }
    }

    /// The whole fee, in planck.
    pub fn fee(&self) -> u128 {
        weight_fee(self.weight) + self.length_fee
    }
}

/// A step of the peer as `scripts/costs --peer` measured it.
struct PeerStep {
    name: &'static str,
    /// In 10^6.
    ref_time: u64,
    proof_size: u64,
    /// In planck.
    length_fee: u128,
    /// In planck; below zero if more is given back than taken.
    deposit: i128,
}

const fn measured(
    name: &'static str,
    ref_time: u64,
    proof_size: u64,
    length_fee: u128,
    deposit: i128,
) -> PeerStep {
    PeerStep {
        name,
        ref_time,
        proof_size,
        length_fee,
        deposit,
    }
}

/// Kleros's EscrowUniversal, from the sources that [`page`] names.
const PEER: [PeerStep; 7] = [
    measured("create and fund", 697, 83_451, 20_400_000, 105_600_000),
    measured("pay everything to the seller", 684, 67_649, 12_400_000, 0),
    measured("propose settlement", 603, 83_515, 12_400_000, 79_200_000),
    measured("accept settlement", 1_048, 92_875, 10_800_000, -52_799_998),
    measured(
        "pay arbitration fee, first party",
        953,
        121_574,
        10_800_000,
        26_400_000,
    ),
    measured(
        "pay arbitration fee, second party",
        2_114,
        210_918,
        10_800_000,
        158_400_000,
    ),
    measured("ruling executed", 2_426, 221_523, 12_400_000, -52_800_000),
];

const WHOLE_DISPUTE: &str = "a whole dispute, create to ruling";
/// What the peer's dispute takes. A settlement must be proposed before a fee can be paid.
const DISPUTE_OF_PEER: [&str; 5] = [
    "create and fund",
    "propose settlement",
    "pay arbitration fee, first party",
    "pay arbitration fee, second party",
    "ruling executed",
];

/// Fee for the bytes of a signed transaction with so many bytes of call data, in planck.
pub fn length_fee(input: usize) -> u128 {
    fee_of(Weight::zero(), (input + ENVELOPE) as u32).length
}

/// Fee for weight under the Hub's formula, in planck.
pub fn weight_fee(weight: Weight) -> u128 {
    fee_of(weight, 0).weight
}

/// The peer's figures by the name of a step, or of the whole dispute.
fn peer(name: &str) -> Sum {
    if name == WHOLE_DISPUTE {
        let steps = DISPUTE_OF_PEER.iter().map(|step| peer(step));
        return steps.fold(Sum::default(), Sum::and);
    }
    let step = PEER
        .iter()
        .find(|step| step.name == name)
        .expect("a name from the table");
    Sum {
        weight: Weight::from_parts(step.ref_time * 1_000_000, step.proof_size),
        length_fee: step.length_fee,
        deposit: step.deposit,
    }
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

/// One of our steps, or several, beside what the peer does instead.
pub struct Comparison {
    /// What ours do.
    pub name: &'static str,
    /// What ours cost.
    pub ours: Sum,
    /// What the peer does.
    pub peer_name: &'static str,
    /// What the peer's cost.
    pub theirs: Sum,
}

/// Ours against the peer's, step by step.
pub fn comparison(steps: &[Step]) -> Vec<Comparison> {
    let of = |names: &[&str]| {
        let sums = names.iter().map(|name| {
            let step = step(steps, name);
            Sum {
                weight: Weight::from_parts(step.ref_time, step.proof_size),
                length_fee: step.length_fee,
                deposit: step.deposit as i128,
            }
        });
        sums.fold(Sum::default(), Sum::and)
    };
    let rows: [(&'static str, &[&str], &'static str); 8] = [
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
            WHOLE_DISPUTE,
        ),
    ];
    rows.into_iter()
        .map(|(name, names, peer_name)| Comparison {
            name,
            ours: of(names),
            peer_name,
            theirs: peer(peer_name),
        })
        .collect()
}

/// What the comparison is of.
const BESIDE: [&str; 7] = [
    "Kleros's EscrowUniversal (github.com/kleros/escrow-v2 at ff4de08f, interfaces of kleros/kleros-v2 at 2b67654a, solc 0.8.24 with 200 runs",
    "of the optimiser, 11 588 bytes) as EVM bytecode in the same pallet-revive, each step as the second of its kind, measured by",
    "",
    "    scripts/costs --peer ESCROW KLEROS    the folders of checkouts of the two",
    "",
    "with the arbitrator that its own tests have, which only takes the fee and rules, and nothing for it to read. The columns from ref_time to",
    "fees are ours by theirs: the goal is half or less of the weight fee, which a test holds. Deposits are in planck; below zero is given back.",
];

/// The ref_time of an opening with the other party's signed consent, in 10^6.
fn opening_with_consent_of(payee: &Person) -> u64 {
    let mut bench = Bench::new(1, |terms| terms.payee = payee.address());
    bench.store_code();
    let consent = payee.sign(&bench.consent_digest());
    let opened = bench.open(0, &[consent]).expect("in order");
    opened.weight.ref_time() / 1_000_000
}

/// What the figures are made of, line by line.
fn why(steps: &[Step]) -> Vec<String> {
    let of = |name| step(steps, name).ref_time / 1_000_000;
    let all = steps.iter().map(|step| step.ref_time / 1_000_000);
    let least = all.min().expect("there are steps");
    let least_of_peer = PEER.iter().map(|step| step.ref_time).min();
    let opened = of("open (new)");
    let with_signature = |payee| opening_with_consent_of(&payee).saturating_sub(opened);
    vec![
        format!(
            "\nref_time, which does not decide the fee, is above theirs in the first two rows. What it is made of, in 10^6: {least} is the least that a message"
        ),
        format!(
            "takes (the code is loaded, the state read and written, one entry emitted; the least of theirs is {}). Making a contract adds {}: theirs share",
            least_of_peer.expect("there are steps"),
            opened - least
        ),
        format!(
            "one. The other party's signature in the same transaction adds {} (sr25519) or {} (ECDSA): theirs takes one party's word for each of these.",
            with_signature(Person::polkadot("//Bob")),
            with_signature(Person::ethereum(5))
        ),
        format!(
            "Paying adds about {}. None of it can go without a consent or an escrow's own contract going too.",
            (of("accept the split").saturating_sub(of("propose"))) / 2
        ),
        "\nDeposits are where ours is dearer: each escrow locks that of a contract of its own, once; theirs add to one list, in a contract whose deposit".to_owned(),
        "somebody paid before. Fees for bytes are higher where the whole terms, or the other party's signature, go along: theirs asks for neither.".to_owned(),
    ]
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
    for text in BESIDE {
        line!(page, "{text}");
    }
    line!(
        page,
        "\n| ours | Kleros's step | ref_time | proof_size | weight fee | fee with bytes | our deposit | its deposit |"
    );
    line!(page, "|---|---|--:|--:|--:|--:|--:|--:|");
    for Comparison {
        name,
        ours,
        peer_name,
        theirs,
    } in comparison(&steps)
    {
        let ratio = |ours: u128, theirs: u128| format!("{:.2}", ours as f64 / theirs as f64);
        let (mine, its) = (ours.weight, theirs.weight);
        line!(
            page,
            "| {name} | {peer_name} | {} | {} | {} | {} | {} | {} |",
            ratio(mine.ref_time().into(), its.ref_time().into()),
            ratio(mine.proof_size().into(), its.proof_size().into()),
            ratio(weight_fee(mine), weight_fee(its)),
            ratio(ours.fee(), theirs.fee()),
            ours.deposit,
            theirs.deposit,
        );
    }
    for text in why(&steps) {
        line!(page, "{text}");
    }
    page
}
