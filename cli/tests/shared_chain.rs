//! One chain and many hands: without permission to write, at the same moment, after damage.

mod support;

use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::thread;

use support::{Place, release};

fn set_mode(path: &Path, mode: u32) {
    let permissions = std::fs::Permissions::from_mode(mode);
    std::fs::set_permissions(path, permissions).expect("it is ours");
}

#[test]
fn who_only_looks_needs_no_permission_to_write() {
    let place = Place::with_chain();
    let escrow = place.funded();
    let chain = place.path().join("home/chain");
    let file = chain.join("chain.log");
    let before = std::fs::read(&file).expect("it is there");
    set_mode(&file, 0o444);
    set_mode(&chain, 0o555);
    for arguments in [
        &["chain", "status"][..],
        &["chain", "repair"],
        &["escrow", "list"],
        &["escrow", "status", &escrow],
        &["terms", "show", "--escrow", &escrow],
        &["evidence", "list", &escrow],
        &["audit", "replay", &escrow],
        &[&release(&escrow)[..], &["--dry-run"]].concat(),
    ] {
        let output = place.output_without_privilege(arguments);
        let text = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{arguments:?}: {text}");
    }
    let output = place.output_without_privilege(&["chain", "advance", "1 day"]);
    set_mode(&chain, 0o755);
    assert_eq!(output.status.code(), Some(5));
    let text = String::from_utf8_lossy(&output.stderr);
    assert!(
        text.contains("Permission denied") && text.contains("nothing was sent"),
        "{text}"
    );
    assert!(
        std::fs::read(&file).expect("it is there") == before,
        "it was changed"
    );
}

#[test]
fn many_look_while_somebody_writes() {
    let place = Place::with_chain();
    let escrow = place.funded();
    thread::scope(|scope| {
        for _ in 0..6 {
            scope.spawn(|| {
                for _ in 0..5 {
                    place.done(&["audit", "replay", &escrow]);
                }
            });
        }
        for hours in 1..=10 {
            place.done(&["chain", "advance", &format!("{hours}h")]);
        }
    });
    // 3 for the escrow, 10 here.
    assert_eq!(place.field("/result/block", &["chain", "status"]), "13");
}

