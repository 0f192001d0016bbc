//! What was signed, as files that others read and check without this program: the award files that arbitrators signed, typed data, signatures, and a
//! sheet that tells of all of them.

use std::path::Path;

use exequatur_client::erc20::plain_symbol;
use exequatur_client::files::{
    AwardFile, Denomination, EscrowFacts, Message, SignatureFile, Token, TypedData, hash_text,
};
use exequatur_client::keys::{
    Address as Person, DigestSignature, Ss58Prefix, checksummed, sr25519_text,
};
use exequatur_client::record_text::roles_in_words;
use exequatur_paper::{Block, Paper, Table};
use exequatur_protocol::{Address, Seconds, Terms};

use super::shelf::plain;
use crate::reading::{Reading, Signature, Signed, date, outside, time};

/// The sheet's name without its ending.
pub const SHEET: &str = "04-signatures";

/// The files of everything that was signed off line: path and text.
pub fn files(reading: &Reading) -> Vec<(String, String)> {
    let signed = reading.signed.iter();
    let signed = signed.filter(|signed| !signed.signatures.is_empty());
    signed
        .flat_map(|signed| {
            let mut files = Vec::from_iter(typed_data(signed));
            match award_file(reading, signed) {
                Some(text) => files.push((award_path(signed), text)),
                None => files.extend(
                    signed
                        .signatures
                        .iter()
                        .filter_map(|one| signature(signed, one)),
                ),
            }
            files
        })
        .collect()
}

/// Where the typed data lie.
fn typed_path(signed: &Signed) -> String {
    format!("{}.eip712.json", signed.stem())
}

/// Where an award lies as its arbitrators signed it.
fn award_path(signed: &Signed) -> String {
    format!("{}.toml", signed.stem())
}

/// Where a signature lies by itself.
fn signature_path(signed: &Signed, one: &Signature) -> String {
    let by = plain(&roles_in_words(one.by.roles));
    format!("{}-by-{by}.signature.json", signed.stem())
}

/// The typed data, if they read back to the digest that was signed: a code of the terms may have bytes that no text has.
fn typed_data(signed: &Signed) -> Option<(String, String)> {
    let typed = TypedData {
        domain: signed.domain,
        message: signed.message.clone(),
    };
    let text = typed.to_text();
    let read = TypedData::parse(Path::new("typed data"), &text).ok()?;
    (read.digest() == signed.digest()).then(|| (typed_path(signed), text))
}

/// The file that `award verify` reads, if it reads back to the award that was signed.
fn award_file(reading: &Reading, signed: &Signed) -> Option<String> {
    let Message::Award(award) = &signed.message else {
        return None;
    };
    let terms = reading.terms.as_ref()?;
    let mut file = AwardFile {
        domain: signed.domain,
        terms: *terms,
        escrow: EscrowFacts::of(&signed.before, token(terms, &reading.token)),
        award: award.clone(),
        signatures: Vec::new(),
    };
    for one in &signed.signatures {
        file.add(one.signature).ok()?;
    }
    let text = file.to_toml();
    let read = AwardFile::parse(Path::new("award"), &text).ok()?;
    let same = read.digest() == signed.digest()
        && read.escrow == file.escrow
        && read.signatures == file.signatures;
    same.then_some(text)
}

/// How an award file writes amounts: as the terms have it where they do, else as everywhere in this dossier.
fn token(terms: &Terms, shown: &Token) -> Token {
    let shown = Token {
        symbol: plain_symbol(&shown.symbol),
        decimals: shown.decimals,
    };
    match Denomination::of(&terms.asset, terms.unit) {
        Denomination::Native { decimals } if decimals == shown.decimals => shown,
        // Elsewhere amounts are bare units, since nobody says what the token is called; the file's own form has the decimals that the terms have.
        Denomination::Native { decimals } => Token {
            symbol: plain_symbol(""),
            decimals,
        },
        Denomination::Known { symbol, decimals } => Token {
            symbol: symbol.to_owned(),
            decimals,
        },
        Denomination::Unknown | Denomination::UnitTooLarge { .. } => shown,
    }
}

