//! Lists come in pages, counted from 1.

use domain::view::Page;

/// Items on one page.
pub const PAGE: u32 = 20;

/// What `LIMIT` and `OFFSET` are: one item more than a page, which tells whether another one follows.
pub(super) fn window(number: u32) -> (i64, i64) {
    (i64::from(PAGE) + 1, i64::from(number.saturating_sub(1)) * i64::from(PAGE))
}

/// The page, from the items of its window.
pub(super) fn page<T>(number: u32, mut items: Vec<T>) -> Page<T> {
    let has_next = items.len() > PAGE as usize;
    items.truncate(PAGE as usize);
    Page { items, number: number.max(1), has_next }
}
