// The handshake as a ladder: the client on the left, the server on the right,
// an arrow for each message.

/** Draws the steps. */
function ladder(steps) {
	return element("div", { class: "ladder" },
		element("p", { class: "sides", "aria-hidden": "true" },
			element("span", {}, "ms"), element("span", {}, "packet"), element("b", {}, "client"), element("b", {}, "server")),
		element("ol", { "aria-label": "The handshake, step by step" }, steps.map(rung)));
}

/** Draws one step: when, which packet, the arrow, and what it means below. */
function rung(step) {
	return element("li", { class: [step.from || "nobody", step.trouble ? "trouble" : ""].join(" ").trim() },
		element("span", { class: "ms" }, step.ms || ""),
		element("span", { class: "packet", title: step.file || null },
			step.packet ? element("span", { class: "unseen" }, "packet ") : "", step.packet ? String(step.packet) : ""),
		element("div", { class: "lane" },
			element("p", { class: "arrow" },
				element("span", { class: "unseen" }, step.from ? step.from + ": " : ""),
				element("span", { class: "message" }, step.text)),
			(step.meaning || []).map((line) => element("p", { class: "meaning" }, line))));
}

