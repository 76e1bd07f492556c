//! Everything that is written: standard output, devices, and files that appear whole or not at all.
//!
//! ```text
//! -o out.json      .plan-k3TzP0….part beside it, renamed when it is whole; taken away on an error or a signal
//! -o link          the file that the link leads to; the link stays
//! -o /dev/stdout   standard output itself; /dev/fd/3, a pipe or a device are written straight
//! ```

use std::fs::{self, File, Metadata, TryLockError};
use std::io::{self, BufWriter, Read as _, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, Once, PoisonError};

use anyhow::{Context, Result, bail};
use tempfile::NamedTempFile;

use crate::cli::{Session, named};
use crate::model::Lang;

/// Somewhere results go. A file takes its name only in [`Output::finish`].
pub(super) struct Output {
    out: Option<BufWriter<Box<dyn Write + Send>>>,
    aside: Option<Aside>,
}

impl Output {
    /// Standard output, or the file that `-o` names.
    pub(super) fn open(session: &Session, path: Option<&Path>) -> Result<Output> {
        let straight = |out: Box<dyn Write + Send>| Output {
            out: Some(BufWriter::with_capacity(1 << 16, out)),
            aside: None,
        };
        let Some(path) = path else {
            return Ok(straight(match session.held {
                Some(held) => Box::new(held.output()),
                None => Box::new(io::stdout()),
            }));
        };
        let cannot = || session.cannot_write(path);
        let file = match place(path).with_context(cannot)? {
            Place::Stdout => return Ok(straight(Box::new(io::stdout()))),
            // It may be a file that others write as well: what they have written stays.
            Place::Descriptor(path) => {
                let file = File::options().append(true).open(path).with_context(cannot)?;
                return Ok(straight(Box::new(file)));
            }
            Place::Device(path) => {
                let file = File::options().write(true).open(path).with_context(cannot)?;
                return Ok(straight(Box::new(file)));
            }
            Place::File(file) => file,
        };
        let aside = Aside::open(session, path, file)?;
        let out = aside.part.as_file().try_clone().with_context(cannot)?;
        Ok(Output { aside: Some(aside), ..straight(Box::new(out)) })
    }

    /// Where to write.
    pub(super) fn writer(&mut self) -> &mut (dyn Write + Send) {
        self.out.as_mut().expect("open until finished")
    }

    /// Ends the output; a file takes its name now.
    pub(super) fn finish(self) -> Result<()> {
        self.settle()?.publish()
    }

    /// Brings all that was written to the disk; what is left is to give the file its name.
    pub(super) fn settle(mut self) -> Result<Settled> {
        if let Some(mut out) = self.out.take() {
            out.flush()?;
        }
        if let Some(aside) = &self.aside {
            aside.part.as_file().sync_all()?;
        }
        Ok(Settled(self.aside.take()))
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.writer().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.writer().flush()
    }
}

/// A file that is whole and has not its name yet.
pub(super) struct Settled(Option<Aside>);

impl Settled {
    /// Gives the file its name.
    pub(super) fn publish(self) -> Result<()> {
        let Some(Aside { part, path, lang, .. }) = self.0 else { return Ok(()) };
        // The error holds the file; without it, it is taken away.
        let taken = part.persist(&path).map_err(|error| error.error);
        taken.with_context(|| cannot_write(lang, &path))?;
        sync_folder(&path);
        Ok(())
    }
}

/// Where a path leads.
enum Place {
    Stdout,
    /// An open file of this process, such as `/dev/fd/3`.
    Descriptor(PathBuf),
    /// A device, a pipe or a socket: written to, never replaced by a file.
    Device(PathBuf),
    /// A file, there or not, by its own name.
    File(PathBuf),
}

/// Follows links to where a path leads, the last of them too if there is nothing there yet.
fn place(path: &Path) -> io::Result<Place> {
    let mut path = path.to_owned();
    // As many links as the system follows.
    for _ in 0..40 {
        if is_descriptor(&path) {
            let stdout = path.file_name().is_some_and(|name| name == "1");
            return Ok(if stdout { Place::Stdout } else { Place::Descriptor(path) });
        }
        match fs::read_link(&path) {
            Ok(next) => path = folder(&path).join(next),
            Err(_) => break,
        }
    }
    if fs::metadata(&path).is_ok_and(|found| !found.is_file() && !found.is_dir()) {
        return Ok(Place::Device(path));
    }
    placed(&path).map(Place::File)
}

