//! Works of several pages: a folder with a contents page.

use super::{Made, Make, counted};

pub(super) const PATTERNS: &[(&str, Make)] = &[
    ("pages", |size| {
        work(size, |n, _| format!("<h2>Chapter {n}</h2><p>It says something, in chapter {n}."))
    }),
    ("pages that say the same", |size| {
        work(size, |_, _| {
            "<h2>V. Nobody</h2><h1>A Book</h1><p class=toplink><a href=index.htm>MIA</a> > A\
             <p>It says the same in each chapter.<p><a href=\"#top\">Top of the page</a>"
                .into()
        })
    }),
    ("contents pages that list each other", |size| {
        work(size, |n, pages| {
            let links = counted(2000, |k| {
                format!("<a href=\"p{}.htm\">Chapter {k}</a><br>", (n * 7 + k) % pages)
            });
            format!("<h1>Contents</h1><a href=index.htm>Contents</a>{links}")
        })
    }),
    ("pages that link to themselves and the next", |size| {
        work(size, |n, pages| {
            let next = (n + 1) % pages;
            format!(
                "<h2>Chapter {n}</h2><p id=a>It <a href=\"p{n}.htm#a\">says</a> so, \
                 see <a href=\"p{next}.htm#a\">the next</a>."
            )
        })
    }),
    ("notes on another page", |size| {
        work(size, |n, pages| {
            let last = pages - 1;
            if n == last {
                let notes = counted(size / 2, |k| {
                    format!("<p><a name=n{k} href=\"p{k}.htm#f{k}\">{k}.</a> A note.")
                });
                return format!("<h3>Notes</h3>{notes}");
            }
            format!(
                "<h2>Chapter {n}</h2><p>Words.<a name=f{n} href=\"p{last}.htm#n{n}\">[{n}]</a>"
            )
        })
    }),
];

/// About so many bytes in pages of the same size, and a contents page that lists them.
fn work(size: usize, page: impl Fn(usize, usize) -> String) -> Made {
    let pages = (size / page(0, 2).len()).clamp(2, 4000);
    let links = |n: usize| format!("<li><a href=\"p{n}.htm\">Chapter {n}</a></li>");
    let list: String = (0..pages).map(links).collect();
    let mut files = vec![("index.htm".into(), format!("<h1>A Book</h1><ul>{list}</ul>"))];
    for n in 0..pages {
        let body = page(n, pages);
        files.push((format!("p{n}.htm"), format!("<html><body>{body}</body></html>")));
    }
    Made::Folder(files)
}
