//! Leading groups and their members.
