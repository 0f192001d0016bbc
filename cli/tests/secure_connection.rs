//! `wss://`: a node that proves its name is talked to, and no other.

mod case;
mod node;
mod proxy;
mod support;

use std::path::Path;
use std::sync::Arc;

use case::write;
use node::Node;
use proxy::{as_it_is, to_node};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair, date_time_ymd};
use rustls::ServerConfig;
use rustls::crypto::ring;
use rustls::pki_types::PrivateKeyDer;
use support::Place;

/// An authority of the test's own, with its certificate in `authority.pem`.
fn authority(place: &Place) -> CertifiedIssuer<'static, KeyPair> {
    let mut params = CertificateParams::default();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let key = KeyPair::generate().expect("a key");
    let issuer = CertifiedIssuer::self_signed(params, key).expect("a certificate");
    write(place, "authority.pem", &issuer.pem());
    issuer
}

/// How a node proves that it is `name`, until the end of a year.
fn proof(
    issuer: &CertifiedIssuer<'static, KeyPair>,
    name: &str,
    last_year: i32,
) -> Arc<ServerConfig> {
    let mut params = CertificateParams::new(vec![name.to_owned()]).expect("a name");
    params.not_after = date_time_ymd(last_year, 12, 31);
    let key = KeyPair::generate().expect("a key");
    let certificate = params.signed_by(&key, issuer).expect("a certificate");
    let secret = PrivateKeyDer::try_from(key.serialize_der()).expect("a key");
    let config = ServerConfig::builder_with_provider(ring::default_provider().into())
        .with_safe_default_protocol_versions()
        .expect("the usual versions")
        .with_no_client_auth()
        .with_single_cert(vec![certificate.der().clone()], secret);
    Arc::new(config.expect("key and certificate fit"))
}

/// Exit code and everything printed by `chain status`, with the system's trust or with that of a file.
fn status(place: &Place, url: &str, trusts: Option<&Path>) -> (Option<i32>, String) {
    let mut command = place.command(support::PROGRAM);
    command.args(["chain", "status", "--url", url]);
    if let Some(file) = trusts {
        command.env("SSL_CERT_FILE", file);
    }
    let output = command.output().expect("the program starts");
    let printed = [output.stdout, output.stderr].concat();
    (
        output.status.code(),
        String::from_utf8_lossy(&printed).into_owned(),
    )
}

#[test]
fn node_proves_its_name_to_somebody_who_trusts_the_authority() {
    let node = Node::start(&[]);
    let place = Place::empty();
    let issuer = authority(&place);
    let file = place.path().join("authority.pem");
    let good = to_node(&node.url, as_it_is, Some(proof(&issuer, "localhost", 2090)));
    let (exit, printed) = status(&place, &good, Some(&file));
    assert_eq!(exit, Some(0), "{printed}");
    assert!(printed.contains(&format!("url:    {good}")), "{printed}");

    let other = to_node(
        &node.url,
        as_it_is,
        Some(proof(&issuer, "node.example.org", 2090)),
    );
    let old = to_node(&node.url, as_it_is, Some(proof(&issuer, "localhost", 2020)));
    for (url, trusts, reason) in [
        // The system does not know the authority.
        (&good, None, "UnknownIssuer"),
        (&other, Some(&*file), "not valid for name"),
        (&old, Some(&*file), "expired"),
    ] {
        let (exit, printed) = status(&place, url, trusts);
        assert_eq!(exit, Some(9), "{printed}");
        assert!(printed.contains("Untrusted"), "{printed}");
        for part in [reason, "nothing was sent", "SSL_CERT_FILE"] {
            assert!(printed.contains(part), "expected {part}, found {printed}");
        }
    }
}
