//! The plans of files and folders, one after the other.

use std::path::Path;

use anyhow::{Result, bail};

use crate::cli::Session;
use crate::cli::batch::{self, Found, Inputs};
use crate::extract::{self, Scene};
use crate::model::Plan;
use crate::report::shown;

/// What was read.
pub(super) struct Gathered {
    /// The plans with the names of their files; those of a folder with the folders within it.
    pub(super) plans: Vec<(String, Plan)>,
    /// How many files could not be read.
    pub(super) failed: usize,
    /// Whether a folder is among the arguments.
    pub(super) is_folder: bool,
}

/// Reads every plan that the arguments name. Folders in which there is nothing to read are an error.
pub(super) fn gather(session: &Session, scene: Scene) -> Result<Gathered> {
    let is_folder = session.files.iter().any(|path| path.is_dir());
    let mut all = Gathered { plans: Vec::new(), failed: 0, is_folder };
    if !is_folder {
        for path in session.files {
            if let Some(plan) = session.held.and_then(|held| held.plan(path)) {
                all.plans.push((file_name(path), plan.clone()));
                continue;
            }
            let loaded = session.load(path);
            match loaded.source {
                Ok(source) => {
                    all.plans.push((file_name(Path::new(&loaded.path)), extract::read(scene, &source).0));
                }
                Err(why) => all.fail(session, &loaded.path, &why),
            }
        }
        return Ok(all);
    }
    for found in Inputs::folders(session).iter(session)? {
        let named = match found {
            Found::File(named) => named,
            Found::Bad(path, why) => {
                all.fail(session, &path.display().to_string(), &why);
                continue;
            }
            Found::Skipped(_) => continue,
        };
        named.refuse(session)?;
        let path = named.path.display().to_string();
        let read = || {
            let (source, _) = batch::load(session, &named, &path, false)?;
            Ok(extract::read(scene, &source).0)
        };
        match batch::unwinding(read).unwrap_or_else(|why| Err(Some(why))) {
            Ok(plan) => {
                let folder = session.files.iter().find_map(|folder| named.path.strip_prefix(folder).ok());
                let inside = folder.filter(|rest| !rest.as_os_str().is_empty());
                let name = inside.map_or_else(|| file_name(&named.path), |rest| rest.display().to_string());
                all.plans.push((name, plan));
            }
            Err(Some(why)) => all.fail(session, &path, &why),
            Err(None) => {}
        }
    }
    if all.plans.is_empty() && all.failed == 0 {
        let all = batch::named_all(session);
        bail!(session.tell(format!("{all} 里没有可读的文档"), format!("no document was found in {all}")));
    }
    Ok(all)
}

impl Gathered {
    fn fail(&mut self, session: &Session, path: &str, why: &crate::model::Said) {
        session.failed(&shown::line(path), why);
        self.failed += 1;
    }
}

fn file_name(path: &Path) -> String {
    path.file_name().map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned())
}
