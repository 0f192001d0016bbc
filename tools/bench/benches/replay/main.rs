//! How fast a record replays, beside the least that it can cost: keccak-256 over the same bytes in the same run; and how fast signatures under
//! awards are checked, beside the libraries that check them. `scripts/bench` runs this and prints the ratios.
//!
//! What runs on one core is measured in the time that the core worked on it, so that other work on the machine does not count; what runs on all
//! cores in time by the clock.

mod cpu_time;
mod stream;
#[path = "../../../../crates/audit/tests/support/mod.rs"]
mod support;

use std::hint::black_box;
use std::num::NonZero;
use std::path::Path;
use std::thread;

use cpu_time::CpuTime;
use criterion::{
    BenchmarkId, Criterion, SamplingMode, Throughput, criterion_group, criterion_main,
};
use exequatur_audit::{FoundEntry, Holding, NativeHost, Replay, replay_many, replay_record};
use exequatur_protocol::{Hash, Host, digest, wrapped_digest};
use k256::ecdsa::{RecoveryId, Signature, VerifyingKey};
use stream::{Stream, peak_kib};
use support::{CHAIN_ID, Case, Person};

/// How long the records are, to see that the cost grows with the length and no faster.
const LENGTHS: [u32; 3] = [1_000, 10_000, 100_000];

/// How long the record is that nobody keeps.
const STREAMED: u32 = 1_000_000;

/// Awards under one record; the contract counts them in one byte.
const AWARDS: u8 = 250;

/// Records that are replayed at once.
const RECORDS: u8 = 8;

fn with_exhibits(count: u32) -> Case {
    let mut case = Case::disputed(1);
    case.exhibits(count);
    case
}

/// The heads alone: what nobody can do without who wants to know whether a record is whole.
fn heads(entries: &[FoundEntry]) -> Hash {
    heads_after([0; 32], entries)
}

fn heads_after(head: Hash, entries: &[FoundEntry]) -> Hash {
    let mut buffer = Vec::with_capacity(1_024);
    entries.iter().fold(head, |head, entry| {
        buffer.clear();
        buffer.extend_from_slice(&head);
        buffer.extend_from_slice(&entry.bytes);
        NativeHost.keccak_256(&buffer)
    })
}

fn replayed(case: &Case, entries: &[FoundEntry]) -> Hash {
    begun(case, entries)
        .state()
        .expect("there are entries")
        .head
}

fn records(c: &mut Criterion<CpuTime>) {
    let mut group = c.benchmark_group("record");
    group.sample_size(10);
    for length in LENGTHS {
        let case = with_exhibits(length);
        let entries = case.found();
        assert_eq!(heads(&entries), replayed(&case, &entries));
        if length == LENGTHS[1] {
            write_for_others(&entries);
        }
        group.throughput(Throughput::Elements(entries.len() as u64));
        let name = |what| BenchmarkId::new(what, length);
        group.bench_function(name("keccak"), |b| b.iter(|| heads(black_box(&entries))));
        group.bench_function(name("replay"), |b| {
            b.iter(|| replayed(&case, black_box(&entries)))
        });
    }
    let mut case = Case::disputed(1);
    case.interim_awards(AWARDS);
    let entries = case.found();
    group.throughput(Throughput::Elements(entries.len() as u64));
    group.bench_function(BenchmarkId::new("keccak_signed", AWARDS), |b| {
        b.iter(|| heads(black_box(&entries)))
    });
    group.bench_function(BenchmarkId::new("replay_signed", AWARDS), |b| {
        b.iter(|| replayed(&case, black_box(&entries)))
    });
    group.finish();
}

/// A record that is made while it is replayed, a stretch at a time; making it does not count.
fn streamed(c: &mut Criterion<CpuTime>) {
    let case = Case::disputed(1);
    let first = case.found();
    let stream = || Stream::after(&case);
    // What the least of records needs is there before the long one begins.
    let memory = |length| {
        let mut replay = begun(&case, &first);
        stream().run(length, |stretch| {
            stretch.iter().for_each(|entry| {
                replay.push(entry.clone()).expect("it is honest");
            });
        });
        assert_eq!(
            replay.state().map(|state| state.entries),
            Some(first.len() as u32 + length)
        );
        peak_kib()
    };
    let peaks = [LENGTHS[1], STREAMED].map(memory);
    if let Some(path) = std::env::var_os("EXEQUATUR_BENCH_MEMORY") {
        let [short, long] = peaks;
        let text = format!("{{\"short_kib\":{short},\"long_kib\":{long}}}");
        std::fs::write(path, text).expect("the file can be written");
    }
    let mut group = c.benchmark_group("record");
    // One run is a sample: there are a million entries in it.
    group.sample_size(10).sampling_mode(SamplingMode::Flat);
    group.throughput(Throughput::Elements(
        first.len() as u64 + u64::from(STREAMED),
    ));
    let name = |what| BenchmarkId::new(what, STREAMED);
    group.bench_function(name("keccak"), |b| {
        b.iter_custom(|runs| {
            let run = |_| {
                let mut clock = cpu_time::Stopwatch::default();
                let mut head = clock.time(|| heads(&first));
                stream().run(STREAMED, |stretch| {
                    head = clock.time(|| heads_after(head, black_box(stretch)));
                });
                black_box(head);
                clock.total
            };
            (0..runs).map(run).sum()
        });
    });
    group.bench_function(name("replay"), |b| {
        b.iter_custom(|runs| {
            let run = |_| {
                let mut clock = cpu_time::Stopwatch::default();
                let mut replay = clock.time(|| begun(&case, &first));
                stream().run(STREAMED, |stretch| {
                    clock.time(|| {
                        for entry in black_box(stretch) {
                            replay.push(entry.clone()).expect("it is honest");
                        }
                    });
                });
                clock.total
            };
            (0..runs).map(run).sum()
        });
    });
    group.finish();
}

