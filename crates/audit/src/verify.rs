//! What an export shows.

use exequatur_protocol::{Action, Address, Hash, Host, Seconds, State};
use sha2::{Digest, Sha256};

use crate::blocks::KnownBlocks;
use crate::bound::{added_from, bound};
use crate::finding::Fact;
use crate::proof::{Proven, prove};
use crate::record::record;
use crate::{
    Deadline, Decision, Docket, Exhibit, Export, Finding, Header, Holding, NativeHost, Replay,
    Step, compare, native_of, trust_backed,
};

/// What a [`Finding::Said`] calls the number of the chain.
pub const CHAIN_ID_PART: &str = "number of the chain";

/// Who says that the block is one of the chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// The auditor named the block's hash, from a source of their own.
    Auditor,
    /// Only the file.
    File,
}

/// What was not shown, without being wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missing {
    /// The auditor named no block hash: everything hangs on a block that only the file knows.
    BlockHash,
    /// The escrow's money is a token of another contract, whose storage is not proven.
    Balance {
        /// The token.
        token: Address,
    },
    /// No signature in the record binds the chain's number, and the auditor named none: only the file says it. So of the chain's own token nothing
    /// says how it is written and how accounts count it.
    ChainId,
    /// Nothing proven says how many decimal places the money has, and neither did the auditor: amounts are shown as whole numbers only. Of the own
    /// token of a chain that nobody knows not even the balance can be said.
    Decimals {
        /// The token; zero for the chain's own.
        token: Address,
    },
    /// Block 0 does not know its own hash.
    Genesis,
    /// The contract runs another code than the auditor knows, so nothing says that it keeps these rules.
    Code {
        /// The hash of its code.
        found: Hash,
    },
}

impl Missing {
    /// A stable word for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::BlockHash => "block_hash",
            Self::Balance { .. } => "balance",
            Self::ChainId => "chain_id",
            Self::Decimals { .. } => "decimals",
            Self::Genesis => "genesis",
            Self::Code { .. } => "code",
        }
    }
}

/// In one word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Everything was shown.
    Verified,
    /// Something is wrong.
    Divergent,
    /// Nothing is wrong, and something was not shown.
    Incomplete,
}

/// What an export shows.
#[derive(Clone, Debug)]
pub struct Verification {
    /// Every entry up to the first that is wrong.
    pub steps: Vec<Step>,
    /// The state that the record leads to; `None` if not even the first entry replays.
    pub state: Option<State>,
    /// What the proof shows; `None` if it is broken.
    pub proven: Option<Proven>,
    /// Who says that the block is one of the chain.
    pub anchor: Anchor,
    /// As of when everything is told: the proven time of the block, or where nothing is proven the file's.
    pub at: Seconds,
    /// The entries from this one on are bound by the head in the contract's storage: each with the heads noted around it leads to the next.
    /// As many as there are entries if none is.
    pub bound_from: usize,
    /// Up to this one, which is not bound itself: as many as there are entries, unless some were added after the last that is bound.
    pub bound_to: usize,
    /// Whether a signature in the record binds the chain's number; without one only the file says it.
    pub chain_id_signed: bool,
    /// Whether the auditor named the chain's number.
    pub chain_id_named: bool,
    /// Whether the case came from a chain that was asked, and not from a file: then that chain said its number, which is believed as far as
    /// amounts go.
    pub chain_id_asked: bool,
    /// Everything that is wrong. The first names the first entry that is wrong, if any is.
    pub findings: Vec<Finding>,
    /// What was not shown.
    pub missing: Vec<Missing>,
    /// Every window of time that an entry had to keep.
    pub deadlines: Vec<Deadline>,
    /// Every decision of the tribunal, as it stands at the block.
    pub decisions: Vec<Decision>,
    /// Every exhibit.
    pub exhibits: Vec<Exhibit>,
}

impl Verification {
    /// In one word.
    pub fn verdict(&self) -> Verdict {
        if !self.findings.is_empty() {
            Verdict::Divergent
        } else if !self.missing.is_empty() {
            Verdict::Incomplete
        } else {
            Verdict::Verified
        }
    }

    /// The state as of [`Self::at`]: what the clock had made due by then has happened.
    pub fn now(&self) -> Option<State> {
        let mut now = self.state?;
        now.tick(self.at);
        Some(now)
    }

