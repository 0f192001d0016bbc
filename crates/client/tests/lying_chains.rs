//! Chains that show what cannot be: nothing of it becomes a case.

#[path = "../../audit/tests/support/mod.rs"]
mod support;

use std::collections::BTreeMap;
use std::num::NonZero;
use std::ops::ControlFlow;
use std::sync::Mutex;

use exequatur_client::audit::{
    Advance, Block, ExportError, Finding, Holding, Shares, Unproven, Verdict, export, holding_of,
    replay_all_beside, replay_beside, replay_many, verify,
};
use exequatur_client::chain::{
    AtBlock, Call, Chain, ChainError, Cost, DryRun, FoundEntry, Identity, ProvenBlock, Receipt,
    Visit,
};
use exequatur_client::keys::KeyPair;
use exequatur_client::transaction::{Fate, Transaction};
use exequatur_protocol::{Address, AwardKind, Hash, Seconds};
use support::{CHAIN_ID, CODE_HASH, Case, GENESIS, headers};

/// Answers what an export and a replay ask, and nothing else.
struct Shown {
    identity: Identity,
    entries: Vec<FoundEntry>,
    proven: ProvenBlock,
    cell: Vec<u8>,
    balance: u128,
}

impl Shown {
    fn honest(case: &Case) -> Self {
        let (export, _) = case.exported();
        Shown {
            identity: Identity {
                genesis_hash: GENESIS,
                chain_id: CHAIN_ID,
                ss58_prefix: 42,
                symbol: "UNIT".to_owned(),
                decimals: 10,
                unit: 8,
                existential_deposit: 100,
                is_local: true,
            },
            entries: case.found(),
            cell: export.cell,
            balance: export.balance,
            proven: ProvenBlock {
                block: export.block,
                nodes: export.proof,
            },
        }
    }
}

fn not_asked<T>() -> Result<T, ChainError> {
    Err(ChainError::Failed("nobody asks that".to_owned()))
}

impl Chain for Shown {
    fn identity(&self) -> &Identity {
        &self.identity
    }
    fn now(&self) -> Seconds {
        self.proven.block.at
    }
    fn next_at(&self) -> Seconds {
        self.proven.block.at
    }
    fn block(&self) -> u32 {
        self.proven.block.number
    }
    fn balance(&self, _: &[u8; 32]) -> Result<u128, ChainError> {
        not_asked()
    }
    fn account_of(&self, _: &Address) -> Result<([u8; 32], bool), ChainError> {
        not_asked()
    }
    fn dry_run(&self, _: &[u8; 32], _: &Call) -> Result<DryRun, ChainError> {
        not_asked()
    }
    fn ask_after(
        &self,
        _: &Address,
        _: &Call,
        _: &Address,
        _: Vec<u8>,
    ) -> Result<Option<Vec<u8>>, ChainError> {
        not_asked()
    }
    fn registration(&self, _: &[u8; 32]) -> Result<Option<Cost>, ChainError> {
        not_asked()
    }
    fn asset_balance(&self, _: u32, _: &[u8; 32]) -> Result<u128, ChainError> {
        not_asked()
    }
    fn sign(&mut self, _: &KeyPair, _: &Call) -> Result<Transaction, ChainError> {
        not_asked()
    }
    fn deliver(&mut self, _: &Transaction, _: bool) -> Result<Receipt, ChainError> {
        not_asked()
    }
    fn fate(&mut self, _: &Transaction) -> Result<Fate, ChainError> {
        not_asked()
    }
    fn approval_deposit(&self, _: &Address) -> Result<u128, ChainError> {
        not_asked()
    }
    fn waits(&self, _: &Transaction) -> Result<bool, ChainError> {
        not_asked()
    }
    fn final_block(&mut self, _: u32) -> Result<Option<Hash>, ChainError> {
        not_asked()
    }
    fn next_contract(&self, _: &[u8; 32]) -> Result<Address, ChainError> {
        not_asked()
    }
    fn knows_code(&self, _: &Hash) -> Result<bool, ChainError> {
        not_asked()
    }
    fn code_hash(&self, _: &Address) -> Result<Option<Hash>, ChainError> {
        Ok(Some(CODE_HASH))
    }
    fn cell(&self, _: &Address) -> Result<Vec<u8>, ChainError> {
        Ok(self.cell.clone())
    }
    fn contract_wei(&self, _: &Address) -> Result<u128, ChainError> {
        Ok(self.balance * 10u128.pow(8))
    }
    fn each_entry(&self, contract: &Address, visit: &mut Visit) -> Result<(), ChainError> {
        for entry in self
            .entries
            .iter()
            .filter(|entry| entry.contract == *contract)
        {
            if visit(entry.clone())? == ControlFlow::Break(()) {
                break;
            }
        }
        Ok(())
    }
    fn each_contract(
        &self,
        _: &Hash,
        _: &mut dyn FnMut(Address) -> Result<(), ChainError>,
    ) -> Result<(), ChainError> {
        not_asked()
    }
    fn header(&self, entry: &FoundEntry) -> Result<Vec<u8>, ChainError> {
        let headers = headers(entry.block);
        Ok(headers.last().expect("entries begin in block 1").clone())
    }
    fn proven_block(
        &self,
        _: &Address,
        _: &Address,
        _: AtBlock,
    ) -> Result<ProvenBlock, ChainError> {
        Ok(self.proven.clone())
    }
    fn advance(&mut self, _: u64) -> Result<Seconds, ChainError> {
        not_asked()
    }
}

