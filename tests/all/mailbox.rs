//! `/demo/mailbox`: the demo's letters, in words, with links that work.

use crate::house::House;
use crate::people::{Anonymous, Mother};

#[tokio::test(flavor = "multi_thread")]
async fn the_mailbox_shows_what_was_written_before_the_start_the_newest_first() {
    let house = House::demo().await;
    let page = house.get(&Anonymous, "/demo/mailbox").await;
    assert_eq!(page.status, 200);
    // Days stand in letters too; the hour is what a letter itself came at.
    let written = page.text.match_indices("2026/1").map(|(at, _)| &page.text[at..]);
    let times: Vec<_> = written.filter(|rest| rest.as_bytes()[13] == b':').map(|rest| &rest[..16]).collect();
    assert_eq!(times.len(), 50, "{times:?}");
    assert!(times.is_sorted_by(|newer, older| newer >= older), "{times:?}");
    assert!(page.text.contains("您寫的聯絡簿需要修改一下"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_in_a_letter_leads_to_this_site() {
    let house = House::demo().await;
    let page = house.get(&Anonymous, "/demo/mailbox").await;
    let path = page.text.split("href=\"/entries/").nth(1).and_then(|rest| rest.split('"').next());
    let path = format!("/entries/{}", path.expect("a link"));
    assert!(page.text.contains(&format!("http://localhost{path}")), "{path}");
    // Of two families: one of the letters is the mother's.
    let mother = Mother::of(&house).await;
    let mut statuses = Vec::new();
    for rest in page.text.split("href=\"/entries/").skip(1) {
        let id = rest.split('"').next().unwrap_or_default();
        statuses.push(house.get(&mother, &format!("/entries/{id}")).await.status.as_u16());
    }
    assert_eq!(statuses.iter().filter(|status| **status == 200).count(), 4, "{statuses:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_demo_has_a_mailbox() {
    let house = House::real().await;
    house.deliver_mail().await;
    assert_eq!(house.get(&Anonymous, "/demo/mailbox").await.status, 404);
}