    /// Whether an entry that is wrong is the first: the proven head binds every one before it. Otherwise somebody may have altered an earlier one and
    /// noted new heads from there on.
    pub fn is_first(&self, entry: usize) -> bool {
        self.bound_from == 0 && entry <= self.bound_to
    }

    /// Whether anybody but a file says the chain's number.
    pub fn knows_chain_id(&self) -> bool {
        self.chain_id_signed || self.chain_id_named || self.chain_id_asked
    }

    /// Says of a contract whose code is not the one that the auditor knows that its rules are not shown.
    pub fn expect_code(&mut self, known: &Hash) {
        let proven = self.proven.as_ref().map(|proven| proven.code_hash);
        if let Some(found) = proven.filter(|found| found != known) {
            self.missing.push(Missing::Code { found });
        }
    }

    /// Holds the chain's number against the one that the auditor knows. `said` is the file's.
    pub fn expect_chain_id(&mut self, said: u64, known: u64) {
        self.chain_id_named = true;
        self.missing.retain(|missing| *missing != Missing::ChainId);
        if said != known {
            self.findings.push(Finding::Said {
                part: CHAIN_ID_PART,
                expected: Fact::Number(known),
                found: Fact::Number(said),
            });
        }
    }
}

/// Says what an export shows. `block_hash` is the hash of the block as the auditor knows it, from a source that they trust;
/// `native_decimals` are those in which the chain's accounts count its own token, as the auditor knows the token or the chain. Without them they follow
/// from the chain's number with [`native_of`], once a signature in the record binds that: a file must not choose how its balance is counted.
pub fn verify(
    export: &Export,
    block_hash: Option<&Hash>,
    native_decimals: Option<u8>,
) -> Verification {
    let mut findings = Vec::new();
    let mut missing = Vec::new();
    let token = export.terms.asset;
    let by_number = native_of(export.chain_id).map(|native| native.decimals);
    let mut proven = match prove(export, native_decimals.or(by_number)) {
        Ok(proven) => Some(proven),
        Err(why) => {
            findings.push(Finding::Unproven(why));
            None
        }
    };
    let at = proven.as_ref().map_or(export.block.at, |proven| proven.at);
    let about_block = block(export, block_hash);
    let head = holding(export, proven.as_ref()).map(|holding| holding.stored.head);
    let blocks = KnownBlocks::of(export, proven.as_ref());
    let mut steps = Vec::new();
    let mut replay = Replay::new(export.contract, export.chain_id);
    let wrong = record(export, head, &blocks, &mut replay, &mut steps).err();
    let state = replay.state().copied();
    let chain_id_signed = steps.iter().any(|step| !step.signers.is_empty());
    if token.is_zero()
        && native_decimals.is_none()
        && !chain_id_signed
        && let Some(proven) = &mut proven
    {
        proven.holding.balance = None;
    }
    let ended = match holding(export, proven.as_ref()) {
        Some(holding) if wrong.is_none() => compare(state.as_ref(), &holding),
        _ => None,
    };
    let proven_head = proven.as_ref().map(|proven| proven.holding.stored.head);
    let ended = ended.map(|finding| added_from(finding, export, proven_head));
    // What names an entry says most.
    let named = wrong.is_some();
    let mut ordered: Vec<Finding> = wrong.into_iter().chain(ended).collect();
    ordered.extend(about_block);
    ordered.append(&mut findings);
    if let Some(proven) = &proven {
        ordered.extend(said(export, proven));
    }
    let exhibits: Vec<Exhibit> = steps.iter().filter_map(Exhibit::of).collect();
    ordered.extend(terms(export, &steps));
    // Where the record breaks off, later manifests have no exhibits yet.
    ordered.extend(manifests(export, &exhibits, named));

    if block_hash.is_none() {
        missing.push(Missing::BlockHash);
    }
    if !token.is_zero() && trust_backed(&token).is_none() {
        missing.push(Missing::Balance { token });
    }
    if proven
        .as_ref()
        .is_some_and(|proven| proven.genesis_hash.is_none())
    {
        missing.push(Missing::Genesis);
    }
    let asset = proven.as_ref().and_then(|proven| proven.asset.as_ref());
    let counted = match token.is_zero() {
        true => native_decimals.or(by_number).is_some(),
        false => asset.is_some(),
    };
    if !counted {
        missing.push(Missing::Decimals { token });
    }
    if !chain_id_signed {
        missing.push(Missing::ChainId);
    }
    let mut docket = Docket::default();
    let mut deadlines: Vec<Deadline> = steps.iter().flat_map(|step| docket.take(step)).collect();
    if !named {
        deadlines.extend(docket.missed(at));
    }
    let bound = bound(export, proven_head);
    Verification {
        at,
        bound_from: bound.start,
        bound_to: bound.end,
        chain_id_signed,
        chain_id_named: false,
        chain_id_asked: false,
        deadlines,
        decisions: docket.decisions(at),
        exhibits,
        steps,
        state,
        proven,
        anchor: match block_hash {
            Some(_) => Anchor::Auditor,
            None => Anchor::File,
        },
        findings: ordered,
        missing,
    }
}

