"""Walks the feeds of libraries as a reading program does, with readers that are not ours.

From opds/index.xml it goes with feedparser, for OPDS 1.2 is Atom; from opds/index.json with Palace's
parser, which holds OPDS 2.0 to its rules. Both must lead to every book, and to nothing that is not
there. Of a library made with --url every address must be whole, and is looked up in the library as
the server would. Called by `tests/conformance/opds`.
"""

import json
import sys
from pathlib import Path
from urllib.parse import unquote, urljoin, urlparse

import feedparser
from webpub_manifest_parser.opds2 import OPDS2FeedParserFactory

OPEN_ACCESS = "http://opds-spec.org/acquisition/open-access"
IMAGE = "http://opds-spec.org/image"
FEEDS = ("application/atom+xml", "application/opds+json")


def atom(path, fault):
    """The links of a feed of OPDS 1.2: to feeds, to books, to covers; and how many books it lists."""
    feed = feedparser.parse(path.read_bytes())
    if feed.bozo:
        fault(f"{path}: {feed.bozo_exception}")
    for what in ["id", "title", "updated_parsed"]:
        if not feed.feed.get(what):
            fault(f"{path}: no {what}")
    books = 0
    links = [(link.rel, link.href, link.type) for link in feed.feed.links]
    for entry in feed.entries:
        for what in ["id", "title", "updated_parsed"]:
            if not entry.get(what):
                fault(f"{path}: an entry without {what}")
        own = [(link.rel, link.href, link.type) for link in entry.links]
        books += any(rel == OPEN_ACCESS for rel, _, _ in own)
        links += own
    return links, books


def opds2(path, fault):
    """The same of a feed of OPDS 2.0."""
    result = OPDS2FeedParserFactory().create().parse_file(str(path))
    own = next(link["href"] for link in json.loads(path.read_bytes())["links"] if link["rel"] == "self")
    for error in result.errors:
        # A library that nobody has told where it is served knows no address of its own: its feeds
        # name one another, and so themselves, by where they stand to one another.
        if urlparse(own).scheme or "must be an absolute URI" not in error.error_message:
            fault(f"{path}: {error.error_message}")
    feed = result.root
    links = list(feed.links or []) + list(feed.navigation.links if feed.navigation else [])
    publications = list(feed.publications or [])
    told = []
    for publication in publications:
        images = list(publication.images.links if publication.images else [])
        if not images:
            fault(f"{path}: {publication.metadata.title}: no images")
        told += [(IMAGE, image.href, image.type) for image in images]
        links += list(publication.links)
    told += [(link.rels[0], link.href, link.type) for link in links]
    return told, len(publications)


def served(library):
    """Where a library says that it is served; where it stands, if it says nothing."""
    links = json.loads((library / "opds/index.json").read_bytes())["links"]
    own = next(link["href"] for link in links if link["rel"] == "self")
    return own.removesuffix("opds/index.json") if urlparse(own).scheme else None


def walk(library, first, read, fault):
    root = library.resolve().as_uri() + "/"
    base = served(library)
    start = f"{root}opds/{first}"
    seen, books, covers, pending, listed = set(), set(), set(), [start], 0
    while pending:
        address = pending.pop()
        if address in seen:
            continue
        seen.add(address)
        links, count = read(Path(unquote(urlparse(address).path)), fault)
        listed += count
        for rel, href, kind in links:
            if base and not href.startswith(base):
                fault(f"{address}: {href} is not beneath {base}")
            target = urljoin(address, root + href[len(base):] if base else href)
            path = Path(unquote(urlparse(target).path))
            if not path.is_file():
                fault(f"{address}: leads to {href}, which is not there")
            elif rel == OPEN_ACCESS:
                books.add(path)
            elif rel.startswith(IMAGE):
                covers.add(path)
            elif kind.startswith(FEEDS):
                pending.append(target)
    print(f"{first}: {len(seen)} feeds, {listed} entries of books, {len(books)} books, {len(covers)} covers")
    return books


def main():
    faults = []
    for library in map(Path, sys.argv[1:]):
        there = {path.resolve() for path in library.rglob("*") if path.suffix in (".epub", ".pdf")}
        for first, read in [("index.xml", atom), ("index.json", opds2)]:
            found = walk(library, first, read, faults.append)
            if found != there:
                faults.append(f"{library}: {first} does not lead to {len(there - found)} of {len(there)} books")
    for fault in faults:
        print(f"FAULT: {fault}")
    print(f"{len(faults)} faults" if faults else "no fault")
    return 1 if faults else 0


sys.exit(main())
