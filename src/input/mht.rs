//! Web pages saved as one file (`.mht`, 单个网页文件): a mail whose first part of HTML is the page.

/// The bytes of the page, and the encoding that its part names; none if the bytes are no such file.
pub(super) fn page(bytes: &[u8]) -> Option<(Vec<u8>, Option<String>)> {
    if !is_mht(bytes) {
        return None;
    }
    let (head, body) = part(bytes);
    let kind = field(&head, "content-type").unwrap_or_default();
    let Some(boundary) = parameter(&kind, "boundary") else {
        return is_page(&kind).then(|| (decoded(body, &head), parameter(&kind, "charset")));
    };
    let mark = format!("--{boundary}");
    let mut starts = memchr::memmem::find_iter(body, mark.as_bytes()).map(|at| at + mark.len()).peekable();
    while let Some(start) = starts.next() {
        let end = starts.peek().map_or(body.len(), |next| next - mark.len());
        let rest = &body[start..end];
        let (head, body) = part(rest.strip_prefix(b"\r\n").or(rest.strip_prefix(b"\n")).unwrap_or(rest));
        let kind = field(&head, "content-type").unwrap_or_default();
        if is_page(&kind) {
            return Some((decoded(body, &head), parameter(&kind, "charset")));
        }
    }
    None
}

/// How much of a file is looked at for the head of a mail, and how long the head of a part may be, in bytes.
const HEAD: usize = 4096;

fn is_mht(bytes: &[u8]) -> bool {
    let head = bytes[..bytes.len().min(HEAD)].to_ascii_lowercase();
    let line = head.split(|b| *b == b'\n').next().unwrap_or(&[]);
    let named = line
        .iter()
        .position(|b| *b == b':')
        .is_some_and(|at| at > 0 && line[..at].iter().all(|b| b.is_ascii_alphanumeric() || *b == b'-'));
    let has = |word: &str| memchr::memmem::find(&head, word.as_bytes()).is_some();
    named && has("mime-version:") && (has("multipart/related") || has("text/html"))
}

/// A head, with folded lines made one, and what follows it.
fn part(bytes: &[u8]) -> (String, &[u8]) {
    let near = &bytes[..bytes.len().min(HEAD)];
    let end = [&b"\r\n\r\n"[..], b"\n\n"]
        .into_iter()
        .filter_map(|gap| memchr::memmem::find(near, gap).map(|at| (at, at + gap.len())))
        .min();
    let (head, body) = end.map_or((0, 0), |end| end);
    let head = String::from_utf8_lossy(&bytes[..head]).replace('\r', "");
    (head.replace("\n ", " ").replace("\n\t", " "), &bytes[body..])
}

/// The value of a line of a head.
fn field(head: &str, name: &str) -> Option<String> {
    let mut lines = head.lines().filter_map(|line| line.split_once(':'));
    lines.find(|(found, _)| found.trim().eq_ignore_ascii_case(name)).map(|(_, value)| value.trim().to_owned())
}

/// What a value says about itself: `boundary="…"`.
fn parameter(value: &str, name: &str) -> Option<String> {
    let mut parts = value.split(';').skip(1).filter_map(|part| part.split_once('='));
    let (_, value) = parts.find(|(found, _)| found.trim().eq_ignore_ascii_case(name))?;
    Some(value.trim().trim_matches('"').to_owned()).filter(|value| !value.is_empty())
}

fn is_page(kind: &str) -> bool {
    kind.trim_start().to_ascii_lowercase().starts_with("text/html")
}

fn decoded(body: &[u8], head: &str) -> Vec<u8> {
    match field(head, "content-transfer-encoding").unwrap_or_default().to_ascii_lowercase().as_str() {
        "base64" => base64(body),
        "quoted-printable" => quoted(body),
        _ => body.to_vec(),
    }
}

fn base64(body: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(body.len() / 4 * 3);
    let (mut bits, mut count) = (0u32, 0);
    for b in body {
        let value = match b {
            b'A'..=b'Z' => b - b'A',
            b'a'..=b'z' => b - b'a' + 26,
            b'0'..=b'9' => b - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            b'=' => break,
            _ => continue,
        };
        bits = bits << 6 | u32::from(value);
        count += 6;
        if count >= 8 {
            count -= 8;
            out.push((bits >> count) as u8);
        }
    }
    out
}

fn quoted(body: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(body.len());
    let hex = |b: u8| char::from(b).to_digit(16).map(|n| n as u8);
    let mut rest = body;
    while let Some((first, after)) = rest.split_first() {
        rest = after;
        match (first, after) {
            (b'=', [b'\r', b'\n', after @ ..] | [b'\n', after @ ..]) => rest = after,
            (b'=', [a, b, after @ ..]) if hex(*a).is_some() && hex(*b).is_some() => {
                out.push(hex(*a).unwrap_or(0) << 4 | hex(*b).unwrap_or(0));
                rest = after;
            }
            _ => out.push(*first),
        }
    }
    out
}
