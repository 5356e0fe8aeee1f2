//! How a keepsake looks: one plain page of HTML, without scripts.

use std::fmt::Write as _;

use domain::id::{BookId, StudentId};
use domain::time::TaipeiDay;
use domain::view::Reply;
use html_escape::{encode_double_quoted_attribute, encode_text};
use server::storage::keepsakes::{Cover, KeptLetter};
use server::workflows::make_keepsake::Layout;
use uuid::Uuid;

use crate::words::Words;

/// The same for the printer and for the archive.
const STYLE: &str = include_str!("../../public/keepsake.css");

/// Where the page will be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// On a disk, where it has nothing but itself.
    Archive,
    /// At the address of a family's book.
    OfFamily(BookId),
    /// At the address of a student's page for staff.
    OfStudent(StudentId),
}

/// A keepsake in the language of whoever makes it.
#[derive(Clone, Copy, Debug)]
pub struct Keepsake {
    pub words: Words,
    pub place: Place,
    pub today: TaipeiDay,
}

impl Layout for Keepsake {
    fn begin(&self, cover: &Cover, part: u32, parts: u32) -> String {
        let words = self.words;
        let title = words.keepsake_title(&cover.student_name);
        let mut page = format!(
            "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{}</title>\n{}\n</head>\n<body>\n{}\
             <header>\n<h1>{}</h1>\n<p>{}</p>\n",
            words.0.tag(),
            encode_text(&words.site_page_title(&title)),
            self.style(),
            self.ways(part, parts),
            encode_text(&title),
            encode_text(&cover.institution_name),
        );
        for (name, relationship) in &cover.families {
            let from = words.sign_aside(name, words.relationship(*relationship));
            let _ = writeln!(page, "<p>{}</p>", encode_text(&words.keepsake_from(from)));
        }
        let _ = writeln!(page, "<p>{}</p>", encode_text(&words.keepsake_letters(cover.letters)));
        if parts > 1 {
            let _ = writeln!(page, "<p>{}</p>", encode_text(&words.keepsake_part(part, parts)));
        }
        page.push_str("</header>\n<main>\n");
        if cover.letters == 0 {
            let _ = writeln!(page, "<p>{}</p>", encode_text(words.keepsake_empty()));
        }
        page
    }

    fn letter(&self, letter: &KeptLetter, address: &dyn Fn(Uuid) -> Option<String>) -> String {
        let words = self.words;
        let from = words.sign_aside(&letter.family_name, words.relationship(letter.relationship));
        let mut html = format!(
            "<article>\n<h2>{}</h2>\n<p class=\"when\">{}</p>\n<p class=\"words\">{}</p>\n",
            encode_text(&letter.title),
            encode_text(&words.keepsake_delivered(letter.delivered_at, from)),
            encode_text(&letter.body),
        );
        if let Some(photo) = &letter.photo {
            html.push_str(&self.picture(address(photo.id.uuid()), &letter.photo_alt, ""));
        }
        for attachment in &letter.attachments {
            for page in &attachment.pages {
                html.push_str(&self.picture(address(page.id.uuid()), "", &attachment.name));
            }
        }
        if let Some(at) = letter.read_at {
            let _ = writeln!(html, "<p class=\"when\">{}</p>", encode_text(&words.keepsake_read(at)));
        }
        if let Some(reply) = &letter.reply {
            html.push_str(&self.reply(reply, address));
        }
        html.push_str("</article>\n");
        html
    }

    fn end(&self) -> String {
        let made = self.words.keepsake_made(self.today);
        format!("</main>\n<footer><p>{}</p></footer>\n</body>\n</html>\n", encode_text(&made))
    }
}

impl Keepsake {
    fn style(&self) -> String {
        match self.place {
            Place::Archive => format!("<style>\n{STYLE}</style>"),
            Place::OfFamily(_) | Place::OfStudent(_) => {
                "<link rel=\"stylesheet\" href=\"/keepsake.css\">".to_owned()
            }
        }
    }

    /// Back, the archive, and the other parts; not printed.
    fn ways(&self, part: u32, parts: u32) -> String {
        let words = self.words;
        let (back, of) = match self.place {
            Place::Archive => return String::new(),
            Place::OfFamily(book) => ("/home".to_owned(), format!("/keepsakes/{book}")),
            Place::OfStudent(student) => {
                (format!("/staff/students/{student}"), format!("/staff/students/{student}"))
            }
        };
        let mut ways = format!(
            "<nav aria-label=\"{}\">\n<a href=\"{back}\">{}</a>\n<a href=\"{of}/keepsake.zip\" download>{}</a>\n",
            encode_double_quoted_attribute(words.keepsake_ways()),
            encode_text(words.keepsake_back()),
            encode_text(words.keepsake_archive()),
        );
        for (number, text) in [(part - 1, words.keepsake_before()), (part + 1, words.keepsake_after())] {
            if (1..=parts).contains(&number) {
                let _ = writeln!(ways, "<a href=\"?part={number}\">{}</a>", encode_text(text));
            }
        }
        let _ = writeln!(ways, "<span>{}</span>\n</nav>", encode_text(words.keepsake_print()));
        ways
    }

    /// With what it shows in words, or the name of its file below it.
    fn picture(&self, address: Option<String>, alt: &str, name: &str) -> String {
        let caption = match name {
            "" => String::new(),
            name => format!("\n<figcaption>{}</figcaption>", encode_text(name)),
        };
        let alt = match (alt, name) {
            ("", "") => self.words.keepsake_photo(),
            (alt, _) => alt,
        };
        match address {
            Some(address) => format!(
                "<figure>\n<img src=\"{}\" alt=\"{}\">{caption}\n</figure>\n",
                encode_double_quoted_attribute(&address),
                encode_double_quoted_attribute(alt),
            ),
            None => {
                format!("<p class=\"lost\">{}</p>\n", encode_text(&self.words.keepsake_lost(alt)))
            }
        }
    }

    fn reply(&self, reply: &Reply, address: &dyn Fn(Uuid) -> Option<String>) -> String {
        let words = self.words;
        let mut html = format!(
            "<section class=\"reply\">\n<h3>{}</h3>\n<p class=\"when\">{}</p>\n<p class=\"words\">{}</p>\n",
            encode_text(&reply.title),
            encode_text(&words.keepsake_replied(reply.delivered_at)),
            encode_text(&reply.body),
        );
        if let Some(photo) = &reply.photo {
            html.push_str(&self.picture(address(photo.id.uuid()), &reply.photo_alt, ""));
        }
        html.push_str("</section>\n");
        html
    }
}
