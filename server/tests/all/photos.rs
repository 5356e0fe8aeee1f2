//! Who may see which photo. Part 二(四): a photo is shown to the student only after it was approved.

use domain::id::PhotoId;
use server::Actor;
use server::files::vault::FileName;
use server::workflows::log_in::log_in_student;
use server::workflows::open_entry::open_entry;
use server::workflows::save_entry::{Target, Written};
use server::workflows::show_photo::{PhotoSize, show_photo};
use server::workflows::withdraw_entry::withdraw_entry;

use crate::house::{
    ADMIN, AT_HOME, FAMILY, HEAD, House, OTHER_FAMILY, PIN_ELSEWHERE, REVIEWER, REVIEWER_ELSEWHERE, drawing,
    known, written,
};

const NOBODY: &[&str] = &[];
const THE_FAMILY: &[&str] = &["family"];
const AND_STAFF: &[&str] = &["family", "reviewer", "head"];
const AND_THE_STUDENT: &[&str] = &["family", "reviewer", "head", "student"];

pub async fn everyone(house: &House) -> [(&'static str, Actor); 10] {
    let elsewhere = house.elsewhere.to_string();
    let far = known(log_in_student(&house.services, &elsewhere, "1001", PIN_ELSEWHERE, &AT_HOME).await);
    [
        ("anonymous", Actor::Anonymous),
        ("family", house.account(FAMILY).await),
        ("other family", house.account(OTHER_FAMILY).await),
        ("reviewer", house.account(REVIEWER).await),
        ("head", house.account(HEAD).await),
        ("admin", house.account(ADMIN).await),
        ("reviewer elsewhere", house.account(REVIEWER_ELSEWHERE).await),
        ("student", house.at_the_terminal("1001").await),
        ("other student", house.at_the_terminal("1002").await),
        ("student elsewhere", house.resume(&far).await),
    ]
}

/// A photo in every place that one can be in, and who may see it there.
async fn photos_everywhere(house: &House) -> Vec<(&'static str, PhotoId, &'static [&'static str])> {
    let (family, reviewer, student) = (house.family().await, house.reviewer().await, house.student().await);
    let with_photo = |seed| Written { photo: drawing(seed), ..written(house.book) };
    let mut cases = Vec::new();

    let draft = house.save(&family, Target::New(None), with_photo(1)).await.entry;
    cases.push(("replaced in a draft", house.photo(&family, draft).await, NOBODY));
    house.save(&family, Target::Existing(draft), with_photo(2)).await;
    cases.push(("of a draft", house.photo(&family, draft).await, THE_FAMILY));

    let waits = house.send(&family, with_photo(1)).await;
    cases.push(("in review", house.photo(&family, waits).await, AND_STAFF));
    house.pass_days(2);

    let withdrawn = house.send(&family, with_photo(1)).await;
    withdraw_entry(&house.services, &family, withdrawn).await.expect("withdrawn");
    cases.push(("withdrawn", house.photo(&family, withdrawn).await, THE_FAMILY));

    let returned = house.send(&family, with_photo(1)).await;
    house.send_back(&reviewer, returned, 1).await;
    cases.push(("returned", house.photo(&family, returned).await, AND_STAFF));
    house.pass_days(2);

    let correcting = house.send(&family, with_photo(1)).await;
    house.send_back(&reviewer, correcting, 1).await;
    cases.push((
        "before a correction that is being written",
        house.photo(&family, correcting).await,
        AND_STAFF,
    ));
    house.save(&family, Target::Existing(correcting), with_photo(3)).await;
    cases.push(("replaced in a correction", house.photo(&family, correcting).await, NOBODY));
    house.save(&family, Target::Existing(correcting), with_photo(2)).await;
    cases.push(("of a correction that is being written", house.photo(&family, correcting).await, THE_FAMILY));
    house.pass_days(2);

    let corrected = house.send(&family, with_photo(1)).await;
    house.send_back(&reviewer, corrected, 1).await;
    cases.push(("before a correction that was sent", house.photo(&family, corrected).await, AND_STAFF));
    house.save(&family, Target::Existing(corrected), with_photo(2)).await;
    house.submit(&family, corrected).await;
    cases.push(("of a correction that was sent", house.photo(&family, corrected).await, AND_STAFF));
    house.pass_days(2);

    let taken_back = house.send(&family, with_photo(1)).await;
    house.send_back(&reviewer, taken_back, 1).await;
    cases.push(("before a correction that was withdrawn", house.photo(&family, taken_back).await, AND_STAFF));
    house.save(&family, Target::Existing(taken_back), with_photo(2)).await;
    house.submit(&family, taken_back).await;
    withdraw_entry(&house.services, &family, taken_back).await.expect("withdrawn");
    cases.push(("of a correction that was withdrawn", house.photo(&family, taken_back).await, THE_FAMILY));
    house.pass_days(2);

    let delivered = house.send(&family, with_photo(1)).await;
    house.send_back(&reviewer, delivered, 1).await;
    cases.push((
        "returned before the one that was delivered",
        house.photo(&family, delivered).await,
        AND_STAFF,
    ));
    house.save(&family, Target::Existing(delivered), with_photo(2)).await;
    house.submit(&family, delivered).await;
    house.approve(&reviewer, delivered, 2).await;
    cases.push(("delivered", house.photo(&family, delivered).await, AND_THE_STUDENT));
    house.pass_days(2);

    let read = house.send(&family, with_photo(1)).await;
    house.approve(&reviewer, read, 1).await;
    open_entry(&house.services, &student, read).await.expect("asked").expect("delivered");
    cases.push(("read", house.photo(&family, read).await, AND_THE_STUDENT));
    cases
}

on_both_engines! {
    /// One row for each place a photo can be in, one column for each who might ask, in both sizes.
    async fn a_photo_is_shown_to_whom_it_is_for(house: House) {
        let everyone = everyone(&house).await;
        let mut wrong = Vec::new();
        for (place, photo, may_see) in photos_everywhere(&house).await {
            for (who, viewer) in &everyone {
                for size in [PhotoSize::Whole, PhotoSize::Thumbnail] {
                    let shown =
                        show_photo(&house.services, viewer, photo, size).await.expect("asked").is_some();
                    if shown != may_see.contains(who) {
                        wrong.push(format!("{place}, {who}, {size:?}: shown is {shown}"));
                    }
                }
            }
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
    }

    /// A file that no row names is for nobody, and an id that nothing has is no failure.
    async fn a_file_without_a_row_is_shown_to_nobody(house: House) {
        let id = PhotoId::new(house.services.random.uuid(house.now()));
        for put in [false, true] {
            if put {
                house.services.vault.put(FileName::Whole(id.uuid()), b"a photo").await.expect("kept");
            }
            for (who, viewer) in everyone(&house).await {
                let shown = show_photo(&house.services, &viewer, id, PhotoSize::Whole).await.expect("asked");
                assert_eq!(shown, None, "{who}");
            }
        }
    }

    /// What staff and student get is the photo of that version: not the one that came before or after.
    async fn each_version_shows_its_own_photo(house: House) {
        let family = house.family().await;
        let reviewer = house.account(REVIEWER).await;
        let decider = reviewer.reviewer().expect("a reviewer");
        let id = house.send(&family, Written { photo: drawing(1), ..written(house.book) }).await;
        let old = house.photo(&family, id).await;
        house.send_back(&decider, id, 1).await;
        house.save(&family, Target::Existing(id), Written { photo: drawing(2), ..written(house.book) }).await;
        house.submit(&family, id).await;
        let new = house.photo(&family, id).await;
        house.approve(&decider, id, 2).await;

        let show = async |viewer: &Actor, photo| {
            show_photo(&house.services, viewer, photo, PhotoSize::Whole).await.expect("asked")
        };
        let (first, second) = (show(&reviewer, old).await, show(&reviewer, new).await);
        assert!(first.is_some() && second.is_some() && first != second);
        let student = house.at_the_terminal("1001").await;
        assert_eq!(show(&student, new).await, second);
        assert_eq!(show(&student, old).await, None);
    }
}
