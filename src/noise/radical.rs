//! Radicals that stand for the characters they look like (⼯ for 工), as fonts of pages map them.

/// The character that a radical looks like; none of what is no radical.
pub fn unified(c: char) -> Option<char> {
    match c {
        '\u{2f00}'..='\u{2fd5}' => RADICALS.chars().nth(c as usize - 0x2f00),
        '\u{2e80}'..='\u{2eff}' => {
            let mut pairs = SIMPLIFIED.chars();
            std::iter::from_fn(|| Some((pairs.next()?, pairs.next()?)))
                .find(|pair| pair.0 == c)
                .map(|pair| pair.1)
        }
        _ => None,
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
