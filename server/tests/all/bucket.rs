//! Files in a bucket instead of the data folder: nothing else is different.

use std::path::Path;

use server::backup::RestoreError;
use server::backup::restore::restore;
use server::data_folder::DataFolder;
use server::files::key::Keyring;
use server::files::store::{self, Bucket, StoreError};
use server::files::vault::{FileName, Vault};
use server::jobs::sweep::sweep;
use server::services::StartError;
use server::workflows::save_entry::{SaveError, Target, Written, save_entry};
use server::workflows::show_photo::{PhotoSize, show_photo};
use server::{Clock, Random, Services};

use crate::backing_up::{backup, lived_in};
use crate::engine::Engine;
use crate::house::{House, Site, drawing, written};
use crate::object_server::ObjectServer;

async fn house_in(bucket: &Bucket) -> House {
    House::at(Site::keeping(Engine::Sqlite, Some(bucket)).await).await
}

async fn opened(folder: &Path, bucket: &Bucket) -> Result<Services, StartError> {
    let folder = DataFolder::open(folder).expect("a data folder");
    Services::open(&folder, None, Some(bucket), Clock::system(), Random::system().expect("chance")).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_photo_goes_from_the_family_to_the_student_and_nobody_can_read_it_in_the_bucket() {
    let server = ObjectServer::with(&["letters"]);
    let house = house_in(&server.bucket("letters")).await;
    let (family, reviewer) = (house.family().await, house.reviewer().await);
    let entry = house.send(&family, Written { photo: drawing(1), ..written(house.book) }).await;
    house.approve(&reviewer, entry, 1).await;

    let photo = house.photo(&family, entry).await;
    let student = house.at_the_terminal("1001").await;
    let shown = show_photo(&house.services, &student, photo, PhotoSize::Whole).await.expect("asked");
    assert!(shown.expect("shown").starts_with(&[0xff, 0xd8]), "a JPEG");

    let sealed = house.services.vault.sealed_files().get(FileName::Whole(photo.uuid())).await.expect("asked");
    assert!(!sealed.expect("in the bucket").starts_with(&[0xff, 0xd8]));
    assert!(!house.folder.path().join("files").exists());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_sweep_leaves_what_a_row_names_and_the_owners_name() {
    let server = ObjectServer::with(&["letters"]);
    let bucket = server.bucket("letters");
    let house = house_in(&bucket).await;
    lived_in(&house).await;
    let before = house.services.vault.names().await.expect("listed").len();
    let unknown = FileName::Whole(house.services.random.uuid(house.now()));
    house.services.vault.put(unknown, b"nobody's").await.expect("kept");
    // The store's own clock says how old a file is, so the young one stays.
    sweep(&house.services).await.expect("swept");
    assert_eq!(house.services.vault.names().await.expect("listed").len(), before + 1);
    house.services.vault.delete(unknown).await.expect("deleted");
    house.services.vault.probe().await.expect("works");
    assert_eq!(house.services.vault.names().await.expect("listed").len(), before);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bucket_comes_back_from_a_backup_and_only_into_an_empty_one() {
    let server = ObjectServer::with(&["letters", "again"]);
    let house = house_in(&server.bucket("letters")).await;
    let entry = lived_in(&house).await;
    let photo = house.photo(&house.family().await, entry).await;
    let home = tempfile::tempdir().expect("a folder");
    let archive = home.path().join("all.zip");
    let manifest = backup(&house, &archive, true).await.expect("made");
    assert_eq!((manifest.missing.len(), manifest.files.len()), (0, 4));

    let again = server.bucket("again");
    let there = home.path().join("there");
    restore(&archive, &there, None, Some(&again)).await.expect("restored");
    let services = opened(&there, &again).await.expect("opened");
    let found = services.vault.get(FileName::Whole(photo.uuid())).await.expect("opens");
    assert_eq!(found, house.services.vault.get(FileName::Whole(photo.uuid())).await.expect("opens"));
    assert!(!there.join("files").exists());

    let refused = restore(&archive, &home.path().join("third"), None, Some(&again)).await.expect_err("full");
    assert!(matches!(refused, RestoreError::Store(StoreError::NotEmpty(_))), "{refused}");
    let in_a_folder = home.path().join("folder");
    restore(&archive, &in_a_folder, None, None).await.expect("restored");
    assert_eq!(std::fs::read_dir(in_a_folder.join("files")).expect("a folder").count(), 4);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bucket_belongs_to_one_installation() {
    let server = ObjectServer::with(&["letters"]);
    let bucket = server.bucket("letters");
    let home = tempfile::tempdir().expect("a folder");
    let (first, second) = (home.path().join("first"), home.path().join("second"));
    drop(opened(&first, &bucket).await.expect("claimed"));
    let refused = opened(&second, &bucket).await.err().expect("another's");
    assert!(matches!(refused, StartError::Store(StoreError::NotOurs(_))), "{refused}");
    // A new key does not make it another's.
    Keyring::add_key(&first, &Random::seeded(4)).expect("added");
    drop(opened(&first, &bucket).await.expect("still ours"));
}

#[tokio::test(flavor = "multi_thread")]
async fn words_stay_when_the_bucket_does_not_answer() {
    let mut server = ObjectServer::with(&["letters"]);
    let bucket = server.bucket("letters");
    let house = house_in(&bucket).await;
    let family = house.family().await;
    server.stop();

    let with_photo = Written { photo: drawing(1), ..written(house.book) };
    let failed = save_entry(&house.services, &family, Target::New(None), with_photo).await;
    assert!(matches!(failed, Err(SaveError::Vault(_))));
    let kept = house.entries(&family).await;
    assert_eq!(kept.iter().map(|one| one.title.as_str()).collect::<Vec<_>>(), [written(house.book).title]);

    let store = store::open(house.folder.path(), Some(&bucket)).expect("not asked yet");
    let vault = Vault::new(store, house.services.keyring.clone(), Random::seeded(5));
    assert!(vault.probe().await.is_err());
}
