#![no_main]

// The reader of PDFs is behind a guard that catches its panics; the fuzzer's own hook would end the process before.
libfuzzer_sys::fuzz_target!(
    init: {
        let _ = std::panic::take_hook();
        std::panic::set_hook(Box::new(|info| {
            if !info.location().is_some_and(|place| place.file().contains("/pdfni-")) {
                eprintln!("{info}");
            }
        }));
    },
    |data: &[u8]| plan_fuzz::holds::pdf(data)
);
