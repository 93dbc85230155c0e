// Reads EPUB files as reading systems do: foliate-js and epub.js, in headless Chromium.
// tests/conformance/readers starts it and says how.

import { createServer } from 'node:http'
import { readFile, mkdir } from 'node:fs/promises'
import { basename, extname, join, resolve } from 'node:path'
import { createRequire } from 'node:module'

const modules = process.env.MODULES
const puppeteer = createRequire(join(resolve(modules), 'x.js'))('puppeteer-core')

const words = process.argv.slice(2)
const shots = words[0] === '--shots' ? resolve(words.splice(0, 2)[1]) : null
const files = words.map(word => resolve(word))

// At most so many marks of a book are clicked, evenly spread.
const MARKS = 60

const TYPES = { '.js': 'text/javascript', '.mjs': 'text/javascript', '.html': 'text/html' }
const FOLIATE = `<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,">
<style>html, body { height: 100%; margin: 0; color-scheme: light dark } foliate-view { display: block; height: 100% }</style>
<script type="module">
import '/modules/foliate-js/view.js'
import { FootnoteHandler } from '/modules/foliate-js/footnotes.js'
window.FootnoteHandler = FootnoteHandler
window.ready = true
</script>`
const EPUBJS = `<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><div id="here"></div>
<script src="/modules/jszip/dist/jszip.min.js"></script>
<script src="/modules/epubjs/dist/epub.js"></script>
<script>window.ready = true</script>`

const server = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url, 'http://localhost').pathname)
    const send = (type, body) => response.writeHead(200, { 'Content-Type': type }).end(body)
    try {
        if (path === '/foliate') return send('text/html', FOLIATE)
        if (path === '/epubjs') return send('text/html', EPUBJS)
        if (path.startsWith('/book/')) {
            return send('application/epub+zip', await readFile(files[Number(path.slice(6))]))
        }
        if (path.startsWith('/modules/') && !path.includes('..')) {
            const file = join(modules, path.slice('/modules/'.length))
            return send(TYPES[extname(file)] ?? 'application/octet-stream', await readFile(file))
        }
    } catch { /* what is not there is not found */ }
    response.writeHead(404).end()
})
await new Promise(done => server.listen(0, '127.0.0.1', done))
const origin = `http://127.0.0.1:${server.address().port}`

const browser = await puppeteer.launch({
    executablePath: process.env.CHROMIUM,
    args: ['--no-sandbox', '--disable-gpu'],
    protocolTimeout: 300_000,
})

/** Opens one of the pages above and collects what the browser complains of. */
async function open(path, complaints) {
    const page = await browser.newPage()
    await page.setViewport({ width: 390, height: 844 })
    page.on('console', message => {
        // What a reading system says of itself (a sandbox, a deprecated call) is not the book's.
        if (message.type() === 'error' && !/sandbox/.test(message.text())) {
            complaints.push(`console: ${message.text()}`)
        }
    })
    page.on('pageerror', error => complaints.push(`error: ${error.message}`))
    page.on('requestfailed', request => complaints.push(`not loaded: ${request.url()}`))
    await page.goto(`${origin}${path}`)
    await page.waitForFunction('window.ready')
    return page
}

