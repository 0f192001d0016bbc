//! What each step costs on the real blob.

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

/// Fee for the bytes of a signed transaction with so many bytes of call data, in planck.
pub fn length_fee(input: usize) -> u128 {
    fee_of(Weight::zero(), (input + ENVELOPE) as u32).length
}

/// Fee for weight under the Hub's formula, in planck.
pub fn weight_fee(weight: Weight) -> u128 {
    fee_of(weight, 0).weight
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
        "A deposit is locked as long as the contract is there, and an escrow's is there for good. 1 DOT = 10 000 000 000 planck.\n"
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
    let charged = crate::hub_costs::charged();
    page += &crate::hub_costs::section(&charged);
    page += &crate::beside_peer::section(&steps, &charged);
    page
}
