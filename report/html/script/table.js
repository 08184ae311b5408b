// The table: one page of rows at a time, of which one is open.

const pageLength = 100;

// Columns, with what each is ordered by.
const columns = [
	{ title: "Outcome", sort: "outcome", draw: opener, class: "outcome" },
	{ title: "Time (UTC)", sort: "start", draw: (row) => timeOf(row), class: "time" },
	{ title: "Client", sort: "client", draw: clientOf, class: "address" },
	{ title: "Server", sort: "server", draw: serverCell, class: "server" },
	{ title: "Version", sort: "version", draw: (row) => row[at.version], class: "version" },
	{ title: "Problem or cipher suite", sort: "problem", draw: problemCell, class: "problem" },
	{ title: "Key exchange", sort: "group", draw: (row) => row[at.group], class: "group" },
	{ title: "ms", sort: "duration", draw: (row) => milliseconds(row[at.duration]), class: "number" },
	{ title: "Findings", sort: "worst", draw: findingCell, class: "worst" },
];

// Dates are shown where the rows are of several days.
const dated = rows.length > 0 && dateTime(rows[0][at.start]).slice(0, 10) !== dateTime(rows[rows.length - 1][at.start]).slice(0, 10);
const timeOf = (row) => (dated ? dateTime(row[at.start]).slice(0, 19) : dateTime(row[at.start]).slice(11));

const connections = document.getElementById("connections");
const head = connections.querySelector("thead tr");
const tbody = connections.querySelector("tbody");

/** The button that opens a row; it says the outcome in a word and a sign. */
function opener(row, open) {
	return element("button", { type: "button", "aria-expanded": String(open), tabindex: "-1" },
		element("span", { class: "sign", "aria-hidden": "true" }), outcomeWords(row));
}

function serverCell(row) {
	if (!row[at.name]) return element("span", { class: "address" }, serverOf(row));
	const port = row[at.serverPort] === 443 ? "" : ":" + row[at.serverPort];
	return element("span", { title: serverOf(row) }, row[at.name] + port);
}

function problemCell(row) {
	if (row[at.cause]) return element("b", {}, row[at.cause].replaceAll("_", " "));
	return row[at.suite].replace(/^TLS_/, "").replace("_WITH_", " ").replaceAll("_", " ");
}

function findingCell(row) {
	const severity = worst(row);
	if (!severity) return "";
	const more = row[at.findings].length - 1;
	return element("span", { class: "severity " + severity }, severity, more ? ` +${more}` : "");
}

/** Draws the heads, which order the table. */
function drawHead(wanted) {
	const { column, down } = orderOf(wanted);
	head.replaceChildren(...columns.map((c) => {
		const sorted = c.sort === column;
		const next = sorted && !down ? "-" + c.sort : c.sort;
		return element("th", { scope: "col", class: c.class, "aria-sort": sorted ? (down ? "descending" : "ascending") : null },
			element("button", { type: "button", "data-sort": c.sort, onclick: () => changeAddress({ sort: next, page: "" }, true) }, c.title));
	}));
}

/** Draws one page of the rows. */
function drawRows(shown, wanted) {
	const open = wanted.get("open");
	const from = pageOf(shown, wanted) * pageLength;
	const page = shown.slice(from, from + pageLength);
	tbody.parentElement.setAttribute("aria-rowcount", String(shown.length + 1));
	tbody.replaceChildren(...page.flatMap((row, n) => drawRow(row, from + n, row[at.uid] === open)));
	const first = tbody.querySelector("[aria-expanded=true]") || tbody.querySelector("[aria-expanded]");
	if (first) first.tabIndex = 0;
}

function drawRow(row, number, open) {
	const line = element("tr", { class: row[at.outcome] + (open ? " open" : ""), "aria-rowindex": String(number + 2), "data-uid": row[at.uid] },
		columns.map((c) => element("td", { class: c.class }, c.draw(row, open))));
	if (!open) return [line];
	return [line, element("tr", { class: "detail" }, element("td", { colspan: String(columns.length) }, element("div", {}, detail(row))))];
}

/** Returns the page to show: the one asked for, else the one that the open connection is on. */
function pageOf(shown, wanted) {
	const last = Math.max(Math.ceil(shown.length / pageLength) - 1, 0);
	const asked = parseInt(wanted.get("page"), 10);
	if (asked >= 1) return Math.min(asked - 1, last);
	const found = wanted.get("open") ? shown.findIndex((row) => row[at.uid] === wanted.get("open")) : -1;
	return found < 0 ? 0 : Math.floor(found / pageLength);
}

/** Draws the way to the other pages. */
function drawPages(shown, wanted) {
	const page = pageOf(shown, wanted);
	const last = Math.max(Math.ceil(shown.length / pageLength) - 1, 0);
	const step = (title, to, off) => element("button", { type: "button", disabled: off, onclick: () => turn(to) }, title);
	connections.querySelector(".pages").replaceChildren(...(last === 0 ? [] : [
		step("First", 0, page === 0), step("Previous", page - 1, page === 0),
		element("span", {}, `page ${grouped(page + 1)} of ${grouped(last + 1)}`),
		step("Next", page + 1, page === last), step("Last", last, page === last)]));
}

/** Turns to a page, and goes back up to its first row. */
function turn(page) {
	changeAddress({ page: String(page + 1), open: "" }, true);
	connections.querySelector(".state").scrollIntoView();
	tbody.querySelector("button")?.focus({ preventScroll: true });
}

/** Opens a row, or closes it if it is open; either way its page stays. */
function toggle(line) {
	const uid = line.dataset.uid;
	const page = Math.floor((line.getAttribute("aria-rowindex") - 2) / pageLength) + 1;
	changeAddress({ open: line.classList.contains("open") ? "" : uid, page: page > 1 ? String(page) : "" }, true);
	tbody.querySelector(`[data-uid="${CSS.escape(uid)}"] button`)?.focus();
}

tbody.addEventListener("click", (event) => {
	const line = event.target.closest("tr[data-uid]");
	if (line && getSelection().isCollapsed) toggle(line);
});

tbody.addEventListener("keydown", (event) => {
	const line = event.target.closest("tr[data-uid]");
	const open = tbody.querySelector("tr.open");
	if (event.key === "Escape" && open) {
		toggle(open);
	} else if (line && ["ArrowDown", "ArrowUp", "Home", "End"].includes(event.key)) {
		const buttons = [...tbody.querySelectorAll("[aria-expanded]")];
		const here = buttons.indexOf(line.querySelector("[aria-expanded]"));
		const to = { ArrowDown: here + 1, ArrowUp: here - 1, Home: 0, End: buttons.length - 1 }[event.key];
		const next = buttons[Math.min(Math.max(to, 0), buttons.length - 1)];
		buttons[here].tabIndex = -1;
		next.tabIndex = 0;
		next.focus();
	} else {
		return;
	}
	event.preventDefault();
});

