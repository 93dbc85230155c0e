//! The colour profile of the output intent: sRGB, computed from its definition.
//!
//! A profile from elsewhere would bring its own licence along; this one is written out from the
//! numbers of IEC 61966-2-1 in the form of ICC.1:2004-10 (version 4.2), so it is part of the
//! program and under its licence.

/// The name of the colour space, as the registry of characterisations has it.
pub(super) const NAME: &str = "sRGB IEC61966-2.1";

/// The primaries of sRGB as colorants relative to D50 (Bradford adaptation of the chromaticities
/// of IEC 61966-2-1), each as X, Y, Z in units of 1/65,536.
const COLORANTS: [(&[u8; 4], [i32; 3]); 3] = [
    (b"rXYZ", [28_579, 14_582, 913]),
    (b"gXYZ", [25_236, 46_981, 6_364]),
    (b"bXYZ", [9_377, 3_973, 46_804]),
];

/// D50, the white of the profile connection space (ICC.1:2004-10, 7.2.16).
const WHITE: [i32; 3] = [63_190, 65_536, 54_061];

/// The Bradford matrix from D65 to D50, by rows.
const ADAPTATION: [i32; 9] = [68_669, 1_500, -3_285, 1_936, 64_912, -1_117, -605, 986, 49_292];

/// The tone curve `Y = (aX + b)^g` from `d` up and `Y = cX` below: g, a, b, c, d.
const CURVE: [i32; 5] = [157_286, 62_119, 3_417, 5_072, 2_651];

/// The profile's bytes.
pub(super) fn profile() -> Vec<u8> {
    let curve = parametric_curve();
    let mut tags: Vec<([u8; 4], Vec<u8>)> = vec![
        (*b"desc", localised("sRGB")),
        (*b"cprt", localised("No copyright, use freely")),
        (*b"wtpt", fixed(b"XYZ ", &WHITE)),
        (*b"chad", fixed(b"sf32", &ADAPTATION)),
    ];
    tags.extend(COLORANTS.map(|(tag, xyz)| (*tag, fixed(b"XYZ ", &xyz))));
    tags.extend([*b"rTRC", *b"gTRC", *b"bTRC"].map(|tag| (tag, curve.clone())));

    let table = 128 + 4 + 12 * tags.len();
    let size = table + tags.iter().map(|(_, data)| data.len()).sum::<usize>();
    let mut out = header(size);
    push(&mut out, tags.len());
    let mut at = table;
    for (tag, data) in &tags {
        out.extend_from_slice(tag);
        push(&mut out, at);
        push(&mut out, data.len());
        at += data.len();
    }
    for (_, data) in tags {
        out.extend(data);
    }
    out
}

/// The first 128 bytes (ICC.1:2004-10, 7.2).
fn header(size: usize) -> Vec<u8> {
    let mut out = Vec::with_capacity(size);
    push(&mut out, size);
    out.extend_from_slice(&[0; 4]);
    out.extend_from_slice(&[4, 0x20, 0, 0]);
    out.extend_from_slice(b"mntrRGB XYZ ");
    // The day it was made: 1 January 2026, as year, month, day, hour, minute, second.
    for part in [2026_u16, 1, 1, 0, 0, 0] {
        out.extend_from_slice(&part.to_be_bytes());
    }
    out.extend_from_slice(b"acsp");
    out.resize(68, 0);
    for part in WHITE {
        out.extend_from_slice(&part.to_be_bytes());
    }
    out.resize(128, 0);
    out
}

fn push(out: &mut Vec<u8>, number: usize) {
    out.extend_from_slice(&u32::try_from(number).unwrap_or(u32::MAX).to_be_bytes());
}

/// Numbers of 15.16 bits under a type signature.
fn fixed(signature: &[u8; 4], numbers: &[i32]) -> Vec<u8> {
    let mut out = signature.to_vec();
    out.extend_from_slice(&[0; 4]);
    out.extend(numbers.iter().flat_map(|number| number.to_be_bytes()));
    out
}

/// A parametric curve of function type 3 (ICC.1:2004-10, 10.15).
fn parametric_curve() -> Vec<u8> {
    let mut out = b"para".to_vec();
    out.extend_from_slice(&[0, 0, 0, 0, 0, 3, 0, 0]);
    out.extend(CURVE.iter().flat_map(|number| number.to_be_bytes()));
    out
}

/// A text in English alone, padded to a multiple of four bytes.
fn localised(text: &str) -> Vec<u8> {
    let units: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let mut out = b"mluc".to_vec();
    out.extend_from_slice(&[0; 4]);
    push(&mut out, 1);
    push(&mut out, 12);
    out.extend_from_slice(b"enUS");
    push(&mut out, units.len());
    push(&mut out, 28);
    out.extend(units);
    out.resize(out.len().next_multiple_of(4), 0);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_primaries_add_up_to_white() {
        for (axis, white) in WHITE.iter().enumerate() {
            let sum: i32 = COLORANTS.iter().map(|(_, xyz)| xyz[axis]).sum();
            assert!((sum - white).abs() <= 32, "{axis}: {sum}");
        }
    }

    #[test]
    fn the_size_in_the_header_is_the_size() {
        let profile = profile();
        let size = u32::from_be_bytes(profile[..4].try_into().unwrap());
        assert_eq!(size as usize, profile.len());
        assert_eq!(&profile[36..40], b"acsp");
    }
}
