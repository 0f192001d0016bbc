//! Measures what contract calls cost on the chain and how fast it runs them.
//!
//! `cargo run -p exequatur-localchain --example measure` prints Markdown tables.

use std::{error::Error, hint::black_box, time::Instant};

use codec::Encode;
use exequatur_localchain::{
    AccountId, CodeSource, ContractRun, Fee, Genesis, H160, Inclusion, LocalChain, Scratch, Signer,
    TxOptions, Weight, announced_weight, calls, calls::Limits, fee_of, h160_of,
    max_transaction_weight, runtime::params::UNIT,
};
use sp_core::{Pair, sr25519};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

const FLIPPER: &[u8] = include_bytes!("../tests/fixtures/flipper/flipper.polkavm");
const PROBE: &[u8] = include_bytes!("../tests/fixtures/probe/probe.polkavm");
const CONSTRUCTOR: [u8; 4] = [0x9b, 0xae, 0x9d, 0x5e];
const FLIPPER_FLIP: [u8; 4] = [0x63, 0x3a, 0xa5, 0x51];

struct Key(sr25519::Pair);

impl Signer for Key {
    fn account(&self) -> AccountId {
        self.0.public().into()
    }

    fn sign(&self, payload: &[u8]) -> exequatur_localchain::MultiSignature {
        self.0.sign(payload).into()
    }
}

fn main() -> Result<()> {
    let alice = Key(sr25519::Pair::from_string("//Alice", None)?);
    executions(&alice)?;
    transactions(&alice)?;
    speed(&alice)?;
    disk(&alice)
}

fn message(selector: u8, arguments: impl Encode) -> Vec<u8> {
    ([0, 0, 0, selector], arguments).encode()
}

fn limits(value: u128) -> Limits {
    let weight = max_transaction_weight().saturating_div(2);
    Limits {
        value,
        weight,
        storage_deposit: 100 * UNIT,
    }
}

/// What executions consume, without what a transaction costs around them.
fn executions(alice: &Key) -> Result<()> {
    println!("| execution alone | ref_time, 10^6 | proof_size, bytes |\n|---|---|---|");
    let chain = LocalChain::in_memory(&Genesis::dev_with_seed([0; 32]))?;
    let who = alice.account();
    let mut scratch = chain.scratch();
    let data = (CONSTRUCTOR, false).encode();
    let create = |scratch: &mut Scratch, name: &str, blob: &[u8], value| -> Result<H160> {
        let code = CodeSource::Blob(blob.to_vec());
        let run = scratch.instantiate(&who, code, value, data.clone(), None);
        row(
            &format!("instantiate {name} with its code ({} bytes)", blob.len()),
            &run,
        )?;
        run.instantiated
            .ok_or_else(|| "no contract came into being".into())
    };
    let flipper = create(&mut scratch, "flipper", FLIPPER, 0)?;
    let probe = create(&mut scratch, "probe", PROBE, 10 * UNIT)?;
    for (name, blob) in [("flipper", FLIPPER), ("probe", PROBE)] {
        let code = CodeSource::Stored(sp_io::hashing::keccak_256(blob).into());
        let run = scratch.instantiate(&who, code, 0, data.clone(), None);
        row(&format!("instantiate {name} from stored code"), &run)?;
    }
    row(
        "flipper: flip",
        &scratch.call(&who, flipper, 0, FLIPPER_FLIP.to_vec()),
    )?;

    let known = h160_of(&exequatur_localchain::dev_accounts()[1]);
    let wei = |planck: u128| {
        (exequatur_localchain::U256::from(planck) * 100_000_000_u64).to_little_endian()
    };
    let fresh = H160([7; 20]);
    for (name, data) in [
        ("nothing (loads the root cell)", message(12, ())),
        ("flip", message(1, ())),
        ("block_timestamp", message(4, ())),
        ("caller", message(10, ())),
        ("own balance", message(11, ())),
        ("event, 2 topics, 44 bytes", message(3, 1_u32)),
        ("read 1 absent cell", message(13, (100_u32, 1_u32))),
        ("read 2 absent cells", message(13, (100_u32, 2_u32))),
        ("write 1 new cell of 32 bytes", message(6, (0_u32, 1_u32))),
        ("write 2 new cells of 32 bytes", message(6, (10_u32, 2_u32))),
        ("overwrite 1 cell", message(6, (0_u32, 1_u32))),
        ("clear 1 cell", message(7, (0_u32, 1_u32))),
        (
            "pay an account that exists",
            message(5, (known.0, wei(UNIT))),
        ),
        (
            "pay an account that does not exist",
            message(5, (fresh.0, wei(UNIT))),
        ),
        ("pay it again", message(5, (fresh.0, wei(UNIT)))),
    ] {
        row(
            &format!("probe: {name}"),
            &scratch.call(&who, probe, 0, data),
        )?;
    }
    row(
        "probe: write 1 new cell, with value",
        &scratch.call(&who, probe, UNIT, message(6, (20_u32, 1_u32))),
    )?;
    row(
        "call of an address without contract",
        &scratch.call(&who, H160([9; 20]), 0, vec![]),
    )
}

