// Everything that is drawn is made here, as elements and text. Text from the
// wire never becomes HTML.

/** Makes an element. Attributes that are false or null are left out; children are elements or texts. */
function element(name, attributes, ...children) {
	const made = document.createElement(name);
	for (const [key, value] of Object.entries(attributes || {})) {
		if (value === false || value === null || value === undefined) continue;
		if (key === "onclick") made.addEventListener("click", value);
		else made.setAttribute(key, value === true ? "" : value);
	}
	made.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
	return made;
}

/** Writes a number with its thousands apart. */
const grouped = (n) => n.toLocaleString("en");

/** Writes a duration in milliseconds no more exactly than a person needs. */
const milliseconds = (ms) => (ms < 1000 ? ms.toFixed(1) : grouped(Math.round(ms)));

/** Writes a time in milliseconds as date and time, UTC. */
const dateTime = (ms) => new Date(ms).toISOString().slice(0, 23).replace("T", " ");

