//! Small drawings in the line of the text. They say nothing that the words beside them do not say.

use leptos::prelude::*;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Icon {
    Pen,
    Clock,
    Back,
    Check,
    Heart,
    Globe,
    Alert,
    Info,
    Book,
    Home,
    Print,
    Left,
    Right,
    Undo,
    Trash,
    Mail,
    List,
    Camera,
}

impl Icon {
    /// The lines on a 24 × 24 grid.
    const fn path(self) -> &'static str {
        match self {
            Self::Pen => {
                "M4 20l1-4.5L16.2 4.3a1.8 1.8 0 0 1 2.6 0l1 1a1.8 1.8 0 0 1 0 2.6L8.6 19Z M14.5 6.2l3.5 3.5"
            }
            Self::Clock => "M12 3.5a8.5 8.5 0 1 0 .1 0Z M12 7.5V12l3 2",
            Self::Back => "M9 7 4.5 11.5 9 16 M5 11.5h9a5.5 5.5 0 0 1 5.5 5.5v1.5",
            Self::Check => "M5 12.5l4.5 4.5L19.5 6.5",
            Self::Heart => {
                "M12 20C6.5 16.2 4 13.2 4 9.8 4 7.3 5.9 5.5 8.1 5.5c1.7 0 3.1 1 3.9 2.6.8-1.7 2.2-2.6 4-2.6 2.3 0 4.1 1.9 4 4.4-.1 3.3-2.6 6.3-8 10.1Z"
            }
            Self::Globe => {
                "M12 3.5a8.5 8.5 0 1 0 .1 0Z M3.8 10h16.4 M3.8 14.5h16.4 M12 3.5c-5 5-5 12 0 17 5-5 5-12 0-17Z"
            }
            Self::Alert => "M12 4 2.8 19.5h18.4Z M12 10v4.5 M12 17.2v.1",
            Self::Info => "M12 3.5a8.5 8.5 0 1 0 .1 0Z M12 11v5.5 M12 7.6v.1",
            Self::Book => {
                "M12 6.5C9.5 4.8 6.5 4.6 3.5 5.5v13c3-.9 6-.7 8.5 1 2.5-1.7 5.5-1.9 8.5-1v-13c-3-.9-6-.7-8.5 1Z M12 6.5v13"
            }
            Self::Home => "M4 11.5 12 4.5l8 7 M6.2 10v9.5h11.6V10 M10 19.5v-5h4v5",
            Self::Print => "M7 8.5V4h10v4.5 M7 16.5H4v-8h16v8h-3 M7 13.5h10V20H7Z",
            Self::Left => "M14.5 5.5 8 12l6.5 6.5",
            Self::Right => "M9.5 5.5 16 12l-6.5 6.5",
            Self::Undo => "M4.5 9.5h10a5 5 0 0 1 0 10H9 M8.5 5.5l-4 4 4 4",
            Self::Trash => "M5 7h14 M9.5 7V4.5h5V7 M6.5 7l1 12.5h9l1-12.5 M10.5 11v5 M13.5 11v5",
            Self::Mail => "M3.5 6h17v12.5h-17Z M3.5 6.5l8.5 7 8.5-7",
            Self::Camera => "M4 8h3.5L9 5.5h6L16.5 8H20v11H4Z M12 10a3.5 3.5 0 1 0 .1 0Z",
            Self::List => "M8 6.5h12 M8 12h12 M8 17.5h12 M4 6.5h.1 M4 12h.1 M4 17.5h.1",
        }
    }
}

pub fn icon(icon: Icon) -> impl IntoView {
    drawn(icon, "icon")
}

/// The icon at the side of a notice.
pub fn notice_icon(icon: Icon) -> impl IntoView {
    drawn(icon, "icon notice__icon")
}

fn drawn(icon: Icon, class: &'static str) -> impl IntoView {
    view! {
        <svg class=class viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d=icon.path()></path></svg>
    }
}
