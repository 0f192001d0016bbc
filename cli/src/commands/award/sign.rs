//! `award sign`

use std::fs::File;
use std::path::{Path, PathBuf};

use exequatur_client::files::{AwardFile, FileError, replace, write_new};
use exequatur_protocol::{Address, AwardKind};
use serde_json::json;

use super::{read, timing};
use crate::accounts::Accounts;
use crate::context::Context;
use crate::error::{CliError, Kind};
use crate::report::{Report, say};
use crate::text;
use crate::write::{confirm, on_page};

/// Sign an award, away from any chain: as an arbitrator, or as a party under an award by consent
///
/// The signature goes into the file. Several arbitrators sign the same file one after the other, or copies of it; who
/// signed already changes nothing by signing again.
#[derive(Debug, clap::Args)]
pub struct SignArgs {
    /// The award
    pub file: PathBuf,
    /// Write the signed award here and leave the file as it is
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
}

/// Runs the command.
pub fn run(ctx: &mut Context, args: SignArgs) -> Result<Report, CliError> {
    let mut file = AwardFile::read(&args.file)?;
    let signer = ctx.signer_for(file.domain.chain_id)?;
    let accounts = read::accounts_off_line(ctx, &file);
    check_role(&file, &signer.address, &accounts)?;
    check_content(&file)?;
    let words = read::in_words(&file, None, &accounts);
    let own = text::both_forms(&signer.account, &signer.address, accounts.prefix());
    let target = args
        .out
        .as_ref()
        .unwrap_or(&args.file)
        .display()
        .to_string();
    if file.signed_by(&signer.address) && args.out.is_none() {
        return Ok(report(
            &file,
            &target,
            format!("{own} signed this award before; the file is as it was."),
            &accounts,
        ));
    }
    let mut page = vec![format!("You sign, as {} {own}:", signer.name)];
    page.extend(words.iter().map(|line| format!("  {line}")));
    let doubts = timing::antedated(&file.award, &file.escrow);
    let doubts = on_page(ctx, doubts.into_iter().collect());
    page.extend(doubts.iter().map(|line| format!("  {line}")));
    page.push(
        "  Cannot be undone: with enough signatures anybody can have it executed.".to_owned(),
    );
    let page = page.join("\n");
    if ctx.options.dry_run {
        let mut value = read::value(&file, &file.lacks(), &accounts);
        value["dry_run"] = json!(true);
        return Ok(Report::new(
            value,
            format!("{page}\nDry run: nothing was signed."),
        ));
    }
    if !ctx.options.json {
        say(&page);
    }
    confirm(ctx, &page)?;
    let key = ctx.unlock(&signer)?;
    // Others may be signing the same file at this moment: one at a time, and nobody's signature is lost.
    let _turn = take_turn(&args.file)?;
    read::merge(&mut file, &args.file, &args.file)?;
    file.sign(key);
    let text = file.to_toml();
    match &args.out {
        Some(out) => write_new(out, &text)?,
        None => replace(&args.file, &text)?,
    }
    // Others may have signed meanwhile.
    let accounts = accounts.of_signers(&file.signatures);
    let first = format!("signed: {}", text::escape(&target));
    Ok(report(&file, &target, first, &accounts))
}

/// Waits until nobody else of this program writes in the file's folder; ends when the value is dropped.
pub(super) fn take_turn(path: &Path) -> Result<File, CliError> {
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let locked = File::open(folder).and_then(|folder| folder.lock().map(|()| folder));
    locked.map_err(|error| CliError::from(FileError::read(folder, error)))
}

pub(super) fn report(file: &AwardFile, target: &str, first: String, accounts: &Accounts) -> Report {
    let lacks = file.lacks();
    let mut lines = vec![first, format!("digest: {}", text::hash(&file.digest()))];
    lines.extend(read::signers_in_words(file, &lacks, accounts));
    let target_text = text::escape(target);
    lines.push(match lacks.is_empty() {
        true => format!("next:   anybody runs `award enforce {target_text}`"),
        false => "next:   the others sign this file or copies of it".to_owned(),
    });
    let mut value = read::value(file, &lacks, accounts);
    value["file"] = json!(target);
    Report::new(value, lines.join("\n"))
}

/// Refuses a signature that the contract would refuse, or that means nothing.
fn check_role(file: &AwardFile, signer: &Address, accounts: &Accounts) -> Result<(), CliError> {
    let escrow = &file.escrow;
    if escrow.tribunal.contains(signer) {
        return Ok(());
    }
    let party = [file.terms.payer, file.terms.payee].contains(signer);
    if party && file.award.kind == AwardKind::Consent {
        return Ok(());
    }
    let tribunal = escrow.tribunal.iter().map(|who| accounts.forms(who));
    let tribunal: Vec<_> = tribunal.collect();
    let message = if party {
        "parties sign awards by consent only"
    } else {
        "the key has no part in this escrow"
    };
    Err(CliError::new(Kind::Key, "NotInTribunal", message)
        .values(
            format!("an arbitrator: {}", tribunal.join(", ")),
            accounts.forms(signer),
        )
        .hint(
            "choose another key with --key; if an arbitrator was replaced, draft the award again",
        ))
}

/// Refuses to sign what the contract would refuse however many sign it.
pub(super) fn check_content(file: &AwardFile) -> Result<(), CliError> {
    match file.lacks().into_iter().find(|lack| !lack.is_of_signatures()) {
        None => Ok(()),
        Some(lack) => Err(CliError::usage(lack.code, format!("the award would be refused: {}", lack.text))
            .values(lack.expected, lack.found)
            .hint("correct the file before anybody signs it; if the escrow has changed since, draft it again")),
    }
}