/// The name of a file in its folder's own place, without links and `..`.
fn placed(path: &Path) -> io::Result<PathBuf> {
    match path.file_name() {
        // Of a folder that is still to be made, the place is known all the same.
        Some(name) => Ok(folder(path).canonicalize().or_else(|_| placed(folder(path)))?.join(name)),
        None => path.canonicalize(),
    }
}

/// Whether a path names an open file of this process by its number.
fn is_descriptor(path: &Path) -> bool {
    let is_number = |name: &std::ffi::OsStr| name.as_encoded_bytes().iter().all(u8::is_ascii_digit);
    path.file_name().is_some_and(is_number)
        && Path::new("/dev/fd")
            .canonicalize()
            .is_ok_and(|all| folder(path).canonicalize().is_ok_and(|folder| folder == all))
}

/// The folder that a path names something in.
pub(super) fn folder(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// The file that an output is or will be, by its own name; none where it is standard output or a device.
pub(super) fn file_of(path: &Path) -> Option<PathBuf> {
    match place(path) {
        Ok(Place::File(file)) => Some(file),
        _ => None,
    }
}

/// Whether an output is standard output by another name.
pub(super) fn is_stdout(path: &Path) -> bool {
    matches!(place(path), Ok(Place::Stdout))
}

/// A file written beside the one it will become.
struct Aside {
    part: NamedTempFile<File>,
    /// What it will be named.
    path: PathBuf,
    /// The language of messages.
    lang: Lang,
    _pending: Pending,
}

impl Aside {
    /// Opens a new file beside `path`, which was `given` so.
    fn open(session: &Session, given: &Path, path: PathBuf) -> Result<Aside> {
        let found = replaceable(session, given, &path)?;
        let aside = Aside::new(path, found.is_some(), session.lang);
        let aside = aside.with_context(|| session.cannot_write(given))?;
        if let Some(found) = found {
            keep(session, given, aside.part.as_file(), &found)?;
        }
        Ok(aside)
    }

    fn new(path: PathBuf, replaces: bool, lang: Lang) -> io::Result<Aside> {
        removed_on_signals();
        let mut builder = tempfile::Builder::new();
        builder.prefix(".plan-").suffix(".part").rand_bytes(16);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            // Nobody may read a file before it has the mode of the one it replaces.
            builder.permissions(fs::Permissions::from_mode(if replaces { 0o600 } else { 0o666 }));
        }
        let mut pending = pending();
        let part = builder.tempfile_in(folder(&path))?;
        pending.push(part.path().to_owned());
        Ok(Aside { _pending: Pending(part.path().to_owned()), part, path, lang })
    }
}

/// Writes a file whole or not at all; one that is there keeps its mode.
pub(super) fn write_whole(
    lang: Lang,
    path: &Path,
    write: impl FnOnce(&mut dyn Write) -> Result<()>,
) -> Result<()> {
    let found = fs::metadata(path).ok();
    let aside = Aside::new(path.to_owned(), found.is_some(), lang);
    let aside = aside.with_context(|| cannot_write(lang, path))?;
    let mut out = BufWriter::with_capacity(1 << 18, aside.part.as_file());
    write(&mut out)?;
    out.flush()?;
    drop(out);
    if let Some(found) = found {
        own(aside.part.as_file(), &found)?;
    }
    aside.part.as_file().sync_all()?;
    Settled(Some(aside)).publish()
}

/// What stands where a file will be written, if anything does. A folder is an error, and unless `--force` what may not be
/// written to.
fn replaceable(session: &Session, given: &Path, path: &Path) -> Result<Option<Metadata>> {
    let found = match fs::metadata(path) {
        Ok(found) => found,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error).with_context(|| session.cannot_write(given)),
    };
    let name = named(given);
    if found.is_dir() {
        bail!(session.tell(
            format!("`{name}` 是目录，应为文件名"),
            format!("`{name}` is a folder; wanted the name of a file"),
        ));
    }
    if session.force() {
        return Ok(Some(found));
    }
    if found.permissions().readonly() {
        bail!(session.tell(
            format!("`{name}` 是只读文件，没有改动；确要覆盖请加 --force"),
            format!("`{name}` is read-only and was left as it is; --force overwrites it"),
        ));
    }
    File::options().write(true).open(path).with_context(|| session.cannot_write(given))?;
    Ok(Some(found))
}

