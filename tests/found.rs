//! What fuzzing found: each file of `fixtures/found/TARGET` once broke what holds of the input of that target.

mod common;

use std::sync::mpsc;
use std::time::Duration;

use common::holds::TARGETS;

/// How long one file may take; each needs far less, also without optimisation.
const PATIENCE: Duration = Duration::from_secs(20);

#[test]
fn what_was_found_stays_mended() {
    let found = common::root().join("fixtures/found");
    let (mut wrong, mut n_files) = (Vec::new(), 0);
    for dir in std::fs::read_dir(&found).expect("readable").map(|entry| entry.expect("readable").path()) {
        let name = dir.file_name().expect("a name").to_string_lossy().into_owned();
        let (_, holds) = *TARGETS.iter().find(|target| target.0 == name).expect("a folder for a target");
        for path in std::fs::read_dir(&dir).expect("readable").map(|entry| entry.expect("readable").path()) {
            let data = std::fs::read(&path).expect("readable");
            let (send, receive) = mpsc::channel();
            std::thread::spawn(move || {
                holds(&data);
                send.send(())
            });
            n_files += 1;
            match receive.recv_timeout(PATIENCE) {
                Ok(()) => {}
                Err(mpsc::RecvTimeoutError::Timeout) => wrong.push(format!("{}: too slow", path.display())),
                Err(mpsc::RecvTimeoutError::Disconnected) => {
                    wrong.push(format!("{}: panics", path.display()))
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(n_files > 0);
}
