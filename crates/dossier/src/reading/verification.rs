//! What was checked before anything was read out.

use exequatur_audit::{Anchor, CHAIN_ID_PART, Export, Finding, Missing, Verdict, owed};
use exequatur_client::audit::{DecimalsFrom, Denominated};
use exequatur_client::files::{AuditFile, Token, hash_text};
use exequatur_client::finding_text::finding_in_words;
use exequatur_client::keys::checksummed;
use exequatur_protocol::{Hash, Seconds};

use super::papers::{NamedPaper, tally};
use super::{outside, time};

/// How a verification ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Result {
    /// Everything that was checked holds.
    Verified,
    /// Everything that could be checked holds, and something could not be checked.
    Incomplete,
    /// Something does not hold. What the page says after the entry named is not to be relied on.
    Divergent,
}

/// One thing that was checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// What.
    pub what: String,
    /// `None` if it could not be checked.
    pub holds: Option<bool>,
    /// What was found.
    pub found: String,
}

/// The result of an audit, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verification {
    /// How it ended.
    pub result: Result,
    /// In one sentence.
    pub sentence: String,
    /// What was checked, one by one.
    pub checks: Vec<Check>,
    /// What this does not show.
    pub caveats: Vec<String>,
    /// Whether block and code are known from elsewhere: everything hangs on them.
    pub anchored: bool,
    /// Entries that the record has after the block, by the newest block of the chain that was asked.
    pub later: u32,
}

impl Result {
    /// A stable word for programs.
    pub fn word(self) -> &'static str {
        match self {
            Self::Verified => "verified",
            Self::Incomplete => "incomplete",
            Self::Divergent => "divergent",
        }
    }
}

impl Verification {
    /// How it ended, for people: what nothing anchors is not verified, whatever else of it fits together.
    pub fn label(&self) -> &'static str {
        match (self.result, self.anchored) {
            (Result::Divergent, _) => "DIVERGENT",
            (Result::Verified | Result::Incomplete, false) => "NOT VERIFIED",
            (Result::Incomplete, true) => "Verified in part",
            (Result::Verified, true) => "Verified",
        }
    }

    /// That the record goes on after the block, if the chain that was asked says so.
    pub fn goes_on(&self) -> Option<String> {
        match self.later {
            0 => None,
            1 => Some(
                "The record goes on: the chain that was asked has 1 later entry, which is not told here".to_owned(),
            ),
            later => Some(format!(
                "The record goes on: the chain that was asked has {later} later entries, none of which is told here"
            )),
        }
    }
}

/// Where the hash of the block is from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BlockHash {
    /// The auditor named it.
    Auditor,
    /// The chain that was asked said it.
    Chain,
    /// Only the file.
    File,
}

impl Verification {
    /// What was found out about a file, in words. `known` is the code whose rules this program has.
    pub fn of(
        file: &AuditFile,
        denominated: &Denominated,
        verified: &exequatur_audit::Verification,
        from: BlockHash,
        known: &Hash,
    ) -> Self {
        let export = &file.export;
        let result = match verified.verdict() {
            Verdict::Verified => Result::Verified,
            Verdict::Incomplete => Result::Incomplete,
            Verdict::Divergent => Result::Divergent,
        };
        let sentence = match (result, verified.findings.first()) {
            (Result::Verified, _) => {
                format!(
                    "The record is complete and unaltered up to block {}, and the contract’s storage at that block is proven.",
                    export.block.number
                )
            }
            (Result::Incomplete, _) => {
                let missing = verified.missing.iter();
                let missing: Vec<&str> = missing.map(|one| in_words(one, from)).collect();
                format!(
                    "{}. Nothing is wrong in what could be checked.",
                    missing.join(". ")
                )
            }
            (Result::Divergent, finding) => format!(
                "Do not rely on this case: {}.",
                finding
                    .map(|finding| outside(&finding_in_words(finding)))
                    .unwrap_or_default()
            ),
        };
        let mut checks = vec![record(file, verified)];
        checks.extend(proven(file, &denominated.token, verified, known));
        let mut findings = verified.findings.iter();
        let other = findings.any(|finding| matches!(finding, Finding::OtherBlockHash { .. }));
        checks.push(Check {
            what: "The block is one of the chain".to_owned(),
            holds: match (from, verified.anchor) {
                (_, Anchor::File) => None,
                (_, Anchor::Auditor) => Some(!other),
            },
            found: format!(
                "{}, {}",
                hash_text::format(&export.block.hash),
                match from {
                    BlockHash::Auditor if other => "which is not the hash that the auditor named",
                    BlockHash::Auditor => "compared with the hash that the auditor named",
                    BlockHash::Chain => "which only the node that was asked says",
                    BlockHash::File => "which only the file names",
                }
            ),
        });
        checks.push(chain_id(file, verified));
        checks.push(Check {
            what: "How amounts are written".to_owned(),
            holds: (denominated.decimals_from != DecimalsFrom::File).then_some(true),
            found: outside(&denominated.in_words(file)),
        });
        checks.extend(verified.findings.iter().map(|finding| Check {
            what: "Found".to_owned(),
            holds: Some(false),
            found: outside(&finding_in_words(finding)),
        }));
        checks.extend(verified.missing.iter().filter_map(not_shown));
        Self {
            result,
            sentence,
            checks,
            caveats: caveats(export, verified.at, from, result),
            anchored: !verified
                .missing
                .iter()
                .any(|missing| matches!(missing, Missing::BlockHash | Missing::Code { .. })),
            later: 0,
        }
    }
}