/// Gives a file the owner and the mode of the one it replaces; an owner that it cannot have is an error, unless `--force`.
fn keep(session: &Session, given: &Path, file: &File, found: &Metadata) -> Result<()> {
    match own(file, found) {
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied && !session.force() => {
            let name = named(given);
            bail!(session.tell(
                format!("`{name}` 属于别的用户，覆盖会改变它的主人；确要覆盖请加 --force"),
                format!(
                    "`{name}` belongs to another user, which overwriting would change; --force overwrites it"
                ),
            ))
        }
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied => Ok(()),
        result => result.with_context(|| session.cannot_write(given)),
    }
}

/// Gives a file the mode of another and, where there are such, its owner and group.
fn own(file: &File, other: &Metadata) -> io::Result<()> {
    #[cfg(unix)]
    let owned = {
        use std::os::unix::fs::{MetadataExt as _, fchown};
        let now = file.metadata()?;
        match now.uid() == other.uid() && now.gid() == other.gid() {
            true => Ok(()),
            false => fchown(file, Some(other.uid()), Some(other.gid())),
        }
    };
    #[cfg(not(unix))]
    let owned = Ok(());
    file.set_permissions(other.permissions())?;
    owned
}

/// Files that must not be left behind.
static PENDING: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

fn pending() -> MutexGuard<'static, Vec<PathBuf>> {
    PENDING.lock().unwrap_or_else(PoisonError::into_inner)
}

/// One of them, as long as it is there.
struct Pending(PathBuf);

impl Drop for Pending {
    fn drop(&mut self) {
        pending().retain(|path| *path != self.0);
    }
}

/// From the first file on, Ctrl-C, SIGTERM and the end of a terminal take away what is not whole before they end the
/// program, as they would have without. One that is ignored, as in the background of a script, stays so. A file that grows
/// beyond what the system lets it (`ulimit -f`) is an error of writing.
#[cfg(unix)]
fn removed_on_signals() {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM, SIGXFSZ};
    use signal_hook::iterator::Signals;
    static STARTED: Once = Once::new();
    STARTED.call_once(|| {
        let ignored = ignored();
        let _ = signal_hook::flag::register(SIGXFSZ, Arc::default());
        let heeded = [SIGINT, SIGTERM, SIGHUP].into_iter().filter(|signal| ignored >> (signal - 1) & 1 == 0);
        let Ok(mut signals) = Signals::new(heeded) else { return };
        std::thread::spawn(move || {
            let Some(signal) = signals.forever().next() else { return };
            let pending = pending();
            for path in pending.iter() {
                let _ = fs::remove_file(path);
            }
            let _ = signal_hook::low_level::emulate_default_handler(signal);
        });
    });
}

#[cfg(not(unix))]
fn removed_on_signals() {}

/// The signals that this process was started to ignore, a bit each; none where the system does not tell.
#[cfg(unix)]
fn ignored() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).unwrap_or(0)
}

/// The file that `--resume` writes to: it stays when a run ends early, and the next one goes on with it.
pub(super) struct Held {
    /// What it will be named.
    pub(super) path: PathBuf,
    /// Where it is written: `NAME.part`.
    pub(super) part: PathBuf,
    /// What is known of the part, and of the file: `NAME.part.journal` and `NAME.journal`.
    pub(super) journals: [PathBuf; 2],
}

