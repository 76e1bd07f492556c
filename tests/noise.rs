//! Cleaning: what is left of a text, and that every place leads back to its source.

mod common;

use plan::text::Source;
use proptest::proptest;

use common::holds::cleaned;

fn unescape(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        out.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let c = rest.chars().next().unwrap_or('\\');
        rest = rest.get(1..).unwrap_or("");
        match c {
            'n' => out.push('\n'),
            'r' => out.push('\r'),
            't' => out.push('\t'),
            'f' => out.push('\x0c'),
            'u' => {
                let (code, after) = rest[1..].split_once('}').unwrap();
                out.push(char::from_u32(u32::from_str_radix(code, 16).unwrap()).unwrap());
                rest = after;
            }
            other => out.push(other),
        }
    }
    out + rest
}

#[test]
fn cases() {
    let mut wrong = Vec::new();
    for (n, line) in include_str!("../fixtures/noise/cases.txt").lines().enumerate() {
        if line.starts_with('#') || line.is_empty() {
            continue;
        }
        let (raw, want) = line.split_once(" => ").unwrap_or_else(|| panic!("line {}: no ` => `", n + 1));
        let raw = unescape(raw);
        let want = if want == "=" { raw.clone() } else { unescape(want) };
        let got = cleaned(&Source::of_text(raw));
        if got != want {
            wrong.push(format!("line {}:\nwant {want:?}\n got {got:?}", n + 1));
            continue;
        }
        let again = cleaned(&Source::of_text(got.clone()));
        if again != got {
            wrong.push(format!("line {}, cleaned again:\nwant {got:?}\n got {again:?}", n + 1));
        }
    }
    assert!(wrong.is_empty(), "{} wrong\n{}", wrong.len(), wrong.join("\n"));
}

proptest! {
    #[test]
    fn any_text_is_cleaned(source in "(一、|（一）|1、|2、|3、|第一条|— 4 —|—５—|责任单位：|首页|ICP备|发布时间：|&nbsp;|<br>|<script>|\">|center|[市县林业局负责推进年月日12９Ｘa欗。，；：“”（）《》\n\n\n \u{3000}\t\r\u{c}\0\u{200b}\u{feff}\u{e000}é😀—.-/]){0,120}") {
        cleaned(&Source::of_text(source));
    }

    #[test]
    fn wrapped_text_is_cleaned(source in "([市县林业局负责推进工作]{24,26}[，。\n ]{1,2}|（一）|１２|— 4 —\n){0,60}") {
        cleaned(&Source::of_text(source));
    }
}