#[test]
fn chain_that_was_cut_off_is_repaired_after_saying_what_is_lost() {
    let place = Place::with_chain();
    let file = place.path().join("home/chain/chain.log");
    place.done(&["chain", "advance", "1 day"]);
    let kept = std::fs::metadata(&file).expect("it is there").len() as usize;
    place.done(&["chain", "advance", "1 day"]);
    let whole = std::fs::read(&file).expect("it is there");
    let damaged = &whole[..whole.len() - 10];
    std::fs::write(&file, damaged).expect("it is ours");
    let shown = |arguments: &[&str]| {
        let cut = damaged.len() - kept;
        let text = place.run(arguments);
        text.replace(&format!("{} bytes", whole.len()), "[whole] bytes")
            .replace(&format!("{} bytes", damaged.len()), "[damaged] bytes")
            .replace(&format!("found {}", damaged.len()), "found [damaged]")
            .replace(&format!("{cut} bytes"), "[cut] bytes")
    };

    insta::assert_snapshot!(shown(&["chain", "status"]), @r"
    exit 5
    --- stdout
    --- stderr
    error: home/chain/chain.log is truncated: expected [whole] bytes, found [damaged]
      expected: [whole] bytes or more
      found:    [damaged] bytes
      code:     ChainDamaged
      next:     `chain repair --dry-run` says what can be saved; until then the chain is left as it is
    nothing was sent
    ");
    insta::assert_snapshot!(shown(&["chain", "repair", "--dry-run"]), @r"
    exit 0
    --- stdout
    Cut the chain's file behind its last whole block
      found:  home/chain/chain.log is truncated: expected [whole] bytes, found [damaged]
      kept:   blocks 0 to 1; the newest is of 3 Mar 2026 09:00:00 UTC
      lost:   block 2, with all that happened in it
      cut:    [cut] bytes; the damaged file is kept under another name beside the chain's
    Dry run: nothing was changed.
    --- stderr
    ");
    insta::assert_snapshot!(shown(&["chain", "repair"]), @r"
    exit 7
    --- stdout
    --- stderr
    Cut the chain's file behind its last whole block
      found:  home/chain/chain.log is truncated: expected [whole] bytes, found [damaged]
      kept:   blocks 0 to 1; the newest is of 3 Mar 2026 09:00:00 UTC
      lost:   block 2, with all that happened in it
      cut:    [cut] bytes; the damaged file is kept under another name beside the chain's
    error: nobody is at a terminal to confirm
      expected: `yes` typed at a terminal, or --yes
      found:    neither
      code:     ConfirmationNeeded
      next:     repeat it at a terminal; or with --yes, after a look at what it says with --dry-run
    nothing was sent
    ");
    assert!(
        std::fs::read(&file).expect("it is there") == damaged,
        "nothing was done yet"
    );
    insta::assert_snapshot!(shown(&["chain", "repair", "--yes"]), @r"
    exit 0
    --- stdout
    repaired: block 1 is the newest
    backup:   home/chain/chain.log.damaged-1
    --- stderr
    Cut the chain's file behind its last whole block
      found:  home/chain/chain.log is truncated: expected [whole] bytes, found [damaged]
      kept:   blocks 0 to 1; the newest is of 3 Mar 2026 09:00:00 UTC
      lost:   block 2, with all that happened in it
      cut:    [cut] bytes; the damaged file is kept under another name beside the chain's
    ");
    let backup = place.path().join("home/chain/chain.log.damaged-1");
    assert!(std::fs::read(backup).expect("it is there") == damaged);
    insta::assert_snapshot!(shown(&["chain", "status"]), @r"
    exit 0
    --- stdout
    chain:  local, id 420420420, SS58 prefix 42, genesis [hash]
    token:  UNIT, 10 decimals
    block:  1
    clock:  3 Mar 2026 09:00:00 UTC
    folder: home/chain
    --- stderr
    ");
    insta::assert_snapshot!(shown(&["chain", "repair"]), @r"
    exit 0
    --- stdout
    home/chain is whole: nothing to repair
    --- stderr
    ");
    place.done(&["chain", "advance", "1 day"]);
}

/// Somebody was killed while it was written.
#[test]
fn part_of_a_block_is_passed_over_and_goes_with_the_next() {
    let place = Place::with_chain();
    place.done(&["chain", "advance", "1 day"]);
    let file = place.path().join("home/chain/chain.log");
    let whole = std::fs::read(&file).expect("it is there");
    std::fs::write(&file, [&whole[..], &[1; 9]].concat()).expect("it is ours");
    let block = || place.field("/result/block", &["chain", "status"]);
    assert_eq!(block(), "1");
    place.done(&["chain", "advance", "1 day"]);
    assert_eq!(block(), "2");
    let said = place.done(&["chain", "repair", "--dry-run"]);
    assert!(said.contains("is whole"), "{said}");
    let grown = std::fs::read(&file).expect("it is there");
    assert_eq!(grown[4_096..whole.len()], whole[4_096..]);
}

#[test]
fn what_lies_behind_the_end_is_cut_off_without_loss() {
    let place = Place::with_chain();
    place.done(&["chain", "advance", "1 day"]);
    let file = place.path().join("home/chain/chain.log");
    let whole = std::fs::read(&file).expect("it is there");
    std::fs::write(&file, [&whole[..], &[0; 90]].concat()).expect("it is ours");
    let code = |arguments: &[&str]| place.output(arguments).status.code();
    assert_eq!(code(&["chain", "status"]), Some(5));
    assert_eq!(code(&["chain", "advance", "1 day"]), Some(5));
    let repair = ["chain", "repair", "--yes"];
    assert_eq!(place.field("/result/lost_blocks", &repair), "0");
    // Both marks name the end now; that the second is older is no difference in what they hold.
    let mended = std::fs::read(&file).expect("it is there");
    assert_eq!(mended.len(), whole.len());
    assert_eq!(mended[4_096..], whole[4_096..]);
    assert_eq!(place.field("/result/block", &["chain", "status"]), "1");
}

#[test]
fn chain_of_which_nothing_is_left_is_beyond_repair() {
    let place = Place::with_chain();
    let file = place.path().join("home/chain/chain.log");
    std::fs::write(&file, [0; 9_000]).expect("it is ours");
    let text = place.run(&["chain", "repair", "--yes"]);
    assert!(
        text.starts_with("exit 5") && text.contains("ChainDamaged"),
        "{text}"
    );
    assert!(text.contains("nothing in the file can be saved"), "{text}");
    assert!(std::fs::read(&file).expect("it is there") == [0; 9_000]);
}
