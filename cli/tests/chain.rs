//! `chain`: start, look, move the clock; and the program as a whole.

mod support;

use support::Place;

#[test]
fn missing_chain_is_not_found() {
    insta::assert_snapshot!(Place::empty().run(&["chain", "status"]), @r"
    exit 3
    --- stdout
    --- stderr
    error: no chain in home/chain
      expected: a chain
      found:    no such folder
      code:     NoChain
      next:     `chain init` starts one; --chain DIR names another folder
    nothing was sent
    ");
}

#[test]
fn folder_without_the_file_of_a_chain_has_none() {
    let place = Place::with_chain();
    place.terms();
    let file = place.path().join("home/chain/chain.log");
    std::fs::remove_file(&file).expect("ours");
    insta::assert_snapshot!(place.run(&["chain", "status"]), @r"
    exit 3
    --- stdout
    --- stderr
    error: no chain in home/chain
      expected: a chain
      found:    no file chain.log in it
      code:     NoChain
      next:     `chain init` starts one; --chain DIR names another folder
    nothing was sent
    ");
    // What needs no chain goes on without one.
    place.done(&["terms", "show", "terms.toml"]);
    // What is no file is not said to be absent.
    std::fs::create_dir(&file).expect("ours");
    let printed = place.run(&["chain", "status"]);
    for part in [
        "exit 5\n",
        "code:     ChainStorage",
        "found:    expected home/chain/chain.log to be the file of a chain, found a folder, a pipe or a device: move it away",
    ] {
        assert!(printed.contains(part), "{part:?} is not in {printed}");
    }
    std::fs::remove_dir(&file).expect("ours");
    place.done(&["chain", "init"]);
    place.done(&["chain", "status"]);
}

#[test]
fn existing_chain_is_never_replaced() {
    let place = Place::with_chain();
    insta::assert_snapshot!(place.run(&["chain", "init"]), @r"
    exit 2
    --- stdout
    --- stderr
    error: expected no chain in home/chain, found one: open it, or choose another directory
      expected: a folder without a chain
      found:    one with a chain
      code:     ChainExists
      next:     no chain is ever replaced: use the one that is there, or name another folder with --chain
    nothing was sent
    ");
}

#[test]
fn clock_moves_forward_by_periods_and_to_moments() {
    let place = Place::with_chain();
    insta::assert_snapshot!(place.run(&["chain", "advance", "3 days"]), @r"
    exit 0
    --- stdout
    chain:  local, id 420420420, SS58 prefix 42, genesis [hash]
    token:  UNIT, 10 decimals
    block:  1
    clock:  5 Mar 2026 09:00:00 UTC
    folder: home/chain
    --- stderr
    ");
    insta::assert_snapshot!(place.run(&["chain", "advance", "2026-03-01T00:00:00Z"]), @r"
    exit 2
    --- stdout
    --- stderr
    error: the clock is past that moment
      expected: later than 2026-03-05T09:00:00Z
      found:    2026-03-01T00:00:00Z
      code:     TimeRunsForward
      next:     correct it and try again; --help explains it
    nothing was sent
    ");
    insta::assert_snapshot!(place.run(&["chain", "advance", "soon"]), @r#"
    exit 2
    --- stdout
    --- stderr
    error: neither a period nor a moment
      expected: a period of at most 65535 hours such as "72h", "30 days" or "2 weeks", or a moment from 1970 to 2106 in whole seconds with its offset, such as "2027-01-31T12:00:00Z"
      found:    soon
      code:     BadPeriod
      next:     correct it and try again; --help explains it
    nothing was sent
    "#);
}

#[test]
fn faucet_gives() {
    let place = Place::with_chain();
    insta::assert_snapshot!(place.run(&["chain", "faucet", "//Bob", "12.5"]), @r"
    exit 0
    --- stdout
    sent:   [hash]
    block:  1, 2 Mar 2026 09:00:06 UTC, final
    cost: [cost]
    balance: 1000012.5 UNIT
    --- stderr
    //Alice gives 12.5 UNIT to 5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty = 0x41dCCBD49b26c50d34355Ed86ff0FA9E489d1e01
      chain:  local, id 420420420, SS58 prefix 42, genesis [hash]
      signer: //Alice 5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY = 0x9621DDe636dE098B43Efb0fA9b61fAcFE328F99D
      cost: [cost]
    ");
}

#[test]
fn mistyped_argument_is_json_where_json_was_asked_for() {
    insta::assert_snapshot!(Place::empty().run(&["chain", "stats", "--json"]), @r#"
    exit 2
    --- stdout
    {"ok":false,"error":{"code":"Usage","expected":"exequatur chain [OPTIONS] <COMMAND>","found":"stats","hint":"a similar subcommand exists: 'status'; see `exequatur chain --help`","message":"unrecognized subcommand 'stats'","sent":false}}
    --- stderr
    "#);
}

#[test]
fn every_shell_gets_its_completions() {
    let place = Place::empty();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = place.done(&["completions", shell]);
        assert!(
            script.contains("exequatur") && script.contains("withdraw"),
            "{shell}"
        );
    }
}

#[test]
fn help_names_every_command() {
    insta::assert_snapshot!(Place::empty().run(&["--help"]), @r"
    exit 0
    --- stdout
    Escrow with arbitration: lock money under an arbitration clause, release or dispute it, execute the
    award.

    Amounts are in the chain's own token, for example 12.5. Escrows are named by their address. Every
    command that sends something says first what it would do and asks; `--dry-run` stops there.

    Usage: exequatur [OPTIONS] <COMMAND>

    Commands:
      key          Keys in encrypted files: make, import, look
      account      The account behind a Polkadot key's address: register it, bring back what went astray
                   before
      terms        Terms: what both parties agree to
      escrow       Escrows: open, accept, fund, release, withdraw
      tribunal     The tribunal: accept or decline an appointment, replace an arbitrator
      pause        Pause an escrow: as a party, once, for a bounded time
      resume       End a pause that you set as a party
      dispute      Disputes: file a notice of arbitration, acknowledge or answer it
      evidence     Exhibits: file, list, compare with the record
      award        Awards: draft, sign away from any chain, check, execute
      order        Orders of the tribunal and of the court-order notary
      signature    Signatures that wallets made
      audit        For auditors: replay records, export a case, verify it without a chain
      dossier      Collect what a court asks for when somebody relies on an award
      request      Draw up a notice of arbitration for the rules of the clause
      chain        The local chain: start it, move its clock
      devnet       Run a node of one's own, for rehearsals with --url: it runs until Ctrl-C
      completions  Print a script that completes commands in a shell
      help         Print this message or the help of the given subcommand(s)

    Options:
      -h, --help
              Print help (see a summary with '-h')

      -V, --version
              Print version

    Options of every command:
          --home <DIR>
              Folder of keys and of the local chain [default: the system's folder for data]
              
              [env: EXEQUATUR_HOME]

          --chain <DIR>
              Folder of the local chain [default: HOME/chain]

          --url <URL>
              A node of any chain with pallet-revive, instead of the local chain: ws://… or wss://…
              
              [env: EXEQUATUR_URL]

          --timeout <SECONDS>
              How long to wait for each answer of the node and for each block
              
              [default: 60]

          --key <KEY>
              Who signs: a key's name or address; on a local chain also //Alice, //Bob …

          --password-file <FILE>
              Read the key's password from a file that only you can read

          --password-fd <N>
              Read the key's password from an open file descriptor

          --yes
              Do not ask before sending

          --dry-run
              Say what would be sent and what it would cost, and send nothing

          --again
              Send it even if an earlier run of the same command already did, and could not say so

          --json
              Print one JSON document on standard output

          --color <WHEN>
              Colours in help: auto or never (NO_COLOR is honoured)
    --- stderr
    ");
}
