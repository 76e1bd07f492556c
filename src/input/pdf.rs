use crate::input::InputError;
use crate::input::layout::{Glyph, Page, Rule};

/// Reads the text layer of a PDF, page by page.
pub(super) fn read(bytes: &[u8], password: Option<&str>) -> Result<Vec<Page>, InputError> {
    let limits = pdfni::ReaderSettings { max_decoded_bytes: LARGEST_STREAM, ..Default::default() };
    // The reader is young: should it ever panic, the file is what is damaged, and the next one is still read.
    let dump = std::panic::catch_unwind(|| pdfni::read_pages_full_with(bytes, password, &limits));
    let dump = dump.map_err(|_| InputError::damaged("PDF", "structure that cannot be read"))?;
    let dump = dump.map_err(|e| match e {
        pdfni::Error::BadPassword | pdfni::Error::SecurityRestricted => {
            InputError::Password { given: password.is_some() }
        }
        e => InputError::damaged("PDF", e),
    })?;
    let pages: Vec<Page> = dump.pages.into_iter().map(page).collect();
    let count = |page: &Page| page.glyphs.iter().filter(|glyph| !glyph.c.is_whitespace()).count();
    // A scan may carry a page number or the mark of its scanner as text.
    match pages.iter().map(count).sum::<usize>() < 8 * pages.len().min(50) {
        true => Err(InputError::Scanned { pages: pages.len() }),
        false => Ok(pages),
    }
}

/// The most bytes that a stream may have when unpacked.
const LARGEST_STREAM: usize = 64 << 20;

fn page(page: pdfni::ReaderDumpPage) -> Page {
    let chars = page.text.chars;
    // Watermarks stand askew; a page that is turned as a whole has been turned back.
    let upright = chars.iter().any(|char| char.upright && char.rot == 0);
    let mut glyphs = Vec::with_capacity(chars.len());
    for char in chars {
        let inside =
            char.right > 0.0 && char.left < page.width && char.bottom > 0.0 && char.top < page.height;
        if char.synthetic || !inside || (upright && !(char.upright && char.rot == 0)) {
            continue;
        }
        let count = char.text.chars().count().max(1) as f64;
        let step = (char.right - char.left) / count;
        for (n, c) in char.text.chars().enumerate() {
            let left = char.left + n as f64 * step;
            glyphs.push(Glyph {
                c: unified(c),
                left,
                right: left + step,
                top: char.top,
                bottom: char.bottom,
            });
        }
    }
    let rules = page.parts.edges.iter().map(|edge| match edge.orientation {
        pdfni::Orientation::Horizontal => {
            Rule { horizontal: true, at: (edge.top + edge.bottom) / 2.0, from: edge.left, to: edge.right }
        }
        pdfni::Orientation::Vertical => {
            Rule { horizontal: false, at: (edge.left + edge.right) / 2.0, from: edge.top, to: edge.bottom }
        }
    });
    Page { width: page.width, height: page.height, glyphs, rules: rules.collect() }
}

/// Fonts often map a character to the radical that looks like it (⼯ for 工), which nothing else would find.
fn unified(c: char) -> char {
    match c {
        '\u{2f00}'..='\u{2fd5}' => RADICALS.chars().nth(c as usize - 0x2f00).unwrap_or(c),
        '\u{2e80}'..='\u{2eff}' => {
            let mut pairs = SIMPLIFIED.chars();
            std::iter::from_fn(|| Some((pairs.next()?, pairs.next()?)))
                .find(|pair| pair.0 == c)
                .map_or(c, |pair| pair.1)
        }
        c => c,
    }
}

/// Radicals of the supplement that look like a whole character, each before it.
const SIMPLIFIED: &str = "\u{2e81}厂\u{2e84}乙\u{2e87}几\u{2e88}刀\u{2e8a}卜\u{2e8c}小\u{2e8d}小\u{2e8e}兀\
    \u{2e90}尢\u{2e92}巳\u{2e93}幺\u{2e9b}旡\u{2e9c}日\u{2e9d}月\u{2e9f}母\u{2ea0}民\u{2ea2}水\u{2ea9}王\
    \u{2eaa}疋\u{2eac}示\u{2eb6}羊\u{2eb7}羊\u{2ebc}月\u{2ebd}臼\u{2ec1}虎\u{2ec4}西\u{2ec5}见\u{2ec6}角\
    \u{2ec7}角\u{2ec9}贝\u{2eca}足\u{2ecb}车\u{2ed1}長\u{2ed3}长\u{2ed4}门\u{2ed7}雨\u{2ed8}青\u{2ed9}韦\
    \u{2eda}页\u{2edb}风\u{2edc}飞\u{2edd}食\u{2ee1}首\u{2ee2}马\u{2ee3}骨\u{2ee4}鬼\u{2ee5}鱼\u{2ee6}鸟\
    \u{2ee7}卤\u{2ee8}麦\u{2ee9}黄\u{2eea}黾\u{2eec}齐\u{2eee}齿\u{2ef0}龙\u{2ef3}龟";

/// The characters of the 214 Kangxi radicals, in order.
const RADICALS: &str = "\
    一丨丶丿乙亅二亠人儿入八冂冖冫几凵刀力勹匕匚匸十卜卩厂厶又口囗土士夂夊夕大女子宀寸小尢尸屮山巛工己巾\
    干幺广廴廾弋弓彐彡彳心戈戶手支攴文斗斤方无日曰月木欠止歹殳毋比毛氏气水火爪父爻爿片牙牛犬玄玉瓜瓦甘生\
    用田疋疒癶白皮皿目矛矢石示禸禾穴立竹米糸缶网羊羽老而耒耳聿肉臣自至臼舌舛舟艮色艸虍虫血行衣襾見角言谷\
    豆豕豸貝赤走足身車辛辰辵邑酉釆里金長門阜隶隹雨靑非面革韋韭音頁風飛食首香馬骨高髟鬥鬯鬲鬼魚鳥鹵鹿麥麻\
    黃黍黑黹黽鼎鼓鼠鼻齊齒龍龜龠\
    ";
