//! Leptos writes two things as they are when the server draws them: the content of `<textarea>` and of `<title>`.
//! What people typed is escaped here before it comes to stand there.

/// Text that cannot end the element it stands in.
pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
