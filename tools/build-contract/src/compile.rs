//! One compilation by contract-build, in surroundings that hold nothing of the caller's settings.

use crate::{recipe, surroundings};
use anyhow::{Context, Result, bail, ensure};
use contract_build::{
    BuildArtifacts, BuildMode, ComposeBuildArgs, ExecuteArgs, ManifestPath, MetadataArtifacts,
};
use std::{
    env,
    fs::{self, File},
    path::{Path, PathBuf},
    process::Command,
};

/// What a compilation is to give.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Product {
    /// Code and metadata of an ink! contract, as JSON.
    Bundle,
    /// The code alone.
    Code,
}

/// Builds the contract in the folder `contract`, of the checkout `root`.
///
/// A process of its own does it, because contract-build takes much of what it does from the environment.
///
/// # Errors
/// The lock file does not fit the manifest, the contract does not compile, or what was built cannot be read.
pub fn in_clean_surroundings(root: &Path, contract: &Path, product: Product) -> Result<Vec<u8>> {
    let root = root
        .canonicalize()
        .with_context(|| format!("no folder {}", root.display()))?;
    let contract = contract
        .canonicalize()
        .with_context(|| format!("no folder {}", contract.display()))?;
    let manifest = contract.join("Cargo.toml");
    let builder = env::current_exe().context("cannot tell where this program is")?;
    let wrapper = builder.with_file_name("chain-rustc");
    ensure!(
        wrapper.is_file(),
        "expected the compiler's wrapper at {}, found no file",
        wrapper.display()
    );

    // contract-build copies the lock file but lets cargo amend it: a stale one would build with versions nobody chose.
    run(clean(
        Command::new("cargo")
            .args(["fetch", "--locked", "--manifest-path"])
            .arg(&manifest),
    ))
    .context("the lock file does not fit the contract's manifest")?;

    let target = target_folder(&contract, product);
    fs::create_dir_all(&target).with_context(|| format!("cannot create {}", target.display()))?;
    let out = target.join("built");
    // Checkouts share the folder: whoever comes second waits until what the first one built is read.
    let lock = File::create(target.join("lock")).context("cannot create the lock file")?;
    lock.lock().context("cannot lock the target folder")?;
    recipe::prepare(&target)?;
    run(clean(&mut Command::new(&builder))
        .env("CARGO_TARGET_DIR", &target)
        .env("CARGO_UNSTABLE_JSON_TARGET_SPEC", "true")
        .env("INK_RUSTC_WRAPPER", &wrapper)
        .env(
            "CHAIN_RUSTC_FLAGS",
            recipe::encoded(&paths_of_this_machine(&root)?),
        )
        .args(["compile", "--manifest"])
        .arg(&manifest)
        .arg("--out")
        .arg(&out)
        .args((product == Product::Code).then_some("--code-only")))
    .context("the contract was not built")?;
    fs::read(&out).with_context(|| format!("cannot read {}", out.display()))
}

/// Compiles in this process and copies the bundle to `out`.
///
/// # Errors
/// Whatever contract-build or the file system answers.
pub fn compile(manifest: &Path, out: &Path) -> Result<()> {
    let result = contract_build::execute::<NoImage>(ExecuteArgs {
        manifest_path: ManifestPath::new(manifest)?,
        build_mode: BuildMode::Release,
        ..Default::default()
    })?;
    let Some(MetadataArtifacts::Ink(written)) = result.metadata_result else {
        bail!("expected an ink! bundle, found none: does the manifest say abi = \"ink\"?");
    };
    copy(&written.dest_bundle, out)
}

/// Compiles in this process and copies the code alone to `out`, for contracts that are not ink!'s.
///
/// # Errors
/// As [`compile`].
pub fn compile_code(manifest: &Path, out: &Path) -> Result<()> {
    let result = contract_build::execute::<NoImage>(ExecuteArgs {
        manifest_path: ManifestPath::new(manifest)?,
        build_mode: BuildMode::Release,
        build_artifact: BuildArtifacts::CodeOnly,
        ..Default::default()
    })?;
    let Some(code) = result.dest_binary else {
        bail!("expected the contract's code, found none");
    };
    copy(&code, out)
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::copy(from, to)
        .with_context(|| format!("cannot copy {} to {}", from.display(), to.display()))?;
    Ok(())
}

/// contract-build can also build in a container; this program never asks for it.
struct NoImage;

impl ComposeBuildArgs for NoImage {
    fn compose_build_args() -> Result<Vec<String>> {
        bail!("building in a container is not supported")
    }
}

/// Apart from the rest of the project, so that neither waits for the other. Contracts of which only the code is wanted share one folder,
/// and with it the standard library and ink!, which take longer than they do.
fn target_folder(contract: &Path, product: Product) -> PathBuf {
    let base =
        env::var_os("CARGO_TARGET_DIR").map_or_else(|| contract.join("target"), PathBuf::from);
    let name = match product {
        Product::Bundle => contract.file_name().unwrap_or_default(),
        Product::Code => "code".as_ref(),
    };
    base.join("contracts").join(name)
}

/// What must not show in the blob, and what stands for it.
fn paths_of_this_machine(root: &Path) -> Result<Vec<(String, &'static str)>> {
    let sysroot = Command::new("rustc")
        .args(["--print", "sysroot"])
        .output()
        .context("cannot start rustc")?;
    let sysroot = String::from_utf8(sysroot.stdout).context("sysroot is not UTF-8")?;
    let cargo_home = env::var_os("CARGO_HOME")
        .map(PathBuf::from)
        .or_else(|| Some(env::home_dir()?.join(".cargo")));
    Ok([
        Some((root.display().to_string(), "/exequatur")),
        Some((sysroot.trim().to_owned(), "/rustc")),
        cargo_home.map(|home| (home.display().to_string(), "/cargo")),
    ]
    .into_iter()
    .flatten()
    .collect())
}

fn clean(command: &mut Command) -> &mut Command {
    for (name, _) in env::vars_os() {
        if name.to_str().is_some_and(surroundings::changes_the_code) {
            command.env_remove(&name);
        }
    }
    command
}

fn run(command: &mut Command) -> Result<()> {
    let status = command
        .status()
        .with_context(|| format!("cannot start {}", command.get_program().display()))?;
    ensure!(
        status.success(),
        "{} ended with {status}",
        command.get_program().display()
    );
    Ok(())
}