/// A replay of the entries before the stream.
fn begun(case: &Case, first: &[FoundEntry]) -> Replay {
    let mut replay = Replay::new(case.contract, CHAIN_ID);
    for entry in first {
        replay.push(entry.clone()).expect("it is honest");
    }
    replay
}

/// The same record for whoever measures it with other tools.
fn write_for_others(entries: &[FoundEntry]) {
    let Some(path) = std::env::var_os("EXEQUATUR_BENCH_RECORD") else {
        return;
    };
    let lines: Vec<String> = entries
        .iter()
        .map(|entry| {
            let digits = entry.bytes.iter().map(|byte| format!("{byte:02x}"));
            format!("0x{}", digits.collect::<String>())
        })
        .collect();
    std::fs::write(Path::new(&path), lines.join("\n")).expect("the file can be written");
}

/// Splits `count` pieces of work among all cores.
fn on_all_cores(count: usize, work: impl Fn(usize) + Sync) {
    let cores = cores().get();
    thread::scope(|scope| {
        for core in 0..cores {
            let work = &work;
            scope.spawn(move || (core..count).step_by(cores).for_each(work));
        }
    });
}

fn cores() -> NonZero<usize> {
    thread::available_parallelism().unwrap_or(NonZero::<usize>::MIN)
}

fn signatures(c: &mut Criterion) {
    let cases: Vec<Case> = (0..RECORDS)
        .map(|number| {
            let mut case = Case::disputed(number + 1);
            case.interim_awards(AWARDS);
            case
        })
        .collect();
    // Each award has two Ethereum signatures and one Polkadot signature, and so has each appointment and each consent its share.
    let count = |is: fn(&Person) -> bool| {
        let of_awards = cases[0].arbitrators.iter().filter(|one| is(one)).count();
        // The parties consented: one of each kind; three arbitrators accepted.
        usize::from(RECORDS) * (usize::from(AWARDS) * of_awards + of_awards + 1)
    };
    let ethereum = count(|one| matches!(one, Person::Ethereum(_)));
    let polkadot = count(|one| matches!(one, Person::Polkadot(_)));
    let records: Vec<_> = cases
        .iter()
        .map(|case| {
            let entries = case.found();
            let stored = replay_record(&case.contract, CHAIN_ID, &entries)
                .state
                .expect("it is honest");
            let holding = Holding {
                cell: stored.to_cell().to_vec(),
                stored,
                balance: None,
            };
            (case.contract, entries, holding)
        })
        .collect();

    let message = digest::consent(&NativeHost, &cases[0].domain(), &[7; 32], 0);
    let exequatur_protocol::Signature::Ecdsa(ecdsa) = Person::ethereum(3).sign(&message) else {
        panic!("an Ethereum key signs so");
    };
    let signature = Signature::from_slice(&ecdsa[..64]).expect("just made");
    let id = RecoveryId::from_byte(ecdsa[64] - 27).expect("just made");
    let Person::Polkadot(pair) = Person::polkadot(5) else {
        panic!("a Polkadot key");
    };
    let text = wrapped_digest(&message);
    let sr25519 = pair.sign_simple(b"substrate", &text);

    let mut group = c.benchmark_group("signatures");
    group.sample_size(10);
    group.throughput(Throughput::Elements((ethereum + polkadot) as u64));
    group.bench_function("libraries", |b| {
        b.iter(|| {
            on_all_cores(ethereum + polkadot, |number| {
                // As many of each kind as under the records, evenly mixed.
                if number % (ethereum + polkadot) * polkadot % (ethereum + polkadot) < polkadot {
                    let good = pair.public.verify_simple(b"substrate", &text, &sr25519);
                    assert!(black_box(good).is_ok());
                } else {
                    let key = VerifyingKey::recover_from_prehash(&message, &signature, id);
                    assert!(black_box(key).is_ok());
                }
            });
        });
    });
    group.bench_function("awards", |b| {
        b.iter(|| {
            let feed = |feed: &mut exequatur_audit::Feed| {
                for (contract, entries, holding) in &records {
                    feed.begin(*contract);
                    entries.iter().for_each(|entry| feed.entry(entry.clone()));
                    feed.end(holding.clone());
                }
                Ok::<(), ()>(())
            };
            let good = |checked: exequatur_audit::Checked| assert_eq!(checked.finding, None);
            replay_many(CHAIN_ID, cores(), feed, good).expect("the feed does not fail");
        });
    });
    group.finish();
}

criterion_group! {
    name = one_core;
    config = Criterion::default().with_measurement(CpuTime);
    targets = streamed, records
}
criterion_group!(all_cores, signatures);
criterion_main!(one_core, all_cores);
