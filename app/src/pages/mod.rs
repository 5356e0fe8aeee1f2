//! The pages, one file each. A browser loads the code of an area when it is opened, so that a family's old phone
//! downloads nothing of the staff's.

/// An area of pages whose code a browser loads together, when one of them is opened. `$view` draws the page that
/// stands at the address.
macro_rules! area {
    ($(#[$doc:meta])* $area:ident, $view:expr) => {
        $(#[$doc])*
        pub struct $area;

        #[leptos_router::lazy_route]
        impl leptos_router::LazyRoute for $area {
            fn data() -> Self {
                Self
            }

            fn view(_this: Self) -> leptos::prelude::AnyView {
                $view
            }
        }
    };
}

/// The segments of the address, such as `["entries", "0193…", "edit"]`.
fn segments() -> Vec<String> {
    use leptos::prelude::GetUntracked;

    let path = leptos_router::hooks::use_location().pathname.get_untracked();
    path.split('/').filter(|segment| !segment.is_empty()).map(str::to_owned).collect()
}

pub mod trouble;
pub mod landing;
pub mod login;
pub mod register;
pub mod home;
pub mod entries;
pub mod account;
pub mod student;
pub mod staff;
pub mod demo;
