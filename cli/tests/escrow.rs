//! `escrow`: from the terms to the last coin.

mod support;

use support::Place;

#[test]
fn without_confirmation_nothing_is_sent() {
    let place = Place::with_chain();
    place.terms();
    insta::assert_snapshot!(place.run(&["escrow", "open", "terms.toml", "--key", "//Alice"]), @r"
    exit 7
    --- stdout
    --- stderr
    Open an escrow of 12.5 UNIT
      The payer locks 12.5 UNIT for the payee.
      payer: 5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY = 0x9621DDe636dE098B43Efb0fA9b61fAcFE328F99D
      payee: 5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty = 0x41dCCBD49b26c50d34355Ed86ff0FA9E489d1e01
      agreement: SHA-256 [hash]
      Disputes go to arbitration under UNCITRAL rules, seat DK-84, law DK, language en.
      arbitrator 0: 5FLSigC9HGRKVhB9FiEo4Y3koPsNmBmLJbpXg2mp1hXcS59Y = 0xe2235A2FfE0354B27A6a1c543be6BF2920ff2134
      signatures needed under an award: 1 of 1
      appointing authority: 5DAAnrj7VHTznn2AWBemMuyBwZWs6FNFjdyVXUeYum3PTXFy = 0xa799a942f85792dDC0028a7dd32b582E75d5E57b
      notary of court orders: 5HGjWAeFDfFCWPsjFQdVV2Msvz2XtMktvgocEZcCj68kUMaw = 0x203AEDc6e1eE061f55Ec52309d5Ac8674D4E8352
      the tribunal receives at most 1 UNIT
      awards state reasons: yes
      time to answer: 14 days
      time for the award: 30 days
      money waits after a final award: 30 days
      longest pause: 14 days; longest stay: 180 days
      Undisputed, it ends at 1 Sep 2026 00:00:00 UTC: the fallback split takes effect.
      If nobody ever decides, the payer gets 50 %, the payee the rest.
      Both parties sign the hash [hash]
      the escrow gets the address 0xe2A313e210A6Ec1D5A9c0806545670f2E6264f86
      the signer, as the payer, consents to these terms
      the contract's code goes along, since this chain does not have it yet: fee and deposit are higher for that, once for all escrows
      Cannot be undone: the terms stay on chain; a consent cannot be taken back, but binds nobody after their expiry.
      chain:  local, id 420420420, SS58 prefix 42, genesis [hash]
      signer: //Alice 5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY = 0x9621DDe636dE098B43Efb0fA9b61fAcFE328F99D
      cost: [cost]
              the deposit stays with the escrow's contract for good: nobody gets it back
    error: nobody is at a terminal to confirm
      expected: `yes` typed at a terminal, or --yes
      found:    neither
      code:     ConfirmationNeeded
      next:     repeat it at a terminal; or with --yes, after a look at what it says with --dry-run
    nothing was sent
    ");
    assert_eq!(place.field("/result/block", &["chain", "status"]), "0");
}

#[test]
fn dry_run_sends_nothing() {
    let place = Place::with_chain();
    place.terms();
    insta::assert_snapshot!(place.run(&["escrow", "open", "terms.toml", "--key", "//Alice", "--dry-run"]), @r"
    exit 0
    --- stdout
    Open an escrow of 12.5 UNIT
      The payer locks 12.5 UNIT for the payee.
      payer: 5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY = 0x9621DDe636dE098B43Efb0fA9b61fAcFE328F99D
      payee: 5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty = 0x41dCCBD49b26c50d34355Ed86ff0FA9E489d1e01
      agreement: SHA-256 [hash]
      Disputes go to arbitration under UNCITRAL rules, seat DK-84, law DK, language en.
      arbitrator 0: 5FLSigC9HGRKVhB9FiEo4Y3koPsNmBmLJbpXg2mp1hXcS59Y = 0xe2235A2FfE0354B27A6a1c543be6BF2920ff2134
      signatures needed under an award: 1 of 1
      appointing authority: 5DAAnrj7VHTznn2AWBemMuyBwZWs6FNFjdyVXUeYum3PTXFy = 0xa799a942f85792dDC0028a7dd32b582E75d5E57b
      notary of court orders: 5HGjWAeFDfFCWPsjFQdVV2Msvz2XtMktvgocEZcCj68kUMaw = 0x203AEDc6e1eE061f55Ec52309d5Ac8674D4E8352
      the tribunal receives at most 1 UNIT
      awards state reasons: yes
      time to answer: 14 days
      time for the award: 30 days
      money waits after a final award: 30 days
      longest pause: 14 days; longest stay: 180 days
      Undisputed, it ends at 1 Sep 2026 00:00:00 UTC: the fallback split takes effect.
      If nobody ever decides, the payer gets 50 %, the payee the rest.
      Both parties sign the hash [hash]
      the escrow gets the address 0xe2A313e210A6Ec1D5A9c0806545670f2E6264f86
      the signer, as the payer, consents to these terms
      the contract's code goes along, since this chain does not have it yet: fee and deposit are higher for that, once for all escrows
      Cannot be undone: the terms stay on chain; a consent cannot be taken back, but binds nobody after their expiry.
      chain:  local, id 420420420, SS58 prefix 42, genesis [hash]
      signer: //Alice 5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY = 0x9621DDe636dE098B43Efb0fA9b61fAcFE328F99D
      cost: [cost]
              the deposit stays with the escrow's contract for good: nobody gets it back
    Dry run: nothing was sent.
    --- stderr
    ");
    assert_eq!(place.field("/result/block", &["chain", "status"]), "0");
}

#[test]
fn escrow_is_opened_accepted_and_funded() {
    let place = Place::with_chain();
    place.terms();
    insta::assert_snapshot!(place.run(&["escrow", "open", "terms.toml", "--key", "//Alice", "--yes"]), @r"
    exit 0
    --- stdout
    sent:   [hash]
    block:  1, 2 Mar 2026 09:00:06 UTC, final
    cost: [cost]
    escrow: 0xe2A313e210A6Ec1D5A9c0806545670f2E6264f86
    status: proposed
    to be locked: 12.5 UNIT
    next:   the payee consents before 1 Sep 2026 00:00:00 UTC: `escrow accept`
    --- stderr
    Open an escrow of 12.5 UNIT
      The payer locks 12.5 UNIT for the payee.
      payer: 5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY = 0x9621DDe636dE098B43Efb0fA9b61fAcFE328F99D
      payee: 5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty = 0x41dCCBD49b26c50d34355Ed86ff0FA9E489d1e01
      agreement: SHA-256 [hash]
      Disputes go to arbitration under UNCITRAL rules, seat DK-84, law DK, language en.
      arbitrator 0: 5FLSigC9HGRKVhB9FiEo4Y3koPsNmBmLJbpXg2mp1hXcS59Y = 0xe2235A2FfE0354B27A6a1c543be6BF2920ff2134
      signatures needed under an award: 1 of 1
      appointing authority: 5DAAnrj7VHTznn2AWBemMuyBwZWs6FNFjdyVXUeYum3PTXFy = 0xa799a942f85792dDC0028a7dd32b582E75d5E57b
      notary of court orders: 5HGjWAeFDfFCWPsjFQdVV2Msvz2XtMktvgocEZcCj68kUMaw = 0x203AEDc6e1eE061f55Ec52309d5Ac8674D4E8352
      the tribunal receives at most 1 UNIT
      awards state reasons: yes
      time to answer: 14 days
      time for the award: 30 days
      money waits after a final award: 30 days
      longest pause: 14 days; longest stay: 180 days
      Undisputed, it ends at 1 Sep 2026 00:00:00 UTC: the fallback split takes effect.
      If nobody ever decides, the payer gets 50 %, the payee the rest.
      Both parties sign the hash [hash]
      the escrow gets the address 0xe2A313e210A6Ec1D5A9c0806545670f2E6264f86
      the signer, as the payer, consents to these terms
      the contract's code goes along, since this chain does not have it yet: fee and deposit are higher for that, once for all escrows
      Cannot be undone: the terms stay on chain; a consent cannot be taken back, but binds nobody after their expiry.
      chain:  local, id 420420420, SS58 prefix 42, genesis [hash]
      signer: //Alice 5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY = 0x9621DDe636dE098B43Efb0fA9b61fAcFE328F99D
      cost: [cost]
              the deposit stays with the escrow's contract for good: nobody gets it back
    ");
    let escrow = place.field("/result/escrows/0/escrow", &["escrow", "list"]);
    insta::assert_snapshot!(place.run(&["escrow", "accept", &escrow, "--key", "//Bob", "--yes"]), @r"
    exit 0
    --- stdout
    sent:   [hash]
    block:  2, 2 Mar 2026 09:00:12 UTC, final
    cost: [cost]
    escrow: 0xe2A313e210A6Ec1D5A9c0806545670f2E6264f86
    status: agreed
    to be locked: 12.5 UNIT
    next:   the payer locks the money before 1 Sep 2026 00:00:00 UTC: `escrow fund`
    --- stderr
    Consent to the terms of an escrow
      The payer locks 12.5 UNIT for the payee.
      payer: 5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY = 0x9621DDe636dE098B43Efb0fA9b61fAcFE328F99D
      payee: 5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty = 0x41dCCBD49b26c50d34355Ed86ff0FA9E489d1e01
      agreement: SHA-256 [hash]
      Disputes go to arbitration under UNCITRAL rules, seat DK-84, law DK, language en.
      arbitrator 0: 5FLSigC9HGRKVhB9FiEo4Y3koPsNmBmLJbpXg2mp1hXcS59Y = 0xe2235A2FfE0354B27A6a1c543be6BF2920ff2134
      signatures needed under an award: 1 of 1
      appointing authority: 5DAAnrj7VHTznn2AWBemMuyBwZWs6FNFjdyVXUeYum3PTXFy = 0xa799a942f85792dDC0028a7dd32b582E75d5E57b
      notary of court orders: 5HGjWAeFDfFCWPsjFQdVV2Msvz2XtMktvgocEZcCj68kUMaw = 0x203AEDc6e1eE061f55Ec52309d5Ac8674D4E8352
      the tribunal receives at most 1 UNIT
      awards state reasons: yes
      time to answer: 14 days
      time for the award: 30 days
      money waits after a final award: 30 days
      longest pause: 14 days; longest stay: 180 days
      Undisputed, it ends at 1 Sep 2026 00:00:00 UTC: the fallback split takes effect.
      If nobody ever decides, the payer gets 50 %, the payee the rest.
      Both parties sign the hash [hash]
      Cannot be undone: a consent cannot be taken back; it binds nobody after the expiry if no money comes.
      escrow: 0xe2A313e210A6Ec1D5A9c0806545670f2E6264f86
      chain:  local, id 420420420, SS58 prefix 42, genesis [hash]
      signer: //Bob 5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty = 0x41dCCBD49b26c50d34355Ed86ff0FA9E489d1e01
      cost: [cost]
    ");
    insta::assert_snapshot!(place.run(&["escrow", "fund", &escrow, "--key", "//Alice", "--yes"]), @r"
    exit 0
    --- stdout
    sent:   [hash]
    block:  3, 2 Mar 2026 09:00:18 UTC, final
    cost: [cost]
    escrow: 0xe2A313e210A6Ec1D5A9c0806545670f2E6264f86
    status: funded
    held:   12.5 UNIT
    next:   release or dispute; if nobody does anything the fallback split takes effect at 1 Sep 2026 00:00:00 UTC: 6.25 UNIT to the payer, 6.25 UNIT to the payee
    --- stderr
    Lock 12.5 UNIT in escrow
      12.5 UNIT leave the signer's account for escrow 0xe2A313e210A6Ec1D5A9c0806545670f2E6264f86
      The payer locks 12.5 UNIT for the payee.
      payer: 5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY = 0x9621DDe636dE098B43Efb0fA9b61fAcFE328F99D
      payee: 5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty = 0x41dCCBD49b26c50d34355Ed86ff0FA9E489d1e01
      agreement: SHA-256 [hash]
      Disputes go to arbitration under UNCITRAL rules, seat DK-84, law DK, language en.
      arbitrator 0: 5FLSigC9HGRKVhB9FiEo4Y3koPsNmBmLJbpXg2mp1hXcS59Y = 0xe2235A2FfE0354B27A6a1c543be6BF2920ff2134
      signatures needed under an award: 1 of 1
      appointing authority: 5DAAnrj7VHTznn2AWBemMuyBwZWs6FNFjdyVXUeYum3PTXFy = 0xa799a942f85792dDC0028a7dd32b582E75d5E57b
      notary of court orders: 5HGjWAeFDfFCWPsjFQdVV2Msvz2XtMktvgocEZcCj68kUMaw = 0x203AEDc6e1eE061f55Ec52309d5Ac8674D4E8352
      the tribunal receives at most 1 UNIT
      awards state reasons: yes
      time to answer: 14 days
      time for the award: 30 days
      money waits after a final award: 30 days
      longest pause: 14 days; longest stay: 180 days
      Undisputed, it ends at 1 Sep 2026 00:00:00 UTC: the fallback split takes effect.
      If nobody ever decides, the payer gets 50 %, the payee the rest.
      Both parties sign the hash [hash]
      Cannot be undone: the money comes out only by the rules of the terms: release, award, or the passing of time.
      escrow: 0xe2A313e210A6Ec1D5A9c0806545670f2E6264f86
      chain:  local, id 420420420, SS58 prefix 42, genesis [hash]
      signer: //Alice 5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY = 0x9621DDe636dE098B43Efb0fA9b61fAcFE328F99D
      cost: [cost]
    ");
    insta::assert_snapshot!(place.run(&["escrow", "status", &escrow]), @r"
    exit 0
    --- stdout
    escrow: 0xe2A313e210A6Ec1D5A9c0806545670f2E6264f86
    status: funded
    now:    2 Mar 2026 09:00:18 UTC
    terms:  [hash]
    payer:  5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY = 0x9621DDe636dE098B43Efb0fA9b61fAcFE328F99D
    payee:  5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty = 0x41dCCBD49b26c50d34355Ed86ff0FA9E489d1e01
    seat 0: 5FLSigC9HGRKVhB9FiEo4Y3koPsNmBmLJbpXg2mp1hXcS59Y = 0xe2235A2FfE0354B27A6a1c543be6BF2920ff2134, not accepted yet
    signing an award: 1 of 1
    authority: 5DAAnrj7VHTznn2AWBemMuyBwZWs6FNFjdyVXUeYum3PTXFy = 0xa799a942f85792dDC0028a7dd32b582E75d5E57b
    notary: 5HGjWAeFDfFCWPsjFQdVV2Msvz2XtMktvgocEZcCj68kUMaw = 0x203AEDc6e1eE061f55Ec52309d5Ac8674D4E8352
    held:   12.5 UNIT
    record: 3 entries, head [hash]
    next:   release or dispute; if nobody does anything the fallback split takes effect at 1 Sep 2026 00:00:00 UTC: 6.25 UNIT to the payer, 6.25 UNIT to the payee
    --- stderr
    ");
    insta::assert_snapshot!(place.run(&["escrow", "list"]), @r"
    exit 0
    --- stdout
    0xe2A313e210A6Ec1D5A9c0806545670f2E6264f86 funded           12.5 UNIT opened 2 Mar 2026 09:00:06 UTC
    --- stderr
    ");
}

#[test]
fn consent_signed_beforehand_opens_and_funds_in_one_transaction() {
    let place = Place::with_chain();
    place.terms();
    let escrow = place.field(
        "/result/escrow",
        &[
            "escrow",
            "open",
            "terms.toml",
            "--key",
            "//Alice",
            "--predict",
        ],
    );
    let sign = [
        "escrow",
        "accept",
        &escrow,
        "--sign-only",
        "--out",
        "bob.json",
        "--terms",
        "terms.toml",
        "--chain-id",
        "420420420",
    ];
    place.done(&[&sign[..], &["--key", "//Bob", "--yes"]].concat());
    let open = [
        "escrow",
        "open",
        "terms.toml",
        "--signature",
        "bob.json",
        "--fund",
        "--key",
        "//Alice",
        "--yes",
    ];
    assert_eq!(place.field("/result/status/phase", &open), "funded");
    // The next escrow has another address, for which nobody consented.
    insta::assert_snapshot!(place.run(&open), @r"
    exit 6
    --- stdout
    --- stderr
    error: bob.json was signed for another escrow
      expected: chain 420420420, escrow 0x48550a4bb374727186c55365b7c9c0a1a31BdafE, terms [hash]
      found:    chain 420420420, escrow 0xe2A313e210A6Ec1D5A9c0806545670f2E6264f86, terms [hash]
      code:     OtherEscrow
      next:     what was signed holds for nothing else: have it signed again, for this escrow under these terms
    nothing was sent
    ");
}

/// //Bob signs off line that everything is released to him.
fn sign_release(place: &Place, escrow: &str) {
    let release = ["escrow", "release", escrow, "--to-payee", "12.5"];
    let off_line = [
        "--sign-only",
        "--out",
        "bob.json",
        "--key",
        "//Bob",
        "--yes",
    ];
    place.done(&[&release[..], &off_line].concat());
}

#[test]
fn altered_signature_is_turned_away_before_anything_is_sent() {
    let place = Place::with_chain();
    let escrow = place.funded();
    sign_release(&place, &escrow);
    let path = place.path().join("bob.json");
    let text = std::fs::read_to_string(&path).expect("written");
    let at = text.rfind("\"signature\": \"0x").expect("there") + 130;
    let other = if text.as_bytes()[at] == b'0' {
        "1"
    } else {
        "0"
    };
    std::fs::write(&path, format!("{}{other}{}", &text[..at], &text[at + 1..])).expect("ours");
    let printed = place.run(&[
        "escrow",
        "release",
        &escrow,
        "--signature",
        "bob.json",
        "--key",
        "//Alice",
        "--yes",
    ]);
    assert!(printed.starts_with("exit 6"), "{printed}");
    assert!(
        printed.contains("SignatureDoesNotFit") && printed.contains("nothing was sent"),
        "{printed}"
    );
}

#[test]
fn both_parties_release_and_everybody_is_paid() {
    let place = Place::with_chain();
    let escrow = place.funded();
    place.done(&[
        "escrow",
        "release",
        &escrow,
        "--to-payer",
        "2.5",
        "--sign-only",
        "--out",
        "bob.json",
        "--key",
        "//Bob",
        "--yes",
    ]);
    let release = [
        "escrow",
        "release",
        &escrow,
        "--to-payer",
        "2.5",
        "--signature",
        "bob.json",
        "--approve",
        "--key",
        "//Alice",
        "--yes",
    ];
    insta::assert_snapshot!(place.run(&release), @r"
    exit 0
    --- stdout
    sent:   [hash]
    block:  4, 2 Mar 2026 09:00:24 UTC, final
    cost: [cost]
    escrow: 0xe2A313e210A6Ec1D5A9c0806545670f2E6264f86
    status: released
    credit of the payer: 2.5 UNIT
    credit of the payee: 10 UNIT
    next:   each owner withdraws, or anybody for them: `escrow withdraw`
    --- stderr
    Release what is held: 2.5 UNIT to the payer, 10 UNIT to the payee
      I approve that all that is held, 12.5 UNIT, is released:
        2.5 UNIT to the payer 0x9621DDe636dE098B43Efb0fA9b61fAcFE328F99D
        10 UNIT to the payee 0x41dCCBD49b26c50d34355Ed86ff0FA9E489d1e01
      Both parties' approvals execute it at once; a party's and the tribunal's after the time to object. Then it cannot be undone.
      It counts for proposal number 0 only.
      both parties approve it then: it executes at once, in this transaction
      each owner withdraws with `escrow withdraw`
      Cannot be undone: it executes at once; the money is its owners' then, and no approval can be taken back.
      escrow: 0xe2A313e210A6Ec1D5A9c0806545670f2E6264f86
      chain:  local, id 420420420, SS58 prefix 42, genesis [hash]
      signer: //Alice 5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY = 0x9621DDe636dE098B43Efb0fA9b61fAcFE328F99D
      cost: [cost]
    ");
    insta::assert_snapshot!(place.run(&["escrow", "withdraw", &escrow, "--key", "//Bob", "--yes"]), @r"
    exit 0
    --- stdout
    sent:   [hash]
    block:  5, 2 Mar 2026 09:00:30 UTC, final
    cost: [cost]
    escrow: 0xe2A313e210A6Ec1D5A9c0806545670f2E6264f86
    status: released
    credit of the payer: 2.5 UNIT
    next:   each owner withdraws, or anybody for them: `escrow withdraw`
    --- stderr
    Pay 10 UNIT to the payee
      to 5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty = 0x41dCCBD49b26c50d34355Ed86ff0FA9E489d1e01
      Cannot be undone: a payment.
      escrow: 0xe2A313e210A6Ec1D5A9c0806545670f2E6264f86
      chain:  local, id 420420420, SS58 prefix 42, genesis [hash]
      signer: //Bob 5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty = 0x41dCCBD49b26c50d34355Ed86ff0FA9E489d1e01
      cost: [cost]
    ");
    insta::assert_snapshot!(place.run(&["escrow", "withdraw", &escrow, "--owner", "payer", "--key", "//Ferdie", "--yes"]), @r"
    exit 0
    --- stdout
    sent:   [hash]
    block:  6, 2 Mar 2026 09:00:36 UTC, final
    cost: [cost]
    escrow: 0xe2A313e210A6Ec1D5A9c0806545670f2E6264f86
    status: closed
    next:   nothing: everybody was paid; `audit replay` proves it
    --- stderr
    Pay 2.5 UNIT to the payer
      to 5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY = 0x9621DDe636dE098B43Efb0fA9b61fAcFE328F99D
      Cannot be undone: a payment.
      escrow: 0xe2A313e210A6Ec1D5A9c0806545670f2E6264f86
      chain:  local, id 420420420, SS58 prefix 42, genesis [hash]
      signer: //Ferdie 5CiPPseXPECbkjWCa6MnjNokrgYjMqmKndv2rSnekmSK2DjL = 0x21A8Aa80a3b05b3dd74E337F9a8F5ae4a8e39F22
      cost: [cost]
    ");
    insta::assert_snapshot!(place.run(&["escrow", "withdraw", &escrow, "--key", "//Bob", "--yes"]), @r"
    exit 1
    --- stdout
    --- stderr
    error: the contract refused: there is nothing to withdraw for this address
      expected: somebody who has a credit; nobody has one now
      found:    the payee 0x41dCCBD49b26c50d34355Ed86ff0FA9E489d1e01
      code:     NothingToWithdraw
      next:     `escrow status` shows whose money it is
    nothing was sent
    ");
}

#[test]
fn settlement_of_another_split_than_was_signed_is_refused() {
    let place = Place::with_chain();
    let escrow = place.funded();
    place.done(&[
        "escrow",
        "settle",
        &escrow,
        "--to-payer",
        "2.5",
        "--sign-only",
        "--out",
        "bob.json",
        "--key",
        "//Bob",
        "--yes",
    ]);
    let settle = [
        "escrow",
        "settle",
        &escrow,
        "--to-payer",
        "3",
        "--signature",
        "bob.json",
        "--approve",
        "--key",
        "//Alice",
        "--yes",
    ];
    insta::assert_snapshot!(place.run(&settle), @r#"
    exit 6
    --- stdout
    --- stderr
    error: the signature is over another split or proposal
      expected: 3 UNIT to the payer, 9.5 UNIT to the payee, as proposal number 0
      found:    2.5 UNIT to the payer, 10 UNIT to the payee, as proposal number 0
      code:     OtherMessage
      next:     leave out the amounts to send what was signed; if the number of the proposal differs, have this one signed
    nothing was sent
    "#);
}

#[test]
fn revoked_approval_serves_nobody() {
    let place = Place::with_chain();
    let escrow = place.funded();
    sign_release(&place, &escrow);
    insta::assert_snapshot!(place.run(&["escrow", "revoke", &escrow, "--key", "//Bob", "--yes"]), @r"
    exit 0
    --- stdout
    sent:   [hash]
    block:  4, 2 Mar 2026 09:00:24 UTC, final
    cost: [cost]
    escrow: 0xe2A313e210A6Ec1D5A9c0806545670f2E6264f86
    status: funded
    held:   12.5 UNIT
    next:   release or dispute; if nobody does anything the fallback split takes effect at 1 Sep 2026 00:00:00 UTC: 6.25 UNIT to the payer, 6.25 UNIT to the payee
    --- stderr
    Take back an approval
      you have no approval on chain; what you only signed for proposal 0 dies
      what others approved on chain stays; what they only signed must be signed anew
      no money moves
      escrow: 0xe2A313e210A6Ec1D5A9c0806545670f2E6264f86
      chain:  local, id 420420420, SS58 prefix 42, genesis [hash]
      signer: //Bob 5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty = 0x41dCCBD49b26c50d34355Ed86ff0FA9E489d1e01
      cost: [cost]
    ");
    let release = [
        "escrow",
        "release",
        &escrow,
        "--signature",
        "bob.json",
        "--approve",
        "--key",
        "//Alice",
        "--yes",
    ];
    let printed = place.run(&release);
    assert!(
        printed.starts_with("exit 6") && printed.contains("OtherMessage"),
        "{printed}"
    );
}

#[test]
fn stranger_is_refused_and_nothing_is_sent() {
    let place = Place::with_chain();
    let escrow = place.funded();
    let block = place.field("/result/block", &["chain", "status"]);
    insta::assert_snapshot!(place.run(&["escrow", "release", &escrow, "--to-payee", "12.5", "--key", "//Ferdie", "--yes", "--json"]), @r#"
    exit 1
    --- stdout
    {"ok":false,"error":{"code":"NotAuthorised","expected":"the payer 0x9621DDe636dE098B43Efb0fA9b61fAcFE328F99D or the payee 0x41dCCBD49b26c50d34355Ed86ff0FA9E489d1e01, or an arbitrator who accepted (nobody yet)","found":"0x21A8Aa80a3b05b3dd74E337F9a8F5ae4a8e39F22, who has no role in this escrow","hint":"choose a key that has the role with --key; `escrow status` shows who has which","message":"the contract refused: the sender has no role that may do this","sent":false}}
    --- stderr
    "#);
    assert_eq!(place.field("/result/block", &["chain", "status"]), block);
}

#[test]
fn address_without_an_escrow_is_not_found() {
    let place = Place::with_chain();
    insta::assert_snapshot!(place.run(&["escrow", "status", "0x00000000000000000000000000000000000000AA"]), @r"
    exit 3
    --- stdout
    --- stderr
    error: no contract at 0x00000000000000000000000000000000000000AA
      expected: an escrow
      found:    no contract
      code:     NoContract
      next:     check the address; `escrow list` shows the escrows of this chain, and --url, --chain and --home choose another one
    nothing was sent
    ");
    insta::assert_snapshot!(place.run(&["escrow", "status", "0x00"]), @r"
    exit 2
    --- stdout
    --- stderr
    error: escrow: not an Ethereum address: expected 40 hexadecimal digits after 0x, found 2 characters
      expected: 0x and 40 hexadecimal digits
      found:    0x00
      code:     BadAddress
      next:     `escrow list` shows the escrows of this chain
    nothing was sent
    ");
}

#[test]
fn undisputed_escrow_falls_back_when_it_expires() {
    let place = Place::with_chain();
    let escrow = place.funded();
    place.done(&["chain", "advance", "2026-09-01T00:00:00Z"]);
    insta::assert_snapshot!(place.run(&["escrow", "status", &escrow]), @r"
    exit 0
    --- stdout
    escrow: 0xe2A313e210A6Ec1D5A9c0806545670f2E6264f86
    status: lapsed
    now:    1 Sep 2026 00:00:00 UTC
    terms:  [hash]
    payer:  5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY = 0x9621DDe636dE098B43Efb0fA9b61fAcFE328F99D
    payee:  5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty = 0x41dCCBD49b26c50d34355Ed86ff0FA9E489d1e01
    seat 0: 5FLSigC9HGRKVhB9FiEo4Y3koPsNmBmLJbpXg2mp1hXcS59Y = 0xe2235A2FfE0354B27A6a1c543be6BF2920ff2134, not accepted yet
    signing an award: 1 of 1
    authority: 5DAAnrj7VHTznn2AWBemMuyBwZWs6FNFjdyVXUeYum3PTXFy = 0xa799a942f85792dDC0028a7dd32b582E75d5E57b
    notary: 5HGjWAeFDfFCWPsjFQdVV2Msvz2XtMktvgocEZcCj68kUMaw = 0x203AEDc6e1eE061f55Ec52309d5Ac8674D4E8352
    credit of the payer: 6.25 UNIT
    credit of the payee: 6.25 UNIT
    record: 3 entries, head [hash]
    next:   each owner withdraws, or anybody for them: `escrow withdraw`
    --- stderr
    ");
}