fn case() -> Case {
    let mut case = Case::disputed(1);
    case.exhibits(2);
    case
}

fn exported(chain: &Shown, contract: Address) -> Result<Verdict, ExportError> {
    let export = export(chain, &contract, AtBlock::Newest, String::new(), Vec::new())?;
    Ok(verify(&export, Some(&chain.proven.block.hash), None).verdict())
}

#[test]
fn what_an_honest_chain_shows_is_verified() {
    let case = case();
    let verdict = exported(&Shown::honest(&case), case.contract).expect("it is exported");
    assert_eq!(verdict, Verdict::Verified);
}

#[test]
fn record_that_does_not_replay_is_not_written_down() {
    let case = case();
    let mut chain = Shown::honest(&case);
    chain.entries.remove(3);
    let refused = exported(&chain, case.contract);
    let Err(ExportError::Record(Finding::Entry { number: 3, .. })) = refused else {
        panic!("{refused:?}");
    };
    chain.entries[0].bytes.truncate(9);
    let refused = exported(&chain, case.contract);
    assert!(
        matches!(
            refused,
            Err(ExportError::Record(Finding::Entry { number: 0, .. }))
        ),
        "{refused:?}"
    );
}

#[test]
fn record_without_a_beginning_is_none() {
    let case = case();
    let mut chain = Shown::honest(&case);
    let newest = chain.block();
    chain.entries.clear();
    let refused = exported(&chain, case.contract);
    assert!(
        matches!(refused, Err(ExportError::NoTerms(block)) if block == newest),
        "{refused:?}"
    );
}

#[test]
fn proof_that_shows_nothing_is_not_taken() {
    let case = case();
    let mut chain = Shown::honest(&case);
    chain.proven.nodes.pop();
    let refused = exported(&chain, case.contract);
    assert!(
        matches!(refused, Err(ExportError::Unproven(Unproven::Path { .. }))),
        "{refused:?}"
    );
    chain.proven.block = Block {
        header: vec![1, 2, 3],
        ..chain.proven.block
    };
    let refused = exported(&chain, case.contract);
    assert!(
        matches!(refused, Err(ExportError::Unproven(Unproven::Header))),
        "{refused:?}"
    );
}

/// What replaying an escrow beside a chain finds, and how many entries were told before.
fn replayed(chain: &Shown, contract: Address) -> (usize, Option<Finding>) {
    let holding = holding_of(chain, &contract).expect("the chain answers");
    let mut told = 0;
    let beside = replay_beside::<ChainError>(chain, &contract, holding, |_, _| {
        told += 1;
        Ok(())
    });
    let beside = beside.expect("the chain answers");
    assert_eq!(beside.last.is_some(), told > 0);
    (told, beside.finding)
}

