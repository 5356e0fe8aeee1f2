//! Bars, drawn as SVG. They only show what a table says beside them, so they have one sentence for who does not see them.

use leptos::prelude::*;

/// What stands side by side above one label.
pub struct Group {
    pub label: String,
    pub values: [u32; 2],
}

const HEIGHT: u64 = 200;
const LABELS: u64 = 36;
const GROUP: u64 = 64;
const BAR: u64 = 24;

/// Two bars for each group, the second one hollow. `says` is read instead of it.
pub fn bar_chart(says: String, groups: &[Group]) -> impl IntoView + use<> {
    let most = groups.iter().flat_map(|group| group.values).max().unwrap_or_default();
    let width = GROUP * groups.len() as u64;
    let drawn = groups.iter().zip(0_u64..).map(|(group, place)| {
        let left = place * GROUP;
        let [first, second] = group.values.map(|value| height(value, most, HEIGHT));
        let label = group.label.clone();
        view! {
            <g>
                <rect class="chart__bar" x=left + 6 y=HEIGHT - first width=BAR height=first></rect>
                <rect class="chart__bar chart__bar--hollow" x=left + 33 y=HEIGHT - second + 1 width=BAR height=second></rect>
                <text class="chart__label" x=left + GROUP / 2 y=HEIGHT + 27 text-anchor="middle">{label}</text>
            </g>
        }
    });
    let drawn = drawn.collect_view();
    view! {
        <svg class="chart" viewBox=format!("0 0 {width} {}", HEIGHT + LABELS) role="img" aria-label=says>
            <line class="chart__floor" x1="0" y1=HEIGHT x2=width y2=HEIGHT></line>
            {drawn}
        </svg>
    }
}

/// One bar in the line of a table whose longest stands for `most`. The figure stands beside it.
pub fn bar(value: u32, most: u32) -> impl IntoView {
    let width = height(value, most, HEIGHT);
    view! {
        <svg class="chart chart--line" viewBox=format!("0 0 {HEIGHT} 20") aria-hidden="true" focusable="false">
            <rect class="chart__bar" x="0" y="2" width=width height="16"></rect>
        </svg>
    }
}

/// Something that there is has a bar that can be seen.
pub fn height(value: u32, most: u32, full: u64) -> u64 {
    let share = u64::from(value) * full / u64::from(most.max(1));
    if value > 0 { share.max(2) } else { 0 }
}
