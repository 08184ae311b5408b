// The connections: rows for the table, and stories and certificates that are
// read when they are opened.

/** Numbered pieces of JSON in blocks, each a script element that holds the numbers from and to. */
class Shelf {
	constructor(kind) {
		this.blocks = [...document.querySelectorAll("script." + kind)];
		this.read = new Map();
	}

	/** Returns the piece with a number, or undefined. */
	get(number) {
		const block = this.blocks.find((b) => number >= +b.dataset.from && number <= +b.dataset.to);
		if (!block) return undefined;
		if (!this.read.has(block)) {
			this.read.clear(); // one block is enough to show one connection
			this.read.set(block, JSON.parse(block.textContent));
		}
		return this.read.get(block)[number];
	}

	/** Returns all pieces, and forgets the blocks. */
	take() {
		const all = this.blocks.flatMap((b) => Object.values(JSON.parse(b.textContent)));
		for (const b of this.blocks) b.remove();
		return all;
	}
}

const index = JSON.parse(document.getElementById("index").textContent);

// A row is an array; at has the place of each column in it.
const at = Object.fromEntries(index.columns.map((name, place) => [name, place]));

const rows = new Shelf("rows").take();
const stories = new Shelf("stories");
const certificates = new Shelf("certificates");

// Texts that come again are numbers of words. Put the words in their places.
{
	const word = (value) => (typeof value === "number" ? index.words[value] : value);
	const worded = index.columns.map((_, place) => place).filter((place) => !index.numbers.includes(place));
	rows.forEach((row, number) => {
		for (const place of worded) row[place] = Array.isArray(row[place]) ? row[place].map(word) : word(row[place]);
		row.number = number;
	});
}

// In the order in which they matter.
const outcomes = ["failed", "aborted", "not_tls", "incomplete", "established"];
const severities = ["critical", "high", "medium", "low", "info"];

const severityOf = (code) => (index.findings[code] || ["info"])[0];

/** Returns the worst severity of what was found in a connection, or "". */
function worst(row) {
	const places = row[at.findings].map((code) => severities.indexOf(severityOf(code)));
	return places.length ? severities[Math.min(...places)] : "";
}

/** Writes an address and a port. */
const endpoint = (ip, port) => (ip.includes(":") ? `[${ip}]:${port}` : `${ip}:${port}`);

const outcomeWords = (row) => row[at.outcome].replace("_tls", " TLS");
const clientOf = (row) => endpoint(row[at.client], row[at.clientPort]);
const serverOf = (row) => endpoint(row[at.server], row[at.serverPort]);

