//! Consents, releases, appointments and orders in three ways: sent, signed off line, or relayed by anybody.

use std::path::{Path, PathBuf};

use exequatur_client::files::{
    Message, SignatureFile, TermsFile, TypedData, same_domain, write_new,
};
use exequatur_client::statement::binding;
use exequatur_protocol::digest::Domain;
use exequatur_protocol::{Address, MAX_SIGNATURES, Phase, Roles, Signature, State};
use serde_json::json;

use crate::accounts::{Accounts, everybody};
use crate::context::Context;
use crate::deal::{Deal, parse_contract, roles_in_words};
use crate::error::{CliError, Kind};
use crate::report::{Report, say};
use crate::{text, wallet, write};

/// Which of the three ways.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct Way {
    /// Sign off line into --out and send nothing
    #[arg(
        long,
        requires = "out",
        conflicts_with = "signatures",
        group = "off_line"
    )]
    pub sign_only: bool,
    /// Write what is to be signed as EIP-712 JSON for a wallet, and send nothing
    #[arg(long, value_name = "FILE", conflicts_with_all = ["sign_only", "signatures"], group = "off_line")]
    pub eip712: Option<PathBuf>,
    /// Where the signature goes
    #[arg(long, value_name = "FILE", requires = "sign_only")]
    pub out: Option<PathBuf>,
    /// Send a signature that somebody made off line; several times for several signers
    #[arg(long = "signature", value_name = "FILE")]
    pub signatures: Vec<PathBuf>,
    /// With --signature: approve as the sender too
    #[arg(long, requires = "signatures")]
    pub approve: bool,
}

impl Way {
    /// Whether nothing is to be sent.
    pub fn is_off_line(&self) -> bool {
        self.sign_only || self.eip712.is_some()
    }

    /// Whether the sender says yes by sending.
    pub fn sender_approves(&self) -> bool {
        self.approve || self.signatures.is_empty()
    }
}

/// What a signature off line, away from any chain, needs to know.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct Offline {
    // With a chain its own terms count; what is given here would be ignored, so it is refused.
    /// Without a chain: the terms file
    #[arg(
        long,
        value_name = "FILE",
        requires = "chain_id",
        requires = "off_line"
    )]
    pub terms: Option<PathBuf>,
    /// Without a chain: the chain's id
    #[arg(long, value_name = "N", requires = "terms")]
    pub chain_id: Option<u64>,
}

impl Offline {
    /// What the signature is bound to, without any chain; `None` if the chain is to be asked.
    pub fn domain(&self, escrow: &str) -> Result<Option<(Domain, TermsFile)>, CliError> {
        let (Some(terms), Some(chain_id)) = (&self.terms, self.chain_id) else {
            return Ok(None);
        };
        let file = TermsFile::read(terms)?;
        let domain = Domain {
            chain_id,
            contract: parse_contract(escrow)?,
            terms_hash: file.hash(),
        };
        Ok(Some((domain, file)))
    }
}

/// What somebody is to sign off line.
#[derive(Clone, Debug)]
pub struct Declaration {
    /// To what the signature is bound.
    pub domain: Domain,
    /// What is signed.
    pub message: Message,
    /// The same in words.
    pub statement: Vec<String>,
    /// What is worth a second look.
    pub warnings: Vec<String>,
    /// What cannot be undone once it is sent, as a whole sentence.
    pub irreversible: String,
    /// Who has which role.
    pub cast: Cast,
}

/// Who has which role in an escrow, as far as it is known where something is signed.
#[derive(Clone, Debug)]
pub enum Cast {
    /// As the chain has it now.
    OnChain(Box<State>),
    /// As the terms have it: a seat may have been filled anew since.
    OfTerms(Box<TermsFile>),
}

impl Cast {
    /// Without a chain.
    pub fn of_terms(file: &TermsFile) -> Self {
        Cast::OfTerms(Box::new(file.clone()))
    }

    fn state(&self) -> State {
        match self {
            Cast::OnChain(state) => **state,
            Cast::OfTerms(file) => State::proposed(&file.terms, file.hash()),
        }
    }

