//! What the targets hold, shared with the tests of the project.

#[allow(dead_code)]
#[path = "../../tests/common/holds/mod.rs"]
pub mod holds;
