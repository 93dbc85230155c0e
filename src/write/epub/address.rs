//! Addresses on the web, as an attribute may carry them.

/// `address` made fit for a link, or none where it leads nowhere on the web or names no place that
/// a reading system could open (`javascript:`, `file:`, a host that is none). What the URL
/// Standard does not allow to stand as it is gets percent-encoded.
pub(super) fn web_address(address: &str) -> Option<String> {
    let address = address.trim();
    let (scheme, rest) = address.split_once(':')?;
    let scheme = scheme.to_ascii_lowercase();
    match scheme.as_str() {
        "http" | "https" | "ftp" => {
            let rest = rest.strip_prefix("//")?;
            let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
            let (authority, path) = rest.split_at(end);
            if !names_host(authority) {
                return None;
            }
            Some(format!("{scheme}://{}{}", authority.to_ascii_lowercase(), encoded(path)))
        }
        "mailto" if rest.contains('@') => Some(format!("mailto:{}", encoded(rest))),
        _ => None,
    }
}

/// Whether an authority is a host's name, with or without a port. No user names: archives' links
/// have none, and such addresses are a trick more often than not.
fn names_host(authority: &str) -> bool {
    let (host, port) = authority.split_once(':').unwrap_or((authority, ""));
    let label = |label: &str| {
        (1..=63).contains(&label.len())
            && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    let labels: Vec<&str> = host.trim_end_matches('.').split('.').collect();
    // A last label of digits would be read as a number of the internet protocol, version 4.
    let last_is_number =
        labels.last().is_some_and(|last| last.bytes().all(|b| b.is_ascii_digit()));
    labels.iter().all(|part| label(part))
        && (!last_is_number
            || labels.len() == 4 && labels.iter().all(|n| n.parse::<u8>().is_ok()))
        && (port.is_empty() || port.parse::<u16>().is_ok())
}

/// The path, query and fragment of an address, with everything encoded that may not stand in it
/// (RFC 3986, 2). What is encoded already stays as it is.
fn encoded(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    let bytes = path.as_bytes();
    let mut seen_fragment = false;
    for (at, byte) in bytes.iter().enumerate() {
        let stands = match byte {
            b'%' => {
                let digits = bytes.get(at + 1..at + 3);
                digits.is_some_and(|two| two.iter().all(u8::is_ascii_hexdigit))
            }
            b'#' => !std::mem::replace(&mut seen_fragment, true),
            b'-' | b'.' | b'_' | b'~' | b'!' | b'$' | b'&' | b'\'' | b'(' | b')' | b'*' => true,
            b'+' | b',' | b';' | b'=' | b':' | b'@' | b'/' | b'?' => true,
            other => other.is_ascii_alphanumeric(),
        };
        if stands {
            out.push(char::from(*byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_on_the_web_become_links() {
        let kept = |given: &str| web_address(given).unwrap_or_default();
        assert_eq!(
            kept("HTTP://Example.org/a b?c=ü#d#e"),
            "http://example.org/a%20b?c=%C3%BC#d%23e"
        );
        assert_eq!(kept("https://example.org/100%25%"), "https://example.org/100%25%25");
        assert_eq!(kept("mailto:a@example.org"), "mailto:a@example.org");
        for none in [
            "javascript:alert(1)",
            "file:///etc/passwd",
            "data:text/html,x",
            "http:///path",
            "http://-a-/",
            "http://exa mple.org/",
            "http://a..b/",
            "http://1.2.3/",
            "ch02.htm",
        ] {
            assert_eq!(web_address(none), None, "{none}");
        }
    }
}
