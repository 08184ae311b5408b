// Which connections are shown, and in what order.

// What a search looks at, made when it is first needed.
const searched = [];

function searchText(row) {
	if (searched[row.number] === undefined) {
		const texts = row.filter((_, place) => !index.numbers.includes(place)).flat();
		searched[row.number] = [...texts, clientOf(row), serverOf(row), outcomeWords(row)].join(" ").toLowerCase();
	}
	return searched[row.number];
}

// One test a key of the address: given its value, whether a row is to be shown.
const tests = {
	q: (value) => {
		const words = value.toLowerCase().split(/\s+/).filter(Boolean);
		return (row) => words.every((word) => searchText(row).includes(word));
	},
	finding: (value) => (row) => row[at.findings].includes(value),
	to: (value) => (row) => serverOf(row) === value,
	from: (value) => (row) => row[at.start] >= Date.parse(value + "Z"),
	until: (value) => (row) => row[at.start] < Date.parse(value + "Z"),
};
for (const key of ["outcome", "cause", "version", "suite", "group", "expiry"]) {
	tests[key] = (value) => (row) => row[at[key]] === value;
}

/** Returns a key to order by for each value: natural order of texts, nothing last. */
function textKey(text) {
	const values = [...new Set(rows.map(text))].sort(new Intl.Collator("en", { numeric: true }).compare);
	const places = new Map(values.map((value, place) => [value, value === "" ? values.length : place]));
	return (row) => places.get(text(row));
}

// What each column is ordered by, made when it is first needed.
const orders = {
	outcome: () => (row) => outcomes.indexOf(row[at.outcome]),
	start: () => (row) => row[at.start],
	duration: () => (row) => row[at.duration],
	client: () => textKey(clientOf),
	server: () => textKey((row) => row[at.name] || serverOf(row)),
	version: () => textKey((row) => row[at.version]),
	problem: () => textKey((row) => row[at.cause] || row[at.suite]),
	group: () => textKey((row) => row[at.group]),
	worst: () => (row) => (worst(row) ? severities.indexOf(worst(row)) : severities.length),
};
const madeOrders = {};

/** Returns the rows that an address asks for, in its order: failures first where it names none. */
function selectRows(wanted) {
	const asked = Object.keys(tests).filter((key) => wanted.get(key)).map((key) => tests[key](wanted.get(key)));
	const shown = rows.filter((row) => asked.every((test) => test(row)));
	const { column, down } = orderOf(wanted);
	const key = (madeOrders[column] ??= orders[column]());
	const keys = new Map(shown.map((row) => [row, key(row)]));
	return shown.sort((a, b) => (down ? keys.get(b) - keys.get(a) : keys.get(a) - keys.get(b)) || a.number - b.number);
}

/** Returns the column that an address orders by, and whether the other way round. */
function orderOf(wanted) {
	const sort = wanted.get("sort") || "";
	const column = sort.replace(/^-/, "");
	return Object.hasOwn(orders, column) ? { column, down: sort.startsWith("-") } : { column: "outcome", down: false };
}

