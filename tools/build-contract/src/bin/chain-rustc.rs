//! A `rustc` wrapper for the crates that end in the blob: it takes the machine out of them and adds the builder's flags.
//!
//! Cargo derives the identity of a crate outside its workspace (`-C metadata`) from the folder it lies in, and the
//! identity is mixed into every symbol: contract-build by itself links another ELF file in another checkout. That the
//! blob was the same nevertheless is nothing to rely on. Here the identity is the package's name and version.
//!
//! contract-build names the wrapper to use in `INK_RUSTC_WRAPPER` and expects it to append the flags in
//! `RUSTC_WRAPPER_ENCODED_FLAGS`.

use std::{env, ffi::OsString, process::Command};

/// Set by the builder: flags for the chain's crates, separated as cargo separates encoded flags.
const FLAGS: &str = "CHAIN_RUSTC_FLAGS";
const SEPARATOR: char = '\x1f';

fn main() {
    let mut args = env::args_os().skip(1);
    let Some(rustc) = args.next() else {
        eprintln!("expected the path of rustc as first argument, found none");
        std::process::exit(2);
    };
    let mut args: Vec<OsString> = args.collect();
    if is_for_the_chain(&args) {
        let identity = identity_of(
            &variable("CARGO_PKG_NAME"),
            &variable("CARGO_PKG_VERSION"),
            &variable("CARGO_CRATE_NAME"),
        );
        args = with_identity(args, &identity);
        args.extend(split(&variable(FLAGS)).map(OsString::from));
    }
    args.extend(split(&variable("RUSTC_WRAPPER_ENCODED_FLAGS")).map(OsString::from));

    let status = match Command::new(&rustc).args(&args).status() {
        Ok(status) => status,
        Err(error) => {
            eprintln!("cannot start {}: {error}", rustc.display());
            std::process::exit(2);
        }
    };
    std::process::exit(status.code().unwrap_or(1));
}

/// Proc macros and build scripts run on the host: their identity reaches no blob, so they are left alone.
fn is_for_the_chain(args: &[OsString]) -> bool {
    args.windows(2)
        .any(|pair| pair[0] == "--target" && pair[1].to_string_lossy().ends_with("polkavm.json"))
}

/// Name and version of a package occur once in the graph of one target; a package's build script and library differ
/// in the crate's name.
fn identity_of(package: &str, version: &str, crate_name: &str) -> String {
    format!("{package}-{version}-{crate_name}")
}

/// Puts `identity` in the place of cargo's; a call without one (a probe of rustc) stays as it is.
fn with_identity(args: Vec<OsString>, identity: &str) -> Vec<OsString> {
    args.into_iter()
        .map(|arg| match arg.to_str() {
            Some(text) if text.starts_with("metadata=") => format!("metadata={identity}").into(),
            _ => arg,
        })
        .collect()
}

fn split(encoded: &str) -> impl Iterator<Item = &str> {
    encoded.split(SEPARATOR).filter(|part| !part.is_empty())
}

fn variable(name: &str) -> String {
    env::var(name).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn strings(args: &[&str]) -> Vec<OsString> {
        args.iter().map(OsString::from).collect()
    }

    #[test]
    fn only_the_chain_target_is_for_the_chain() {
        assert!(is_for_the_chain(&strings(&[
            "--target",
            "/x/riscv64emac-unknown-none-polkavm.json"
        ])));
        assert!(!is_for_the_chain(&strings(&[
            "--crate-name",
            "x",
            "--edition=2024"
        ])));
        assert!(!is_for_the_chain(&strings(&[
            "--target",
            "x86_64-unknown-linux-gnu"
        ])));
    }

    #[test]
    fn identity_replaces_only_the_metadata() {
        let args = strings(&["-C", "metadata=0f1e", "-C", "extra-filename=-0f1e"]);
        assert_eq!(
            with_identity(args, "codec-3.7.5-codec"),
            strings(&[
                "-C",
                "metadata=codec-3.7.5-codec",
                "-C",
                "extra-filename=-0f1e"
            ])
        );
    }

    #[test]
    fn a_probe_without_metadata_stays_as_it_is() {
        let args = strings(&["-", "--print=cfg"]);
        assert_eq!(with_identity(args.clone(), "x"), args);
    }

    #[test]
    fn an_empty_list_splits_into_nothing() {
        assert_eq!(split("").count(), 0);
        assert_eq!(split("-Ca=b\x1f-Cc").collect::<Vec<_>>(), ["-Ca=b", "-Cc"]);
    }
}
