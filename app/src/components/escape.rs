//! Leptos writes two things as they are when the server draws them: the content of `<textarea>` and of `<title>`.
//! What people typed is escaped here before it comes to stand there.

/// Text that cannot end the element it stands in.
pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_person_typed_cannot_end_its_element() {
        assert_eq!(escape("</title><script>&amp;"), "&lt;/title&gt;&lt;script&gt;&amp;amp;");
    }
}
