//! Backups: made, restored, verified.

use std::path::{Path, PathBuf};

use server::backup::make::{self, Source};
use server::backup::restore::{self, KeyIs, Restored};
use server::backup::{Archive, Manifest};
use server::clock::Clock;
use server::data_folder::DataFolder;
use server::demo;
use server::files::key::Keyring;
use server::files::sealed::SealedFiles;
use server::files::store;
use server::settings::Settings;
use server::storage::{Database, SCHEMA};

use super::{Stop, chain};

/// Beside a server that may be running. Nothing of the installation is changed, its schema neither.
pub async fn back_up(settings: &Settings, to: &Path, with_key: bool) -> Result<String, Stop> {
    let data = &settings.data_dir;
    if !data.is_dir() {
        return Err(
            format!("there is no data folder {} (setting CONTACT_BOOK_DATA_DIR)", data.display()).into()
        );
    }
    let folder = DataFolder::beside(data)?;
    let key_file = data.join("key");
    let keyring = Keyring::existing(data)?.ok_or_else(|| {
        format!("the key file {} is missing: put it back from its backup", key_file.display())
    })?;
    let key = if with_key { Some(std::fs::read(&key_file)?) } else { None };
    let sqlite = folder.sqlite_url();
    let database = Database::to_read(settings.database_url.as_deref().unwrap_or(&sqlite)).await?;
    let source = Source {
        database: &database,
        files: &SealedFiles::new(store::open(data, settings.bucket.as_ref())?),
        keys: keyring.ids(),
        key,
        demo: data.join(demo::MARK).exists(),
        now: Clock::system().now(),
    };
    let manifest = make::back_up(source, to).await?;
    database.close().await;
    let mut said = vec![format!("{} was written and read back: {}", to.display(), amount(&manifest))];
    said.extend(missing(&manifest));
    said.push(if with_key {
        "the key is in it: whoever has this file can open everything, so keep it where you would keep the key"
            .to_owned()
    } else {
        format!(
            "the key is not in it: keep {} elsewhere, without it the documents cannot be read",
            key_file.display()
        )
    });
    Ok(said.join("\n"))
}

pub async fn restore(settings: &Settings, from: &Path) -> Result<String, Stop> {
    let data = &settings.data_dir;
    let restored =
        restore::restore(from, data, settings.database_url.as_deref(), settings.bucket.as_ref()).await?;
    let Restored { manifest, key, audit } = restored;
    let mut said = vec![format!(
        "{} of {} was restored into {}: {}",
        from.display(),
        manifest.taken_at,
        data.display(),
        amount(&manifest)
    )];
    if manifest.schema < SCHEMA {
        said.push(format!("its tables were brought from migration {} to {SCHEMA}", manifest.schema));
    }
    said.extend(missing(&manifest));
    said.push(match key {
        KeyIs::Restored => "the key file came with it".to_owned(),
        KeyIs::There => "the key file that was there fits".to_owned(),
        KeyIs::Missing => format!(
            "the key is not in it: put the key file to {} (mode 0600) before you serve, without it the documents \
             cannot be read",
            data.join("key").display()
        ),
    });
    match chain(audit) {
        Ok(holds) => {
            said.push(format!("the audit: {holds}"));
            Ok(said.join("\n"))
        }
        Err(broken) => {
            Err(format!("{}\nbut the audit did not hold when the backup was made: {broken}", said.join("\n"))
                .into())
        }
    }
}

pub async fn verify(file: &Path) -> Result<String, Stop> {
    let path: PathBuf = file.to_owned();
    let manifest = tokio::task::spawn_blocking(move || {
        let mut archive = Archive::open(&path)?;
        archive.check()?;
        Ok::<_, Stop>(archive.manifest().clone())
    })
    .await??;
    if manifest.schema > SCHEMA {
        return Err(format!(
            "{} is whole, but of a newer version of contact-book (migration {}, this one knows {SCHEMA})",
            file.display(),
            manifest.schema
        )
        .into());
    }
    let mut said = vec![format!(
        "{} is whole: {}, of {}, from {}, migration {}",
        file.display(),
        amount(&manifest),
        manifest.taken_at,
        manifest.engine,
        manifest.schema
    )];
    said.extend(missing(&manifest));
    said.push(match manifest.key {
        Some(_) => "the key is in it".to_owned(),
        None => format!(
            "the key is not in it; to read the documents, a key file with the keys {} is needed",
            manifest.keys.join(", ")
        ),
    });
    Ok(said.join("\n"))
}

fn amount(manifest: &Manifest) -> String {
    format!("{} rows of {} tables, {} files", manifest.rows(), manifest.tables.len(), manifest.files.len())
}

fn missing(manifest: &Manifest) -> Option<String> {
    let first = manifest.missing.first()?;
    Some(format!(
        "{} files that rows name were not there, such as {first}: they were deleted while the backup was made, or \
         were lost before",
        manifest.missing.len()
    ))
}
