// Puts the page together, and draws it anew when its address changes.

/** Draws what the address asks for. */
function draw() {
	const wanted = readAddress();
	const shown = selectRows(wanted);
	drawFields(wanted);
	drawChips(wanted);
	drawHead(wanted);
	drawRows(shown, wanted);
	drawPages(shown, wanted);
	const all = shown.length === rows.length;
	connections.querySelector(".count").textContent = all ? `${grouped(rows.length)} connections` : `${grouped(shown.length)} of ${grouped(rows.length)} connections`;
}

// Links of the summary narrow the table further, or open a connection, and bring it into view.
document.querySelector("main").addEventListener("click", (event) => {
	const link = event.target.closest("a[href^='#']");
	if (!link) return;
	event.preventDefault();
	const asked = Object.fromEntries(new URLSearchParams(link.getAttribute("href").slice(1)));
	changeAddress({ ...(asked.open ? noFilters : {}), page: "", open: "", ...asked }, true);
	(connections.querySelector("tr.open") || connections).scrollIntoView();
	(connections.querySelector("tr.open button") || connections).focus({ preventScroll: true });
});

document.querySelector(".skip").addEventListener("click", (event) => {
	event.preventDefault();
	connections.scrollIntoView();
	connections.focus({ preventScroll: true });
});

window.addEventListener("popstate", draw);
window.addEventListener("addresschange", draw);

document.title = "TLS connections: " + document.querySelector(".source").textContent;
if (rows.length > 0) {
	document.documentElement.classList.add("scripted");
	connections.hidden = document.querySelector(".skip").hidden = false;
	draw();
	connections.querySelector("tr.open")?.scrollIntoView();
}
