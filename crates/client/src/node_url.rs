//! What may be shown of a node's URL. Providers put the keys for which somebody pays into its path, its query or before its host.

use url::Url;

/// The URL with `…` in place of what may be a secret.
pub fn shown(url: &str) -> String {
    let Ok(parsed) = Url::parse(url) else {
        return url.to_owned();
    };
    let Some(host) = parsed.host_str() else {
        return url.to_owned();
    };
    let user = !parsed.username().is_empty() || parsed.password().is_some();
    let path = !matches!(parsed.path(), "" | "/");
    let rest = path || parsed.query().is_some() || parsed.fragment().is_some();
    if !user && !rest {
        return url.to_owned();
    }
    let port = parsed.port().map(|port| format!(":{port}"));
    format!(
        "{}://{}{host}{}/{}",
        parsed.scheme(),
        if user { "…@" } else { "" },
        port.unwrap_or_default(),
        if rest { "…" } else { "" }
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_of_providers_are_not_shown() {
        for (url, expected) in [
            ("ws://127.0.0.1:9944", "ws://127.0.0.1:9944"),
            ("ws://127.0.0.1:9944/", "ws://127.0.0.1:9944/"),
            ("wss://node.example", "wss://node.example"),
            ("wss://node.example/v1/5ecre7", "wss://node.example/…"),
            (
                "wss://node.example:81?key=5ecre7",
                "wss://node.example:81/…",
            ),
            ("wss://node.example#5ecre7", "wss://node.example/…"),
            ("wss://me:5ecre7@node.example", "wss://…@node.example/"),
            ("wss://5ecre7@[::1]:4/a", "wss://…@[::1]:4/…"),
            ("nowhere", "nowhere"),
        ] {
            assert_eq!(shown(url), expected);
        }
    }
}
