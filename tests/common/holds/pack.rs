//! Files put together from what is in them, so that what is changed is never a checksum or a compressed byte.

use std::io::{Cursor, Write};

/// A zip file. Each part stands behind a line `=== NAME`; what stands before the first is left out.
pub fn zip(data: &[u8]) -> Vec<u8> {
    let mut parts: Vec<(String, Vec<u8>)> = Vec::new();
    for line in data.split_inclusive(|&b| b == b'\n') {
        match (line.strip_prefix(b"=== "), parts.last_mut()) {
            (Some(name), _) => parts.push((String::from_utf8_lossy(name).trim().to_owned(), Vec::new())),
            (None, Some((_, body))) => body.extend_from_slice(line),
            (None, None) => {}
        }
    }
    zip_of(&parts.iter().map(|(name, body)| (name.as_str(), &body[..])).collect::<Vec<_>>())
}

/// A zip file of parts that are not compressed. Of two parts of one name the first is kept.
pub fn zip_of(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let options = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        if zip.start_file(*name, options).is_ok() {
            zip.write_all(bytes).expect("memory");
        }
    }
    zip.finish().expect("memory").into_inner()
}

/// A PDF of objects, each ended by a line `endobj`. They are numbered from 1, the first is the catalog, and the length
/// of a stream is set right.
pub fn pdf(data: &[u8]) -> Vec<u8> {
    let mut objects: Vec<Vec<u8>> = vec![Vec::new()];
    for line in data.split_inclusive(|&b| b == b'\n') {
        match line.trim_ascii() == b"endobj" {
            true => objects.push(Vec::new()),
            false => objects.last_mut().expect("one").extend_from_slice(line),
        }
    }
    pdf_of(&objects.iter().map(|object| with_length(object)).collect::<Vec<_>>(), 0)
}

/// The object with the length of its stream as the first entry of its dictionary.
fn with_length(object: &[u8]) -> Vec<u8> {
    let find = |what: &[u8]| object.windows(what.len()).position(|window| window == what);
    let (Some(start), Some(end)) = (find(b"stream\n"), find(b"\nendstream")) else { return object.to_vec() };
    match object.strip_prefix(b"<<") {
        Some(rest) => {
            let length = end.saturating_sub(start + b"stream\n".len());
            [format!("<</Length {length} ").as_bytes(), rest].concat()
        }
        None => object.to_vec(),
    }
}

/// A PDF of these objects, with a cross-reference table that is right, or shifted.
pub fn pdf_of(objects: &[impl AsRef<[u8]>], shift: usize) -> Vec<u8> {
    let mut out = b"%PDF-1.4\n".to_vec();
    let mut places = Vec::new();
    for (n, object) in objects.iter().enumerate() {
        places.push(out.len() + shift);
        out.extend(format!("{} 0 obj\n", n + 1).bytes());
        out.extend_from_slice(object.as_ref());
        out.extend(b"\nendobj\n");
    }
    let start = out.len() + shift;
    out.extend(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).bytes());
    places.iter().for_each(|place| out.extend(format!("{place:010} 00000 n \n").bytes()));
    out.extend(
        format!("trailer\n<</Size {}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n", objects.len() + 1).bytes(),
    );
    out
}
