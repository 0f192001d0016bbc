//! Which of the caller's environment variables a build may see.

/// Variables by which somebody's settings would change the code: profiles, flags, wrappers, features of cargo.
const PREFIXES: [&str; 6] = [
    "CARGO_PROFILE_",
    "CARGO_BUILD_",
    "CARGO_UNSTABLE_",
    "CARGO_ENCODED_",
    "INK_",
    "RUSTC",
];
const NAMES: [&str; 3] = ["CARGO_INCREMENTAL", "RUSTFLAGS", "CARGO_MANIFEST_DIR"];

/// Whether a variable of this name could change the code. Those for the network, the toolchain's place and the folders
/// are harmless: the first only decide where the same bytes come from, the others are taken out by the wrapper.
pub fn changes_the_code(name: &str) -> bool {
    let for_one_target = name.starts_with("CARGO_TARGET_") && name != "CARGO_TARGET_DIR";
    for_one_target
        || NAMES.contains(&name)
        || PREFIXES.iter().any(|prefix| name.starts_with(prefix))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_that_change_code_are_dropped() {
        for name in [
            "CARGO_PROFILE_RELEASE_OPT_LEVEL",
            "CARGO_BUILD_RUSTFLAGS",
            "CARGO_ENCODED_RUSTFLAGS",
            "CARGO_INCREMENTAL",
            "CARGO_TARGET_X86_64_UNKNOWN_LINUX_GNU_LINKER",
            "INK_STATIC_BUFFER_SIZE",
            "RUSTC_WRAPPER",
            "RUSTC_BOOTSTRAP",
            "RUSTFLAGS",
        ] {
            assert!(changes_the_code(name), "{name}");
        }
    }

    #[test]
    fn places_and_network_are_kept() {
        for name in [
            "PATH",
            "HOME",
            "CARGO_HOME",
            "CARGO_TARGET_DIR",
            "RUSTUP_TOOLCHAIN",
            "HTTPS_PROXY",
            "CARGO_HTTP_CAINFO",
        ] {
            assert!(!changes_the_code(name), "{name}");
        }
    }
}