/// A signature by itself, with everything that is needed to check it.
fn signature(signed: &Signed, one: &Signature) -> Option<(String, String)> {
    let file = SignatureFile {
        domain: signed.domain,
        message: signed.message.clone(),
        signer: one.by.address,
        signature: one.signature,
    };
    let text = file.to_text();
    let read = SignatureFile::parse(Path::new("signature"), &text).ok()?;
    (read.digest() == signed.digest()).then(|| (signature_path(signed, one), text))
}

/// The files that show what somebody signed; `None` if they did not sign it off line. `files` are those of the dossier.
pub fn places(signed: &Signed, who: &Address, files: &[(String, String)]) -> Option<String> {
    let mut signatures = signed.signatures.iter();
    let one = signatures.find(|one| one.by.address == *who)?;
    let paths = [
        award_path(signed),
        signature_path(signed, one),
        typed_path(signed),
    ];
    let paths = paths.into_iter();
    let there = paths.filter(|path| files.iter().any(|(other, _)| other == path));
    let sheet = format!("{SHEET}.pdf");
    Some(there.chain([sheet]).collect::<Vec<_>>().join(", "))
}

/// How somebody declared something, for whoever looks for the proof of it: the files with their signature, or the transaction.
pub fn proof(signed: &Signed, who: &Address, files: &[(String, String)]) -> Option<String> {
    if let Some(places) = places(signed, who, files) {
        return Some(format!("signed: {places}"));
    }
    let sent = signed.sent_by.is_some_and(|sent| sent.address == *who);
    sent.then(|| {
        format!(
            "by the transaction of entry {} in block {}, whose signature is on the chain",
            signed.entry, signed.block
        )
    })
}

/// What the sheet tells, as a paper.
pub fn sheet(reading: &Reading, files: &[(String, String)]) -> Paper {
    let mut blocks = vec![
        Block::Text(format!(
            "Escrow {} on chain {}, as of block {} of {}.",
            checksummed(&reading.contract.0),
            reading.chain_id,
            reading.block,
            time(reading.at)
        )),
        Block::Text(
            format!(
                "Everything that people signed off line and that the contract counted, in the order of the record: what was signed, by whom, and the signature \
             itself. Each was checked once more against its digest before it was written down here. No program of this project is needed to check it again: the commands \
             below use others, and are run in the folder of this dossier; in {SHEET}.md each is one line."
            ),
        ),
        Block::Note(
            "A signature shows that whoever has the key signed this digest. Who that is, and whether they were free to, is for other proof. A document is named in it by \
             its SHA-256."
                .to_owned(),
        ),
    ];
    let off_line = |signed: &&Signed| !signed.signatures.is_empty();
    for signed in reading.signed.iter().filter(off_line) {
        blocks.extend(section(reading, signed, files));
    }
    if !reading.signed.iter().any(|signed| off_line(&signed)) {
        blocks.push(Block::Text("Nobody signed anything off line.".to_owned()));
    }
    blocks.extend(sent(&reading.signed));
    blocks.extend(how_to_check());
    Paper {
        title: "Signatures".to_owned(),
        language: "en",
        date: date(reading.at),
        blocks,
    }
}

