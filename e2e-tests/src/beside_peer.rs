//! Our steps beside those of Kleros's escrow, as [`crate::peer`] measured it.

use exequatur_localchain::Weight;

use crate::bench::Bench;
use crate::costs::{Step, step, weight_fee};
use crate::hub_costs::{AT_ONCE, Charged, RELEASED_AT_ONCE};
use crate::people::Person;
use crate::smallest;
use exequatur_protocol::CELL_LEN;

/// What steps cost together.
#[derive(Clone, Copy, Debug, Default)]
pub struct Sum {
    /// Time and proof.
    pub weight: Weight,
    /// Fees for the transactions' bytes, in planck.
    pub length_fee: u128,
    /// Fees of the whole transactions as they are charged, in planck.
    pub as_sent: u128,
    /// What is locked at their end, in planck.
    pub deposit: i128,
}

impl Sum {
    fn and(self, other: Sum) -> Sum {
        Sum {
            weight: self.weight + other.weight,
            length_fee: self.length_fee + other.length_fee,
            as_sent: self.as_sent + other.as_sent,
            deposit: self.deposit + other.deposit,
        }
    }

    /// The fee for weight and bytes, in planck.
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
    /// Of the whole transaction, in planck.
    as_sent: u128,
    /// In planck; below zero if more is given back than taken.
    deposit: i128,
}

/// By ref_time and proof_size, the fee for bytes and the whole fee, and the deposit.
const fn measured(
    name: &'static str,
    [ref_time, proof_size]: [u64; 2],
    [length_fee, as_sent]: [u128; 2],
    deposit: i128,
) -> PeerStep {
    PeerStep {
        name,
        ref_time,
        proof_size,
        length_fee,
        as_sent,
        deposit,
    }
}

/// Kleros's EscrowUniversal, from the sources that [`section`] names.
const PEER: [PeerStep; 7] = [
    measured(
        "create and fund",
        [697, 83_451],
        [20_400_000, 96_972_894],
        105_600_000,
    ),
    measured(
        "pay everything to the seller",
        [684, 67_649],
        [12_400_000, 76_766_878],
        0,
    ),
    measured(
        "propose settlement",
        [603, 83_515],
        [12_400_000, 88_771_318],
        79_200_000,
    ),
    measured(
        "accept settlement",
        [1_048, 92_875],
        [10_800_000, 94_253_226],
        -52_799_998,
    ),
    measured(
        "pay arbitration fee, first party",
        [953, 121_574],
        [10_800_000, 116_167_296],
        26_400_000,
    ),
    measured(
        "pay arbitration fee, second party",
        [2_114, 210_918],
        [10_800_000, 183_816_231],
        158_400_000,
    ),
    measured(
        "ruling executed",
        [2_426, 221_523],
        [12_400_000, 193_240_125],
        -52_800_000,
    ),
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
        as_sent: step.as_sent,
        deposit: step.deposit,
    }
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
pub fn comparison(steps: &[Step], charged: &[Vec<Charged>]) -> Vec<Comparison> {
    let as_sent = |command: &str| {
        let mut all = charged.iter().flatten();
        let found = all.find(|sent| sent.name == command);
        found.expect("a command that was sent").fee
    };
    let of = |names: &[&str], commands: &[&str]| {
        let sums = names.iter().map(|name| {
            let step = step(steps, name);
            Sum {
                weight: Weight::from_parts(step.ref_time, step.proof_size),
                length_fee: step.length_fee,
                deposit: step.deposit as i128,
                ..Sum::default()
            }
        });
        Sum {
            as_sent: commands.iter().map(|command| as_sent(command)).sum(),
            ..sums.fold(Sum::default(), Sum::and)
        }
    };
    type Row<'a> = (&'static str, &'a [&'a str], &'a [&'a str], &'static str);
    let rows: [Row; 8] = [
        (
            "create and fund",
            &["create and fund"],
            &[AT_ONCE],
            "create and fund",
        ),
        (
            "release everything and pay",
            &["release everything"],
            &[RELEASED_AT_ONCE],
            "pay everything to the seller",
        ),
        (
            "propose a split",
            &["propose"],
            &["`escrow release`"],
            "propose settlement",
        ),
        (
            "accept the split and pay both",
            &["accept the split"],
            &["`escrow release --pay`"],
            "accept settlement",
        ),
        (
            "file the dispute",
            &["file_dispute"],
            &["`dispute file`"],
            "pay arbitration fee, first party",
        ),
        (
            "answer; arbitrator accepts",
            &["answer", "accept_appointment"],
            &["`dispute answer`", "`tribunal accept`"],
            "pay arbitration fee, second party",
        ),
        (
            "award; one withdrawal",
            &["execute_award", "withdraw_for"],
            &["`award enforce`, one signature", "`escrow withdraw`"],
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
            &[
                AT_ONCE,
                "`dispute file`",
                "`dispute answer`",
                "`tribunal accept`",
                "`award enforce`, one signature",
                "`escrow withdraw`",
                "`escrow withdraw`",
            ],
            WHOLE_DISPUTE,
        ),
    ];
    rows.into_iter()
        .map(|(name, names, commands, peer_name)| Comparison {
            name,
            ours: of(names, commands),
            peer_name,
            theirs: peer(peer_name),
        })
        .collect()
}

