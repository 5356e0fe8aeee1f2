//! Our own drawings.

use leptos::prelude::*;

const CLOUD: &str = "M196 150C164 151 147 131 150 108c2-20 18-34 38-34C193 45 219 27 248 30c30 1 52 20 57 46 21 0 39 16 39 36 0 22-18 39-40 38-36 2-70 1-108 0Z";
const HEART: &str = "M247 134c-25-18-35-30-35-44 0-11 9-19 19-18 7 0 13 4 16 11 4-7 10-11 18-11 10 0 18 8 17 19-1 14-12 26-35 43Z";

/// The cloud with a heart in it, beside the name.
pub fn brand_mark() -> impl IntoView {
    view! {
        <svg class="brand__mark" viewBox="0 0 48 48" aria-hidden="true" focusable="false">
            <path d="M14 37C7.600 37 3.800 32.700 4 27.900c.200-4.600 3.600-8.300 8.200-8.700C13.300 12.600 18.500 8.400 24.600 8.500c6.300 0 11.100 4.100 12.200 10.200 4.500.500 7.400 4.300 7.200 8.900-.200 5.200-3.900 9.400-9.200 9.400Z"></path>
            <path class="brand__heart" d="M24 33.400c-5.700-3.900-7.800-7-7.800-10 0-2.700 2-4.400 4.300-4.300 1.700 0 3 1 3.700 2.500.700-1.600 2.100-2.600 3.900-2.500 2.400 0 4.200 1.900 4.100 4.500-.100 3.100-2.500 6.200-8.200 9.800Z"></path>
        </svg>
    }
}

/// How the small cloud looks at an empty or broken page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mood {
    Warm,
    Done,
    Lost,
}

pub fn small_cloud(mood: Mood) -> impl IntoView {
    let (heart, face) = match mood {
        Mood::Warm => (true, ""),
        Mood::Done => (false, "M214 94c3-6 10-6 13 0M267 94c3-6 10-6 13 0M232 112c9 10 22 10 30 0"),
        Mood::Lost => (false, "M216 96c2-3 8-3 10 0M268 96c2-3 8-3 10 0M236 120c7-6 16-6 22 0"),
    };
    let (wash, line) = if heart { (HEART, HEART) } else { ("", face) };
    view! {
        <svg class="art art--small" viewBox="140 20 216 146" aria-hidden="true" focusable="false">
            <path class="art__wash art__wash--cloud" transform="translate(6 6)" d=CLOUD></path>
            <path d=CLOUD></path>
            <path class="art__heart" transform="translate(3 3)" d=wash></path>
            <path d=line></path>
        </svg>
    }
}

/// From a house over a cloud into a book, for the first page.
pub fn hero(label: &'static str) -> impl IntoView {
    view! {
        <svg class="art hero__art" viewBox="0 0 480 344" role="img" aria-label=label>
            <path class="art__wash art__wash--leaf" d="M8 318c40-22 110-20 168-12 70 10 150 12 300-4v34c-150 14-320 10-468 4Z"></path>
            <path class="art__wash art__wash--roof" d="M40 238 94 190l58 49-2 10H42Z"></path>
            <path class="art__wash art__wash--page" d="M64 236h84l2 78H62Z"></path>
            <path class="art__wash art__wash--roof" d="M122 254h17v16h-17Z"></path>
            <path class="art__wash art__wash--cloud" transform="translate(7 7)" d=CLOUD></path>
            <path class="art__wash art__wash--page" transform="translate(-5 6)" d="M300 250c25-12 52-10 76 4 24-14 52-16 78-4v68c-26-12-54-10-78 4-24-14-51-16-76-4Z"></path>
            <path d="M44 232 98 185l56 48M58 224l-1 88M140 222l2 90M88 311l-1-42c2-9 21-9 23-1l1 43M119 247c5-1 10-1 15 0v15c-5 1-10 1-15 0ZM126 208v-24l13-1v37"></path>
            <path class="art__trail" d="M134 172c-4-22 2-44 14-62M346 124c24 14 38 44 36 98"></path>
            <path d=CLOUD></path>
            <path class="art__heart" transform="translate(3 3)" d=HEART></path>
            <path d=HEART></path>
            <path d="M300 250c25-12 52-10 76 4 24-14 52-16 78-4v68c-26-12-54-10-78 4-24-14-51-16-76-4ZM376 254v68"></path>
            <path class="art__wash art__wash--roof" d="M316 268l42-5v32l-42 3Z"></path>
            <path d="M313 264l42-4v33l-42 4Z"></path>
            <path class="art__faint" d="M390 270c15-7 34-8 52-4M390 284c15-7 34-8 52-4M390 298c12-6 24-7 34-5"></path>
            <path class="art__heart" transform="translate(334 278) scale(0.9)" d="M0 9C-7 4-10 0-9-5c1-4 7-5 9-1 3-4 9-3 10 1 1 5-3 9-10 14Z"></path>
            <path class="art__heart" transform="translate(182 190) scale(1)" d="M0 9C-7 4-10 0-9-5c1-4 7-5 9-1 3-4 9-3 10 1 1 5-3 9-10 14Z"></path>
            <path class="art__heart" transform="translate(236 214) scale(1.4)" d="M0 9C-7 4-10 0-9-5c1-4 7-5 9-1 3-4 9-3 10 1 1 5-3 9-10 14Z"></path>
            <path class="art__heart" transform="translate(290 188) scale(0.8)" d="M0 9C-7 4-10 0-9-5c1-4 7-5 9-1 3-4 9-3 10 1 1 5-3 9-10 14Z"></path>
            <path class="art__faint" d="M168 316c30 4 62 6 96 6M24 318c10-2 18-3 28-3M212 300l3-12M221 302l6-11M206 301l-5-9"></path>
        </svg>
    }
}