fn section(reading: &Reading, signed: &Signed, files: &[(String, String)]) -> Vec<Block> {
    let domain = &signed.domain;
    let rest = |path: &str| path.strip_prefix(&signed.stem()).map(str::to_owned);
    // `…-award-1` begins `…-award-10`, too.
    let own = |path: &&String| rest(path).is_some_and(|rest| rest.starts_with(['.', '-']));
    let own: Vec<&str> = files
        .iter()
        .map(|(path, _)| path)
        .filter(own)
        .map(String::as_str)
        .collect();
    let mut rows = vec![
        row("Files", own.join(", ")),
        row("Digest", hash_text::format(&signed.digest())),
        row(
            "Domain",
            format!(
                "name Exequatur, version 1, chain id {}, verifying contract {}",
                domain.chain_id,
                checksummed(&domain.contract.0)
            ),
        ),
        row("Type", signed.message.eip712_type().to_owned()),
    ];
    rows.extend(fields(reading, signed));
    let mut blocks = vec![
        Block::Heading(
            1,
            format!(
                "{} (entry {}, {})",
                signed.title(),
                signed.entry,
                time(signed.at)
            ),
        ),
        table(&[("What", 22), ("Value", 118)], rows),
    ];
    for one in &signed.signatures {
        blocks.extend(by(signed, one, files));
    }
    if !files.iter().any(|(path, _)| *path == typed_path(signed)) {
        blocks.push(Block::Note(
            "A code in it has bytes that are no text: there are no files of it that other programs read."
                .to_owned(),
        ));
    }
    blocks
}

/// The message's fields, in the order of its type, with amounts and moments in words beside what was signed.
fn fields(reading: &Reading, signed: &Signed) -> Vec<Vec<String>> {
    let values = signed.message.to_json(&signed.domain.terms_hash);
    let members = signed.message.eip712_type().split_once('(');
    let members = members.map_or("", |(_, members)| members);
    members
        .trim_end_matches(')')
        .split(',')
        .filter_map(|member| member.split_once(' '))
        .map(|(_, name)| {
            let value = outside(values[name].as_str().unwrap_or_default());
            let number: Option<u64> = value.parse().ok();
            let words = match (name, number) {
                ("toPayer" | "toPayee" | "toTribunal", Some(units)) => {
                    Some(reading.token.show(units))
                }
                ("date" | "pauseUntil" | "until", Some(at)) if at != 0 => {
                    Seconds::try_from(at).ok().map(time)
                }
                _ => None,
            };
            row(
                name,
                match words {
                    Some(words) => format!("{value} ({words})"),
                    None => value,
                },
            )
        })
        .collect()
}

fn by(signed: &Signed, one: &Signature, files: &[(String, String)]) -> Vec<Block> {
    let address = checksummed(&one.by.address.0);
    let mut rows = vec![
        row("Role", roles_in_words(one.by.roles)),
        row("Address", address.clone()),
        row("Account", format!("{} (SS58)", account(one))),
    ];
    let typed = typed_path(signed);
    let typed = files
        .iter()
        .any(|(path, _)| *path == typed)
        .then_some(typed);
    let mut checks = Vec::new();
    match &one.signature {
        DigestSignature::Ecdsa(_) => {
            rows.push(row("Scheme", "ECDSA over secp256k1 (EIP-712)".to_owned()));
            rows.push(row("Signature, r, s, v", one.signature.to_string()));
            if let Some(typed) = typed {
                checks.push(Block::Text(format!(
                    "With ethers this prints the address {address}; with Foundry’s cast, that the validation succeeded:"
                )));
                checks.push(Block::Verbatim(format!(
                    "node -e \"{ETHERS}\" {typed} {}",
                    one.signature
                )));
                checks.push(Block::Verbatim(format!(
                    "cast wallet verify --address {address} --data --from-file {typed} {}",
                    one.signature
                )));
            }
        }
        DigestSignature::Sr25519 { public_key, .. } => {
            let text = sr25519_text(&signed.digest());
            let whole = one.signature.to_string();
            // Before it stands the public key.
            let signature = format!("0x{}", &whole[2 + 2 * public_key.len()..]);
            rows.push(row(
                "Scheme",
                "sr25519 (Schnorr on Ristretto255, context “substrate”)".to_owned(),
            ));
            rows.push(row("Public key", hash_text::format(public_key)));
            rows.push(row("Text that was signed", text.clone()));
            rows.push(row("Signature", signature.clone()));
            checks.push(Block::Text(
                "With the libraries of polkadot-js this prints “sr25519 true”:".to_owned(),
            ));
            checks.push(Block::Verbatim(format!(
                "node -e \"{POLKADOT}\" '{text}' {signature} {}",
                account(one)
            )));
        }
    }
    let mut blocks = vec![
        Block::Heading(2, format!("Signed by the {}", roles_in_words(one.by.roles))),
        table(&[("Signature", 22), ("Value", 118)], rows),
    ];
    blocks.extend(checks);
    blocks
}