fn row(name: &str, run: &ContractRun) -> Result<()> {
    if !run.succeeded() {
        return Err(format!("{name} failed: {:?}", run.result).into());
    }
    println!(
        "| {name} | {:.1} | {} |",
        run.weight_consumed.ref_time() as f64 / 1e6,
        run.weight_consumed.proof_size()
    );
    Ok(())
}

/// What whole transactions consume and cost.
fn transactions(alice: &Key) -> Result<()> {
    println!(
        "\n| transaction | bytes | ref_time, 10^6 | proof_size | fee, UNIT | of which length | weight | deposit, UNIT |"
    );
    println!("|---|---|---|---|---|---|---|---|");
    let mut chain = LocalChain::in_memory(&Genesis::dev_with_seed([0; 32]))?;
    let data = (CONSTRUCTOR, false).encode();
    send(&mut chain, alice, "remark, empty", calls::remark(vec![]))?;
    let to = exequatur_localchain::dev_accounts()[1].clone();
    send(
        &mut chain,
        alice,
        "transfer",
        calls::transfer_keep_alive(to, UNIT),
    )?;
    for (name, blob) in [("flipper", FLIPPER), ("probe", PROBE)] {
        let upload = calls::upload_code(blob.to_vec(), 100 * UNIT);
        send(&mut chain.fork()?, alice, &format!("upload {name}"), upload)?;
        let create = calls::instantiate_with_code(blob.to_vec(), limits(0), data.clone(), None);
        let created = send(
            &mut chain,
            alice,
            &format!("instantiate {name} with its code"),
            create,
        )?;
        let hash = sp_io::hashing::keccak_256(blob).into();
        let again = calls::instantiate(hash, limits(0), data.clone(), Some([1; 32]));
        send(
            &mut chain,
            alice,
            &format!("instantiate {name} from stored code"),
            again,
        )?;
        let flip = if name == "flipper" {
            FLIPPER_FLIP.to_vec()
        } else {
            message(1, ())
        };
        let call = calls::call(created.instantiated[0], limits(0), flip);
        send(&mut chain, alice, &format!("{name}: flip"), call)?;
    }
    let nothing = Limits {
        weight: Weight::zero(),
        ..limits(0)
    };
    let announced = announced_weight(&calls::call(H160::zero(), nothing, vec![]));
    println!(
        "\nA call transaction consumes ref_time {} and proof_size {} beside its execution.",
        announced.ref_time(),
        announced.proof_size()
    );
    let per_byte = fee_of(Weight::from_parts(0, 1_000_000), 0).weight as f64 / 1e6;
    println!("A byte of proof costs {per_byte:.1} planck, a byte of transaction 50000.");
    Ok(())
}

fn send(
    chain: &mut LocalChain,
    key: &Key,
    name: &str,
    call: exequatur_localchain::RuntimeCall,
) -> Result<Inclusion> {
    let transaction = chain.sign(key, call, TxOptions::default());
    let inclusion = chain.submit(&transaction)?;
    inclusion.result.clone()?;
    let Fee { length, weight, .. } = fee_of(inclusion.weight, u32::try_from(transaction.len())?);
    let unit = |planck: u128| planck as f64 / UNIT as f64;
    println!(
        "| {name} | {} | {:.1} | {} | {:.6} | {:.6} | {:.6} | {:.6} |",
        transaction.len(),
        inclusion.weight.ref_time() as f64 / 1e6,
        inclusion.weight.proof_size(),
        unit(inclusion.fee_planck),
        unit(length),
        unit(weight),
        unit(inclusion.storage_deposit.charged_planck()),
    );
    Ok(inclusion)
}

