//! The pages, one file each; what staff and the demo need is loaded only when it is opened.

pub mod trouble;
pub mod landing;
pub mod login;
pub mod home;
pub mod entries;
pub mod student;
pub mod staff;
pub mod demo;