/// What is held against the record: what is proven, or without a proof what is said, so that a wrong entry still gets its name.
fn holding(export: &Export, proven: Option<&Proven>) -> Option<Holding> {
    if let Some(proven) = proven {
        return Some(proven.holding.clone());
    }
    Some(Holding {
        stored: State::from_cell(&export.cell).ok()?,
        cell: export.cell.clone(),
        balance: Some(export.balance),
    })
}

fn block(export: &Export, block_hash: Option<&Hash>) -> Vec<Finding> {
    let Ok(header) = Header::read(&export.block.header) else {
        // The proof says so already.
        return Vec::new();
    };
    let mut found = Vec::new();
    if let Some(expected) = block_hash
        && *expected != header.hash
    {
        found.push(Finding::OtherBlockHash {
            expected: *expected,
            found: header.hash,
        });
    }
    let block = &export.block;
    if block.hash != header.hash {
        found.push(Finding::Said {
            part: "hash of the block",
            expected: Fact::Hash(header.hash),
            found: Fact::Hash(block.hash),
        });
    }
    if block.number != header.number {
        found.push(Finding::Said {
            part: "number of the block",
            expected: Fact::Number(header.number.into()),
            found: Fact::Number(block.number.into()),
        });
    }
    found
}

/// What the file says in clear beside what the proof shows.
fn said(export: &Export, proven: &Proven) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut differs = |part, expected: Fact, said: Fact| {
        if expected != said {
            found.push(Finding::Said {
                part,
                expected,
                found: said,
            });
        }
    };
    differs(
        "time of the block",
        Fact::Time(proven.at),
        Fact::Time(export.block.at),
    );
    differs(
        "code hash",
        Fact::Hash(proven.code_hash),
        Fact::Hash(export.code.hash),
    );
    if let Some(genesis) = proven.genesis_hash {
        differs(
            "hash of block 0",
            Fact::Hash(genesis),
            Fact::Hash(export.genesis_hash),
        );
    }
    if let Some(balance) = proven.holding.balance {
        differs(
            "balance",
            Fact::Amount(balance),
            Fact::Amount(export.balance),
        );
    }
    if proven.holding.cell != export.cell {
        differs(
            "storage cell",
            Fact::Words("the one that is proven"),
            Fact::Words("another one"),
        );
    }
    found
}

fn terms(export: &Export, steps: &[Step]) -> Vec<Finding> {
    let Some(Step {
        action: Action::Open { terms },
        after,
        ..
    }) = steps.first()
    else {
        return Vec::new();
    };
    let mut found = Vec::new();
    if *terms != export.terms {
        let hash = |terms| Fact::Hash(NativeHost.keccak_256(&codec::Encode::encode(terms)));
        found.push(Finding::Said {
            part: "text of the terms",
            expected: hash(terms),
            found: hash(&export.terms),
        });
    }
    if after.clause.terms_hash != export.terms_hash {
        found.push(Finding::Said {
            part: "hash of the terms",
            expected: Fact::Hash(after.clause.terms_hash),
            found: Fact::Hash(export.terms_hash),
        });
    }
    found
}

fn manifests(export: &Export, exhibits: &[Exhibit], breaks_off: bool) -> Vec<Finding> {
    let mut found = Vec::new();
    for manifest in &export.manifests {
        let hash: Hash = Sha256::digest(manifest.text.as_bytes()).into();
        if hash != manifest.sha256 {
            found.push(Finding::Said {
                part: "text of a manifest",
                expected: Fact::Hash(manifest.sha256),
                found: Fact::Hash(hash),
            });
        } else if !breaks_off && !exhibits.iter().any(|exhibit| exhibit.manifest == hash) {
            found.push(Finding::StrayManifest { found: hash });
        }
    }
    found
}