    /// Whose signature under a message counts. In a dispute, and while an award is on hold, both parties alone settle.
    fn may_sign(&self, message: &Message) -> Roles {
        let settles = matches!(self.state().phase, Phase::Disputed | Phase::Awarded);
        match message {
            Message::Release { .. } if settles => Roles(Roles::BOTH_PARTIES),
            _ => message.signers(),
        }
    }

    /// Who is behind the addresses.
    fn accounts(&self, ctx: &mut Context) -> Result<Accounts, CliError> {
        match self {
            Cast::OnChain(state) => Accounts::of_state(ctx, state),
            Cast::OfTerms(file) => Ok(Accounts::off_line_of(ctx, &self.state()).of_people(file)),
        }
    }

    /// Refuses a signer whose signature cannot count. What only the chain knows is warned of.
    fn check(
        &self,
        message: &Message,
        signer: &Address,
        accounts: &Accounts,
    ) -> Result<Option<String>, CliError> {
        let Roles(roles) = self.state().roles_of(signer);
        let may = self.may_sign(message);
        if roles & may.0 != 0 {
            return Ok(None);
        }
        if roles == 0 && self.may_be_since(may) {
            return Ok(Some(format!(
                "the terms name nobody with the address {}: the signature counts only if it was appointed to a seat since",
                accounts.forms(signer)
            )));
        }
        let found = match roles {
            0 => "which has no role in this escrow".to_owned(),
            _ => format!("the {}", roles_in_words(Roles(roles))),
        };
        Err(CliError::new(
            Kind::Key,
            "NoRole",
            "a signature by this key under this would count for nothing",
        )
        .values(
            format!("the key of {}", any_of(may)),
            format!("{}, {found}", accounts.forms(signer)),
        )
        .hint("choose another key with --key; `escrow status` shows who has which role"))
    }

    /// Whether somebody whom only the chain knows may have one of these roles.
    fn may_be_since(&self, roles: Roles) -> bool {
        matches!(self, Cast::OfTerms(_)) && roles.seats() != 0
    }

    /// Whose signature counts, for somebody who exports what is to be signed: nobody's key is at hand that could be checked.
    fn signers(&self, message: &Message) -> Result<Vec<(Roles, Address)>, CliError> {
        let (state, may) = (self.state(), self.may_sign(message));
        let found = everybody(&state)
            .into_iter()
            .map(|address| (Roles(state.roles_of(&address).0 & may.0), address))
            .filter(|(roles, _)| roles.0 != 0)
            .collect::<Vec<_>>();
        if found.is_empty() {
            return Err(CliError::new(
                Kind::Key,
                "NoRole",
                "nobody is there whose signature under this would count",
            )
            .values(any_of(may), "nobody with that role")
            .hint("`escrow status` shows who has which role"));
        }
        Ok(found)
    }
}

/// `the payer, the payee or the notary`.
fn any_of(roles: Roles) -> String {
    let words = roles_in_words(roles);
    let words: Vec<_> = words
        .split(" and ")
        .map(|word| format!("the {word}"))
        .collect();
    match words.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} or {last}", others.join(", ")),
        None => words.join(""),
    }
}