impl Verification {
    /// The same after the papers that the record names were compared with files: one that does not fit is wrong, one that is not at hand was not
    /// shown.
    pub(super) fn with_papers(mut self, papers: &[NamedPaper]) -> Self {
        let Some(tally) = tally(papers) else {
            return self;
        };
        let (all, missing, differ) = (tally.all, tally.missing, tally.differ.len());
        let mut found = format!(
            "{} of {all} at hand and as on record",
            all - missing - differ
        );
        if missing != 0 {
            found += &format!("; {missing} not at hand");
        }
        for (paper, how) in &tally.differ {
            found += &format!("; the {} of entry {}: {how}", paper.what, paper.entry);
        }
        self.checks.push(Check {
            what: "The papers that the record names, compared with files".to_owned(),
            holds: match (differ, missing) {
                (0, 0) => Some(true),
                (0, _) => None,
                _ => Some(false),
            },
            found,
        });
        match (self.result, tally.differ.first()) {
            (Result::Divergent, _) => {}
            (_, Some((paper, how))) => {
                self.result = Result::Divergent;
                self.sentence = format!(
                    "{} But a paper at hand does not fit it, the {} of entry {}: {how}.",
                    self.sentence, paper.what, paper.entry
                );
            }
            (Result::Verified, None) if missing != 0 => {
                self.result = Result::Incomplete;
                self.sentence = format!(
                    "{} Of the {all} papers that it names {missing} {} not at hand.",
                    self.sentence,
                    if missing == 1 { "is" } else { "are" }
                );
            }
            (Result::Verified | Result::Incomplete, None) => {}
        }
        self
    }
}

fn record(file: &AuditFile, verified: &exequatur_audit::Verification) -> Check {
    let (all, replayed) = (file.export.entries.len(), verified.steps.len());
    Check {
        what: "Every entry replays by the rules, with its signatures".to_owned(),
        holds: Some(all == replayed && all > 0),
        found: format!("{replayed} of {all} entries"),
    }
}

/// Signatures name the chain by its number. Where nobody signed, the number only decides what would have been signed.
fn chain_id(file: &AuditFile, verified: &exequatur_audit::Verification) -> Check {
    let by = match (verified.chain_id_signed, verified.chain_id_named) {
        (true, _) => "bound by signatures in the record",
        (false, true) => "as the auditor named it",
        (false, false) => "which no signature in the record binds, and nobody else named",
    };
    let another = verified
        .findings
        .iter()
        .any(|finding| matches!(finding, Finding::Said { part, .. } if *part == CHAIN_ID_PART));
    Check {
        what: "The number of the chain".to_owned(),
        holds: match (verified.chain_id_signed, verified.chain_id_named) {
            (false, false) => None,
            _ => Some(!another),
        },
        found: format!("{}, {by}", file.export.chain_id),
    }
}

