//! The command line.

fn main() {
    let mut args = std::env::args().skip(1);
    let input = args.next().unwrap_or_default();
    let out = args.next().unwrap_or_else(|| "out".into());
    let bytes = std::fs::read(&input).unwrap_or_default();
    let name =
        input.rsplit('/').next().unwrap_or("").split('.').next().unwrap_or("").to_owned();
    let source = offprint::book::Source { name: input.clone(), bytes, address: None };
    let work =
        offprint::book::Work { name: name.clone(), pages: vec![source], ..Default::default() };
    match offprint::understand(&work) {
        Ok(checked) => {
            let draft = checked.value;
            let pages = offprint::typeset(
                &draft.book,
                &offprint::Design::default(),
                &offprint::Fonts::bundled(),
            );
            let edition = offprint::book::Edition::default();
            let pdf = offprint::write_pdf(&pages.value, &edition);
            let epub = offprint::write_epub(&draft.book, Some(&pages.value), &edition);
            if let Ok(bytes) = pdf {
                let _ = std::fs::write(format!("{out}/{name}.pdf"), bytes);
            }
            if let Ok(bytes) = epub {
                let _ = std::fs::write(format!("{out}/{name}.epub"), bytes);
            }
            eprintln!("{:?} {:?}", draft.ledger.counts(), checked.findings);
        }
        Err(failure) => eprintln!("{failure:?}"),
    }
}
