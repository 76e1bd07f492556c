// Read by the build script too, so it names nothing of the crate.

/// The characters at which readers of numbers, markers and clauses stop: the marks of [`super::marks::is_mark`], digits,
/// numerals, signs that number items. All are below U+10000. Where they stand in a text is found once, with its words.
pub const SIGNS: &str = "\t\n!\"(),:;?[]{|}0123456789IVXx—‘’“”。〈〉《》「」『』【】〔〕〖〗！（），：；？［］｛｝\
    一二两三四五六七八九十百千万半壹贰叁肆伍陆柒捌玖拾第附首其再最①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅪⅫ\
    ⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛㈠㈡㈢㈣㈤㈥㈦㈧㈨㈩";
