//! Prints what each message costs on the real blob: `docs/costs.md`.

fn main() {
    print!("{}", exequatur_e2e_tests::costs::page());
}
