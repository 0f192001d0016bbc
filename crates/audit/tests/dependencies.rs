//! Verifying needs no chain: nothing that builds one is linked.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Every package of the lock file with what it depends on.
fn packages(lock: &str) -> BTreeMap<&str, Vec<&str>> {
    let mut packages: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for package in lock.split("[[package]]").skip(1) {
        let quoted = |line: &'static str| {
            let (_, rest) = package.split_once(line)?;
            rest.split('"').next()
        };
        let name = quoted("name = \"").expect("a package has a name");
        let needs = package
            .split_once("dependencies = [")
            .map_or("", |(_, rest)| rest.split(']').next().unwrap_or_default());
        // `"name"`, or `"name version"` where there are several.
        let needs = needs.split('"').skip(1).step_by(2);
        let needs = needs.filter_map(|need| need.split(' ').next());
        packages.entry(name).or_default().extend(needs);
    }
    packages
}

#[test]
fn auditing_links_no_runtime_and_no_node() {
    let lock = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../Cargo.lock");
    let lock = std::fs::read_to_string(lock).expect("the lock file is there");
    let packages = packages(&lock);
    let mut linked = BTreeSet::new();
    let mut next = vec!["exequatur-audit"];
    while let Some(name) = next.pop() {
        if linked.insert(name) {
            next.extend(packages.get(name).into_iter().flatten());
        }
    }
    assert!(linked.contains("sp-trie"), "the lock file was read");
    let of_a_chain: Vec<_> = linked
        .into_iter()
        .filter(|name| {
            ["frame-", "pallet-", "sc-", "subxt", "exequatur-localchain"]
                .iter()
                .any(|start| name.starts_with(start))
        })
        .collect();
    assert_eq!(of_a_chain, [""; 0]);
}
