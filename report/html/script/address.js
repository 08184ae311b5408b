// What is shown is kept in the page's address, behind the #: a reload, a
// bookmark or a link in a ticket shows the same.

// Keys of the address that narrow the table, with the words for the chips.
const filterNames = {
	q: "search", outcome: "outcome", cause: "problem", version: "version", finding: "finding",
	suite: "cipher suite", group: "key exchange", expiry: "certificate", to: "server", from: "from", until: "until",
};

const noFilters = Object.fromEntries(Object.keys(filterNames).map((key) => [key, ""]));

/** Returns what the address asks for. */
function readAddress() {
	return new URLSearchParams(location.hash.slice(1));
}

/**
 * Changes what the address asks for; an empty value takes its key away. A step
 * can be taken back with the browser's button; typing in a field is no step.
 */
function changeAddress(changes, step) {
	const wanted = readAddress();
	for (const [key, value] of Object.entries(changes)) {
		if (value === "" || value === null) wanted.delete(key);
		else wanted.set(key, value);
	}
	const hash = "#" + wanted.toString();
	if (step) history.pushState(null, "", hash);
	else history.replaceState(null, "", hash);
	window.dispatchEvent(new Event("addresschange"));
}