/// What the guide beside the form draws.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sample {
    /// The family around a table.
    Family,
    /// House and tomato plant.
    Home,
    /// A few warm lines.
    Words,
    /// Other people's faces.
    Strangers,
    /// A photo on which nothing can be made out.
    Blurred,
    /// Somebody's address and number.
    Letter,
}

/// A small picture; what it means stands beside it.
pub fn sample(sample: Sample) -> impl IntoView {
    let (wash, class, line) = match sample {
        Sample::Family => (
            "M14 50h52v8H14Z",
            "art__wash art__wash--roof",
            "M22 26a6 6 0 1 0 .1 0Z M40 22a7 7 0 1 0 .1 0Z M58 28a5 5 0 1 0 .1 0Z M12 50c1-8 6-11 10-11s8 2 9 6 M30 50c1-9 5-13 10-13s9 4 10 13 M50 46c1-5 4-7 8-7s8 3 9 11 M10 50h60 M16 50v12 M64 50v12",
        ),
        Sample::Home => (
            "M14 34 34 18 54 34Z",
            "art__wash art__wash--roof",
            "M12 35 34 17l22 18 M18 32v28h32V32 M30 60V46h9v14 M66 62V40 M66 52c-6 0-8-4-8-8 5 0 8 3 8 8Z M66 47c6 0 8-4 8-8-5 0-8 3-8 8Z M66 40a5 5 0 1 1 .1 0Z",
        ),
        Sample::Words => (
            "M16 14h48v52H16Z",
            "art__wash art__wash--page",
            "M14 12h48v52H14Z M22 24h32 M22 34h28 M22 44h32 M22 54h16 M52 58c-6-4-9-7-9-10 0-5 7-6 9-1 2-5 9-4 9 1 0 3-3 6-9 10Z",
        ),
        Sample::Strangers => (
            "M12 16h56v46H12Z",
            "art__wash art__wash--cloud",
            "M10 14h56v46H10Z M24 28a6 6 0 1 0 .1 0Z M52 28a6 6 0 1 0 .1 0Z M16 56c0-9 4-13 8-13s8 4 8 13 M44 56c0-9 4-13 8-13s8 4 8 13 M36 30c0-3 5-4 5 0 0 2-3 2-3 5 M38 40v.5",
        ),
        Sample::Blurred => (
            "M12 16h56v46H12Z",
            "art__wash art__wash--cloud",
            "M10 14h56v46H10Z M18 26c6-4 10 4 16 0s10 4 16 0 6-2 8 0 M18 37c6-4 10 4 16 0s10 4 16 0 6-2 8 0 M18 48c6-4 10 4 16 0s10 4 16 0 6-2 8 0",
        ),
        Sample::Letter => (
            "M12 20h56v38H12Z",
            "art__wash art__wash--page",
            "M10 18h56v38H10Z M18 28h20 M18 36h30 M18 44h14 M54 26h6v6h-6Z M42 48h16 M46 45l-2 6 M52 45l-2 6",
        ),
    };
    view! {
        <svg class="art art--sample" viewBox="0 0 80 76" aria-hidden="true" focusable="false">
            <path class=class d=wash></path>
            <path d=line></path>
        </svg>
    }
}