/// How many of each in a second, on one core.
fn speed(alice: &Key) -> Result<()> {
    println!("\n| in memory, one core | a second |\n|---|---|");
    let mut chain = LocalChain::in_memory(&Genesis::dev_with_seed([0; 32]))?;
    let data = (CONSTRUCTOR, false).encode();
    let create = calls::instantiate_with_code(FLIPPER.to_vec(), limits(0), data, None);
    let transaction = chain.sign(alice, create, TxOptions::default());
    let flipper = chain.submit(&transaction)?.instantiated[0];
    let who = alice.account();

    let mut scratch = chain.scratch();
    rate("calls in a scratch", 20_000, || {
        black_box(scratch.call(&who, flipper, 0, FLIPPER_FLIP.to_vec()));
        Ok(())
    })?;
    rate(
        "calls in a scratch, each between mark and way back",
        20_000,
        || {
            scratch.mark();
            black_box(scratch.call(&who, flipper, 0, FLIPPER_FLIP.to_vec()));
            scratch.back_to_mark();
            Ok(())
        },
    )?;
    rate("dry runs", 2_000, || {
        black_box(chain.dry_run_call(&who, flipper, 0, FLIPPER_FLIP.to_vec()));
        Ok(())
    })?;
    rate("forks", 2_000, || {
        black_box(chain.fork()?);
        Ok(())
    })?;
    let call = calls::call(flipper, limits(0), FLIPPER_FLIP.to_vec());
    rate("signed transactions, each in its block", 2_000, || {
        let transaction = chain.sign(alice, call.clone(), TxOptions::default());
        chain.submit(&transaction)?.result?;
        Ok(())
    })
}

fn rate(name: &str, times: u32, mut work: impl FnMut() -> Result<()>) -> Result<()> {
    let start = Instant::now();
    for _ in 0..times {
        work()?;
    }
    println!(
        "| {name} | {:.0} |",
        f64::from(times) / start.elapsed().as_secs_f64()
    );
    Ok(())
}

/// How long a process takes that opens a chain, tries a call, sends it and ends.
fn disk(alice: &Key) -> Result<()> {
    println!("\n| on disk | milliseconds | file, bytes |\n|---|---|---|");
    let dir = tempfile::tempdir()?;
    let file = dir.path().join("chain.log");
    let timed = |name: &str, work: &mut dyn FnMut() -> Result<()>| -> Result<()> {
        let start = Instant::now();
        work()?;
        let milliseconds = start.elapsed().as_secs_f64() * 1e3;
        println!(
            "| {name} | {milliseconds:.1} | {} |",
            std::fs::metadata(&file)?.len()
        );
        Ok(())
    };
    let data = (CONSTRUCTOR, false).encode();
    let create = calls::instantiate_with_code(FLIPPER.to_vec(), limits(0), data, None);
    let mut flipper = H160::zero();
    timed("create a chain and a contract", &mut || {
        let mut chain = LocalChain::create(dir.path(), &Genesis::dev_with_seed([0; 32]))?;
        let transaction = chain.sign(alice, create.clone(), TxOptions::default());
        flipper = chain.submit(&transaction)?.instantiated[0];
        Ok(())
    })?;
    let call = calls::call(flipper, limits(0), FLIPPER_FLIP.to_vec());
    for blocks in [1, 10, 100, 1_000, 5_000_u32] {
        let mut chain = LocalChain::open(dir.path())?;
        while chain.block_number() < blocks {
            let transaction = chain.sign(alice, call.clone(), TxOptions::default());
            chain.submit(&transaction)?;
        }
        drop(chain);
        timed(
            &format!("open a chain of {blocks} blocks, read the clock, close"),
            &mut || {
                black_box(LocalChain::open(dir.path())?.now_s());
                Ok(())
            },
        )?;
        timed("open it, dry run, sign, submit, close", &mut || {
            let mut chain = LocalChain::open(dir.path())?;
            black_box(chain.dry_run_call(&alice.account(), flipper, 0, FLIPPER_FLIP.to_vec()));
            let transaction = chain.sign(alice, call.clone(), TxOptions::default());
            chain.submit(&transaction)?.result?;
            Ok(())
        })?;
    }
    Ok(())
}