/// Shows what is signed, asks, signs, writes the file; or writes what a wallet is to sign.
pub fn off_line(
    ctx: &mut Context,
    declaration: Declaration,
    way: &Way,
) -> Result<Report, CliError> {
    let Declaration {
        domain,
        message,
        mut statement,
        mut warnings,
        irreversible,
        cast,
    } = declaration;
    let accounts = cast.accounts(ctx)?;
    let signer = match way.eip712 {
        // Whose wallet it will be is not known yet.
        Some(_) => None,
        None => {
            let signer = ctx.signer_for(domain.chain_id)?;
            warnings.extend(cast.check(&message, &signer.address, &accounts)?);
            Some(signer)
        }
    };
    statement.extend(write::on_page(ctx, warnings));
    statement.push(format!("Cannot be undone: {irreversible}"));
    // A consent shows the whole terms, with everybody in them.
    if message != Message::Consent {
        statement.extend(accounts.people(&cast.state()));
    }
    if let Some(out) = &way.eip712 {
        let signers = wallet::Signers {
            who: cast.signers(&message)?,
            or_since: cast.may_be_since(message.signers()),
        };
        let mut words = statement;
        words.extend(binding(&message, &domain));
        let next = "`signature import {file} --signer WHO --signature 0x… --out SIGNATURE`, then --signature SIGNATURE with the command";
        let typed = TypedData { domain, message };
        return wallet::export(ctx, &typed, &words, &signers, &accounts, Some(out), next);
    }
    let out = way.out.as_deref();
    let out = out.ok_or_else(|| CliError::bug("a signature without a file to go to"))?;
    let signer = signer.ok_or_else(|| CliError::bug("a signature without a signer"))?;
    let digest = message.digest(&domain);
    let mut page = vec![format!(
        "You sign, as {} {}:",
        signer.name,
        text::both_forms(&signer.account, &signer.address, accounts.prefix())
    )];
    page.extend(statement.iter().map(|line| format!("  {line}")));
    let bound = binding(&message, &domain);
    page.extend(bound.iter().map(|line| format!("  {line}")));
    let page = page.join("\n");
    if ctx.options.dry_run {
        let value =
            json!({ "dry_run": true, "statement": statement, "digest": text::hash(&digest) });
        return Ok(Report::new(
            value,
            format!("{page}\nDry run: nothing was signed."),
        ));
    }
    if !ctx.options.json {
        say(&page);
    }
    write::confirm(ctx, &page)?;
    let key = ctx.unlock(&signer)?;
    let file = SignatureFile::sign(key, domain, message);
    write_new(out, &file.to_text())?;
    let path = out.display().to_string();
    let text = format!(
        "signed: {}\nnext:   hand the file to whoever sends it, with --signature",
        text::escape(&path)
    );
    let value = json!({
        "file": path,
        "digest": text::hash(&digest),
        "signer": text::address(&file.signer),
        "ss58": text::ss58(&signer.account, accounts.prefix()),
    });
    Ok(Report::new(value, text))
}

/// Reads signature files and checks that each is over exactly this message for this escrow.
pub fn collect(
    paths: &[PathBuf],
    domain: &Domain,
    message: &Message,
) -> Result<Vec<Signature>, CliError> {
    if paths.len() > MAX_SIGNATURES {
        return Err(
            CliError::usage("TooManySignatures", "more signatures than any step takes")
                .values(format!("at most {MAX_SIGNATURES}"), paths.len().to_string())
                .hint("name each signature file once, and only those of people who have a role"),
        );
    }
    paths
        .iter()
        .map(|path| read_one(path, domain, message).map(|file| file.for_chain()))
        .collect()
}

/// One of them, with its signer.
pub fn read_one(
    path: &Path,
    domain: &Domain,
    message: &Message,
) -> Result<SignatureFile, CliError> {
    let file = SignatureFile::read(path)?;
    let name = text::escape(&path.display().to_string());
    if !same_domain(&file.domain, domain) {
        return Err(CliError::verification(
            "OtherEscrow",
            format!("{name} was signed for {}", other_than(domain, &file.domain)),
        )
        .values(domain_text(domain), domain_text(&file.domain))
        .hint("what was signed holds for nothing else: have it signed again, for this escrow under these terms"));
    }
    if file.message != *message {
        return Err(CliError::verification(
            "OtherMessage",
            format!("{name} is a signature over something else"),
        )
        .values(in_full(message, domain), in_full(&file.message, domain))
        .hint("send what was signed, or have this signed"));
    }
    Ok(file)
}

fn in_full(message: &Message, domain: &Domain) -> String {
    format!("{} {}", message.kind(), message.to_json(&domain.terms_hash))
}

/// What of a domain is not as expected, the widest first.
fn other_than(expected: &Domain, found: &Domain) -> &'static str {
    if found.chain_id != expected.chain_id {
        "another chain"
    } else if found.contract != expected.contract {
        "another escrow"
    } else {
        "other terms"
    }
}

fn domain_text(domain: &Domain) -> String {
    format!(
        "chain {}, escrow {}, terms {}",
        domain.chain_id,
        text::address(&domain.contract),
        text::hash(&domain.terms_hash)
    )
}

/// The message in a signature file for this escrow, for commands that send whatever was signed.
pub fn first(paths: &[PathBuf], deal: &Deal) -> Result<Option<Message>, CliError> {
    let Some(path) = paths.first() else {
        return Ok(None);
    };
    let file = SignatureFile::read(path)?;
    read_one(path, &deal.domain(), &file.message).map(|file| Some(file.message))
}
