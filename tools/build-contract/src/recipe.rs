//! The compiler's flags for the crates that end in the blob, beyond what contract-build sets.

use anyhow::{Context, Result};
use std::{fs, path::Path};

/// Why each: the code is charged as proof on every call, so bytes are the fee.
///
/// `+unaligned-scalar-mem`: PolkaVM loads and stores at any address. Told so, the compiler moves hashes and addresses by
/// words rather than byte by byte. PolkaVM's own target says it by now; the older one in contract-build does not.
///
/// `inline-mir`: what rustc does by itself at opt-level 2 and 3, but not at "s".
///
/// `remap-path-scope`: messages for people keep the true paths.
const FLAGS: [&str; 3] = [
    "-Ctarget-feature=+unaligned-scalar-mem",
    "-Zinline-mir=yes",
    "--remap-path-scope=object",
];

/// To be changed when the wrapper comes to do something else with the same flags.
const WRAPPER: &str = "identity of a crate: name, version, crate name";

const STAMP: &str = "recipe";
const SEPARATOR: &str = "\x1f";

/// The flags, encoded for the wrapper, with `paths` of this machine and what stands for them.
pub fn encoded(paths: &[(String, &str)]) -> String {
    let remapped = paths
        .iter()
        .map(|(from, to)| format!("--remap-path-prefix={from}={to}"));
    FLAGS
        .iter()
        .map(|flag| flag.to_string())
        .chain(remapped)
        .collect::<Vec<_>>()
        .join(SEPARATOR)
}

/// Empties the folder of an earlier compilation by another recipe: cargo does not see the wrapper's flags and would
/// take its crates for fresh.
///
/// # Errors
/// The folder cannot be emptied or stamped.
pub fn prepare(target: &Path) -> Result<()> {
    let recipe = format!("{}\n{WRAPPER}\n", FLAGS.join("\n"));
    let stamp = target.join(STAMP);
    if fs::read_to_string(&stamp).is_ok_and(|found| found == recipe) {
        return Ok(());
    }
    let built = target.join("ink");
    if built.exists() {
        fs::remove_dir_all(&built).with_context(|| format!("cannot empty {}", built.display()))?;
    }
    fs::write(&stamp, recipe).with_context(|| format!("cannot write {}", stamp.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_follow_the_flags() {
        let encoded = encoded(&[("/home/x".into(), "/exequatur")]);
        let flags: Vec<_> = encoded.split(SEPARATOR).collect();
        assert_eq!(flags[..FLAGS.len()], FLAGS);
        assert_eq!(
            flags[FLAGS.len()..],
            ["--remap-path-prefix=/home/x=/exequatur"]
        );
    }

    #[test]
    fn another_recipe_empties_the_folder_and_the_same_does_not() {
        let target = tempfile::tempdir().unwrap();
        let built = target.path().join("ink/abi/libcore.rlib");
        fs::create_dir_all(built.parent().unwrap()).unwrap();
        fs::write(&built, "").unwrap();
        fs::write(target.path().join(STAMP), "-Copt-level=3\n").unwrap();
        prepare(target.path()).unwrap();
        assert!(!built.exists());

        fs::create_dir_all(built.parent().unwrap()).unwrap();
        fs::write(&built, "").unwrap();
        prepare(target.path()).unwrap();
        assert!(built.exists());
    }
}
