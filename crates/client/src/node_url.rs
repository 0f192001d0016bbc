//! What may be shown of a node's URL. Providers put the keys for which somebody pays into its path, its query or before its host.

/// The URL, or what somebody took for one, with `…` in place of what may be a secret.
pub fn shown(url: &str) -> String {
    let (scheme, rest) = match url.split_once("://") {
        Some((scheme, rest)) => (format!("{scheme}://"), rest),
        None => (String::new(), url),
    };
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (authority, tail) = rest.split_at(end);
    let host = match authority.rsplit_once('@') {
        Some((_, host)) => format!("…@{host}"),
        None => authority.to_owned(),
    };
    let tail = match tail {
        "" | "/" => tail,
        _ => "/…",
    };
    format!("{scheme}{host}{tail}")
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
            ("wss://me:5ecre7@node.example", "wss://…@node.example"),
            ("wss://5ecre7@[::1]:4/a", "wss://…@[::1]:4/…"),
            (
                "wss://node.example:99999/5ecre7",
                "wss://node.example:99999/…",
            ),
            ("wss://a@b@node.example/5ecre7", "wss://…@node.example/…"),
            ("node.example/5ecre7", "node.example/…"),
            ("nowhere", "nowhere"),
            ("", ""),
        ] {
            assert_eq!(shown(url), expected);
        }
    }
}
