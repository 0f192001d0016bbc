//! How the amounts of an exported case are written, and who says so. The hash of the terms covers asset and unit, neither symbol nor
//! decimals: a file that is believed about these can say that a dollar was a hundred.

use exequatur_audit::{Fact, Finding, Missing, Verification, native_of};

use crate::erc20::{Description, plain_symbol};
use crate::files::{AuditFile, Denomination, Token};

/// Who says how many decimal places amounts have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DecimalsFrom {
    /// The signed terms: the chain's own token has as many as its unit leaves. Its symbol follows from the chain's number.
    Terms,
    /// The chain's state at the proven block, which has the asset's symbol too.
    Proof,
    /// The auditor, who named the token.
    Auditor,
    /// Only the file, which is not believed: amounts are shown as whole numbers of units.
    File,
}

/// How amounts are shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Denominated {
    /// How amounts are written.
    pub token: Token,
    /// Who says so.
    pub decimals_from: DecimalsFrom,
}

/// The auditor named another token than the escrow's money is. That says nothing against the case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedOtherwise {
    /// How the token is to be named, and who says so, in words.
    pub expected: String,
    /// How it was named.
    pub found: String,
}

impl NamedOtherwise {
    fn of(right: &Description, named: &Description, who: &str) -> Self {
        Self {
            expected: format!("{}:{}, {who}", right.symbol, right.decimals),
            found: format!("{}:{}", named.symbol, named.decimals),
        }
    }
}

/// Finds out how the amounts of a file are to be written, and holds against it what the file says. `named` is the token as the auditor knows it. Nobody
/// signs or proves the symbol of the chain's own token: it is known where this version knows the chain and somebody else than the file says its number, and
/// otherwise the auditor names it.
///
/// # Errors
/// If the auditor named decimal places that are known to be others.
pub fn denominate(
    file: &AuditFile,
    verification: &mut Verification,
    named: Option<&Description>,
) -> Result<Denominated, NamedOtherwise> {
    let terms = &file.export.terms;
    if terms.asset.is_zero() {
        if let Some(otherwise) =
            named.and_then(|named| counted_otherwise(file.export.chain_id, named))
        {
            return Err(otherwise);
        }
        return Ok(native(file, verification, named));
    }
    let proven = verification.proven.as_ref();
    let proven = proven.and_then(|proven| proven.asset.as_ref());
    let proven = proven.map(|asset| Description {
        symbol: plain_symbol(&String::from_utf8_lossy(&asset.symbol)),
        decimals: asset.decimals,
    });
    if let (Some(right), Some(named)) = (&proven, named)
        && right != named
    {
        let who = "as the state of the proven block has it";
        return Err(NamedOtherwise::of(right, named, who));
    }
    let mut denominated = undenominated();
    for (known, decimals_from) in [
        (named, DecimalsFrom::Auditor),
        (proven.as_ref(), DecimalsFrom::Proof),
    ] {
        // A unit of more than one whole has no decimal places that anybody could write.
        let Some(token) = known.and_then(|known| known.in_units(terms.unit)) else {
            continue;
        };
        add_differing(file, verification, &token);
        verification
            .missing
            .retain(|missing| !matches!(missing, Missing::Decimals { .. }));
        denominated = Denominated {
            token,
            decimals_from,
        };
    }
    Ok(denominated)
}

/// Whether accounts of a known chain count its own token in other decimal places than the auditor named. Its symbol is for the auditor to say.
fn counted_otherwise(chain_id: u64, named: &Description) -> Option<NamedOtherwise> {
    let known = native_of(chain_id).filter(|known| known.decimals != named.decimals)?;
    let right = Description {
        symbol: known.symbol.to_owned(),
        decimals: known.decimals,
    };
    let who = format!("as accounts of chain {chain_id} count its own token");
    Some(NamedOtherwise::of(&right, named, &who))
}

/// The chain's own token: in which decimal places its amounts are written is signed with the unit.
fn native(
    file: &AuditFile,
    verification: &mut Verification,
    named: Option<&Description>,
) -> Denominated {
    let terms = &file.export.terms;
    // Whoever only wrote a number into a file does not choose what amounts are called.
    let known = native_of(file.export.chain_id).filter(|_| verification.knows_chain_id());
    let known = known.map(|native| native.symbol);
    let (symbol, decimals_from) = match (named, known) {
        (Some(named), _) => (named.symbol.as_str(), DecimalsFrom::Auditor),
        (None, Some(symbol)) => (symbol, DecimalsFrom::Terms),
        (None, None) => return undenominated(),
    };
    let Some(decimals) = Denomination::of(&terms.asset, terms.unit).decimals() else {
        return undenominated();
    };
    let token = Token {
        symbol: symbol.to_owned(),
        decimals,
    };
    add_differing(file, verification, &token);
    Denominated {
        token,
        decimals_from,
    }
}

/// Holds against a file how it says that amounts are written.
fn add_differing(file: &AuditFile, verification: &mut Verification, right: &Token) {
    for finding in differing(&file.token, right) {
        if !verification.findings.contains(&finding) {
            verification.findings.push(finding);
        }
    }
}

/// Amounts as the contract counts them.
fn undenominated() -> Denominated {
    Denominated {
        token: Token {
            symbol: "units".to_owned(),
            decimals: 0,
        },
        decimals_from: DecimalsFrom::File,
    }
}

fn differing(said: &Token, right: &Token) -> Vec<Finding> {
    let mut findings = Vec::new();
    if said.decimals != right.decimals {
        findings.push(Finding::Said {
            part: "decimal places of amounts",
            expected: Fact::Number(right.decimals.into()),
            found: Fact::Number(said.decimals.into()),
        });
    }
    if said.symbol != right.symbol {
        findings.push(Finding::Said {
            part: "symbol of the token",
            expected: Fact::Text(right.symbol.clone()),
            found: Fact::Text(said.symbol.clone()),
        });
    }
    findings
}

impl Denominated {
    /// In one sentence, with the escrow's amount as the bare number that was signed.
    pub fn in_words(&self, file: &AuditFile) -> String {
        let terms = &file.export.terms;
        let whose = match terms.asset.is_zero() {
            true => "the chain's own token (wei)".to_owned(),
            false => format!("the token {}", crate::keys::checksummed(&terms.asset.0)),
        };
        let symbol = crate::files::printable(&self.token.symbol);
        let decimals = self.token.decimals;
        let how = match self.decimals_from {
            DecimalsFrom::Terms => format!(
                "{decimals} decimal places, by the signed terms; the own token of chain {} is {symbol}",
                file.export.chain_id
            ),
            DecimalsFrom::Proof => {
                format!("{decimals} decimal places and the symbol {symbol}, proven")
            }
            DecimalsFrom::Auditor => format!(
                "{decimals} decimal places and the symbol {symbol}, as the auditor named them"
            ),
            DecimalsFrom::File => format!(
                "written as whole numbers, since only the file says that they are {} with {} decimal places",
                crate::files::printable(&file.token.symbol),
                file.token.decimals
            ),
        };
        format!(
            "units of 10^{} of {whose}; {how}; the amount of the escrow is {} units, {}",
            terms.unit,
            terms.amount,
            self.token.show(terms.amount)
        )
    }
}
