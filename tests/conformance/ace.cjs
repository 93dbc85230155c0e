// Has Ace by DAISY judge EPUB files, all in one Chromium: starting one takes longer than a book.
// tests/conformance/epub starts it and says how.

const { join, resolve } = require('node:path')
const { mkdtempSync, rmSync } = require('node:fs')
const { tmpdir } = require('node:os')

const modules = resolve(process.env.MODULES)
const ace = require(join(modules, '@daisy/ace-core'))
const log = require(join(modules, 'winston'))
const chromium = require(join(modules, '@daisy/ace-axe-runner-puppeteer'))

// Ace starts its browser before each book and closes it after: here both wait for the last.
const browser = { ...chromium, launch: async () => {}, close: async () => {} }

// What Ace says of its own doings goes nowhere; what it finds is in its report.
log.configure({ silent: true, transports: [new log.transports.Console()] })

/** Prints what Ace finds in a book; gives how much. */
async function judge(book, reports) {
    const [, report] = await ace(resolve(book), { cwd: reports, outdir: reports }, browser)
    let found = 0
    for (const { assertions, 'earl:testSubject': subject } of report.assertions) {
        for (const { 'earl:test': test, 'earl:result': result } of assertions) {
            found += 1
            const html = String(result.html ?? '').slice(0, 200)
            console.log(`ACE ${book}/${subject.url}: ${test['dct:title']}: ${result['dct:description']} ${html}`)
        }
    }
    return found
}

async function main(books) {
    const reports = mkdtempSync(join(tmpdir(), 'ace-'))
    let faults = 0
    await chromium.launch()
    for (const book of books) {
        try {
            faults += await judge(book, reports)
        } catch (error) {
            console.log(`ACE ${book}: could not judge it: ${error}`)
            faults += 1
        }
    }
    await chromium.close()
    rmSync(reports, { recursive: true, force: true })
    console.log(`Ace judged ${books.length} books`)
    process.exitCode = faults ? 1 : 0
}

main(process.argv.slice(2))
