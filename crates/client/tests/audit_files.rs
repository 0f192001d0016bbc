//! Exported cases as files.

use std::path::Path;

use exequatur_client::audit::{
    Block, Code, Export, ExportEntry, Fact, Finding, FoundEntry, Manifest,
};
use exequatur_client::files::{AuditFile, FileError, Token};
use exequatur_localchain::tokens::TOKENS;
use exequatur_protocol::{Address, Terms};
use proptest::prelude::*;

fn entry(number: u32, hash: [u8; 32], bytes: Vec<u8>) -> ExportEntry {
    ExportEntry {
        number,
        found: FoundEntry {
            contract: Address([3; 20]),
            block: number / 2,
            block_hash: hash,
            at: number,
            bytes: bytes.clone(),
        },
        header: bytes,
        step: "a step\u{1b}".to_owned(),
        by: Address([number as u8; 20]),
        signers: vec![Address([4; 20]); number as usize % 3],
        head: hash,
    }
}

fn file(entries: Vec<ExportEntry>, text: &str) -> AuditFile {
    AuditFile {
        export: Export {
            chain_id: u64::MAX,
            genesis_hash: [9; 32],
            contract: Address([3; 20]),
            code: Code {
                hash: [8; 32],
                metadata: "{\"image\":null,\"version\":6}".to_owned(),
            },
            // Nothing keeps anybody from opening an escrow without rules, law and language.
            terms: Terms::default(),
            terms_hash: [7; 32],
            block: Block {
                number: 12,
                hash: [6; 32],
                at: 1_767_225_600,
                header: vec![1, 2, 3],
            },
            cell: vec![5; 376],
            balance: u128::MAX,
            proof: vec![vec![], vec![1], vec![2; 40]],
            entries,
            manifests: vec![Manifest {
                sha256: [2; 32],
                text: text.to_owned(),
            }],
        },
        token: Token {
            symbol: "UNIT".to_owned(),
            decimals: 10,
        },
        beside: None,
    }
}

proptest! {
    #[test]
    fn cases_survive_the_round_trip(entries in proptest::collection::vec((any::<u32>(), any::<[u8; 32]>(), any::<Vec<u8>>()), 0..5), text: String) {
        let entries = entries.into_iter().map(|(number, hash, bytes)| entry(number, hash, bytes));
        let file = file(entries.collect(), &text);
        let read = AuditFile::parse(Path::new("case.json"), &file.to_text()).expect("what was written is read");
        prop_assert_eq!(read, file);
    }
}

#[test]
fn terms_in_clear_that_are_not_the_encoded_ones_are_noticed() {
    let file = file(Vec::new(), "");
    let text = file.to_text();
    let altered = text.replace("\"consumer\": false", "\"consumer\": true");
    assert_ne!(text, altered);
    let read = AuditFile::parse(Path::new("case.json"), &altered).expect("the bytes are whole");
    let Some(Finding::Said {
        part,
        expected,
        found,
    }) = read.beside
    else {
        panic!("nothing was noticed");
    };
    assert_eq!(part, "text of the terms");
    assert!(matches!(expected, Fact::Text(text) if text.ends_with("consumer false, as encoded")));
    assert_eq!(found, Fact::Text("true".to_owned()));
    assert_eq!(read.export, file.export);
}

/// What is found of a case in units of 10^`unit` of an asset whose amounts the file writes so, and how they are written afterwards.
fn denominated(asset: Address, unit: u8, symbol: &str, decimals: u8) -> (Option<Finding>, Token) {
    let mut file = file(Vec::new(), "");
    file.export.terms.asset = asset;
    file.export.terms.unit = unit;
    file.token = Token {
        symbol: symbol.to_owned(),
        decimals,
    };
    let finding = file.put_token_right();
    (finding, file.token)
}

#[test]
fn amounts_that_a_file_writes_otherwise_than_the_terms_count_them_are_found_and_put_right() {
    let native = Address::ZERO;
    let usdt = Address(TOKENS[0].address().0);
    let other = Address([5; 20]);
    for (asset, unit, symbol, decimals) in [
        (native, 8, "UNIT", 10),
        (usdt, 0, "USDt", 6),
        (usdt, 2, "USDt", 4),
        // Nothing follows from the address of a token that nobody knows, nor from a unit above one whole.
        (other, 0, "USDt", 18),
        (native, 19, "UNIT", 3),
    ] {
        let (finding, token) = denominated(asset, unit, symbol, decimals);
        assert_eq!(finding, None, "{symbol} {unit} {decimals}");
        assert_eq!((token.symbol.as_str(), token.decimals), (symbol, decimals));
    }
    let (finding, token) = denominated(native, 8, "UNIT", 9);
    assert_eq!(
        finding,
        Some(Finding::Said {
            part: "decimal places of amounts",
            expected: Fact::Number(10),
            found: Fact::Number(9),
        })
    );
    assert_eq!(token.decimals, 10);
    let (finding, token) = denominated(usdt, 0, "UNIT", 10);
    assert!(matches!(
        finding,
        Some(Finding::Said {
            part: "symbol of the token",
            ..
        })
    ));
    assert_eq!((token.symbol.as_str(), token.decimals), ("USDt", 6));
    let (finding, token) = denominated(native, 8, "usdt", 10);
    assert!(matches!(
        finding,
        Some(Finding::Said {
            part: "symbol of the token",
            ..
        })
    ));
    assert_eq!((token.symbol.as_str(), token.decimals), ("UNIT", 10));
}

#[test]
fn field_that_stands_twice_is_refused() {
    let text = file(Vec::new(), "").to_text();
    let twice = text.replacen("\"chain_id\":", "\"chain_id\": 1, \"chain_id\":", 1);
    assert_ne!(text, twice);
    let refused = AuditFile::parse(Path::new("case.json"), &twice);
    let Err(FileError::Syntax { message, .. }) = refused else {
        panic!("{refused:?}");
    };
    assert!(message.contains("\"chain_id\" stands twice"), "{message}");
}

#[test]
fn unknown_fields_are_refused() {
    let text = file(vec![entry(0, [1; 32], vec![])], "").to_text();
    let altered = text.replace("\"signers\": []", "\"signers\": [], \"note\": 1");
    let error = AuditFile::parse(Path::new("case.json"), &altered).expect_err("no such field");
    assert!(error.to_string().contains("record[0].note"), "{error}");
}
