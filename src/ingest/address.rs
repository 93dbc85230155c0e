//! Addresses in pages, resolved to paths inside the work.

/// The path of the file that `address`, found in the page at path `page`, leads to: relative to
/// the work's root, with `/` between folders, and without the fragment. None where the address
/// leaves the work: another host, an absolute path, a drive, a step above the root, or no file at
/// all. This is the one place that decides so; whoever opens the file looks for links of the file
/// system besides.
pub fn resolve(page: &str, address: &str) -> Option<String> {
    let address = without_fragment(address);
    let path = address.split('?').next().unwrap_or("");
    let path = percent_decoded(path).replace('\\', "/");
    // A colon ends a scheme or names a drive or a stream; no file of an archive has one.
    if path.is_empty() || path.starts_with('/') || path.contains([':', '\0']) {
        return None;
    }
    let mut folders: Vec<&str> = page.split('/').collect();
    folders.pop();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                folders.pop()?;
            }
            part => folders.push(part),
        }
    }
    (!folders.is_empty()).then(|| folders.join("/"))
}

/// An address up to its fragment.
pub(super) fn without_fragment(address: &str) -> &str {
    address.trim().split('#').next().unwrap_or("")
}

/// `%20` and its like as characters; what does not decode to UTF-8 stays as it is.
fn percent_decoded(path: &str) -> String {
    if !path.contains('%') {
        return path.to_owned();
    }
    let bytes = path.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let code = path.get(at + 1..at + 3).and_then(|hex| u8::from_str_radix(hex, 16).ok());
        match code {
            Some(code) if byte == b'%' => {
                decoded.push(code);
                at += 3;
            }
            _ => {
                decoded.push(byte);
                at += 1;
            }
        }
    }
    String::from_utf8(decoded).unwrap_or_else(|_| path.to_owned())
}

#[cfg(test)]
mod tests {
    use super::resolve;

    #[test]
    fn relative_addresses_stay_inside_the_work() {
        let cases = [
            ("index.htm", "ch01.htm", Some("ch01.htm")),
            ("a/index.htm", "pics/x.gif", Some("a/pics/x.gif")),
            ("a/b.htm", "../c.htm#n1", Some("c.htm")),
            ("a/b.htm", "me02_152%202.htm", Some("a/me02_152 2.htm")),
            ("a/b.htm", "pics\\x.gif", Some("a/pics/x.gif")),
            ("b.htm", "./x.gif?v=2", Some("x.gif")),
            ("b.htm", "../x.gif", None),
            ("b.htm", "/x.gif", None),
            ("b.htm", "//host/x.gif", None),
            ("b.htm", "http://host/x.gif", None),
            ("b.htm", "file:x.gif", None),
            ("b.htm", "%2e%2e/x.gif", None),
            ("b.htm", "#top", None),
            ("b.htm", "..\\x.gif", None),
            ("b.htm", "\\\\host\\x.gif", None),
            ("b.htm", "%5c%5chost/x.gif", None),
            ("b.htm", "%2Fetc/passwd", None),
            ("b.htm", "C:\\x.gif", None),
            ("b.htm", "C%3Ax.gif", None),
            ("b.htm", "a/../../x.gif", None),
            ("b.htm", "x%00.gif", None),
            ("b.htm", ".", None),
            ("a/b.htm", "..", None),
            ("b.htm", "%", Some("%")),
        ];
        for (page, address, path) in cases {
            assert_eq!(resolve(page, address).as_deref(), path, "{address} in {page}");
        }
    }
}