impl Held {
    /// Opens the part of the file that was `given`, at its start, and locks it as long as it is open. What bears one of
    /// these names and is none of ours is an error; `mark` begins every journal.
    pub(super) fn open(session: &Session, given: &Path, mark: &[u8]) -> Result<(Held, File)> {
        let Some(path) = file_of(given).filter(|path| path.file_name().is_some()) else {
            return Err(io::Error::from(io::ErrorKind::InvalidFilename)).context(session.cannot_write(given));
        };
        let found = replaceable(session, given, &path)?;
        let part = beside(&path, "part");
        let journals = [beside(&part, "journal"), beside(&path, "journal")];
        for journal in &journals {
            ours(session, journal, |head| head.starts_with(mark))?;
        }
        let is_journaled = fs::metadata(&journals[0]).is_ok_and(|journal| journal.len() > 0);
        let cannot = || session.cannot_write(&part);
        loop {
            ours(session, &part, |_| is_journaled)?;
            let mut options = File::options();
            options.read(true).write(true).create(true).truncate(false);
            #[cfg(unix)]
            if found.is_some() {
                std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
            }
            let file = options.open(&part).with_context(cannot)?;
            // A file system without locks is written to all the same.
            if let Err(TryLockError::WouldBlock) = file.try_lock() {
                let name = named(&path);
                bail!(session.tell(
                    format!("另一个 plan 正在写 `{name}`"),
                    format!("another run is writing `{name}`"),
                ));
            }
            // The run that held the lock may have given the file its name meanwhile; then it is no longer ours.
            let opened = same_file::Handle::from_file(file.try_clone()?).with_context(cannot)?;
            if same_file::Handle::from_path(&part).with_context(cannot)? == opened {
                if let Some(found) = &found {
                    keep(session, given, &file, found)?;
                }
                return Ok((Held { path, part, journals }, file));
            }
        }
    }
}

/// Whether what bears a name of `--resume` may be gone on with: nothing, an empty file, or one that is `known`, by its
/// first bytes.
fn ours(session: &Session, path: &Path, known: impl FnOnce(&[u8]) -> bool) -> Result<()> {
    let found = match fs::symlink_metadata(path) {
        Ok(found) => found,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error).with_context(|| session.cannot_write(path)),
    };
    let mut head = Vec::new();
    if found.is_file() && found.len() > 0 {
        let file = File::open(path).with_context(|| session.cannot_write(path))?;
        file.take(64).read_to_end(&mut head).with_context(|| session.cannot_write(path))?;
    }
    match found.is_file() && (found.len() == 0 || known(&head)) {
        true => Ok(()),
        false => bail!(session.tell(
            format!("`{0}` 不是 --resume 留下的，没有改动；请把它移开", named(path)),
            format!("`{0}` was not left by --resume and stays as it is; move it away", named(path)),
        )),
    }
}

/// The file beside `path` with a further ending.
fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(ending);
    name.into()
}

/// Brings a new name to the disk, where the system lets one.
pub(super) fn sync_folder(path: &Path) {
    if let Ok(folder) = File::open(folder(path)) {
        let _ = folder.sync_all();
    }
}

/// Whether an error only says that the reader of a pipe has gone.
pub(super) fn is_broken_pipe(error: &anyhow::Error) -> bool {
    io_kind(error) == Some(io::ErrorKind::BrokenPipe)
}

/// Whether an error says that the disk is full.
pub(super) fn is_full(error: &anyhow::Error) -> bool {
    matches!(io_kind(error), Some(io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded))
}

fn io_kind(error: &anyhow::Error) -> Option<io::ErrorKind> {
    error.chain().find_map(|cause| {
        let io = cause.downcast_ref::<io::Error>().map(io::Error::kind);
        let json = cause.downcast_ref::<serde_json::Error>().and_then(serde_json::Error::io_error_kind);
        io.or(json)
    })
}

/// That a file cannot be written; why stands behind it.
pub(super) fn cannot_write(lang: Lang, path: &Path) -> String {
    match lang {
        Lang::Zh => format!("无法写 `{}`", named(path)),
        Lang::En => format!("cannot write `{}`", named(path)),
    }
}

impl Session<'_> {
    pub(super) fn cannot_write(&self, path: &Path) -> String {
        cannot_write(self.lang, path)
    }

    /// What `-o` names; nothing where that is standard output.
    pub(super) fn out(&self) -> Option<&Path> {
        let out = self.option::<PathBuf>("output")?;
        Some(out.as_path()).filter(|out| out.as_os_str() != "-")
    }

    /// Whether files that are read-only or another user's may be overwritten.
    fn force(&self) -> bool {
        self.is_set("force")
    }
}
