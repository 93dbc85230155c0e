//! Images: JPEG as it is, anything else as plain pixels on white.

use image::{DynamicImage, GenericImageView, Rgb, RgbImage};
use lopdf::{Dictionary, Document, Object, Stream, dictionary};

use super::content::image_name;
use super::stream::deflated;
use crate::book::{Image, ImageFormat, ImageId, ItemKind, Pages};

/// Adds the images that stand on a page and gives the resources by which pages call them.
pub(super) fn add(document: &mut Document, pages: &Pages) -> Dictionary {
    let mut used = vec![false; pages.images.len()];
    for item in pages.pages.iter().flat_map(|page| &page.items) {
        if let ItemKind::Image(image, _) = item.kind
            && let Some(used) = used.get_mut(image.0 as usize)
        {
            *used = true;
        }
    }
    let mut resources = Dictionary::new();
    for (number, image) in pages.images.iter().enumerate().filter(|(number, _)| used[*number]) {
        let id = document.add_object(stream(image));
        let number = ImageId(u32::try_from(number).unwrap_or(u32::MAX));
        resources.set(image_name(number), Object::Reference(id));
    }
    resources
}

fn stream(image: &Image) -> Stream {
    match (image.format, jpeg_frame(&image.bytes)) {
        (ImageFormat::Jpeg, Some(frame)) if frame.components != 4 => as_it_is(image, &frame),
        // Printing inks have no meaning beside an output intent of light: they are converted.
        _ => pixels(image).unwrap_or_else(unreadable),
    }
}

/// What stands in the place of a damaged image, which must not cost the reader the book: an even
/// grey. Its description is still read out.
fn unreadable() -> Stream {
    deflated(described(1, 1, "DeviceGray"), &[0xd8])
}

fn described(width: u32, height: u32, colours: &'static str) -> Dictionary {
    dictionary! {
        "Type" => "XObject",
        "Subtype" => "Image",
        "Width" => i64::from(width),
        "Height" => i64::from(height),
        "ColorSpace" => colours,
        "BitsPerComponent" => 8,
    }
}

fn as_it_is(image: &Image, frame: &Frame) -> Stream {
    let colours = if frame.components == 1 { "DeviceGray" } else { "DeviceRGB" };
    let mut dictionary = described(frame.width, frame.height, colours);
    dictionary.set("Filter", "DCTDecode");
    Stream::new(dictionary, image.bytes.to_vec()).with_compression(false)
}

/// The image as pixels, shades of grey where it has no colours; none where it is damaged. What shines through lies on
/// white paper: PDF/A-2 would allow transparency, a printer would not thank us for it.
fn pixels(image: &Image) -> Option<Stream> {
    let decoded = image::load_from_memory(&image.bytes).ok()?;
    let (width, height) = decoded.dimensions();
    if !decoded.color().has_color() && !decoded.color().has_alpha() {
        let grey = decoded.into_luma8();
        return Some(deflated(described(width, height, "DeviceGray"), grey.as_raw()));
    }
    let colours = on_white(decoded);
    let grey = colours.pixels().all(|Rgb([red, green, blue])| red == green && green == blue);
    if grey {
        let shades: Vec<u8> = colours.pixels().map(|pixel| pixel.0[0]).collect();
        return Some(deflated(described(width, height, "DeviceGray"), &shades));
    }
    Some(deflated(described(width, height, "DeviceRGB"), colours.as_raw()))
}

fn on_white(image: DynamicImage) -> RgbImage {
    if !image.color().has_alpha() {
        return image.into_rgb8();
    }
    let image = image.into_rgba8();
    let mut flat = RgbImage::new(image.width(), image.height());
    for (from, to) in image.pixels().zip(flat.pixels_mut()) {
        let [red, green, blue, alpha] = from.0.map(u32::from);
        let blend = |part: u32| ((part * alpha + 255 * (255 - alpha) + 127) / 255) as u8;
        *to = Rgb([red, green, blue].map(blend));
    }
    flat
}

/// What the frame header of a JPEG says.
struct Frame {
    width: u32,
    height: u32,
    components: u8,
}

/// Reads the frame header (ITU-T T.81, B.2.2); none where there is none that PDF can carry.
fn jpeg_frame(bytes: &[u8]) -> Option<Frame> {
    let mut rest = bytes.strip_prefix(&[0xff, 0xd8])?;
    loop {
        let [0xff, marker, ..] = *rest else { return None };
        if matches!(marker, 0xff | 0x01 | 0xd0..=0xd7) {
            // A fill byte, or a marker that stands alone.
            rest = rest.get(if marker == 0xff { 1 } else { 2 }..)?;
            continue;
        }
        let length = usize::from(u16::from_be_bytes([*rest.get(2)?, *rest.get(3)?]));
        // Baseline, extended and progressive, Huffman-coded.
        if matches!(marker, 0xc0..=0xc2) {
            let &[precision, h1, h0, w1, w0, components] =
                rest.get(4..10)?.first_chunk::<6>()?;
            let height = u32::from(u16::from_be_bytes([h1, h0]));
            let width = u32::from(u16::from_be_bytes([w1, w0]));
            return (precision == 8
                && width > 0
                && height > 0
                && matches!(components, 1 | 3 | 4))
            .then_some(Frame { width, height, components });
        }
        rest = rest.get(2 + length.max(2)..)?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_frame_of_a_jpeg_is_found_past_other_segments() {
        let bytes = [
            &[0xff, 0xd8, 0xff, 0xe0, 0, 4, 9, 9, 0xff, 0xff, 0xc2, 0, 11, 8, 0, 20, 0, 30, 3]
                [..],
            &[0; 12],
        ]
        .concat();
        let frame = jpeg_frame(&bytes).unwrap();
        assert_eq!((frame.width, frame.height, frame.components), (30, 20, 3));
        assert!(jpeg_frame(&bytes[..6]).is_none());
        assert!(jpeg_frame(b"GIF89a").is_none());
    }

    #[test]
    fn what_shines_through_lies_on_white() {
        let mut image = image::RgbaImage::new(1, 1);
        image.get_pixel_mut(0, 0).0 = [0, 0, 0, 0];
        assert_eq!(on_white(DynamicImage::ImageRgba8(image)).get_pixel(0, 0).0, [255; 3]);
    }
}
