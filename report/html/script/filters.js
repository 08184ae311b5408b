// The fields above the table, and the chips that name what narrows it.

const form = connections.querySelector("form");

/** Fills a list with the values that there are and how often, most first. */
function fillChoice(name, values, words) {
	const counts = new Map();
	for (const value of values) if (value) counts.set(value, (counts.get(value) || 0) + 1);
	const known = [...counts].sort((a, b) => b[1] - a[1]).slice(0, 200);
	form.elements[name].replaceChildren(element("option", { value: "" }, "any"),
		...known.map(([value, n]) => element("option", { value }, `${words(value)} (${grouped(n)})`)));
	form.elements[name].closest("label").hidden = known.length === 0;
}

fillChoice("outcome", rows.map((row) => row[at.outcome]), (value) => value.replace("_tls", " TLS"));
fillChoice("cause", rows.map((row) => row[at.cause]), (value) => value.replaceAll("_", " "));
fillChoice("version", rows.map((row) => row[at.version]), (value) => value);
fillChoice("finding", rows.flatMap((row) => row[at.findings]), (code) => `${severityOf(code)}: ${code.replaceAll("_", " ")}`);

/** Shows in the fields what the address asks for, but for the one that is being typed in. */
function drawFields(wanted) {
	for (const field of form.elements) {
		const value = wanted.get(field.name) || "";
		if (field === document.activeElement && field.name === "q") continue;
		if (field.value !== value) field.value = value;
	}
}

/** Draws the chips, each of which takes its filter away. */
function drawChips(wanted) {
	const chips = Object.keys(filterNames).filter((key) => wanted.get(key)).map((key) => element("li", {},
		element("button", { type: "button", "aria-label": `Remove: ${filterNames[key]} ${wanted.get(key)}`, onclick: () => changeAddress({ [key]: "", page: "" }, true) },
			`${filterNames[key]}: ${wanted.get(key).replace("_tls", " TLS")}`)));
	if (chips.length > 1) {
		chips.push(element("li", {}, element("button", { type: "button", onclick: () => changeAddress({ ...noFilters, page: "" }, true) }, "all filters")));
	}
	connections.querySelector(".chips").replaceChildren(...chips);
}

let typing;
form.addEventListener("input", (event) => {
	const { name, value } = event.target;
	clearTimeout(typing);
	typing = setTimeout(() => changeAddress({ [name]: value, page: "", open: "" }, name !== "q"), name === "q" ? 150 : 0);
});
form.addEventListener("submit", (event) => event.preventDefault());