/// What replaying all of a chain's escrows finds, by their addresses.
fn all_replayed(chain: &Shown, contracts: &[Address]) -> BTreeMap<Address, Option<Finding>> {
    let found = Mutex::new(BTreeMap::new());
    let mut read = (0, 0);
    let two = NonZero::new(2).expect("not zero");
    replay_all_beside::<ChainError>(
        chain,
        contracts.iter().copied().map(Ok),
        two,
        &mut |advance| {
            match advance {
                Advance::Entry => read.0 += 1,
                Advance::Record => read.1 += 1,
            }
            Ok(())
        },
        |checked| {
            let mut found = found.lock().expect("nobody panics");
            found.insert(checked.contract, checked.finding);
        },
    )
    .expect("the chain answers");
    assert_eq!(read, (chain.entries.len(), contracts.len()));
    found.into_inner().expect("nobody panics")
}

type Lie = fn(&mut Vec<FoundEntry>);
type Right = fn(&Finding) -> bool;

/// What a chain may show that is not so, and whether a replay finds it.
const LIES: [(&str, Lie, Right); 5] = [
    (
        "the last entry cut",
        |entries| drop(entries.pop()),
        |finding| matches!(finding, Finding::Count { expected, found, .. } if expected - found == 1),
    ),
    (
        "an entry in the middle cut",
        |entries| drop(entries.remove(3)),
        |finding| matches!(finding, Finding::Entry { number: 3, .. }),
    ),
    (
        "an exhibit's hash altered",
        |entries| {
            *entries
                .last_mut()
                .and_then(|last| last.bytes.last_mut())
                .expect("bytes") ^= 1
        },
        |finding| matches!(finding, Finding::Head { .. }),
    ),
    (
        "an exhibit invented",
        |entries| {
            let mut invented = entries.last().expect("there are entries").clone();
            invented.bytes[0] += 1;
            entries.push(invented);
        },
        |finding| matches!(finding, Finding::Count { expected, found, .. } if found - expected == 1),
    ),
    ("nothing shown", Vec::clear, |finding| {
        matches!(finding, Finding::Empty)
    }),
];

#[test]
fn replay_beside_an_honest_chain_finds_nothing() {
    let case = case();
    let chain = Shown::honest(&case);
    assert_eq!(replayed(&chain, case.contract), (case.entries.len(), None));
    let all = all_replayed(&chain, &[case.contract]);
    assert_eq!(all, BTreeMap::from([(case.contract, None)]));
}

/// Awards of every standing on the way, a final one at the end: what a stream keeps of them is what an auditor reads off the whole record.
#[test]
fn deadlines_and_decisions_of_a_stream_are_those_of_the_whole_record() {
    let mut case = case();
    case.interim_awards(2);
    case.award(AwardKind::Partial, 1_000, 2_000, 3_000);
    case.award(AwardKind::Final, 400_000, 594_000, 0);
    case.award(AwardKind::Correction, 395_000, 599_000, 0);
    let (export, hash) = case.exported();
    let verified = verify(&export, Some(&hash), None);
    let chain = Shown::honest(&case);
    let holding = holding_of(&chain, &case.contract).expect("the chain answers");
    let mut deadlines = Vec::new();
    let beside = replay_beside::<ChainError>(&chain, &case.contract, holding, |_, mut kept| {
        deadlines.append(&mut kept);
        Ok(())
    })
    .expect("the chain answers");
    assert_eq!(beside.finding, None);
    assert!(!deadlines.is_empty());
    assert_eq!(deadlines, verified.deadlines);
    assert_eq!(beside.decisions, verified.decisions);
    let given: Vec<_> = beside
        .decisions
        .iter()
        .map(|one| (one.finality.code(), one.shares))
        .collect();
    let shares = |to_payer, to_payee, to_tribunal| Shares {
        to_payer,
        to_payee,
        to_tribunal,
    };
    assert_eq!(
        given,
        [
            ("interim", shares(0, 0, 0)),
            ("interim", shares(0, 0, 0)),
            ("final", shares(1_000, 2_000, 3_000)),
            ("restated", shares(400_000, 594_000, 0)),
            ("on_hold", shares(395_000, 599_000, 0)),
        ]
    );
}