fn proven(
    file: &AuditFile,
    token: &Token,
    verified: &exequatur_audit::Verification,
    known: &Hash,
) -> Vec<Check> {
    let check = |what: &str, holds: Option<bool>, found: String| Check {
        what: what.to_owned(),
        holds,
        found,
    };
    let storage = "The contract’s storage is proven against the block";
    let Some(proven) = &verified.proven else {
        return vec![check(
            storage,
            Some(false),
            "the proof does not hold".to_owned(),
        )];
    };
    let stored = &proven.holding.stored;
    let same = verified
        .state
        .as_ref()
        .map(|state| state.to_cell() == stored.to_cell());
    let owed = owed(stored);
    vec![
        check(
            storage,
            Some(true),
            format!("{} trie nodes", file.export.proof.len()),
        ),
        check(
            "The record leads to the head and the state in storage",
            same,
            format!("head {}", hash_text::format(&stored.head)),
        ),
        check(
            "The contract has what it owes",
            proven.holding.balance.map(|balance| balance >= owed),
            format!(
                "{} in its account, {} owed",
                outside(&token.show(proven.holding.balance.unwrap_or(file.export.balance))),
                outside(&token.show(owed))
            ),
        ),
        check(
            "The code is the one whose rules were run here",
            // Another code is not wrong; but nobody here knows its rules.
            (proven.code_hash == *known).then_some(true),
            hash_text::format(&proven.code_hash),
        ),
    ]
}

/// What was not shown, as the beginning of a sentence.
fn in_words(missing: &Missing, from: BlockHash) -> &'static str {
    match missing {
        Missing::BlockHash => match from {
            BlockHash::Chain => "The block is only the word of the chain that was asked",
            BlockHash::File | BlockHash::Auditor => {
                "The block is only the file’s word, so the whole chain may be made up"
            }
        },
        Missing::Code { .. } => {
            "The contract runs another code than the one whose rules were run here"
        }
        Missing::ChainId => {
            "No signature in the record binds the number of the chain, and nobody else named it"
        }
        Missing::Decimals { .. } => {
            "Nothing shows how amounts are written, so they are whole numbers of units"
        }
        Missing::Balance { .. } => {
            "The balance stands in the token’s own books, which are not proven"
        }
        Missing::Genesis => "Block 0 does not know its own hash",
    }
}

fn not_shown(missing: &Missing) -> Option<Check> {
    let (what, found) = match missing {
        // These have their own checks.
        Missing::BlockHash | Missing::Code { .. } | Missing::ChainId | Missing::Decimals { .. } => {
            return None;
        }
        Missing::Balance { token } => (
            "The token’s own books",
            format!(
                "the money is a token of the contract {}, whose storage is not proven",
                checksummed(&token.0)
            ),
        ),
        Missing::Genesis => (
            "The hash of block 0",
            "block 0 does not know its own".to_owned(),
        ),
    };
    Some(Check {
        what: what.to_owned(),
        holds: None,
        found,
    })
}

fn caveats(export: &Export, at: Seconds, from: BlockHash, result: Result) -> Vec<String> {
    let mut caveats = vec![after(export.block.number, at)];
    let mut more = vec![match from {
        BlockHash::Auditor => {
            "That the block hash which the auditor named is the chain’s: everything hangs on it."
        }
        BlockHash::Chain => {
            "That the chain or node that was asked is honest: the block’s hash is its own word. Learn it from a source of your own and name it."
        }
        BlockHash::File => {
            "That the block is one of any chain: nobody named its hash. Learn it from a source of your own and verify the file again."
        }
    }];
    more.push("In which blocks single entries are: their order and times are bound by the record, the numbers and hashes of their blocks are not.");
    if result == Result::Divergent {
        more.push("What happened after the first entry that is wrong: nothing of it is told here.");
    }
    caveats.extend(more.into_iter().map(str::to_owned));
    caveats
}

/// That every case is told as of a block.
fn after(block: u32, at: Seconds) -> String {
    format!(
        "Whatever happened after block {block} of {}: a later stay, correction or settlement is not in it.",
        time(at)
    )
}
