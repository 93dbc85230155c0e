//! What the file says about itself: XMP, the older information dictionary with the same content,
//! the output intent and the file's identifier.

use lopdf::{Dictionary, Document, Object, ObjectId, Stream, dictionary};
use sha2::{Digest, Sha256};

use super::stream::deflated;
use super::words::{printable, words};
use super::{Imprint, srgb};
use crate::book::Pages;

/// The program, as the files name it.
const PRODUCER: &str = concat!("Offprint ", env!("CARGO_PKG_VERSION"));

/// Adds the XMP packet. It is not compressed, so that programs which know nothing of PDF find
/// it (ISO 19005-2, 6.6.2.1).
pub(super) fn add_xmp(document: &mut Document, pages: &Pages, imprint: &Imprint) -> ObjectId {
    let dictionary = dictionary! { "Type" => "Metadata", "Subtype" => "XML" };
    let packet = xmp(pages, imprint).into_bytes();
    document.add_object(Stream::new(dictionary, packet).with_compression(false))
}

/// The information dictionary. What it says is what the XMP says.
pub(super) fn information(pages: &Pages, imprint: &Imprint) -> Dictionary {
    let mut information = dictionary! {
        "Title" => words(&pages.title),
        "Creator" => words(PRODUCER),
        "Producer" => words(PRODUCER),
        "CreationDate" => Object::string_literal(pdf_date(&imprint.made)),
        "ModDate" => Object::string_literal(pdf_date(&imprint.made)),
    };
    if !pages.authors.is_empty() {
        // This dictionary has no lists: several authors share a string, as is the custom.
        information.set("Author", words(&pages.authors.join("; ")));
    }
    information
}

/// Adds the output intent: what the colours of the pages mean.
pub(super) fn add_output_intent(document: &mut Document) -> ObjectId {
    let profile = deflated(dictionary! { "N" => 3 }, &srgb::profile());
    let profile = document.add_object(profile);
    document.add_object(dictionary! {
        "Type" => "OutputIntent",
        "S" => "GTS_PDFA1",
        "OutputConditionIdentifier" => words(srgb::NAME),
        "Info" => words(srgb::NAME),
        "DestOutputProfile" => profile,
    })
}

/// The file's identifier: the first half names the book in all its editions, the second what is
/// in this one.
pub(super) fn file_id(imprint: &Imprint, content: &[u8]) -> Object {
    let half = |bytes: &[u8]| {
        let digest = Sha256::digest(bytes);
        Object::String(digest[..16].to_vec(), lopdf::StringFormat::Hexadecimal)
    };
    Object::Array(vec![half(imprint.identifier.as_bytes()), half(content)])
}

/// A moment `CCYY-MM-DDThh:mm:ssZ` as `D:CCYYMMDDhhmmssZ`.
fn pdf_date(moment: &str) -> String {
    let digits: String = moment.chars().filter(char::is_ascii_digit).collect();
    format!("D:{digits}Z")
}

/// The XMP packet. PDF/A asks for a description of every property that it does not know itself,
/// and `pdfuaid:part` is such a one (ISO 19005-2, 6.6.2.3).
fn xmp(pages: &Pages, imprint: &Imprint) -> String {
    let authors: String = pages
        .authors
        .iter()
        .map(|author| format!("<rdf:li>{}</rdf:li>", escaped(author)))
        .collect();
    let creator = match authors.as_str() {
        "" => String::new(),
        _ => format!("<dc:creator><rdf:Seq>{authors}</rdf:Seq></dc:creator>\n"),
    };
    format!(
        r#"<?xpacket begin="{begin}" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about=""
 xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"
 xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
{creator}<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<dc:identifier>{identifier}</dc:identifier>
<dc:format>application/pdf</dc:format>
<xmp:CreatorTool>{PRODUCER}</xmp:CreatorTool>
<xmp:CreateDate>{made}</xmp:CreateDate>
<xmp:ModifyDate>{made}</xmp:ModifyDate>
<xmp:MetadataDate>{made}</xmp:MetadataDate>
<xmpMM:DocumentID>{identifier}</xmpMM:DocumentID>
<pdf:Producer>{PRODUCER}</pdf:Producer>
<pdfaid:part>2</pdfaid:part>
<pdfaid:conformance>A</pdfaid:conformance>
<pdfuaid:part>1</pdfuaid:part>
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>The part of ISO 14289 that the file conforms to</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>"#,
        begin = '\u{feff}',
        title = escaped(&pages.title),
        language = escaped(pages.language.tag()),
        identifier = escaped(&imprint.identifier),
        made = escaped(&imprint.made),
    )
}

/// A text in XML.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in printable(text).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            _ => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn xml_is_escaped() {
        assert_eq!(
            escaped("Marx & \"Engels\"\u{0}<1848>"),
            "Marx &amp; &quot;Engels&quot; &lt;1848&gt;"
        );
    }

    #[test]
    fn dates_have_one_meaning() {
        assert_eq!(pdf_date("2007-04-19T00:00:00Z"), "D:20070419000000Z");
    }
}