/// Whoever listens may have to stop, for want of room: nothing more is read, and the reason comes back.
#[test]
fn replay_ends_where_its_listener_does() {
    let case = case();
    let chain = Shown::honest(&case);
    let holding = holding_of(&chain, &case.contract).expect("the chain answers");
    let full = || ChainError::Failed("no room".to_owned());
    let mut told = 0;
    let ended = replay_beside(&chain, &case.contract, holding, |_, _| {
        told += 1;
        if told == 3 { Err(full()) } else { Ok(()) }
    });
    assert!(matches!(ended, Err(ChainError::Failed(why)) if why == "no room"));
    assert_eq!(told, 3);
    let mut read = 0;
    let ended = replay_all_beside(
        &chain,
        [Ok(case.contract), Err(full())],
        NonZero::<usize>::MIN,
        &mut |advance| {
            read += usize::from(advance == Advance::Entry);
            Ok(())
        },
        |_| (),
    );
    assert!(matches!(ended, Err(ChainError::Failed(why)) if why == "no room"));
    assert_eq!(read, case.entries.len());
    let mut read = 0;
    let ended = replay_all_beside(
        &chain,
        [Ok(case.contract)],
        NonZero::<usize>::MIN,
        &mut |_| {
            read += 1;
            if read == 3 { Err(full()) } else { Ok(()) }
        },
        |checked| panic!("it was not read to its end: {checked:?}"),
    );
    assert!(matches!(ended, Err(ChainError::Failed(why)) if why == "no room"));
    assert_eq!(read, 3);
}

#[test]
fn replay_finds_what_a_chain_cuts_alters_and_invents() {
    let case = case();
    for (what, lie, right) in LIES {
        let mut chain = Shown::honest(&case);
        lie(&mut chain.entries);
        let (told, finding) = replayed(&chain, case.contract);
        let finding = finding.unwrap_or_else(|| panic!("{what}: nothing was found"));
        assert!(right(&finding), "{what}: {finding:?}");
        assert!(told <= chain.entries.len());
        let all = all_replayed(&chain, &[case.contract]);
        assert_eq!(all[&case.contract].as_ref(), Some(&finding), "{what}");
    }
}

#[test]
fn storage_and_money_that_do_not_fit_the_record_are_found() {
    let case = case();
    let mut chain = Shown::honest(&case);
    chain.balance = 999_999;
    let (told, finding) = replayed(&chain, case.contract);
    assert_eq!(told, case.entries.len());
    let short = Finding::Balance {
        expected: 1_000_000,
        found: 999_999,
    };
    assert_eq!(finding, Some(short));
}

#[test]
fn one_lie_among_many_records_is_told_of_its_record_only() {
    let cases: Vec<Case> = (1..=5)
        .map(|number| {
            let mut case = Case::disputed(number);
            case.exhibits(2);
            case
        })
        .collect();
    let mut found: Vec<Vec<FoundEntry>> = cases.iter().map(Case::found).collect();
    found[2].remove(4);
    let contracts: Vec<Address> = cases.iter().map(|case| case.contract).collect();
    let holdings: Vec<Holding> = cases
        .iter()
        .map(|case| {
            let stored = case.state.expect("it is open");
            Holding {
                stored,
                cell: stored.to_cell().to_vec(),
                balance: Some(1_000_100),
            }
        })
        .collect();
    let told = Mutex::new(BTreeMap::new());
    replay_many(
        CHAIN_ID,
        NonZero::new(2).expect("not zero"),
        |feed| {
            for ((contract, entries), holding) in contracts.iter().zip(found).zip(holdings) {
                feed.begin(*contract);
                entries.into_iter().for_each(|entry| feed.entry(entry));
                feed.end(holding);
            }
            Ok::<(), ()>(())
        },
        |checked| {
            let mut told = told.lock().expect("nobody panics");
            told.insert(checked.contract, (checked.entries, checked.finding));
        },
    )
    .expect("nothing fails");
    let told = told.into_inner().expect("nobody panics");
    assert_eq!(told.len(), 5);
    for (place, contract) in contracts.iter().enumerate() {
        let (entries, finding) = &told[contract];
        if place == 2 {
            assert!(matches!(finding, Some(Finding::Entry { number: 4, .. })));
            assert_eq!(*entries, 4);
        } else {
            assert_eq!(
                (*entries as usize, finding),
                (cases[place].entries.len(), &None)
            );
        }
    }
}