/// What the comparison is of.
const BESIDE: [&str; 9] = [
    "Kleros's EscrowUniversal (github.com/kleros/escrow-v2 at ff4de08f, interfaces of kleros/kleros-v2 at 2b67654a, solc 0.8.24 with 200 runs",
    "of the optimiser, 11 588 bytes) as EVM bytecode in the same pallet-revive, each step as the second of its kind, measured by",
    "",
    "    scripts/costs --peer ESCROW KLEROS    the folders of checkouts of the two",
    "",
    "with the arbitrator that its own tests have, which only takes the fee and rules, and nothing for it to read. The columns from ref_time to",
    "fees are ours by theirs: the goal is half or less of the weight fee, which a test holds. `whole fee as sent` compares what the transactions",
    "are charged from first to last, ours as the program sends them, theirs signed in the same way: the same fixed part is in both, once for each",
    "transaction, and ours are seven in a dispute, theirs five. Deposits are in planck; below zero is given back.",
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
    let (deposit, unavoidable) = (step(steps, "create and fund").deposit, smallest::deposit());
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
        format!(
            "\nMost of that deposit comes with any contract: ink!'s flipper, which keeps one bit in {} bytes of code, locks {unavoidable} planck on the same chain,",
            smallest::CODE.len()
        ),
        format!(
            "{} % of ours. The rest, {}, is for the state of {CELL_LEN} bytes and, as the chain counts, a part of the deposit of our longer code.",
            unavoidable * 100 / deposit,
            deposit - unavoidable
        ),
    ]
}

/// The part of `docs/costs.md` about it.
pub fn section(steps: &[Step], charged: &[Vec<Charged>]) -> String {
    let mut lines = vec!["\n## Beside Kleros's escrow\n".to_owned()];
    lines.extend(BESIDE.map(str::to_owned));
    lines.push("\n| ours | Kleros's step | ref_time | proof_size | weight fee | fee with bytes | whole fee as sent | our deposit | its deposit |".to_owned());
    lines.push("|---|---|--:|--:|--:|--:|--:|--:|--:|".to_owned());
    for Comparison {
        name,
        ours,
        peer_name,
        theirs,
    } in comparison(steps, charged)
    {
        let ratio = |ours: u128, theirs: u128| format!("{:.2}", ours as f64 / theirs as f64);
        let (mine, its) = (ours.weight, theirs.weight);
        lines.push(format!(
            "| {name} | {peer_name} | {} | {} | {} | {} | {} | {} | {} |",
            ratio(mine.ref_time().into(), its.ref_time().into()),
            ratio(mine.proof_size().into(), its.proof_size().into()),
            ratio(weight_fee(mine), weight_fee(its)),
            ratio(ours.fee(), theirs.fee()),
            ratio(ours.as_sent, theirs.as_sent),
            ours.deposit,
            theirs.deposit,
        ));
    }
    lines.extend(why(steps));
    lines.join("\n") + "\n"
}