/// Recovers the signer of a file of typed data from a signature.
const ETHERS: &str = "const {types:{EIP712Domain,...types},domain,message}=JSON.parse(require('fs').readFileSync(process.argv[1]));\
console.log(require('ethers').verifyTypedData(domain,types,message,process.argv[2]))";

/// Holds a signature against a text and an account.
const POLKADOT: &str = "const {cryptoWaitReady,signatureVerify}=require('@polkadot/util-crypto');\
cryptoWaitReady().then(()=>{const found=signatureVerify(...process.argv.slice(1));console.log(found.crypto,found.isValid)})";

/// The 32-byte account of who signed; of an Ethereum key that of its address.
fn account(one: &Signature) -> String {
    let account_id = match one.signature {
        DigestSignature::Sr25519 { public_key, .. } => public_key,
        DigestSignature::Ecdsa(_) => Person::Ethereum(one.by.address.0).account_id(),
    };
    let prefix = Ss58Prefix::GENERIC;
    Person::Substrate { account_id, prefix }.to_string()
}

/// What was declared by sending it: the signature is the transaction's, which no record has.
fn sent(signed: &[Signed]) -> Vec<Block> {
    let sent = signed.iter().filter_map(|signed| {
        let by = signed.sent_by?;
        Some(vec![
            format!("{}, entry {}", signed.title(), signed.entry),
            format!(
                "{} {}",
                roles_in_words(by.roles),
                checksummed(&by.address.0)
            ),
            format!(
                "{}, {}",
                signed.block,
                hash_text::format(&signed.block_hash)
            ),
        ])
    });
    let rows: Vec<_> = sent.collect();
    if rows.is_empty() {
        return Vec::new();
    }
    vec![
        Block::Heading(1, "Declared by sending it".to_owned()),
        Block::Text(
            "Whoever sends a transaction of their own need not sign anything beside it. That signature is in the block, and not in the record: it is read off the chain, \
             or off an archive of it. In which block an entry is, is what whoever wrote the record down says."
                .to_owned(),
        ),
        table(&[("What", 40), ("Who sent it", 50), ("Block", 60)], rows),
    ]
}

fn how_to_check() -> Vec<Block> {
    vec![
        Block::Heading(1, "How to check them with other programs".to_owned()),
        Block::List(vec![
            "The digest is the EIP-712 hash of the file that ends in .eip712.json, which wallets and libraries of Ethereum read. Every message begins with the hash of the terms: \
             that of the 256 bytes in an award file, by Keccak-256."
                .to_owned(),
            "ECDSA: ethers (npm install ethers, version 6), or cast of Foundry. The signature recovers to the signer’s address. v is 27 or 28, s in the lower half."
                .to_owned(),
            "sr25519: the libraries of polkadot-js (npm install @polkadot/util-crypto). What was signed is the text <Bytes>0x…</Bytes> with the digest in it, as Polkadot wallets sign it. \
             The address is the last 20 bytes of the Keccak-256 of the public key."
                .to_owned(),
            "With this project’s program: exequatur award verify on a file in awards reads it without a network, and checks every signature in it."
                .to_owned(),
        ]),
    ]
}

fn row(name: &str, value: String) -> Vec<String> {
    vec![name.to_owned(), value]
}

fn table(columns: &[(&str, u16)], rows: Vec<Vec<String>>) -> Block {
    let columns = columns.iter();
    Block::Table(Table {
        columns: columns
            .map(|(title, width)| ((*title).to_owned(), *width))
            .collect(),
        rows,
        marked: Vec::new(),
    })
}
