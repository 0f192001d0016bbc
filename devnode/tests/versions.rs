//! The node and the program run the same runtime, although each has a lock file of its own.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

/// A package by name and version.
type Package = (String, String);

/// The packages that the runtime is compiled with, as a lock file has them.
fn of_the_runtime(file: &str) -> BTreeSet<Package> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
    let text = fs::read_to_string(path).expect("it is committed");
    let lock: toml::Table = text.parse().expect("cargo wrote it");
    let packages = lock["package"].as_array().expect("it is a list");
    let mut needs: BTreeMap<Package, Vec<String>> = BTreeMap::new();
    for package in packages {
        let part = |key: &str| package[key].as_str().expect("it is text").to_owned();
        let dependencies = package.get("dependencies").and_then(|all| all.as_array());
        let dependencies = dependencies.into_iter().flatten();
        let names = dependencies.map(|one| one.as_str().expect("it is text").to_owned());
        needs.insert((part("name"), part("version")), names.collect());
    }
    let mut found = BTreeSet::new();
    let mut open = vec!["exequatur-runtime".to_owned()];
    while let Some(wanted) = open.pop() {
        // A name alone is that of a package which is there in one version only.
        let (name, version) = wanted.split_once(' ').unwrap_or((&wanted, ""));
        for (package, dependencies) in &needs {
            let fits = package.0 == name && (version.is_empty() || package.1 == version);
            if fits && found.insert(package.clone()) {
                open.extend(dependencies.iter().cloned());
            }
        }
    }
    found
}

/// What decides what a transaction does: the pallets, and what they and contracts are executed with.
fn decides((name, _): &Package) -> bool {
    [
        "alloy-",
        "exequatur-",
        "frame-",
        "pallet-",
        "polkavm",
        "revm",
        "sp-",
        "staging-xcm",
    ]
    .iter()
    .any(|begin| name.starts_with(begin))
}

#[test]
fn the_node_has_the_versions_of_the_programs_runtime() {
    let [node, program] = ["Cargo.lock", "../Cargo.lock"].map(|file| {
        let all = of_the_runtime(file);
        all.into_iter().filter(decides).collect::<BTreeSet<_>>()
    });
    assert!(program.len() > 50, "the runtime has more than {program:?}");
    let only_node: Vec<_> = node.difference(&program).collect();
    let only_program: Vec<_> = program.difference(&node).collect();
    assert!(
        only_node.is_empty() && only_program.is_empty(),
        "only in the node: {only_node:?}; only in the program: {only_program:?}"
    );
}