/** In the browser: reads a book with foliate-js; gives what was done and the faults. */
async function readWithFoliate(number, most) {
    const faults = []
    const letters = text => (text ?? '').normalize('NFC').replace(/[^\p{L}\p{N}]+/gu, '')
    const file = new File([await (await fetch(`/book/${number}`)).blob()], 'book.epub')
    const view = document.createElement('foliate-view')
    document.body.append(view)
    await view.open(file)
    window.view = view
    view.renderer.setAttribute('flow', 'scrolled')
    let shown = null
    view.addEventListener('load', event => { shown = event.detail })
    const turn = async target => {
        const resolved = await view.goTo(target)
        return resolved && shown?.index === resolved.index ? { ...resolved, doc: shown.doc } : null
    }

    const notes = new FootnoteHandler()
    let popped = null
    view.addEventListener('link', event => {
        notes.handle(view.book, event)?.catch(error => popped?.(`${error}`))
    })
    notes.addEventListener('before-render', event => {
        Object.assign(event.detail.view.style, { position: 'fixed', height: '200px' })
        document.body.append(event.detail.view)
    })
    notes.addEventListener('render', event => {
        const text = event.detail.view.renderer.getContents()[0]?.doc.body.textContent
            ?? event.detail.target?.ownerDocument.body.textContent
        popped?.(text, event.detail.type)
        // It is taken away once it has come to rest.
        setTimeout(() => event.detail.view.remove(), 400)
    })

    const marks = []
    for (const [index, section] of view.book.sections.entries()) {
        const place = await turn(index)
        if (!place) { faults.push(`${section.id} does not open`); continue }
        const { body } = place.doc
        if (!body.textContent.trim() && !body.querySelector('img')) faults.push(`${section.id} is empty`)
        if (body.scrollWidth > body.clientWidth + 1) faults.push(`${section.id} is wider than the screen`)
        for (const image of body.querySelectorAll('img')) {
            if (!image.naturalWidth) faults.push(`${section.id}: ${image.getAttribute('src')} is not shown`)
        }
        body.querySelectorAll('a[role=doc-noteref]').forEach(mark => marks.push([index, mark.id]))
    }

    const step = Math.max(1, marks.length / most)
    let clicked = 0
    let slowest = 0
    for (let at = 0; at < marks.length; at += step) {
        const [index, id] = marks[Math.floor(at)]
        const { doc } = await turn(index)
        const mark = doc.getElementById(id)
        const note = doc.getElementById(mark.getAttribute('href').split('#')[1])
        const expected = letters(note?.textContent)
        const start = performance.now()
        const [text, type] = await new Promise(done => {
            popped = (...what) => done(what)
            setTimeout(() => done(['nothing']), 5000)
            mark.click()
        })
        clicked += 1
        slowest = Math.max(slowest, Math.round(performance.now() - start))
        if (!expected || letters(text) !== expected || type !== 'footnote') {
            faults.push(`${id}: shows “${(text ?? '').trim().slice(0, 60)}” (${type})`)
        }
        if (!note?.querySelector('a[role=doc-backlink]')) faults.push(`${id}: no way back`)
    }

    const flat = entries => (entries ?? []).flatMap(entry => [entry, ...flat(entry.subitems)])
    const contents = flat(view.book.toc)
    for (const entry of contents) {
        const place = await turn(entry.href)
        if (!place) { faults.push(`contents: ${entry.href} leads nowhere`); continue }
        const anchor = place.anchor?.(place.doc)
        const there = anchor?.querySelector ? anchor : place.doc
        const heading = there.querySelector('h1, h2, h3, h4, h5, h6')?.cloneNode(true)
        heading?.querySelectorAll('sup').forEach(mark => mark.remove())
        const opens = heading ? letters(heading.textContent) : null
        const bare = !heading && letters(view.book.metadata.title) === letters(entry.label)
        if (opens !== letters(entry.label) && !bare) {
            faults.push(`contents: “${entry.label}” leads to “${heading?.textContent ?? there.body?.id}”`)
        }
    }

    const pages = flat(view.book.pageList)
    let last = -1
    for (const page of pages) {
        const place = await turn(page.href)
        const mark = place?.anchor?.(place.doc)
        if (mark?.getAttribute?.('role') !== 'doc-pagebreak' || mark.getAttribute('aria-label') !== page.label) {
            faults.push(`pages: ${page.label} leads nowhere`)
        } else if (place.index < last) {
            faults.push(`pages: ${page.label} stands before the page before it`)
        }
        last = place?.index ?? last
    }
    return { faults, did: { parts: view.book.sections.length, marks: clicked, of: marks.length,
        'ms at most': slowest,
        contents: contents.length, pages: pages.length } }
}

/** In the browser: reads a book with epub.js. */
async function readWithEpubjs(number) {
    const faults = []
    const book = ePub(await (await fetch(`/book/${number}`)).arrayBuffer())
    await book.ready
    const rendition = book.renderTo('here', { width: 390, height: 800, flow: 'paginated' })
    for (const item of book.spine.spineItems) {
        await rendition.display(item.href)
        const body = rendition.getContents()[0]?.document?.body
        if (!body || !body.textContent.trim() && !body.querySelector('img')) faults.push(`epub.js: ${item.href} is empty`)
    }
    const entries = (function flat(list) { return list.flatMap(e => [e, ...flat(e.subitems ?? [])]) })(book.navigation.toc)
    for (const { href } of entries) {
        if (!book.spine.get(href)) faults.push(`epub.js: ${href} leads nowhere`)
    }
    return faults
}

/** Pictures of the cover, the title page, the contents and the first text, as the reader shows them. */
async function picture(page, folder, stem) {
    const night = [{ name: 'prefers-color-scheme', value: 'dark' }]
    const day = [{ name: 'prefers-color-scheme', value: 'light' }]
    for (const [device, width, height] of [['phone', 390, 844], ['tablet', 820, 1180]]) {
        await page.setViewport({ width, height })
        for (const [light, features] of [['day', day], ['night', night]]) {
            await page.emulateMediaFeatures(features)
            const count = await page.evaluate(() => {
                view.renderer.setAttribute('flow', 'paginated')
                view.renderer.setAttribute('max-column-count', '1')
                view.renderer.setStyles('html { color-scheme: light dark } ' +
                    '@media (prefers-color-scheme: dark) { a:link { color: lightblue } }')
                return view.book.sections.length
            })
            for (let index = 0; index < Math.min(count, 6); index++) {
                await page.evaluate(async index => { await view.goTo(index) }, index)
                await new Promise(done => setTimeout(done, 150))
                await page.screenshot({ path: join(folder, `${stem}-${device}-${light}-${index}.png`) })
            }
        }
    }
}

let faulty = false
if (shots) await mkdir(shots, { recursive: true })
for (const [number, file] of files.entries()) {
    const stem = basename(file, '.epub')
    const complaints = []
    let did = {}
    try {
        const page = await open('/foliate', complaints)
        const read = await page.evaluate(readWithFoliate, number, MARKS)
        did = read.did
        complaints.push(...read.faults)
        if (shots) await picture(page, shots, stem)
        await page.close()
        const other = await open('/epubjs', complaints)
        complaints.push(...await other.evaluate(readWithEpubjs, number))
        await other.close()
    } catch (error) {
        complaints.push(`it does not open: ${error.message}`)
    }
    const done = Object.entries(did).map(([what, count]) => `${what} ${count}`).join(', ')
    console.log(`${complaints.length ? 'FAULT' : 'READ'} ${stem}: ${done}`)
    complaints.forEach(complaint => console.log(`    ${complaint}`))
    faulty ||= complaints.length > 0
}
await browser.close()
server.close()
process.exitCode = faulty ? 1 : 0
