// What a connection opens to: why, its story, its evidence, what was found in
// it, its certificates, and what to look for in Wireshark.

/** Draws what is known of a connection. */
function detail(row) {
	const story = stories.get(row.number);
	if (!story) return [wireshark(row, null), notKept(row)];
	const told = story.detail;
	const sections = told.sections || [];
	const leading = ["outcome", "why", "advice"];
	return [
		element("div", { class: "title" }, told.title.map((line) => element("p", {}, line))),
		element("div", { class: "verdict" }, sections.filter((s) => leading.includes(s.label)).map(section)),
		element("div", { class: "columns" },
			part("The handshake", ladder(told.steps || [])),
			element("div", {},
				told.evidence && part("Evidence", evidence(told.evidence)),
				wireshark(row, told),
				told.findings && part("Findings", findings(told.findings)),
				sections.filter((s) => !leading.includes(s.label)).map((s) => part(s.label, lines(s.lines))),
				presented("The server's certificates", story.server),
				presented("The client's certificates", story.client),
				told.facts && part("Also known", facts(told.facts)))),
	];
}

const part = (title, ...content) => element("section", { class: "part" }, element("h3", {}, title), ...content);

const section = (s) => element("section", { class: s.label }, element("h3", {}, s.label), lines(s.lines));

/** Draws lines: one as a paragraph, several as a list. */
function lines(all) {
	if (all.length === 1) return element("p", {}, all[0]);
	return element("ul", {}, all.map((line) => element("li", {}, line)));
}

const evidence = (all) => element("ul", {}, all.map((one) => element("li", {}, one.text)));

function findings(all) {
	return element("ul", { class: "findings" }, all.map((f) => element("li", {},
		element("span", { class: "severity " + f.severity }, f.severity),
		element("span", {}, f.title, f.detail ? ": " + f.detail : "", " ", element("code", {}, f.code)))));
}

const facts = (all) => element("dl", {}, all.flatMap((f) => [element("dt", {}, f.label), element("dd", {}, f.value)]));

/** Draws a chain: each certificate opens. */
function presented(title, chain) {
	if (!chain || chain.length === 0) return null;
	return part(title, chain.map(({ certificate, packet }) => {
		const known = certificates.get(certificate);
		return element("details", { class: "certificate" },
			element("summary", {}, known[0].value, packet ? element("span", { class: "note" }, ` packet ${packet}`) : null),
			facts(known));
	}));
}

/** Says that a connection has no story here, and how to get it. */
function notKept(row) {
	return element("div", {},
		element("p", { class: "note" }, "To keep this file small, the story of this established connection is not in it. This tells it:"),
		copyable("Command", `tlssniff explain --conn ${row[at.uid]} FILE`));
}

/** Draws the display filters of a connection and of its evidence. */
function wireshark(row, told) {
	const packets = [...new Set(((told && told.evidence) || []).map((e) => e.packet).filter(Boolean))];
	return part("In Wireshark",
		copyable("The connection", displayFilter(row, told)),
		packets.length ? copyable("The evidence", packets.map((n) => `frame.number == ${n}`).join(" || ")) : null,
		element("p", { class: "note" }, `${row[at.source]}, packets ${row[at.first]} to ${row[at.last]}`));
}

/** Returns the display filter that shows a connection's packets and no others. */
function displayFilter(row, told) {
	const ip = row[at.client].includes(":") ? "ipv6" : "ip";
	const port = row[at.transport] === "tcp" ? "tcp" : "udp";
	const parts = [
		`${ip}.addr == ${row[at.client]}`, `${ip}.addr == ${row[at.server]}`,
		`${port}.port == ${row[at.clientPort]}`, `${port}.port == ${row[at.serverPort]}`,
	];
	const several = told && (told.steps || []).some((step) => step.file); // files have their own numbers
	if (!several) parts.push(`frame.number >= ${row[at.first]}`, `frame.number <= ${row[at.last]}`);
	return parts.join(" && ");
}

/** Draws a text with a button that copies it. Where that is forbidden, the text is selected. */
function copyable(label, text) {
	const field = element("input", { readonly: true, "aria-label": label, value: text });
	const button = element("button", { type: "button", "aria-label": "Copy: " + label }, "Copy");
	button.addEventListener("click", async () => {
		field.select();
		try {
			await navigator.clipboard.writeText(text);
			button.textContent = "Copied";
		} catch {
			button.textContent = "Press Ctrl+C";
		}
		setTimeout(() => (button.textContent = "Copy"), 2000);
	});
	return element("div", { class: "copyable" }, element("span", {}, label), field, button,
		element("code", { class: "printed", "aria-hidden": "true" }, text));
}

