//! The `plan` command.
fn main() {
    println!("{}", plan::lexicon::Lexicon::default().senses("志愿服务").len());
}
